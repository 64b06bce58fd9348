"""What only the rows of one family together can show: its head, its place."""

from __future__ import annotations

from collections.abc import Callable, Set

from django.utils.translation import gettext as _

from modules.population.codes import Presence, Shdk
from modules.population.rows import ResidentRow, unpadded

Tell = Callable[[int, str, object, str, str, str], None]


def check_families(
    families: dict[str, list[ResidentRow]], *, refused_heads: dict[str, int], headed: Set[str], tell: Tell
) -> None:
    """Mend or point at families: two heads, none, one card in two RT.

    ``refused_heads``: row of a refused head by family number; ``headed``: families that have a head in the register.
    """
    for number, members in families.items():
        here = [row for row in members if row.presence is None or row.presence == Presence.PRESENT]
        heads = [row for row in here if row.shdk == Shdk.HEAD]
        for row in heads[1:]:
            tell(
                row.row,
                "kk_level",
                1,
                "warning",
                "two_heads",
                _(
                    "Keluarga {kk} mempunyai dua kepala (baris {row}); orang ini dicatat sebagai LAINNYA. Perbaiki di daftar keluarga."
                ).format(kk=number, row=heads[0].row),
            )
            row.shdk = int(Shdk.OTHER)
        placed = [row for row in here if row.rt is not None]
        as_written = {(row.dusun, row.rw, row.rt) for row in placed}
        scattered = len(as_written) > 1 and len({_place(row) for row in placed}) > 1
        if scattered and heads and heads[0].rt is not None:
            _follow_the_head(heads[0], placed, tell)
        elif scattered and not heads and number not in headed:
            _no_place_to_live(number, placed, refused_heads.get(number), tell)
        elif here and not heads and number not in headed:
            tell(
                here[0].row,
                "kk_level",
                here[0].shdk,
                "warning",
                "no_head",
                _("Keluarga {kk} belum mempunyai kepala. Perbaiki di daftar keluarga setelah impor.").format(kk=number),
            )


def _place(row: ResidentRow) -> tuple[str, str, str]:
    return unpadded(row.dusun), unpadded(row.rw), unpadded(row.rt)


def _follow_the_head(head: ResidentRow, placed: list[ResidentRow], tell: Tell) -> None:
    for row in placed:
        if _place(row) != _place(head):
            tell(
                row.row,
                "rt",
                row.rt,
                "warning",
                "moved_to_head",
                _("Satu KK di dua RT: dicatat di RT {rt}, tempat kepala keluarganya (baris {row}).").format(
                    rt=head.rt, row=head.row
                ),
            )
            row.dusun, row.rw, row.rt = head.dusun, head.rw, head.rt


def _no_place_to_live(number: str, placed: list[ResidentRow], head_row: int | None, tell: Tell) -> None:
    if head_row is not None:
        message = _("Keluarga {kk} tersebar di dua RT dan baris kepalanya ({row}) ditolak. Perbaiki dulu baris itu.")
    else:
        message = _("Keluarga {kk} tersebar di dua RT dan tidak mempunyai kepala. Samakan RT-nya, atau isi kepalanya.")
    for row in placed:
        tell(row.row, "rt", row.rt, "error", "two_places", message.format(kk=number, row=head_row))
