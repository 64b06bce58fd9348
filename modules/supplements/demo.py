"""A supplement for a village of the demo."""

from __future__ import annotations

from datetime import date

from balai.actor import Actor
from modules.population.selectors import living
from modules.supplements.models import ColumnKind, Supplement, Target
from modules.supplements.services import add_column, add_entries, create_supplement
from tenants.context import current_village

_CHOICES = ("Milik sendiri", "Sewa", "Bagi hasil")


def set_up_demo(*, actor: Actor) -> None:
    """Farmers with their land, published as counts. Does nothing where some list exists."""
    if Supplement.objects.exists() or current_village().data == "real":
        return
    made = create_supplement(
        actor=actor, name="Petani penggarap", target=Target.RESIDENT, source="Musyawarah desa 2026", published=True,
        description="Warga yang menggarap sawah atau tegalan di desa ini.",
    )  # fmt: skip
    area = add_column(actor=actor, supplement=made, name="Luas lahan (ha)", kind=ColumnKind.NUMBER)
    status = add_column(actor=actor, supplement=made, name="Status lahan", kind=ColumnKind.CHOICE, choices=_CHOICES)
    farmers = list(living().filter(occupation=9, birth_date__lt=date(2000, 1, 1)).order_by("nik")[:30])
    for number in range(len(_CHOICES)):
        add_entries(
            actor=actor, supplement=made, subjects=farmers[number :: len(_CHOICES)],
            values={area.key: f"0,{number + 2}5", status.key: _CHOICES[number]},
        )  # fmt: skip
