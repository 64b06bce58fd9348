"""Supplements (data suplemen): a list of residents or of families, with a note a row and columns that the village names.

Tables: ``Supplement`` (its target is fixed when it is made), ``SupplementColumn`` (text, number, date, choice), ``Entry`` (a
resident or a family, once a list). Acts: make, change, delete when empty; columns; put in one by one, with the family, or by
a pasted list of numbers; sheet ``Peserta`` in and out. On the public site a published list shows counts, never a name.
"""

from django.utils.translation import gettext_lazy as _

from balai.registry import Importer, MenuItem, Module, Permission, Scope
from balai.reports import Export

_OFFICE = ("sekretaris", "operator")
module = Module(
    name="supplements",
    title=_("Data suplemen"),
    scope=Scope.VILLAGE,
    requires=["population"],
    permissions=[
        Permission("supplements.view", _("Melihat data suplemen"), ("kepala_desa", *_OFFICE, "viewer")),
        Permission("supplements.change", _("Mengubah data suplemen"), _OFFICE),
        Permission("supplements.import", _("Mengimpor data suplemen"), _OFFICE),
        Permission("supplements.export", _("Mengekspor dan mencetak data suplemen"), _OFFICE),
    ],
    area=_("Kependudukan"),
    menu=[MenuItem(_("Data suplemen"), "supplements:list", icon="table", needs="supplements.view", order=22)],
    urls={"office": "modules.supplements.urls", "public": "modules.supplements.public_urls"},
    search="modules.supplements.selectors.search_results",
    person_links="modules.supplements.selectors.person_links",
    public_links="modules.supplements.selectors.public_links",
    importers=[
        Importer(
            "supplement", _("Data suplemen (lembar Peserta)"), sniff="modules.supplements.imports.sniff",
            load="modules.supplements.imports.load", permission="supplements.import",
            undo="modules.supplements.imports.undo", options=True,
        )
    ],
    reports=[
        Export(
            "supplements.list", _("daftar data suplemen"), "supplements.export", "modules.supplements.reports.index",
            formats=("xlsx", "pdf", "csv"),
        ),
        Export(
            "supplements.entries", _("data suplemen"), "supplements.export", "modules.supplements.reports.entries",
            rights=["population.view_nik"], formats=("xlsx", "csv"),
        ),
        Export(
            "supplements.paper", _("data suplemen"), "supplements.export", "modules.supplements.reports.printed",
            rights=["population.view_nik"], formats=("pdf",),
        ),
    ],
)  # fmt: skip
