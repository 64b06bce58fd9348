"""Residents, family cards, territory, events, statistics: what every other module stands on."""

from django.utils.translation import gettext_lazy as _

from balai.registry import MenuItem, Module, Permission, Rule, Scope
from balai.reports import Export
from modules.population import indicators
from modules.population.statistics import categories

_OFFICE = ("sekretaris", "operator")
module = Module(
    name="population",
    title=_("Kependudukan"),
    scope=Scope.VILLAGE,
    permissions=[
        Permission("population.view", _("Melihat penduduk"), ("kepala_desa", *_OFFICE, "viewer")),
        Permission("population.view_nik", _("Melihat NIK dan KK lengkap"), ("kepala_desa", *_OFFICE)),
        Permission(
            "population.view_health",
            _("Melihat data kesehatan (disabilitas, sakit menahun, KB, kehamilan)"),
            ("kepala_desa", *_OFFICE),
        ),
        Permission(
            "population.papers", _("Melihat berkas penduduk (pindaian KTP, KK, akta)"), ("kepala_desa", *_OFFICE)
        ),
        Permission("population.change", _("Mengubah data penduduk"), _OFFICE),
        Permission("population.events", _("Mencatat peristiwa"), _OFFICE),
        Permission("population.mandates", _("Mencatat surat kuasa antarwarga"), _OFFICE),
        Permission("population.close", _("Menutup buku bulanan"), ("kepala_desa", "sekretaris")),
        Permission("population.import", _("Mengimpor penduduk"), _OFFICE),
        Permission("population.crossing", _("Memindahkan antardesa dan menangani data ganda"), _OFFICE),
        Permission(
            "population.publish_statistics", _("Memilih statistik untuk situs desa"), ("kepala_desa", "sekretaris")
        ),
        Permission("population.export", _("Mengekspor penduduk"), _OFFICE),
        Permission("population.books", _("Membaca dan mencetak buku penduduk"), ("kepala_desa", *_OFFICE)),
    ],
    area=_("Kependudukan"),
    menu=[
        MenuItem(_("Penduduk"), "population:residents", icon="users", needs="population.view", order=10),
        MenuItem(_("Penduduk sementara"), "population:temporary", icon="door-exit", needs="population.view", order=13),
        MenuItem(_("Keluarga"), "population:families", icon="home-plus", needs="population.view", order=11),
        MenuItem(_("Wilayah"), "population:territory", icon="map-pin", needs="population.view", order=12),
        MenuItem(_("Statistik"), "population:statistics", icon="chart-bar", needs="population.view", order=15),
        MenuItem(_("Peristiwa"), "population:lines", icon="history", needs="population.view", order=14),
        MenuItem(_("Laporan"), "population:reports", icon="table", needs="population.view", order=16),
        MenuItem(_("Buku penduduk"), "population:books", icon="file-text", needs="population.books", order=17),
        MenuItem(_("Mutu data"), "population:quality", icon="shield-check", needs="population.view", order=18),
        MenuItem(_("Impor"), "population:imports", icon="upload", needs="population.import", order=19),
        MenuItem(
            _("Pindah antardesa"), "population:crossings", icon="truck-delivery", needs="population.view", order=24
        ),
        MenuItem(_("Data ganda"), "population:doubles", icon="git-branch", needs="population.view", order=25),
    ],
    urls={
        "office": "modules.population.urls",
        "public": "modules.population.public_urls",
        "citizen": "modules.population.citizen_urls",
    },
    api="modules.population.api",
    indicators=indicators.ALL,
    statistics=categories.ALL,
    reports=[
        Export(
            "population.residents",
            _("penduduk"),
            "population.export",
            "modules.population.exporting.workbook",
            rights=["population.view_nik", "population.view_health"],
            formats=["xlsx"],
        ),
        Export(
            "population.resident_list",
            _("daftar penduduk"),
            "population.export",
            "modules.population.exporting.chosen_columns",
            rights=["population.view_nik", "population.view_health"],
            formats=["xlsx", "csv", "pdf"],
        ),
        Export(
            "population.book",
            _("buku penduduk"),
            "population.books",
            "modules.population.books.asking.book_report",
            rights=["population.view_nik"],
            formats=("pdf", "xlsx"),
        ),
        Export(
            "population.families",
            _("keluarga"),
            "population.export",
            "modules.population.exporting_families.build",
            rights=["population.view_nik"],
            formats=("xlsx", "csv", "pdf"),
        ),
        Export(
            "population.lines",
            _("log penduduk"),
            "population.export",
            "modules.population.reporting.asking.lines_report",
            rights=["population.view_nik"],
        ),
        Export(
            "population.temporary",
            _("penduduk tidak tetap"),
            "population.export",
            "modules.population.tables_temporary.build",
            rights=["population.view_nik"],
        ),
        Export(
            "population.crossings",
            _("kepindahan antardesa"),
            "population.export",
            "modules.population.tables_crossing.crossings",
        ),
        Export(
            "population.doubles",
            _("data ganda"),
            "population.export",
            "modules.population.tables_crossing.doubles",
            rights=["population.view_nik"],
        ),
        Export(
            "population.monthly",
            _("laporan penduduk"),
            "population.view",
            "modules.population.reporting.asking.monthly_report",
            formats=("pdf", "xlsx"),
        ),
        Export(
            "population.vulnerable",
            _("kelompok rentan"),
            "population.view",
            "modules.population.reporting.asking.vulnerable_report",
            formats=("pdf", "xlsx", "csv"),
        ),
    ],
    search="modules.population.selectors.search_results",
    queue="modules.population.selectors.waiting.waiting_for",
    checklist="modules.population.checklist.steps",
    rules=[Rule("population.births_in_mutations", _("Kelahiran ditulis dalam Buku Mutasi (B.2)"), default=True)],
    commands={
        "village load": "modules.population.commands.Load",
        "village populate": "modules.population.commands.Populate",
        "population verify": "modules.population.commands.Verify",
        "population report": "modules.population.commands.Report",
        "population statistics": "modules.population.statistics.commands.PrintStatistics",
        "population book": "modules.population.books.commands.PrintBook",
    },
)
