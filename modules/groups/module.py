"""Groups (kelompok tani, PKK, karang taruna ...) and institutions (BPD, LPMD, RT/RW ...): the same tables, two kinds.

Tables: ``Category`` of a kind, ``Group`` (code once in the village, decree, chair always), ``Member`` (a resident with a
position since a day until another: nobody's past is lost). Acts: make, change, dissolve, restore; put somebody in, change,
end with a decree, another chair; lists on paper and as a workbook that imports again (layout ``group``).
"""

from django.utils.translation import gettext_lazy as _

from balai.registry import Importer, MenuItem, Module, Permission, Scope
from balai.reports import Export

_OFFICE = ("sekretaris", "operator")
module = Module(
    name="groups",
    title=_("Kelompok dan lembaga"),
    scope=Scope.VILLAGE,
    requires=["population"],
    permissions=[
        Permission("groups.view", _("Melihat kelompok dan lembaga"), ("kepala_desa", *_OFFICE, "viewer")),
        Permission("groups.change", _("Mengubah kelompok, lembaga, dan anggotanya"), _OFFICE),
        Permission("groups.import", _("Mengimpor kelompok dan lembaga"), _OFFICE),
        Permission("groups.export", _("Mengekspor dan mencetak kelompok dan lembaga"), _OFFICE),
    ],
    area=_("Kependudukan"),
    menu=[
        MenuItem(_("Kelompok"), "groups:kelompok", icon="heart-handshake", needs="groups.view", order=21),
        MenuItem(_("Lembaga"), "groups:lembaga", icon="building", needs="groups.view", order=21),
    ],
    urls={"office": "modules.groups.urls"},
    search="modules.groups.selectors.search_results",
    person_links="modules.groups.selectors.person_links",
    importers=[
        Importer(
            "group", _("Kelompok dan lembaga (lembar Anggota)"), sniff="modules.groups.imports.sniff",
            load="modules.groups.imports.load", permission="groups.import", undo="modules.groups.imports.undo",
        )
    ],
    reports=[
        Export(
            "groups.members", _("anggota kelompok dan lembaga"), "groups.export", "modules.groups.reports.members",
            rights=["population.view_nik"], formats=("xlsx", "csv"),
        ),
        Export(
            "groups.group", _("daftar anggota"), "groups.export", "modules.groups.reports.printed_members",
            rights=["population.view_nik"],
        ),
        Export("groups.list", _("daftar kelompok dan lembaga"), "groups.export", "modules.groups.reports.printed"),
    ],
)  # fmt: skip
