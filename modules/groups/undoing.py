"""Taking an import of groups back: each group as it was, where nobody touched it since."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from balai import audit
from balai.actor import Actor, require
from balai.db import atomic
from modules.groups.errors import GroupError
from modules.groups.models import Category, Group, Member

_DAYS = {"decree_date", "appointed_on", "dismissed_on", "since", "until"}


@atomic()
def take_back(kept: dict[str, Any], *, actor: Actor, skip_touched: bool) -> dict[str, int]:
    """Undo by what :func:`modules.groups.imports.load` kept; safe to run twice.

    Raises:
        GroupError: somebody touched a group since and ``skip_touched`` is off.
    """
    require(actor, "groups.import")
    stamp = datetime.fromisoformat(kept["stamp"])
    groups = {each.pk: each for each in Group.objects.select_for_update().filter(pk__in=kept["touched"])}
    later = set(Member.objects.filter(group__in=groups, updated_at__gt=stamp).values_list("group_id", flat=True))
    mine = {key for key, each in groups.items() if each.updated_at == stamp and key not in later}
    touched = len(groups) - len(mine)
    if touched and not skip_touched:
        raise GroupError(
            _("{n} kelompok atau lembaga sudah diubah sesudah impor. Lewati yang itu, atau biarkan impornya.").format(
                n=touched
            )
        )
    for member in Member.objects.filter(pk__in=kept["members_before"], group__in=mine):
        _restore(member, kept["members_before"][str(member.pk)])
    reverted, _kinds = Member.objects.filter(pk__in=kept["members"], group__in=mine).delete()
    for key, before in kept["groups_before"].items():
        if UUID(key) in mine:
            _restore(groups[UUID(key)], before)
    made = {UUID(key) for key in kept["groups"]} & mine
    Group.objects.filter(pk__in=made).delete()
    Group.objects.filter(pk__in=mine - made).update(updated_at=timezone.now())
    Category.objects.filter(pk__in=kept["categories"], groups=None).delete()
    audit.record(actor, "groups.import_undone", groups=len(mine), skipped=touched)
    return {"reverted": reverted, "skipped": touched}


def _restore(row: Any, before: dict[str, Any]) -> None:
    for name, value in before.items():
        if name == "category":
            row.category_id = UUID(value)
        else:
            setattr(row, name, date.fromisoformat(value) if name in _DAYS and value else value)
    row.save(update_fields=list(before))
