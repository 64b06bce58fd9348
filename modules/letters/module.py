"""Letters: requests, approval, numbering, archive, verification."""

from django.utils.translation import gettext_lazy as _

from balai.registry import MenuItem, Module, Permission, Scope
from balai.reports import Export
from modules.letters import indicators

_OFFICE = ("sekretaris", "operator")
module = Module(
    name="letters",
    title=_("Layanan surat"),
    scope=Scope.VILLAGE,
    requires=["population", "government"],
    permissions=[
        Permission("letters.view", _("Melihat surat"), ("kepala_desa", *_OFFICE, "viewer")),
        Permission("letters.check", _("Membuat dan memeriksa surat"), _OFFICE),
        Permission("letters.confirm", _("Memeriksa surat sebagai sekretaris"), ("sekretaris",)),
        Permission("letters.approve", _("Menyetujui surat"), ("kepala_desa",)),
        # Where a village asks for neither secretary nor head, the operator's check issues: nobody may unless it is said.
        Permission("letters.issue", _("Menerbitkan surat tanpa persetujuan kepala desa"), ()),
        Permission("letters.delegate", _("Mencatat kepala desa berhalangan"), ("kepala_desa", "sekretaris")),
        Permission("letters.delegate_self", _("Menunjuk diri sendiri selagi kepala desa berhalangan"), ()),
        Permission("letters.templates", _("Mengubah templat surat"), ("sekretaris",)),
        # Who chooses where a signer's passphrase goes, and whose certificate signs: not who keeps the numbers.
        Permission(
            "letters.signing_manage",
            _("Mengatur tanda tangan elektronik dan sertifikat"),
            ("kepala_desa", "sekretaris"),
        ),
        Permission("letters.manage", _("Mencabut surat dan mengatur penomoran"), _OFFICE),
    ],
    area=_("Surat dan layanan"),
    menu=[
        MenuItem(_("Surat"), "letters:letters", icon="mail", needs="letters.view", order=30),
        MenuItem(_("Tanda tangan"), "letters:approvals", icon="writing-sign", needs="letters.approve", order=31),
        MenuItem(
            _("Tanda tangan elektronik"), "letters:signing", icon="shield-check", needs="letters.approve", order=31
        ),
        MenuItem(_("Arsip surat"), "letters:archive", icon="file-text", needs="letters.view", order=32),
        MenuItem(_("Jenis surat"), "letters:templates", icon="settings", needs="letters.templates", order=33),
        MenuItem(_("Kop surat"), "letters:kop", icon="writing", needs="letters.templates", order=34),
    ],
    on_merge="modules.letters.following.follow_merge",
    urls={"office": "modules.letters.urls", "public": "modules.letters.public_urls"},
    api="modules.letters.api",
    indicators=indicators.ALL,
    reports=[
        Export(
            "letters.register",
            _("register surat keluar"),
            "letters.view",
            "modules.letters.reports.register",
            formats=("pdf", "xlsx"),
        ),
        Export("letters.statistics", _("statistik surat"), "letters.view", "modules.letters.reports.statistics_report"),
    ],
    queue="modules.letters.selectors.queue_for",
    search="modules.letters.selectors.search_results",
    person_links="modules.letters.links.person_links",
    commands={
        "letters types": "modules.letters.commands.Types",
        "letters preview": "modules.letters.commands.Preview",
        "letters import": "modules.letters.commands.Import",
        "letters export": "modules.letters.commands.Export",
    },
)
