"""Every write to groups and institutions: may they, does the field allow it, one change, audit."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from balai import audit
from balai.actor import Actor, require
from balai.db import atomic, today, translate_unique
from balai.errors import NotFound
from balai.web.conditional import check_version
from modules.groups.errors import (
    CategoryInUse,
    CategoryTaken,
    ChairStays,
    CodeTaken,
    Dissolved,
    GroupError,
    MemberAlready,
    NotPresent,
    NumberTaken,
)
from modules.groups.models import Category, EndReason, Group, Kind, Member, Position
from modules.population.models import Resident
from modules.population.picking import state_words


# -- categories --------------------------------------------------------------------------------------------------------
@atomic()
def add_category(*, actor: Actor, kind: str, name: str, description: str = "") -> Category:
    """A new category of groups or institutions.

    Raises:
        CategoryTaken.
    """
    require(actor, "groups.change")
    row = Category(kind=Kind(kind), name=name.strip(), description=description.strip())
    with translate_unique({"group_category_once": CategoryTaken(field="name")}):
        row.save(force_insert=True)
    audit.record(actor, "groups.category_added", about=row)
    return row


@atomic()
def change_category(
    *, actor: Actor, category: Category, name: str, description: str = "", version: str = ""
) -> Category:
    """Rename a category.

    Raises:
        Conflict, CategoryTaken.
    """
    require(actor, "groups.change")
    now = Category.objects.select_for_update().get(pk=category.pk)
    check_version(version, now.version)
    now.name, now.description, now.updated_at = name.strip(), description.strip(), timezone.now()
    with translate_unique({"group_category_once": CategoryTaken(field="name")}):
        now.save()
    audit.record(actor, "groups.category_changed", about=now)
    return now


@atomic()
def remove_category(*, actor: Actor, category: Category) -> None:
    """Remove a category that no group belongs to.

    Raises:
        CategoryInUse.
    """
    require(actor, "groups.change")
    now = Category.objects.select_for_update().filter(pk=category.pk).first()
    if now is None:
        raise NotFound()
    used = Group.objects.filter(category=now).count()
    if used:
        raise CategoryInUse(groups=used)
    audit.record(actor, "groups.category_removed", about=now)
    now.delete()


# -- groups ------------------------------------------------------------------------------------------------------------
def _locked(group: Group, version: str = "", *, closed: bool = False) -> Group:
    """The group as it is now, locked.

    Raises:
        NotFound, Conflict.
        Dissolved: it was dissolved and ``closed`` does not say that this is fine.
    """
    now = Group.objects.select_for_update(of=("self",)).select_related("category").filter(pk=group.pk).first()
    if now is None:
        raise NotFound()
    check_version(version, now.version)
    if not now.is_open and not closed:
        raise Dissolved(name=now.name)
    return now


def _touch(group: Group) -> None:
    group.updated_at = timezone.now()
    group.save(update_fields=["updated_at"])


def _check_category(category: Category, kind: str) -> None:
    if category.kind != kind:
        raise GroupError(_("Kategori ini bukan kategori {kind}.").format(kind=Kind(kind).label), field="category")


@atomic()
def create_group(
    *, actor: Actor, kind: str, category: Category, code: str, name: str, chair: Resident, decree_number: str = "",
    decree_date: date | None = None, description: str = "", since: date | None = None,
) -> Group:  # fmt: skip
    """Make a group or institution; its chair is its first member.

    Raises:
        CodeTaken, NotPresent, GroupError.
    """
    require(actor, "groups.change")
    _check_category(category, kind)
    group = Group(
        kind=Kind(kind), category=category, code=code.strip(), name=name.strip(), decree_number=decree_number.strip(),
        decree_date=decree_date, description=description.strip(),
    )  # fmt: skip
    with translate_unique({"group_code_once": CodeTaken(group_code=group.code, field="code")}):
        group.save(force_insert=True)
    _enter(
        Member(
            group=group, resident=chair, position=Position.CHAIR, number="1", appointed_number=group.decree_number,
            appointed_on=decree_date, since=since or decree_date or today(),
        ),
        field="chair",
    )  # fmt: skip
    audit.record(actor, "groups.created", about=group, kind=group.kind)
    return group


@atomic()
def update_group(
    *, actor: Actor, group: Group, category: Category, code: str, name: str, version: str = "", decree_number: str = "",
    decree_date: date | None = None, description: str = "",
) -> Group:  # fmt: skip
    """Change a group's own data.

    Raises:
        Conflict, CodeTaken, Dissolved, GroupError.
    """
    require(actor, "groups.change")
    now = _locked(group, version)
    _check_category(category, now.kind)
    values: dict[str, Any] = {
        "category": category, "code": code.strip(), "name": name.strip(), "decree_number": decree_number.strip(),
        "decree_date": decree_date, "description": description.strip(),
    }  # fmt: skip
    changed = [column for column, value in values.items() if getattr(now, column) != value]
    if not changed:
        return now
    for column in changed:
        setattr(now, column, values[column])
    now.updated_at = timezone.now()
    with translate_unique({"group_code_once": CodeTaken(group_code=now.code, field="code")}):
        now.save(update_fields=[*changed, "updated_at"])
    audit.record(actor, "groups.changed", about=now, columns=sorted(changed))
    return now


@atomic()
def dissolve_group(*, actor: Actor, group: Group, on: date, reason: str = "") -> Group:
    """Dissolve a group: every membership ends that day. It stays, to be read and to be restored.

    Raises:
        Dissolved: it was dissolved before (also the second of two clicks).
        GroupError: the day lies ahead, or before somebody came in.
    """
    require(actor, "groups.change")
    now = _locked(group)
    if on > today():
        raise GroupError(_("Tanggal bubar belum tiba."), field="on")
    members = Member.objects.filter(group=now, until=None)
    if members.filter(since__gt=on).exists():
        raise GroupError(_("Ada anggota yang masuk sesudah tanggal itu."), field="on")
    members.update(until=on, end_reason=EndReason.DISSOLVED, updated_at=timezone.now())
    now.closed_on, now.closed_reason, now.updated_at = on, reason.strip(), timezone.now()
    now.save(update_fields=["closed_on", "closed_reason", "updated_at"])
    audit.record(actor, "groups.dissolved", about=now)
    return now


@atomic()
def restore_group(*, actor: Actor, group: Group) -> Group:
    """Take a dissolution back: whoever left by it is in again.

    Raises:
        GroupError: it was not dissolved.
    """
    require(actor, "groups.change")
    now = _locked(group, closed=True)
    if now.is_open:
        raise GroupError(_("{name} tidak dibubarkan.").format(name=now.name))
    ended = Member.objects.filter(group=now, until=now.closed_on, end_reason=EndReason.DISSOLVED)
    ended.update(until=None, end_reason="", updated_at=timezone.now())
    now.closed_on, now.closed_reason, now.updated_at = None, "", timezone.now()
    now.save(update_fields=["closed_on", "closed_reason", "updated_at"])
    audit.record(actor, "groups.restored", about=now)
    return now


@atomic()
def delete_group(*, actor: Actor, group: Group) -> None:
    """Delete a group that was entered by mistake: nobody but one chair was ever in it.

    Raises:
        GroupError: others were in it; then it can be dissolved.
    """
    require(actor, "groups.change")
    now = _locked(group, closed=True)
    if Member.objects.filter(group=now).count() > 1:
        raise GroupError(_("Sudah ada riwayat anggota, jadi tidak dapat dihapus. Bubarkan saja."))
    Member.objects.filter(group=now).delete()
    audit.record(actor, "groups.deleted", about=now, group_code=now.code)
    now.delete()


# -- members -----------------------------------------------------------------------------------------------------------
def _enter(member: Member, *, field: str = "person") -> Member:
    """Save a new membership.

    Raises:
        NotPresent, MemberAlready, NumberTaken, ChairStays, GroupError.
    """
    person = member.resident
    if not person.is_here:
        raise NotPresent(name=person.name, state=state_words(person), field=field)
    errors = {
        "group_member_once": MemberAlready(name=person.name, field=field),
        "group_number_once": NumberTaken(number=member.number, field="number"),
        "group_one_chair": GroupError(_("Sudah ada ketua. Pakai tindakan Ganti ketua."), field="position"),
        "group_member_term": GroupError(_("Tanggal akhir tidak boleh sebelum tanggal mulai."), field="until"),
    }
    with translate_unique(errors):
        member.save(force_insert=True)
    return member


def _position(position: int | None, position_title: str) -> tuple[int | None, str]:
    """A position of the list or one written out: the latter wins; neither is an ordinary member."""
    title = position_title.strip()
    return (None, title) if title else (int(position or Position.MEMBER), "")


@atomic()
def add_member(
    *, actor: Actor, group: Group, resident: Resident, position: int | None = None, position_title: str = "",
    number: str = "", appointed_number: str = "", appointed_on: date | None = None, period: str = "", note: str = "",
    since: date | None = None,
) -> Member:  # fmt: skip
    """Put somebody into a group; whoever left before comes in again with a membership of its own.

    Raises:
        Dissolved, NotPresent, MemberAlready, NumberTaken, GroupError.
    """
    require(actor, "groups.change")
    now = _locked(group)
    place, title = _position(position, position_title)
    member = _enter(
        Member(
            group=now, resident=resident, position=place, position_title=title, number=number.strip() or next_number(now),
            appointed_number=appointed_number.strip(), appointed_on=appointed_on, period=period.strip(), note=note.strip(),
            since=since or appointed_on or today(),
        )
    )  # fmt: skip
    _touch(now)
    audit.record(actor, "groups.member_added", about=now, member=str(member.pk))
    return member


def next_number(group: Group) -> str:
    """One more than the largest plain number among its members, past ones too."""
    numbers = Member.objects.filter(group=group, number__regex=r"^[0-9]{1,9}$").values_list("number", flat=True)
    return str(max((int(each) for each in numbers), default=0) + 1)


@atomic()
def change_member(
    *, actor: Actor, member: Member, version: str = "", position: int | None = None, position_title: str = "",
    number: str = "", appointed_number: str = "", appointed_on: date | None = None, period: str = "", note: str = "",
    since: date | None = None,
) -> Member:  # fmt: skip
    """Mend a membership. Who becomes or stops being the chair is decided by :func:`change_chair`.

    Raises:
        Conflict, Dissolved, NumberTaken, ChairStays, GroupError.
    """
    require(actor, "groups.change")
    _locked(member.group)
    now = Member.objects.select_for_update(of=("self",)).select_related("resident", "group").get(pk=member.pk)
    check_version(version, now.version)
    place, title = _position(position, position_title)
    if (now.position == Position.CHAIR) != (place == Position.CHAIR) and now.is_open:
        if now.position == Position.CHAIR:
            raise ChairStays(name=now.resident.name, field="position")
        raise GroupError(_("Untuk menjadikannya ketua, pakai tindakan Ganti ketua."), field="position")
    values: dict[str, Any] = {
        "position": place, "position_title": title, "number": number.strip(), "appointed_number": appointed_number.strip(),
        "appointed_on": appointed_on, "period": period.strip(), "note": note.strip(), "since": since or now.since,
    }  # fmt: skip
    changed = [column for column, value in values.items() if getattr(now, column) != value]
    if not changed:
        return now
    for column in changed:
        setattr(now, column, values[column])
    now.updated_at = timezone.now()
    errors = {
        "group_number_once": NumberTaken(number=now.number, field="number"),
        "group_member_term": GroupError(_("Tanggal mulai sesudah tanggal berakhir."), field="since"),
    }
    with translate_unique(errors):
        now.save(update_fields=[*changed, "updated_at"])
    audit.record(actor, "groups.member_changed", about=now.group, member=str(now.pk), columns=sorted(changed))
    return now


@atomic()
def end_membership(
    *,
    actor: Actor,
    member: Member,
    until: date,
    reason: str,
    dismissed_number: str = "",
    dismissed_on: date | None = None,
) -> Member:
    """Somebody leaves; the membership stays in the group's history.

    Raises:
        ChairStays: a chair leaves when another takes over.
        GroupError: left already, the day lies ahead or before they came.
    """
    require(actor, "groups.change")
    _locked(member.group)
    now = Member.objects.select_for_update(of=("self",)).select_related("resident", "group").get(pk=member.pk)
    if not now.is_open:
        raise GroupError(_("{name} sudah bukan anggota.").format(name=now.resident.name))
    if now.position == Position.CHAIR:
        raise ChairStays(name=now.resident.name)
    _end(now, until, reason, dismissed_number, dismissed_on)
    audit.record(actor, "groups.member_ended", about=now.group, member=str(now.pk), reason=str(reason))
    return now


def _end(member: Member, until: date, reason: str, number: str = "", on: date | None = None) -> None:
    if until > today():
        raise GroupError(_("Tanggal berhenti belum tiba."), field="until")
    if until < member.since:
        raise GroupError(_("Tanggal berhenti sebelum tanggal mulai menjadi anggota."), field="until")
    member.until, member.end_reason = until, EndReason(reason)
    member.dismissed_number, member.dismissed_on = number.strip(), on
    member.updated_at = timezone.now()
    member.save(update_fields=["until", "end_reason", "dismissed_number", "dismissed_on", "updated_at"])


@atomic()
def reopen_membership(*, actor: Actor, member: Member) -> Member:
    """Take the end of a membership back ("Urungkan").

    Raises:
        Dissolved, MemberAlready, NumberTaken, NotPresent.
        GroupError: it has not ended.
    """
    require(actor, "groups.change")
    _locked(member.group)
    now = Member.objects.select_for_update(of=("self",)).select_related("resident", "group").get(pk=member.pk)
    if now.is_open:
        raise GroupError(_("{name} masih anggota.").format(name=now.resident.name))
    if not now.resident.is_here:
        raise NotPresent(name=now.resident.name, state=state_words(now.resident))
    now.until, now.end_reason, now.dismissed_number, now.dismissed_on = None, "", "", None
    now.updated_at = timezone.now()
    errors = {
        "group_member_once": MemberAlready(name=now.resident.name),
        "group_number_once": NumberTaken(number=now.number),
        "group_one_chair": GroupError(_("Sudah ada ketua lain. Pakai tindakan Ganti ketua.")),
    }
    with translate_unique(errors):
        now.save(update_fields=["until", "end_reason", "dismissed_number", "dismissed_on", "updated_at"])
    audit.record(actor, "groups.member_reopened", about=now.group, member=str(now.pk))
    return now


@atomic()
def change_chair(
    *, actor: Actor, group: Group, resident: Resident, on: date, keep_old: bool = True, appointed_number: str = "",
    appointed_on: date | None = None, period: str = "",
) -> Member:  # fmt: skip
    """Another chair from a day on; the old one stays as an ordinary member where ``keep_old`` says so and they are here.

    Old and new chair each keep their former membership in the history.

    Raises:
        Dissolved, NotPresent.
        GroupError: they are the chair already, or the day lies ahead or before a membership that ends by it.
    """
    require(actor, "groups.change")
    now = _locked(group)
    open_rows = {
        each.resident_id: each for each in Member.objects.filter(group=now, until=None).select_related("resident")
    }
    old = next(each for each in open_rows.values() if each.position == Position.CHAIR)
    if old.resident_id == resident.pk:
        raise GroupError(_("{name} sudah menjadi ketua.").format(name=resident.name), field="person")
    before = open_rows.get(resident.pk)
    _end(old, on, EndReason.POSITION if keep_old and old.resident.is_here else _why_gone(old.resident))
    if before is not None:
        _end(before, on, EndReason.POSITION)
    made = _enter(
        Member(
            group=now, resident=resident, position=Position.CHAIR, number=before.number if before else next_number(now),
            appointed_number=appointed_number.strip(), appointed_on=appointed_on, period=period.strip(), since=on,
        )
    )  # fmt: skip
    if keep_old and old.resident.is_here:
        _enter(Member(group=now, resident=old.resident, position=Position.MEMBER, number=old.number, since=on))
    _touch(now)
    audit.record(actor, "groups.chair_changed", about=now, member=str(made.pk))
    return made


def _why_gone(person: Resident) -> str:
    """Why a chair who is not kept leaves."""
    if person.presence == 2:
        return EndReason.DIED
    return EndReason.TERM if person.is_here else EndReason.MOVED


# -- finding -----------------------------------------------------------------------------------------------------------
def group_or_404(pk: Any, kind: str) -> Group:
    """A group of this village and kind.

    Raises:
        NotFound: there is none, or the key is another village's.
    """
    found = Group.objects.select_related("category").filter(pk=pk, kind=kind).first()
    if found is None:
        raise NotFound()
    return found


def member_or_404(group: Group, pk: Any) -> Member:
    """A membership of this group, present or past."""
    found = Member.objects.select_related("resident", "group").filter(group=group, pk=pk).first()
    if found is None:
        raise NotFound()
    return found


def category_or_404(pk: Any, kind: str) -> Category:
    """A category of this kind."""
    found = Category.objects.filter(pk=pk, kind=kind).first()
    if found is None:
        raise NotFound()
    return found
