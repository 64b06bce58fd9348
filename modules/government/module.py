"""The village's government: its identity, and who signs what since when."""

from django.utils.translation import gettext_lazy as _

from balai.registry import MenuItem, Module, Permission, Scope

module = Module(
    name="government",
    title=_("Pemerintahan desa"),
    scope=Scope.VILLAGE,
    requires=["population"],
    permissions=[
        Permission(
            "government.view", _("Melihat identitas dan pejabat"), ("kepala_desa", "sekretaris", "operator", "viewer")
        ),
        Permission("government.change", _("Mengubah identitas dan pejabat"), ("kepala_desa", "sekretaris")),
    ],
    area=_("Kantor"),
    menu=[
        MenuItem(_("Pemerintahan"), "government:overview", icon="building-community", needs="government.view", order=60)
    ],
    urls={"office": "modules.government.urls"},
    letterhead="modules.government.papers.letterhead",
    signatories="modules.government.papers.signatories",
    checklist="modules.government.checklist.steps",
)
