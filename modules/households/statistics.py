"""Households in the statistics: one row each, by the sex of their head. Memberships keep no past, so they are of today."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from modules.population.codes import WelfareClass
from modules.population.statistics import Category, Group

_WHO = _("Rumah tangga yang kepalanya penduduk tetap dan tinggal di desa; L dan P menurut kepala rumah tangga")
_JOINS = (
    "JOIN households_householdmember hm ON hm.resident_id = p.id AND hm.level = 1 "
    "JOIN households_household h ON h.id = hm.household_id"
)

bdt = Category(
    code="household_bdt", title=_("Rumah tangga menurut BDT"), head=_("BDT"), group=Group.WELFARE, who_words=_WHO,
    joins=_JOINS, cell="CASE WHEN h.bdt_id <> '' THEN 'yes' ELSE 'no' END",
    labels={"yes": _("Memiliki ID BDT"), "no": _("Tanpa ID BDT")}, unit=_("rumah tangga"), only_today=True,
    finding=_("{share} dari {total} rumah tangga memiliki ID BDT"), about="yes",
)  # fmt: skip
dtks = Category(
    code="household_dtks", title=_("Rumah tangga menurut DTKS"), head=_("DTKS"), group=Group.WELFARE, who_words=_WHO,
    joins=_JOINS, cell="CASE WHEN h.in_dtks THEN 'yes' ELSE 'no' END",
    labels={"yes": _("Terdaftar di DTKS"), "no": _("Tidak terdaftar")}, unit=_("rumah tangga"), only_today=True,
    finding=_("{share} dari {total} rumah tangga terdaftar di DTKS"), about="yes",
)  # fmt: skip
welfare = Category(
    code="household_class", title=_("Kelas sosial rumah tangga"), head=_("Kelas sosial"), group=Group.WELFARE,
    who_words=_WHO, joins=_JOINS, cell="h.welfare_class",
    labels={str(value): label for value, label in WelfareClass.choices}, unit=_("rumah tangga"), only_today=True,
)  # fmt: skip
ALL = [bdt, dtks, welfare]
