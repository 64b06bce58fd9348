"""Groups and institutions for a village of the demo."""

from __future__ import annotations

from datetime import date

from balai.actor import Actor
from modules.groups.models import Group, Kind, Position
from modules.groups.services import add_category, add_member, create_group
from modules.population.selectors import living
from tenants.context import current_village

#: Kind, category, code, name, how many members.
_GROUPS = (
    (Kind.GROUP, "Kelompok Tani", "KT-01", "Tani Makmur", 9),
    (Kind.GROUP, "Kelompok Tani", "KT-02", "Sumber Rejeki", 7),
    (Kind.GROUP, "Karang Taruna", "KRT-01", "Bina Muda", 6),
    (Kind.INSTITUTION, "Badan Permusyawaratan Desa", "BPD", "BPD", 7),
    (Kind.INSTITUTION, "Pemberdayaan Kesejahteraan Keluarga", "PKK", "PKK Desa", 8),
)
_POSITIONS = (Position.DEPUTY, Position.SECRETARY, Position.TREASURER)


def set_up_demo(*, actor: Actor) -> None:
    """Three groups and two institutions of grown-up residents. Does nothing where some exist."""
    if Group.objects.exists() or current_village().data == "real":
        return
    people = list(living().filter(birth_date__lt=date(2000, 1, 1)).order_by("-nik")[: sum(row[-1] for row in _GROUPS)])
    categories = {}
    for kind, category, code, name, size in _GROUPS:
        chosen, people = people[:size], people[size:]
        if len(chosen) < 2:
            return
        if category not in categories:
            categories[category] = add_category(actor=actor, kind=kind, name=category)
        group = create_group(
            actor=actor, kind=kind, category=categories[category], code=code, name=name, chair=chosen[0],
            decree_number=f"141/{len(code)}/2022", decree_date=date(2022, 3, 1),
        )  # fmt: skip
        for number, person in enumerate(chosen[1:]):
            position = _POSITIONS[number] if number < len(_POSITIONS) else Position.MEMBER
            add_member(
                actor=actor, group=group, resident=person, position=position, since=date(2022, 3, 1), period="2022-2027"
            )
