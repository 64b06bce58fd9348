"""Households (rumah tangga, RTM): people who run a household together; one household may hold several family cards.

Tables: ``Household`` (number, BDT, DTKS, class of welfare) and ``HouseholdMember`` (a resident in one household at most,
exactly one of them its head). Acts: make one from a person or a family, add, remove, change the head, split, delete when
empty; card as PDF; workbook ``RTM`` in and out. A member who died or moved stays until an officer takes them out.
"""

from django.utils.translation import gettext_lazy as _

from balai.registry import Importer, MenuItem, Module, Permission, Scope
from balai.reports import Export
from modules.households import statistics

_OFFICE = ("sekretaris", "operator")
module = Module(
    name="households",
    title=_("Rumah tangga"),
    scope=Scope.VILLAGE,
    requires=["population"],
    permissions=[
        Permission("households.view", _("Melihat rumah tangga"), ("kepala_desa", *_OFFICE, "viewer")),
        Permission("households.change", _("Mengubah rumah tangga dan anggotanya"), _OFFICE),
        Permission("households.import", _("Mengimpor rumah tangga"), _OFFICE),
        Permission("households.export", _("Mengekspor dan mencetak rumah tangga"), _OFFICE),
    ],
    area=_("Kependudukan"),
    menu=[MenuItem(_("Rumah tangga"), "households:list", icon="home", needs="households.view", order=20)],
    urls={"office": "modules.households.urls"},
    statistics=statistics.ALL,
    search="modules.households.selectors.search_results",
    person_links="modules.households.selectors.person_links",
    importers=[
        Importer(
            "households", _("Rumah tangga (lembar RTM)"), sniff="modules.households.imports.sniff",
            load="modules.households.imports.load", permission="households.import", undo="modules.households.imports.undo",
        )
    ],
    reports=[
        Export(
            "households.members", _("anggota rumah tangga"), "households.export", "modules.households.reports.members",
            rights=["population.view_nik"], formats=("xlsx", "csv"),
        ),
        Export("households.list", _("daftar rumah tangga"), "households.export", "modules.households.reports.printed"),
    ],
)  # fmt: skip
