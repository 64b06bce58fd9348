"""Two records of one person became one: what they kept and proposed goes along."""

from __future__ import annotations

from typing import Any

from balai.files.models import StoredFile
from modules.selfservice import services
from modules.selfservice.merging import follow_merge
from modules.selfservice.models import Correction, OwnDocument
from modules.selfservice.reading import entries_of
from modules.selfservice.selectors import corrections_of, documents_of
from tests.modules.selfservice.conftest import adults
from tests.modules.selfservice.test_letters import photo


def test_papers_and_proposals_follow_the_kept_record(village: Any, account: Any, actor: Any) -> None:
    kept, merged = adults()[:2]
    citizens = {each.pk: services.actor_of(account(each)) for each in (kept, merged)}
    document = services.add_document(actor=citizens[merged.pk], kind="kk", content=photo(), name="kk.png")
    for each, what in ((kept, "name"), (merged, "name"), (merged, "phone")):
        services.propose_correction(actor=citizens[each.pk], resident=each, what=what, value="Lain 12")
    follow_merge(actor=actor, kept=kept, merged=merged)
    assert list(documents_of(kept)) == [OwnDocument.objects.get(pk=document.pk)]
    assert StoredFile.objects.get(pk=document.file_id).citizen_id == kept.pk
    assert sorted(corrections_of(kept).values_list("what", "state")) == [
        ("name", "cancelled"), ("name", "submitted"), ("phone", "submitted"),
    ]  # fmt: skip
    assert not Correction.objects.filter(proposer=merged).exists()


def test_who_opened_the_other_record_is_told_too(village: Any) -> None:
    from balai import audit
    from balai.actor import Actor
    from modules.population.models import Resident

    kept, merged = adults()[:2]
    audit.record_read(Actor.operator(), "population.resident_read", about=merged)
    assert not entries_of(kept).exists()
    Resident.objects.filter(pk=merged.pk).update(merged_into=kept)
    assert entries_of(kept).count() == 1
