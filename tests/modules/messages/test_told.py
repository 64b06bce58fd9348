"""What the citizen's door does is told: a PIN that was changed, a proposal that was decided."""

from __future__ import annotations

from typing import Any

from modules.messages.models import Delivery, Notice
from modules.selfservice import services as door_services
from tests.modules.messages.conftest import as_citizen, with_contact
from tests.modules.selfservice.conftest import PIN


def test_a_changed_pin_is_told_at_once_also_at_night(people: list[Any], account: Any, wa: Any, actor: Any) -> None:
    from datetime import time

    from modules.messages.services import change_settings

    wa("http://127.0.0.1:1")
    change_settings(actor=actor, quiet_from=time(0, 0), quiet_until=time(23, 59))
    with_contact(people[0])
    found = account(people[0])
    # The slip's PIN went to somebody with a contact: that was told, the change of the slip's PIN is no news.
    assert set(Notice.objects.values_list("event", flat=True)) == {"pin_issued"}
    door_services.change_pin(actor=door_services.actor_of(found), old=PIN, new="580316", again="580316")
    [notice] = Notice.objects.filter(event="pin_changed")
    assert notice.resident_id == people[0].pk
    assert Delivery.objects.get(event="pin_changed").urgent


def test_a_decided_proposal_is_told_to_who_made_it(people: list[Any], actor: Any) -> None:
    first, second = (
        door_services.propose_correction(
            actor=as_citizen(people[0]), resident=people[0], what=what, value="Purwodadi Lama"
        )
        for what in ("birth_place", "father_name")
    )
    door_services.accept_correction(actor=actor, correction=first)
    door_services.reject_correction(actor=actor, correction=second, answer="Sudah benar.")
    told = list(Notice.objects.order_by("id").values_list("event", "resident_id"))
    assert told == [("correction_accepted", people[0].pk), ("correction_refused", people[0].pk)]
    assert "Sudah benar" not in Notice.objects.latest("id").text
