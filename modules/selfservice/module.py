"""Layanan Mandiri: the citizen's door."""

from django.utils.translation import gettext_lazy as _

from balai.registry import CitizenService, MenuItem, Module, Permission, Scope

module = Module(
    name="selfservice",
    title=_("Layanan Mandiri"),
    scope=Scope.VILLAGE,
    requires=["population", "letters", "government"],
    permissions=[
        Permission("selfservice.manage", _("Mengelola akun Layanan Mandiri"), ("sekretaris", "operator")),
    ],
    menu=[MenuItem(_("Layanan Mandiri"), "selfservice:accounts", icon="key", needs="selfservice.manage", order=30)],
    urls={"office": "modules.selfservice.urls", "citizen": "modules.selfservice.citizen_urls"},
    citizen_services=[
        CitizenService(_("Biodata saya"), "selfservice_citizen:biodata", icon="id", order=10),
        CitizenService(_("Kartu keluarga saya"), "selfservice_citizen:family", icon="users", order=20),
        CitizenService(_("Siapa membuka data saya"), "selfservice_citizen:readings", icon="eye", order=80),
        CitizenService(_("Ganti PIN"), "selfservice_citizen:change_pin", icon="key", order=90),
    ],
    citizen_resolver="modules.selfservice.sessions.citizen_resolver",
)
