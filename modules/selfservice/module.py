"""Layanan Mandiri: the citizen's door."""

from django.utils.translation import gettext_lazy as _

from balai.registry import CitizenService, MenuItem, Module, Permission, Rule, Scope

module = Module(
    name="selfservice",
    title=_("Layanan Mandiri"),
    scope=Scope.VILLAGE,
    requires=["population", "government", "letters", "messages"],
    permissions=[
        Permission("selfservice.kiosk", _("Mengatur anjungan, kartu warga, dan antrean"), ("sekretaris", "operator")),
        Permission("selfservice.queue", _("Memanggil nomor antrean"), ("sekretaris", "operator")),
        Permission("selfservice.manage", _("Membuat PIN warga"), ("sekretaris", "operator")),
        Permission("selfservice.corrections", _("Memutuskan usulan perbaikan data"), ("sekretaris", "operator")),
        Permission(
            "selfservice.ratings", _("Melihat penilaian warga"), ("kepala_desa", "sekretaris", "operator", "viewer")
        ),
    ],
    area=_("Surat dan layanan"),
    menu=[
        MenuItem(_("PIN warga"), "selfservice:accounts", icon="key", needs="selfservice.manage", order=40),
        MenuItem(
            _("Usulan perbaikan data"),
            "selfservice:corrections",
            icon="edit",
            needs="selfservice.corrections",
            order=41,
        ),
        MenuItem(_("Penilaian warga"), "selfservice:ratings", icon="star", needs="selfservice.ratings", order=42),
        MenuItem(
            _("Pendaftaran warga"),
            "selfservice:registrations",
            icon="user-search",
            needs="selfservice.manage",
            order=41,
        ),
        MenuItem(_("Surat kuasa"), "selfservice:mandates", icon="users", needs="population.mandates", order=42),
        MenuItem(_("Antrean"), "selfservice:queue", icon="ticket", needs="selfservice.queue", order=43),
        MenuItem(_("Anjungan"), "selfservice:kiosks", icon="device-desktop", needs="selfservice.kiosk", order=44),
    ],
    queue="modules.selfservice.queue.waiting_for",
    rules=[
        Rule("selfservice.registration", _("Warga boleh mendaftar Layanan Mandiri dari rumah"), default=True),
        Rule("selfservice.reader_names", _("Warga melihat nama petugas yang membuka datanya"), default=False),
    ],
    on_merge="modules.selfservice.merging.follow_merge",
    urls={"office": "modules.selfservice.urls", "citizen": "modules.selfservice.citizen_urls"},
    citizen_services=[
        CitizenService(_("Data saya"), "selfservice_citizen:biodata", icon="id", order=10),
        CitizenService(_("Keluarga saya"), "selfservice_citizen:family", icon="users", order=20),
        CitizenService(_("Dokumen saya"), "selfservice_citizen:documents", icon="paperclip", order=25),
        CitizenService(_("Perbaikan data"), "selfservice_citizen:corrections", icon="edit", order=27),
        CitizenService(_("Siapa membuka data saya"), "selfservice_citizen:readers", icon="eye", order=30),
        CitizenService(_("Ganti PIN"), "selfservice_citizen:pin", icon="key", order=40),
        CitizenService(_("Keamanan akun"), "selfservice_citizen:security", icon="shield-check", order=45),
    ],
    citizen_resolver="modules.selfservice.sessions.resolve",
)
