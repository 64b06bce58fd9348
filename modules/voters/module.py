"""Voters (calon pemilih): lists computed by the rule of a kind of election at its day, explained person by person.

Tables: ``Election``, ``PollingStation`` (TPS) and the RTs that vote there, ``VoterException`` (somebody in or out with a
reason), ``VoterList`` and ``VoterRow`` (a list as it was frozen: DPS, DPT; append-only). The rules are in ``rules.py``: one
expression a clause, which both lists and explains. Indicator ``voters.eligible`` for the regency.
"""

from django.utils.translation import gettext_lazy as _

from balai.registry import MenuItem, Module, Permission, Scope
from balai.reports import Export
from modules.voters import indicators

_OFFICE = ("sekretaris", "operator")
module = Module(
    name="voters",
    title=_("Calon pemilih"),
    scope=Scope.VILLAGE,
    requires=["population"],
    permissions=[
        Permission("voters.view", _("Melihat calon pemilih"), ("kepala_desa", *_OFFICE, "viewer")),
        Permission("voters.change", _("Mengubah pemilihan, TPS, dan pengecualian"), _OFFICE),
        Permission("voters.freeze", _("Membekukan DPS dan DPT"), ("sekretaris",)),
        Permission("voters.export", _("Mengekspor dan mencetak calon pemilih"), _OFFICE),
    ],
    area=_("Kependudukan"),
    menu=[MenuItem(_("Calon pemilih"), "voters:elections", icon="circle-check", needs="voters.view", order=23)],
    urls={"office": "modules.voters.urls"},
    indicators=[indicators.eligible],
    reports=[
        Export(
            "voters.exceptions", _("pengecualian pemilih"), "voters.export", "modules.voters.reports.exceptions",
            formats=("xlsx", "pdf", "csv"),
        ),
        Export(
            "voters.list", _("calon pemilih"), "voters.export", "modules.voters.reports.current",
            rights=["population.view_nik", "population.view_health"], formats=("xlsx", "pdf", "csv"),
        ),
        Export(
            "voters.frozen", _("daftar pemilih"), "voters.export", "modules.voters.reports.frozen",
            rights=["population.view_nik", "population.view_health"], formats=("xlsx", "pdf", "csv"),
        ),
    ],
)  # fmt: skip
