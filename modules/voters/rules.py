"""Who may vote. Each clause of a kind's rule is one expression over residents: the same one lists people and explains them.

General election (as OpenSID's "calon pemilih"; UU 7/2017): on the day seventeen or ever married, WNI, TETAP, alive and here,
and neither TNI nor POLRI.

Village head (Permendagri 112/2014 pasal 10 with 65/2017): a resident who on the day is seventeen or ever married, whose mind
is not disturbed, whose right no court has revoked, and who lives in the village for at least six months before the DPS is
ratified. No clause about TNI and POLRI. Only citizens vote (UUD 1945 pasal 28D(3), UU 39/1999 pasal 43), so WNI here, too.
That a court revoked a right or a doctor certified a disturbance stands in no column of the register: these are exceptions
of the kind "out". Codes of disability or illness never take a right away by themselves (MK 135/PUU-XIII/2015): who has one
is marked to be looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from balai.ui.formats import long_date
from modules.population.codes import (
    ChronicIllness,
    Citizenship,
    Disability,
    MaritalStatus,
    Occupation,
    Presence,
    Residency,
)
from modules.population.models import Resident
from modules.population.selectors import birthday, came_after
from modules.voters.models import Election, ElectionKind

#: UU 7/2017 pasal 1 angka 34; Permendagri 112/2014 pasal 10.
VOTING_AGE = 17
#: Permendagri 112/2014 pasal 10 ayat (2) huruf d.
MONTHS_IN_VILLAGE = 6
EVER_MARRIED = (MaritalStatus.MARRIED, MaritalStatus.DIVORCED, MaritalStatus.WIDOWED)
ARMED = (Occupation.TENTARA_NASIONAL_INDONESIA_TNI, Occupation.KEPOLISIAN_RI_POLRI)


@dataclass(frozen=True)
class Clause:
    """One clause: its name in annotations, how it reads, and its expression for an election."""

    code: str
    title: Any
    expression: Callable[[Election], Any]
    #: What to say of somebody who does not meet it.
    unmet: Callable[[Election, Resident], str]


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier (the month's last where it has none)."""
    number = day.year * 12 + day.month - 1 - months
    year, month = number // 12, number % 12 + 1
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError  # pragma: no cover - every month has 28 days


def here_since(election: Election) -> date:
    """The last day on which somebody may have come who is to live here long enough."""
    return months_before(election.dps_on or election.day, MONTHS_IN_VILLAGE)


def _recent(election: Election) -> Any:
    return ~Q(pk__in=came_after(here_since(election)))


def _age_unmet(election: Election, person: Resident) -> str:
    if person.birth_date is None:
        return _("tanggal lahir belum diisi dan belum pernah kawin")
    turns = birthday_of(person.birth_date, VOTING_AGE)
    return _("baru 17 tahun pada {day} dan belum pernah kawin").format(day=long_date(turns))


def birthday_of(born: date, age: int) -> date:
    """The day on which somebody turns so old (1 March for who was born on 29 February, in other years)."""
    try:
        return born.replace(year=born.year + age)
    except ValueError:
        return date(born.year + age, 3, 1)


PRESENT = Clause(
    "present", gettext_lazy("Hidup dan tinggal di desa"),
    lambda election: Q(presence=Presence.PRESENT, void_at__isnull=True),
    lambda election, person: _("berstatus {state}").format(
        state=Presence(person.presence).label if person.void_at is None else _("DIBATALKAN")
    ),
)  # fmt: skip
AGE = Clause(
    "age", gettext_lazy("Berumur 17 tahun atau sudah/pernah kawin pada hari pemungutan suara"),
    lambda election: Q(birth_date__lte=birthday(election.day, VOTING_AGE)) | Q(marital_status__in=EVER_MARRIED),
    _age_unmet,
)  # fmt: skip
CITIZEN = Clause(
    "citizen", gettext_lazy("Warga negara Indonesia"), lambda election: Q(citizenship=Citizenship.WNI),
    lambda election, person: _("kewarganegaraan {kind}").format(kind=person.get_citizenship_display()),
)  # fmt: skip
PERMANENT = Clause(
    "permanent", gettext_lazy("Penduduk tetap"), lambda election: Q(residency=Residency.PERMANENT),
    lambda election, person: _("penduduk tidak tetap"),
)  # fmt: skip
UNARMED = Clause(
    "unarmed", gettext_lazy("Bukan anggota TNI atau POLRI"),
    lambda election: Q(occupation__isnull=True) | ~Q(occupation__in=ARMED),
    lambda election, person: _("pekerjaan {job}").format(job=person.get_occupation_display()),
)  # fmt: skip
SETTLED = Clause(
    "settled", gettext_lazy("Tinggal di desa paling sedikit 6 bulan sebelum DPS disahkan"), _recent,
    lambda election, person: _("datang sesudah {day}").format(day=long_date(here_since(election))),
)  # fmt: skip

CLAUSES: dict[str, Sequence[Clause]] = {
    ElectionKind.GENERAL: (PRESENT, AGE, CITIZEN, PERMANENT, UNARMED),
    ElectionKind.VILLAGE_HEAD: (PRESENT, AGE, CITIZEN, SETTLED),
}

#: What should be looked at before somebody votes; it takes no right away.
_MINDS = Q(disability__in=[Disability.CACAT_MENTAL_JIWA, Disability.CACAT_FISIK_DAN_MENTAL]) | Q(
    chronic_illness=ChronicIllness.GILA_STRESS
)


def general_sql(alias: str) -> str:
    """The general election's rule over the register as it was (``selectors.people_at_sql``): a condition whose
    one parameter is the last birth date of who is old enough.

    The clauses above ask today's register; a past month's is text, and a test holds the two together.
    """
    married, armed = (", ".join(str(int(code)) for code in codes) for codes in (EVER_MARRIED, ARMED))
    return (
        f"{alias}.presence = {int(Presence.PRESENT)} AND {alias}.residency = {int(Residency.PERMANENT)} "
        f"AND {alias}.citizenship = {int(Citizenship.WNI)} "
        f"AND ({alias}.birth_date <= %s OR {alias}.marital_status IN ({married})) "
        f"AND ({alias}.occupation IS NULL OR {alias}.occupation NOT IN ({armed}))"
    )


def clauses_of(election: Election) -> Sequence[Clause]:
    """The clauses of an election's kind, in the order in which they are told."""
    return CLAUSES[election.kind]


def judged(election: Election, people: QuerySet[Resident]) -> Any:
    """People with one boolean a clause (``c_<code>``) and ``by_rule``: all of them."""
    flags: dict[str, Any] = {}
    for clause in clauses_of(election):
        expression = clause.expression(election)
        # A column that is empty meets no clause that asks for it: NULL is no.
        flags[f"c_{clause.code}"] = Coalesce(
            ExpressionWrapper(expression, output_field=BooleanField()), False, output_field=BooleanField()
        )
    every = Q(**{f"{name}": True for name in flags})
    return people.annotate(**flags).annotate(by_rule=ExpressionWrapper(every, output_field=BooleanField()))


def to_check(election: Election, *, health: bool = False) -> Q:
    """Who in the list should be looked at: no birth date, a temporary NIK, a code of a disturbed mind (village head),
    a temporary resident (village head: the domicile is proven by KTP or a letter). The code only for who may see ``health``."""
    found = Q(birth_date__isnull=True) | Q(nik_temporary=True)
    if election.kind == ElectionKind.VILLAGE_HEAD:
        found |= Q(residency=Residency.TEMPORARY) | (_MINDS if health else Q())
    return found


def check_words(election: Election, person: Resident, *, health: bool = False) -> list[str]:
    """Why somebody should be looked at, in words; what is known of health only for who may see it."""
    words = []
    if person.birth_date is None:
        words.append(_("tanggal lahir belum diisi"))
    if person.nik_temporary:
        words.append(_("NIK masih sementara"))
    if election.kind == ElectionKind.VILLAGE_HEAD:
        if person.residency == Residency.TEMPORARY:
            words.append(_("penduduk tidak tetap: domisili perlu bukti KTP atau surat keterangan"))
        minds = {Disability.CACAT_MENTAL_JIWA, Disability.CACAT_FISIK_DAN_MENTAL}
        if health and (person.disability in minds or person.chronic_illness == ChronicIllness.GILA_STRESS):
            words.append(_("catatan kesehatan jiwa: hanya surat keterangan dokter yang menghapus hak pilih"))
    return words
