"""What a village decides about its statistics: its bands of age, and which tables everybody may see."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from balai import audit
from balai.actor import Actor, require
from balai.db import advisory_lock, atomic
from modules.population.errors import BadBands, CannotPublish
from modules.population.models import AgeBand, PublishedStatistic
from modules.population.statistics.bands import Band, standard
from modules.population.statistics.known import categories

#: Nobody is older in any register that is right.
_OLDEST = 130


@atomic()
def set_age_bands(*, actor: Actor, bands: Sequence[Band]) -> list[AgeBand]:
    """Count by these bands from now on, also past days. They begin at 0, leave no age out and none twice.

    Bands that are the standard ones are kept as such: nothing then stands in the village's own list.

    Raises:
        NotAllowed: the actor lacks ``population.change``.
        BadBands: the sentence says what is wrong.
    """
    require(actor, "population.change")
    _check(bands)
    advisory_lock("population.age_bands")
    AgeBand.objects.all().delete()
    made: list[AgeBand] = []
    if list(bands) != standard():
        made = AgeBand.objects.bulk_create([AgeBand(low=each.low, high=each.high, label=each.label) for each in bands])
    audit.record(actor, "population.age_bands_changed", bands=[each.code for each in bands] if made else "standard")
    return made


def _check(bands: Sequence[Band]) -> None:
    if not bands:
        raise BadBands(_("Tulis paling sedikit satu rentang umur."))
    if bands[0].low != 0:
        raise BadBands(_("Rentang pertama harus mulai dari 0 tahun."))
    if len(bands) > 60:
        raise BadBands(_("Paling banyak 60 rentang umur."))
    for before, after in zip(bands, [*bands[1:], None], strict=True):
        if before.low > _OLDEST:
            raise BadBands(_("Umur paling besar yang dapat ditulis {oldest} tahun.").format(oldest=_OLDEST))
        if before.high is not None and before.high < before.low:
            raise BadBands(_("Rentang {low}-{high}: akhirnya lebih kecil daripada awalnya.").format(
                low=before.low, high=before.high))  # fmt: skip
        if after is None:
            if before.high is not None:
                raise BadBands(_("Rentang terakhir harus terbuka: tulis {low}+.").format(low=before.low))
        elif before.high is None:
            raise BadBands(_("Rentang {low}+ harus menjadi yang terakhir.").format(low=before.low))
        elif after.low > before.high + 1:
            raise BadBands(_("Umur {low} sampai {high} tahun tidak masuk rentang mana pun.").format(
                low=before.high + 1, high=after.low - 1))  # fmt: skip
        elif after.low <= before.high:
            raise BadBands(_("Umur {low} tahun masuk dua rentang.").format(low=after.low))


@atomic()
def reset_age_bands(*, actor: Actor) -> None:
    """Count by the standard bands again.

    Raises:
        NotAllowed: the actor lacks ``population.change``.
    """
    set_age_bands(actor=actor, bands=standard())


@atomic()
def publish_statistics(*, actor: Actor, codes: Sequence[str]) -> list[PublishedStatistic]:
    """Show these tables on the public site, in this order, and no others.

    Raises:
        NotAllowed: the actor lacks ``population.publish_statistics``.
        CannotPublish: an unknown or a sensitive table; or two that divide the same people in different ways, of which one
            would give away what the other hides.
    """
    require(actor, "population.publish_statistics")
    known = categories()
    taken: dict[str, str] = {}
    for code in codes:
        category = known.get(code)
        if category is None or category.sensitive:
            raise CannotPublish(_("Tabel ini tidak dapat diterbitkan."), table=code)
        if category.overlap and category.overlap in taken:
            raise CannotPublish(
                _(
                    "Pilih salah satu: {one} atau {other}. Dari keduanya bersama, angka kecil yang disembunyikan dapat "
                    "dihitung kembali."
                ).format(one=known[taken[category.overlap]].title, other=category.title),
                table=code,
            )
        taken[category.overlap or code] = code
    advisory_lock("population.published_statistics")
    PublishedStatistic.objects.all().delete()
    made = PublishedStatistic.objects.bulk_create(
        [PublishedStatistic(category=code, order=number) for number, code in enumerate(dict.fromkeys(codes), 1)]
    )
    audit.record(actor, "population.statistics_published", tables=[each.category for each in made])
    return made
