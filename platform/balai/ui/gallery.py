"""Every component in every state on one page: empty, full, long words, wrong, loading, disabled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django import forms
from django.db.models import IntegerChoices
from django.http import HttpRequest
from django.utils import timezone

from balai.actor import Actor
from balai.registry import QueueItem
from balai.ui.charts import Chart, Series
from balai.ui.forms import (
    Candidate,
    CodeField,
    DateField,
    DigitsField,
    NikField,
    PersonField,
    RupiahField,
    UploadField,
    VersionedForm,
)
from balai.ui.states import LETTER_WORDS
from balai.ui.tables import Bulk, Column, Table
from balai.web.views import PublicView

#: Sixty letters: nothing may overflow with it.
LONG_NAME = "RADEN AJENG SITI NURHALIZAH KUSUMANINGRATWATI BINTI MUHAMMAD"


class _Religions(IntegerChoices):
    ONE = 1, "Islam"
    TWO = 2, "Kristen"


@dataclass(frozen=True)
class _Row:
    pk: int
    name: str
    nik: str
    born: str
    debt: int


@dataclass(frozen=True)
class _Job:
    pk: int
    title: str
    state: str
    done: int = 0
    total: int = 0
    words: str = ""
    label: str = ""

    @property
    def is_open(self) -> bool:
        """Whether it has not ended."""
        return self.state in {"waiting", "running"}

    def get_state_display(self) -> str:
        """As models say it."""
        return self.label


@dataclass(frozen=True)
class _Bell:
    jobs: list[_Job]
    running: int
    failed: int


@dataclass(frozen=True)
class _Message:
    level_tag: str
    words: str
    extra_tags: str = ""

    def __str__(self) -> str:
        return self.words


PEOPLE = [
    Candidate.of(key=1, name="SITI AMINAH", nik="3315051204800012", age="46 tahun", place="RT 02/RW 05"),
    Candidate.of(key=2, name="SITI AMINAH", nik="3315054507910003", age="35 tahun", place="RT 01/RW 02"),
    Candidate.of(key=3, name=LONG_NAME, nik="3315054507910099", age="7 bulan", place="Dusun Sumberjatipohon"),
]


def _find(text: str) -> Sequence[Candidate]:
    return [each for each in PEOPLE if text.casefold() in each.name.casefold()]


def _get(key: str) -> Candidate | None:
    return next((each for each in PEOPLE if each.key == key), None)


class GalleryForm(VersionedForm):
    """A form with each kind of field."""

    person = PersonField(label="Pemohon", find=_find, get=_get)
    name = forms.CharField(label="Nama lengkap", max_length=60, help_text="Tanpa gelar.")
    nik = NikField()
    pin = DigitsField(label="PIN", length=6, what="PIN", required=False)
    born = DateField(label="Tanggal lahir", latest=date(2026, 11, 24))
    amount = RupiahField(label="Jumlah", required=False)
    religion = CodeField(label="Agama", codes=_Religions, required=False)
    sex = forms.ChoiceField(
        label="Jenis kelamin", choices=[(1, "Laki-laki"), (2, "Perempuan")], widget=forms.RadioSelect
    )
    papers = forms.MultipleChoiceField(
        label="Kelengkapan",
        choices=[("kk", "Kartu keluarga"), ("ktp", "KTP")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    file = UploadField(label="Berkas", accept=[".xlsx", ".xls"], max_bytes=20 * 1024 * 1024)
    note = forms.CharField(label="Catatan", widget=forms.Textarea, required=False)
    locked = forms.CharField(label="Tidak dapat diubah", required=False, disabled=True, initial="Desa Geyer")
    agreed = forms.BooleanField(label="Data di atas benar")


class ReasonForm(VersionedForm):
    """What a confirm page asks."""

    reason = forms.CharField(label="Alasan", max_length=200)


class GalleryTable(Table):
    """A table with every kind of column."""

    name = "gallery"
    columns = [
        Column("name", "Nama", sort="name", link=True),
        Column("nik", "NIK"),
        Column("born", "Umur", sort="born"),
        Column("debt", "Jumlah", sort="debt", number=True),
    ]
    default_sort = "name"
    page_size = 5
    tick = "row"

    def row_url(self, row: _Row) -> str:
        """Back to this page."""
        return f"#orang-{row.pk}"

    def bulk(self) -> list[Bulk]:
        """Nothing is printed here."""
        return [Bulk("Cetak", "/kantor/gaya/", "printer")]


class EmptyTable(Table):
    """Nothing yet."""

    columns = [Column("name", "Nama")]
    empty = "Belum ada penduduk. Impor dari Excel OpenSID, atau tambahkan satu per satu."
    empty_icon = "users"


def _rows() -> list[_Row]:
    names = ["AHMAD FAUZI", "BUDI SANTOSO", LONG_NAME, "SITI AMINAH", "SLAMET", "SRI WAHYUNI", "TUKIYEM"] * 489
    return [_Row(n, name, f"33150512048{n:05d}", f"{n % 90} tahun", n * 12_500) for n, name in enumerate(names[:3412])]


def sample_context(request: HttpRequest) -> dict[str, Any]:
    """What the gallery's template gets; also for who renders it without a database."""
    wrong = GalleryForm(
        {"name": "A" * 70, "nik": "331505", "born": "31-02-1980", "person_text": "siti", "amount": "12,50"}, {}
    )
    wrong.add_error(None, "Data ini baru saja diubah orang lain. Muat ulang halaman, periksa, lalu simpan lagi.")
    now = timezone.now()
    months = ["Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"]
    running = _Job(1, "Impor penduduk.xlsx", "running", 2140, 5000, "2.140 dari 5.000 baris diperiksa", "Berjalan")
    bands = [f"{low}-{low + 4}" for low in range(0, 75, 5)] + ["75+"]
    male = [312, 330, 341, 322, 301, 288, 279, 262, 251, 230, 205, 170, 131, 90, 52, 41]
    female = [301, 322, 330, 318, 296, 281, 284, 270, 249, 233, 211, 182, 140, 101, 66, 60]
    return {
        "actor": Actor("staff", "1", "Sri Wahyuni", "operator"),
        "menu": [
            {"title": "Beranda", "url": "#", "icon": "home", "current": False},
            {"title": "Penduduk", "url": "#", "icon": "users", "current": True},
            {"title": "Surat", "url": "#", "icon": "mail", "current": False},
            {"title": "Catatan pemeriksaan", "url": "#", "icon": "history", "current": False},
        ],
        "bell": _Bell([running, _Job(2, "Cetak buku induk", "failed", label="Gagal")], 1, 1),
        "messages": [
            _Message("success", "Surat 470/12/2026 dikembalikan.", "undo:/kantor/gaya/"),
            _Message("warning", "Cadangan terakhir dibuat 3 hari yang lalu."),
        ],
        "states": list(LETTER_WORDS.items()),
        "form": GalleryForm(initial={"born": date(1980, 4, 12), "person": "1"}),
        "wrong": wrong,
        "confirm": ReasonForm(),
        "table": GalleryTable(request, _rows(), chips=[("sex", "Perempuan"), ("rt", "RT 02/RW 05")]),
        "empty_table": EmptyTable(request, []),
        "job": running,
        "waiting_job": _Job(3, "Cetak 40 surat", "waiting"),
        "crumbs": [("Penduduk", "#"), ("Keluarga", "#"), ("SITI AMINAH", "")],
        "tabs": [
            {"title": "Semua", "url": "#", "count": 3412, "current": True},
            {"title": "Menunggu", "url": "#", "count": 0, "current": False},
            {"title": "Arsip", "url": "#", "current": False},
        ],
        "facts": [("Nama", LONG_NAME), ("Tempat lahir", "Grobogan"), ("Telepon", ""), ("Surel", None)],
        "stats": [
            {"value": 7741, "label": "penduduk", "url": "#"},
            {"value": 12.5, "label": "persen lanjut usia", "note": "November 2026"},
            {"value": None, "label": "tidak diketahui"},
            {"value": "Rp1.250.000", "label": "realisasi"},
        ],
        "steps": [
            {"words": "Diajukan", "at": datetime(2026, 11, 24, 2, 12, tzinfo=UTC), "by": "Layanan Mandiri", "done": True},
            {"words": "Dikembalikan", "at": datetime(2026, 11, 24, 3, 2, tzinfo=UTC), "by": "Sri Wahyuni", "message": "Lampirkan KK yang terbaca.", "done": True},
            {"words": "Menunggu tanda tangan", "done": False},
        ],
        "queue": [
            QueueItem("Surat keterangan domisili", "#", now - timedelta(days=3), "Periksa", True, LONG_NAME),
            QueueItem("SKCK", "#", now - timedelta(minutes=12), "Tanda tangani", True, "BUDI SANTOSO"),
        ],
        "bar": Chart(
            "Lulusan SLTA terbanyak di Desa Geyer",
            ["Tidak/belum sekolah", "Belum tamat SD/sederajat", "Tamat SD/sederajat", "SLTP/sederajat", "SLTA/sederajat", "Diploma IV/Strata I"],
            [Series("Laki-laki", [412, 380, 900, 610, 1120, 160]), Series("Perempuan", [440, 391, 980, 633, 1015, 181])],
            unit="orang", on=date(2026, 11, 24), source="Data penduduk Desa Geyer", head="Pendidikan",
        ),
        "lone_bar": Chart("Surat menurut jenis", ["Domisili", "Usaha", "SKCK"], [Series("Surat", [40, 12, 0])], unit="surat", head="Jenis"),
        "empty_bar": Chart("Belum ada angka", ["A"], [Series("Surat", [None])], unit="surat", head="Jenis"),
        "pyramid": Chart(
            "Separuh penduduk di bawah 30 tahun", bands, [Series("Laki-laki", male), Series("Perempuan", female)],
            unit="orang", on=date(2026, 11, 24), source="Data penduduk Desa Geyer", head="Umur",
        ),
        "line": Chart(
            "Permohonan surat naik sejak Juni", months,
            [Series("Lewat kantor", [40, 44, 39, 41, 52, 60, 71, 80, 78, 90, None, None], 3), Series("Layanan Mandiri", [None, None, 2, 8, 15, 31, 44, 52, 70, 84, 91, 95], 4)],
            unit="surat", on=date(2026, 11, 24), source="Arsip surat", head="Bulan",
        ),
    }  # fmt: skip


class GalleryView(PublicView):
    """``/kantor/gaya/``."""

    template_name = "ui/gallery.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        return sample_context(self.request)


class CitizenGalleryView(GalleryView):
    """``/kantor/gaya/warga/``: the same components in the citizen's stylesheet."""

    template_name = "ui/gallery_citizen.html"
