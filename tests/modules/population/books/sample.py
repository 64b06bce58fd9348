"""Rows as books hold them, with what stretches a page: long names, long words, large numbers. Nobody in them lives."""

from __future__ import annotations

from datetime import date
from typing import Any

from balai.documents.tables import Total

NAMES = (
    "SITI AMINAH", "MUHAMMAD RIDWAN HADI SAPUTRO", "RADEN AJENG SITI NURHALIMAH KUSUMANINGTYAS PUSPITASARI BINTI SLAMET",
    "SUMBERJATIPOHONKUSUMANINGTYASPUSPITASARI", "SLAMET", "DWI PUTRI LESTARI",
)  # fmt: skip
STREETS = (
    "RT\u00a0001/RW\u00a0002 DUSUN KRAJAN",
    "JL. RAYA PURWODADI-SOLO KM 12 NOMOR 145, RT\u00a0014/RW\u00a0003 DUSUN SUMBERJATIPOHON",
)
WORK = (
    "PETANI/PEKEBUN",
    "BELUM/TIDAK BEKERJA",
    "MENGURUS RUMAH TANGGA",
    "ANGGOTA KABINET KEMENTERIAN",
    "PELAJAR/MAHASISWA",
)
SCHOOL = ("TAMAT SD / SEDERAJAT", "AKADEMI/ DIPLOMA III/S. MUDA", "TIDAK / BELUM SEKOLAH", "SLTA / SEDERAJAT")
KIN = ("Kepala Keluarga", "Istri", "Anak", "Orang tua", "Famili lain")
COUNT = 48


def _b1(n: int) -> tuple[Any, ...]:
    return (
        n, NAMES[n % 6], "LP"[n % 2], ("K", "BK", "JD", "DD")[n % 4], "GROBOGAN", date(1950 + n, 1 + n % 12, 1 + n % 28),
        "ISLAM" if n % 9 else "KEPERCAYAAN", SCHOOL[n % 4], WORK[n % 5], ("L", "AL", "ALD", "-")[n % 4], "WNI", STREETS[n % 7 == 3],
        KIN[n % 5], f"3315050101{n:06d}", f"3315050202{n // 4:06d}", "" if n % 8 else "Lansia",
    )  # fmt: skip


def _b2(n: int) -> tuple[Any, ...]:
    kinds: tuple[tuple[Any, ...], ...] = (
        ("LAHIR DI GROBOGAN", date(2026, 3, n % 28 + 1), "-", "-", "-", "-", ""),
        (
            "DESA MLATI NOROWITO, KECAMATAN KOTA KUDUS, KABUPATEN KUDUS, JAWA TENGAH",
            date(2026, 3, 2),
            "-",
            "-",
            "-",
            "-",
            "",
        ),
        ("-", "-", "JAKARTA TIMUR", date(2026, 3, 5), "-", "-", "Ikut suami"),
        ("-", "-", "-", date(2026, 3, 9), "-", "-", "Hilang; laporan polisi LP/12/III/2026"),
        ("-", "-", "-", "-", "RSUD DR. R. SOEDJATI PURWODADI", date(2026, 3, 12), "Susulan"),
    )
    return (n, NAMES[n % 6], "GROBOGAN", date(1960 + n, 5, 6), "LP"[n % 2], "WNA" if n == 3 else "WNI", *kinds[n % 5])


def _b3(n: int) -> tuple[Any, ...]:
    people = [0, n % 3, 1400 + n, 1380 + n]
    jiwa = sum(people)
    moved = [0, 0, n % 2, n % 3]
    return (
        n, ("KRAJAN", "SUMBERJATIPOHON", "LINGKUNGAN KAUMAN UTARA")[n % 3], *people, 900, jiwa - 900, jiwa, *moved, *moved,
        *moved, *moved, *people, 900, jiwa - 900, jiwa, "" if n % 4 else "Pindah antardusun 3; hilang 1",
    )  # fmt: skip


def _b4(n: int) -> tuple[Any, ...]:
    return (
        n, NAMES[n % 6], "L" if n % 2 else "", "" if n % 2 else "P", f"3315050101{n:06d}" if n % 6 else "X12345678",
        "KUDUS, 01-02-1990 / 36", WORK[n % 5], "WNI" if n % 6 else "WNA", "JAWA" if n % 6 else "AUSTRALIA",
        "DESA MLATI, KUDUS", "Bekerja di pabrik", "SLAMET / Jalan Raya Purwodadi Nomor 145", date(2026, 1, n % 28 + 1),
        date(2026, 3, 9) if n % 3 == 0 else "-", "Menjadi penduduk tetap" if n % 9 == 0 else "",
    )  # fmt: skip


def _b5(n: int) -> tuple[Any, ...]:
    return (
        n, f"3315050202{n // 4:06d}", NAMES[n % 6], f"3315050101{n:06d}", "LP"[n % 2], "GROBOGAN, 06-05-1980",
        ("O", "AB-", "TIDAK TAHU", "-")[n % 4], "ISLAM", SCHOOL[n % 4], WORK[n % 5], STREETS[n % 7 == 3],
        ("KAWIN", "BELUM KAWIN", "CERAI MATI")[n % 3], "GROBOGAN, 12-03-2015" if n % 2 else "-", KIN[n % 5], "WNI",
        NAMES[(n + 1) % 6], NAMES[(n + 4) % 6], date(2019, 4, 5) if n % 4 == 0 else "-", "",
    )  # fmt: skip


_MAKERS = {"B1": _b1, "B2": _b2, "B3": _b3, "B4": _b4, "B5": _b5}
#: A village has not so many dusun.
COUNTS = {"B3": 9}


def rows(code: str) -> list[tuple[Any, ...]]:
    """The book's rows."""
    return [_MAKERS[code](n) for n in range(1, COUNTS.get(code, COUNT) + 1)]


def totals(code: str) -> list[list[Total]]:
    """The row of totals of B.3."""
    if code != "B3":
        return []
    sums = [sum(row[column] for row in rows(code)) for column in range(2, 32)]
    return [[Total("TOTAL", 2, "center"), *(Total(number) for number in sums), Total("Termasuk pindah antardusun 6")]]
