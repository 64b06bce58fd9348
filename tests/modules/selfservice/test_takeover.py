"""A PIN that somebody else made opens everything of a citizen: they hear of it, whichever way it was made."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.hashers import make_password

from modules.messages.models import Delivery, Notice
from modules.messages.services import set_gateway
from modules.messages.services.contacts import keep_contact
from modules.selfservice import services
from modules.selfservice.services.accounts import open_account
from tests.modules.selfservice.conftest import adults


def contact(actor: Any, resident: Any) -> None:
    """A proved e-mail address, and a village that sends."""
    set_gateway(actor=actor, channel="email", driver="file", values={}, active=True)
    keep_contact(actor=actor, resident=resident.pk, channel="email", address="warga@contoh.id")
    Notice.objects.all().delete()
    Delivery.objects.all().delete()


def told(resident: Any) -> list[str]:
    """What was told in the account's own pages, once each and by every contact."""
    found = list(Notice.objects.filter(resident=resident, event="pin_issued").values_list("event", flat=True))
    assert Delivery.objects.filter(resident=resident, event="pin_issued", urgent=True).count() == len(found)
    return found


def test_a_new_slip_for_somebody_who_has_an_account_is_told(account: Any, actor: Any, citizen_client: Any) -> None:
    who = adults()[0]
    account(who)
    contact(actor, who)
    services.issue_pin(actor=actor, resident=who)
    assert told(who) == ["pin_issued"]
    assert "Bukan permintaan Anda?" in Delivery.objects.get().text
    services.issue_pin(actor=actor, resident=who)
    assert len(told(who)) == 2
    assert "PIN baru dibuat untuk akun Anda" in citizen_client(who).get("/layanan/pemberitahuan/").content.decode()


def test_an_account_opened_from_a_registration_is_told(account: Any, actor: Any) -> None:
    who = adults()[1]
    account(who)
    contact(actor, who)
    open_account(actor=actor, resident=who, hashed=make_password("580316"))
    assert told(who) == ["pin_issued"]


def test_a_closed_account_that_is_opened_again_is_told(account: Any, actor: Any) -> None:
    who = adults()[2]
    services.close_door(actor=actor, account=account(who))
    contact(actor, who)
    services.issue_pin(actor=actor, resident=who)
    assert told(who) == ["pin_issued"]


def test_a_first_slip_is_no_news_unless_a_contact_is_known(village: Any, actor: Any) -> None:
    first, second = adults()[3:5]
    services.issue_pin(actor=actor, resident=first)
    assert not Notice.objects.filter(resident=first).exists()
    contact(actor, second)
    services.issue_pin(actor=actor, resident=second)
    assert told(second) == ["pin_issued"]
