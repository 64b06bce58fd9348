"""The checks, in the order of what they are about. The codes stand in URLs and in the history of the score: they stay."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from modules.population.codes import Citizenship, MaritalStatus, Shdk
from modules.population.models import FamilyCard
from modules.population.quality import doubts
from modules.population.quality.declaration import AnyCheck, Check, FamilyCheck, Where
from modules.population.selectors.families import families_found, families_to_mend
from modules.population.selectors.finding.conditions import KTP_AGE, birthday, ktp_due

#: Older people exist; in registers they are mostly the dead whom nobody reported.
OLDEST = 120
#: Below this age nobody leads a family, is married, or has an occupation but school.
GROWN_UP, MARRIED_AT, WORKING_AT = 15, 15, 7


def _younger_than(age: int) -> Where:
    return lambda on: Q(birth_date__gt=birthday(on, age))


def _empty(column: str, nothing: Any = None) -> Where:
    return lambda on: Q(**{f"{column}__isnull": True}) if nothing is None else Q(**{column: nothing})


def _is(**wanted: Any) -> Where:
    return lambda on: Q(**wanted)


def _missing(column: str, title: Any, weight: int, *, effort: int = 1) -> Check:
    """A code that nobody has chosen yet."""
    return Check(
        f"tanpa-{_SLUGS[column]}", title, _("Pilih dari daftar, sesuai KK."), weight, effort, wrong=_empty(column), mend=(column,)
    )  # fmt: skip


_SLUGS = {
    "religion": "agama", "education": "pendidikan", "occupation": "pekerjaan", "marital_status": "status-kawin",
    "blood_type": "golongan-darah",
}  # fmt: skip


def _must_have_ktp(on: date) -> Q:
    return Q(birth_date__lte=birthday(on, KTP_AGE)) | Q(marital_status__gt=MaritalStatus.UNMARRIED)


def _families(**filters: Any) -> Any:
    def found(on: date) -> QuerySet[FamilyCard]:
        return families_found(filters=filters)

    return found


CHECKS: tuple[AnyCheck, ...] = (
    Check(
        "tanpa-tanggal-lahir", _("Tanggal lahir belum diisi"), _("Lihat KK atau akta, lalu tulis tanggalnya."), 5, 2,
        wrong=_empty("birth_date"), mend=("birth_date",),
    ),
    Check(
        "umur-lewat-120", _("Umur lebih dari 120 tahun"),
        _("Perbaiki tanggal lahirnya, atau catat kematiannya dari halaman orang itu."), 5, 3,
        wrong=lambda on: Q(birth_date__lte=birthday(on, OLDEST + 1)), mend=("birth_date",),
    ),
    Check(
        "nik-sementara", _("NIK masih sementara"), _("Tulis NIK dari KTP-el, KIA, atau KK."), 5, 3,
        wrong=_is(nik_temporary=True), mend=("nik",),
    ),
    Check(
        "nik-berbeda", _("NIK tidak cocok dengan tanggal lahir atau jenis kelamin"),
        _("Periksa KTP-el. Bila memang begitu di kartunya, tulis alasannya; bila tidak, perbaiki dari halaman orang itu."),
        3, 3, of=_is(nik_temporary=False), wrong=lambda on: doubts.nik_disagrees(), mend=("nik_reason",),
        shows=("birth_date", "sex"),
    ),
    Check(
        "mungkin-ganda", _("Mungkin tercatat dua kali"),
        _("Nama, tanggal lahir, dan jenis kelaminnya sama. Buka keduanya; gabungkan bila satu orang."), 5, 5,
        wrong=lambda on: doubts.likely_double(), plain=False, shows=("birth_date", "mother_name"),
    ),
    Check(
        "tanpa-tempat-lahir", _("Tempat lahir belum diisi"), _("Tulis kabupaten atau kota, sesuai akta."), 2, 1,
        wrong=_empty("birth_place", ""), mend=("birth_place",),
    ),
    Check(
        "tanpa-akta-anak", _("Anak tanpa nomor akta kelahiran"),
        _("Di bawah 18 tahun. Tulis nomornya, atau bantu keluarganya mengurus."), 3, 3,
        of=_younger_than(18), wrong=_empty("birth_certificate", ""), mend=("birth_certificate",),
    ),
    Check(
        "tanpa-nama-ayah", _("Nama ayah belum diisi"), _("Tulis sesuai KK; tanda - bila memang tidak ada di sana."), 2, 1,
        wrong=_empty("father_name", ""), mend=("father_name",),
    ),
    Check(
        "tanpa-nama-ibu", _("Nama ibu belum diisi"), _("Tulis sesuai KK."), 2, 1, wrong=_empty("mother_name", ""),
        mend=("mother_name",),
    ),
    Check(
        "orang-tua-sendiri", _("NIK sendiri tertulis sebagai NIK orang tua"),
        _("Tulis NIK ibu yang benar, atau kosongkan dari halaman orang itu."), 3, 3, wrong=lambda on: doubts.own_parent(),
    ),
    Check(
        "lebih-tua-dari-ibu", _("Lebih tua daripada ibunya"),
        _("Menurut NIK ibu. Perbaiki tanggal lahir, atau NIK ibunya dari halaman orang itu."), 5, 4,
        of=lambda on: ~Q(mother_nik=""), wrong=lambda on: doubts.older_than_mother(), mend=("birth_date",), plain=False,
        shows=("mother_name",),
    ),
    Check(
        "ibu-terlalu-muda", _("Ibunya belum 12 tahun saat melahirkan"),
        _("Menurut NIK ibu. Perbaiki tanggal lahir, atau NIK ibunya dari halaman orang itu."), 4, 4,
        of=lambda on: ~Q(mother_nik=""), wrong=lambda on: doubts.mother_too_young(), mend=("birth_date",), plain=False,
        shows=("mother_name",),
    ),
    Check(
        "anak-seumur-kepala", _("Anak yang tidak 12 tahun lebih muda daripada kepala keluarganya"),
        _("Perbaiki hubungannya dalam keluarga, atau tanggal lahirnya."), 3, 3, of=_is(shdk=Shdk.CHILD),
        wrong=lambda on: doubts.older_than_head(), mend=("shdk",), plain=False, shows=("birth_date",),
    ),
    Check(
        "belum-rekam-ktp", _("Wajib KTP tetapi belum rekam"),
        _("Pilih status rekamnya; ajak yang belum rekam ke kecamatan."), 4, 1, of=_must_have_ktp, wrong=ktp_due,
        mend=("ktp_record",),
    ),
    _missing("religion", _("Agama belum diisi"), 2),
    _missing("education", _("Pendidikan belum diisi"), 2),
    _missing("occupation", _("Pekerjaan belum diisi"), 2),
    _missing("marital_status", _("Status perkawinan belum diisi"), 3),
    _missing("blood_type", _("Golongan darah belum diisi"), 1),
    Check(
        "kawin-tanpa-tanggal", _("Kawin tanpa tanggal perkawinan"), _("Lihat buku nikah atau akta perkawinan."), 1, 2,
        of=_is(marital_status=MaritalStatus.MARRIED), wrong=_empty("marriage_date"), mend=("marriage_date",),
    ),
    Check(
        "kawin-tanpa-akta", _("Kawin tanpa nomor buku nikah atau akta"), _("Lihat buku nikah atau akta perkawinan."), 1, 2,
        of=_is(marital_status=MaritalStatus.MARRIED), wrong=_empty("marriage_certificate", ""),
        mend=("marriage_certificate",),
    ),
    Check(
        "cerai-tanpa-akta", _("Cerai hidup tanpa nomor akta perceraian"), _("Lihat akta perceraian."), 1, 2,
        of=_is(marital_status=MaritalStatus.DIVORCED), wrong=_empty("divorce_certificate", ""),
        mend=("divorce_certificate",),
    ),
    Check(
        "kawin-terlalu-muda", _("Tercatat pernah kawin, umur di bawah 15 tahun"),
        _("Periksa status perkawinan dan tanggal lahirnya."), 3, 2, of=_younger_than(MARRIED_AT),
        wrong=lambda on: Q(marital_status__gt=MaritalStatus.UNMARRIED), mend=("marital_status",), shows=("birth_date",),
    ),
    Check(
        "suami-istri-belum-kawin", _("Suami atau istri yang tercatat belum kawin"),
        _("Perbaiki status perkawinan, atau hubungannya dalam keluarga dari halaman orang itu."), 3, 2,
        of=lambda on: Q(shdk__in=(Shdk.HUSBAND, Shdk.WIFE)), wrong=_is(marital_status=MaritalStatus.UNMARRIED),
        mend=("marital_status",),
    ),
    Check(
        "anak-kecil-bekerja", _("Pekerjaan yang tidak mungkin bagi anak di bawah 7 tahun"),
        _("Biasanya Belum/Tidak Bekerja."), 1, 1, of=_younger_than(WORKING_AT),
        wrong=lambda on: Q(occupation__isnull=False) & ~Q(occupation__in=(1, 3)), mend=("occupation",),
        shows=("birth_date",),
    ),
    Check(
        "wna-tanpa-dokumen", _("WNA tanpa paspor dan KITAS/KITAP"), _("Tulis nomor KITAS/KITAP."), 3, 3,
        of=_is(citizenship=Citizenship.WNA), wrong=_is(passport_number="", kitas_number=""), mend=("kitas_number",),
    ),
    Check(
        "tanpa-rt", _("Tidak tercatat di RT mana pun"), _("Pilih RT-nya; keluarga di bawah KK yang sama ikut."), 4, 1,
        wrong=_empty("rt"), mend=("rt",),
    ),
    Check(
        "tanpa-kk", _("Penduduk tetap tanpa KK"), _("Masukkan ke KK keluarganya, atau buat KK baru, dari halaman orang itu."),
        2, 4, wrong=_empty("family"),
    ),
    Check(
        "hubungan-lainnya", _("Hubungan dalam keluarga hanya tertulis Lainnya"), _("Pilih hubungan yang sebenarnya."), 2, 2,
        of=lambda on: Q(family__isnull=False), wrong=_is(shdk=Shdk.OTHER), mend=("shdk",),
    ),
    Check(
        "kepala-di-bawah-15", _("Kepala keluarga di bawah 15 tahun"),
        _("Periksa tanggal lahirnya; bila benar, tunjuk kepala keluarga lain dari halaman KK."), 3, 3,
        of=_is(shdk=Shdk.HEAD), wrong=_younger_than(GROWN_UP), mend=("birth_date",),
    ),
    FamilyCheck(
        "kk-tanpa-kepala", _("KK tanpa kepala keluarga"), _("Tunjuk kepala keluarga dari halaman KK."), 5, 2,
        wrong=lambda on: families_to_mend("no_head"),
    ),
    FamilyCheck(
        "kk-di-dua-rt", _("Anggota satu KK tercatat di RT berbeda"), _("Samakan RT anggotanya dari halaman KK."), 3, 2,
        wrong=lambda on: families_to_mend("elsewhere"),
    ),
    FamilyCheck(
        "kk-sementara", _("Nomor KK masih sementara"), _("Tulis nomor KK yang terbit."), 3, 3, wrong=_families(temporary="1"),
        mend=("family_number",),
    ),
    FamilyCheck(
        "kk-tanpa-alamat", _("KK tanpa alamat"), _("Tulis alamat sesuai KK."), 2, 2,
        wrong=lambda on: families_found().filter(address=""), mend=("family_address",),
    ),
)  # fmt: skip
#: By code.
BY_CODE: dict[str, AnyCheck] = {check.code: check for check in CHECKS}
