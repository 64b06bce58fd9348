"""The regency's dashboard: reads facts, and knows no village's module."""

from django.utils.translation import gettext_lazy as _

from balai.registry import MenuItem, Module, Permission, Scope

module = Module(
    name="regency",
    title=_("Dasbor kabupaten"),
    scope=Scope.REGENCY,
    permissions=[
        Permission("regency.view", _("Melihat dasbor"), ("regency", "district")),
        Permission("regency.rules", _("Menetapkan aturan bagi semua desa"), ("regency",)),
        Permission("regency.sign_letters", _("Menyetujui surat desa sebagai kecamatan"), ("district",)),
    ],
    menu=[
        MenuItem(_("Dasbor"), "regency:dashboard", icon="chart-bar", needs="regency.view", order=1),
        MenuItem(_("Semua angka"), "regency:numbers", icon="table", needs="regency.view", order=2),
        MenuItem(_("Adopsi"), "regency:adoption", icon="circle-check", needs="regency.view", order=2),
        MenuItem(_("Desa dan kelurahan"), "regency:villages", icon="building-community", needs="regency.view", order=3),
        MenuItem(_("Antardesa"), "regency:between", icon="truck-delivery", needs="regency.view", order=3),
        MenuItem(
            _("Surat untuk camat"), "regency:district_letters", icon="mail", needs="regency.sign_letters", order=2
        ),
        MenuItem(_("Aturan"), "regency:rules", icon="settings", needs="regency.rules", order=5),
        MenuItem(_("Arti angka"), "regency:definitions", icon="info-circle", needs="regency.view", order=4),
    ],
    urls={"regency": "modules.regency.urls", "regency_public": "modules.regency.public_urls"},
    api="modules.regency.api",
)
