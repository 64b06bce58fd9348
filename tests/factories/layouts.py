"""Files of the civil registry as villages bring them, made from a few families who never lived."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

import xlsxwriter

from modules.population.layouts.siak import HEADINGS as SIAK
from tests.factories.opensid import card, nik

NBSP = "\u00a0"


@dataclass(frozen=True)
class Person:
    """Somebody in labels as the registry writes them."""

    nik: str
    name: str
    shdk: str
    sex: str = "L"
    born: date = date(1980, 1, 31)
    place: str = "GROBOGAN"
    religion: str = "Islam"
    education: str = "SLTA / SEDERAJAT"
    work: str = "Petani/Pekebun"
    marital: str = "Kawin"
    blood: str = "O"
    mother: str = "PAINEM"
    father: str = "PAIMAN"
    status: str = "Hidup"
    certificate: str = "-"
    record: str = "CARD SHIPPED"

    @property
    def day(self) -> str:
        """The birthday as the books print it."""
        return self.born.strftime("%d-%m-%Y")


@dataclass(frozen=True)
class House:
    """A family and where it lives."""

    number: str
    hamlet: str
    rt: str
    rw: str
    people: tuple[Person, ...] = field(default_factory=tuple)


def houses() -> list[House]:
    """Two families of three and two."""
    head = Person(nik(1), "SLAMET WIDODO", "KEPALA KELUARGA", certificate="6767/TAMB/2002")
    wife = Person(nik(2), "SITI AMINAH", "ISTRI", "P", date(1982, 3, 7), work="Mengurus Rumah Tangga", blood="-")
    child = Person(
        nik(3), "BUDI SLAMET", "ANAK", born=date(2010, 5, 5), marital="Belum Kawin", work="Pelajar/Mahasiswa",
        education="Tidak/Blm Sekolah", record="BELUM WAJIB",
    )  # fmt: skip
    widow = Person(
        nik(4), "PARTINAH", "KEPALA KELUARGA", "P", date(1950, 12, 1), marital="Cerai Mati", work="Pegawai Negeri Sipil",
        education="Strata-II",
    )  # fmt: skip
    son = Person(nik(5), "JOKO", "ANAK", born=date(1975, 8, 17), marital="Belum Kawin", work="Belum/Tidak Bekerja")
    return [
        House(card(1), "KRAJAN", "001", "002", (head, wife, child)),
        House(card(2), "SENDANG", "003", "002", (widow, son)),
    ]


def xlsx(path: Path, sheets: Iterable[tuple[str, Sequence[Sequence[Any]]]]) -> Path:
    """Write plain sheets."""
    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "in_memory": True})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    for name, rows in sheets:
        page = book.add_worksheet(name)
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, date):
                    page.write_datetime(number, column, value, day)
                elif isinstance(value, str) and value:
                    page.write_string(number, column, value)
                elif value not in (None, ""):
                    page.write(number, column, value)
    book.close()
    return path


# -- SIAK --------------------------------------------------------------------------------------------------------------


def siak_row(house: House, person: Person, **cells: Any) -> list[Any]:
    """One row of SIAK's listing; ``cells`` by heading."""
    said = {
        "Nomor KK": house.number, "NIK": person.nik, "Nama Penduduk": person.name, "Status": person.status,
        "Tempat Lahir": person.place, "Tanggal Lahir": person.born, "Kelamin": {"L": "LK", "P": "PR"}[person.sex],
        "NIK Ayah": "-", "Ayah": person.father, "NIK Ibu": "-", "Ibu": person.mother, "Status Kawin": person.marital,
        "SHDK": person.shdk, "Agama": person.religion, "Kecamatan": "GEYER", "Desa/Kel": "GEYER",
        "Alamat": f"DSN {house.hamlet}", "RW": house.rw.lstrip("0"), "RT": f"'{house.rt}", "Pendidikan": person.education,
        "Pekerjaan": person.work, "Gol. Darah": person.blood, "Cacat": "-", "Nomor Akta Lahir": person.certificate,
        "Petugas Registrasi": "ADMIN", "Tgl Entri": date(2015, 1, 1),
    } | cells  # fmt: skip
    return [said.get(heading, "") for heading in SIAK]


def siak_rows(families: Sequence[House]) -> list[list[Any]]:
    """The listing: headings, people, a page's end with the headings again, an empty row."""
    rows: list[list[Any]] = [list(SIAK)]
    for number, house in enumerate(families):
        if number:
            rows += [[], list(SIAK)]
        rows += [siak_row(house, person) for person in house.people]
    return rows


# -- BIP 2016 ----------------------------------------------------------------------------------------------------------


def bip2016_rows(families: Sequence[House]) -> list[list[Any]]:
    """Title, headings with their numbers, families with non-breaking spaces; a page's end before the second family."""
    heads = [
        ["No", "Nama Lengkap", "NIK", "Tempat Lahir", "Tgl/Bln/Th", "JK", "SHDK", "Agama", "Pendidikan", "Pekerjaan", "Nama", ""],
        [*[""] * 10, "Ibu", "Ayah"],
        list(range(1, 13)),
    ]  # fmt: skip
    rows: list[list[Any]] = [["BUKU INDUK PENDUDUK WNI"], ["DESA GEYER"], [], *heads]
    for number, house in enumerate(families):
        if number:
            rows += [["Halaman 1 dari 2"], [], ["BUKU INDUK PENDUDUK WNI"], *heads]
        where = f"Alamat : JL. MAWAR{NBSP}3, Nama Dusun : {house.hamlet}, RT/RW : {house.rt}/{house.rw}"
        rows.append([f"No. KK : {house.number}{NBSP}", "", where])
        for place, person in enumerate(house.people, 1):
            rows.append([
                place, f"{person.name}{NBSP}", f"{person.nik}{NBSP}", person.place, person.day, person.sex,
                person.shdk.title(), person.religion, person.education, person.work, person.mother, person.father,
            ])  # fmt: skip
    return [*rows, ["Keterangan:"], [1, "JK: Jenis Kelamin", "3315053101809999"]]


# -- BIP 2016 Luwu Timur -----------------------------------------------------------------------------------------------


def bip2016lt_rows(families: Sequence[House]) -> list[list[Any]]:
    """One page a family, its box on top."""
    rows: list[list[Any]] = []
    for house in families:
        rows += [
            ["", "BUKU INDUK KEPENDUDUKAN KABUPATEN GROBOGAN (DAFTAR  KELUARGA)"],
            [],
            ["", "PROVINSI :", "", "JAWA TENGAH", *[""] * 4, "NO. KK :", "", "", house.number],
            ["", "KABUPATEN :", "", "GROBOGAN", *[""] * 4, "NAMA. KK :", "", "", house.people[0].name],
            ["", "KECAMATAN :", "", "GEYER", *[""] * 4, "ALAMAT :", "", "", f"DSN. {house.hamlet},Kodepos :58172,Telp :,-"],
            ["", "DESA :", "", "GEYER", *[""] * 4, "NO.RT/RW :", "", "", f"{house.rt}/{house.rw}"],
            [],
            ["", "NO", "NIK", "NAMA", "JK", "TMPT LHR", "TGL LHR", "G.DRH", "AGAMA", "STATUS", "HUB.KEL", "PENDIDIKAN",
             "PEKERJAAN", "NAMA IBU", "NAMA AYAH", "KET"],
        ]  # fmt: skip
        for place, person in enumerate(house.people, 1):
            rows.append([
                "", place, f"{person.nik}{NBSP}", person.name, person.sex, person.place, person.day, person.blood,
                person.religion, person.marital, person.shdk.title(), person.education, person.work, person.mother,
                person.father,
            ])  # fmt: skip
        rows += [[], []]
    return rows


# -- BIP KTP-el --------------------------------------------------------------------------------------------------------

_SHORT = {"Belum Kawin": "BK", "Kawin": "K", "Cerai Hidup": "CH", "Cerai Mati": "CM"}


def bip_ektp_rows(families: Sequence[House]) -> list[list[Any]]:
    """Headings in row 1; a page's end within the second family, which cuts a recording state in two."""
    heads = [
        "NO", "Nama Lengkap", "NIK", "Tempat Lahir", "Tanggal Lahir", "JK", "Stat Kwn", "Gol. Drh", "SHDK", "Agama",
        "Pendidikan Terakhir", "No Akta Lahir", "Pekerjaan", "Nama Ibu", "Nama Ayah", "Wjb KTP", "KTP-eL", "Status", "Stat Rkm",
    ]  # fmt: skip
    rows: list[list[Any]] = [heads]
    for number, house in enumerate(families):
        rows.append(
            [
                house.number,
                "",
                house.people[0].name,
                *[""] * 8,
                f"DESA GEYER RT/RW : {house.rt}/{house.rw} DUSUN : {house.hamlet}",
            ]
        )
        for place, person in enumerate(house.people, 1):
            record = "SENT FOR\nCARD PRINTING" if number == 0 and place == 1 else person.record
            rest = ""
            if number == 1 and place == 1:
                record, rest = "PRINT READY", "RECORD"
            rows.append([
                place, person.name, person.nik, person.place, person.day, {"L": "Lk", "P": "Pr"}[person.sex],
                _SHORT[person.marital], person.blood, person.shdk, person.religion.upper(), person.education.upper(),
                person.certificate, person.work.upper(), person.mother, person.father, "WAJIB", "KTP-eL", "SDH DPT", record,
            ])  # fmt: skip
            if rest:
                rows += [["Halaman 1"], heads, [*[""] * 18, rest]]
    return rows


# -- BIP 2012 ----------------------------------------------------------------------------------------------------------


def bip2012_rows(families: Sequence[House]) -> list[list[Any]]:
    """A box above each family; the headings again after a page's end."""
    heads = [
        "", "NO", "NIK", "NAMA", "JK", "TMPT LHR", "TGL LHR", "KTPEL", "AGAMA", "STATUS", "HUB. KEL", "PENDIDIKAN",
        "PEKERJAAN", "NAMA IBU", "NAMA AYAH", "NO.AKTE LAHIR",
    ]  # fmt: skip
    rows: list[list[Any]] = [["", "BUKU INDUK PENDUDUK"], ["", "DESA GEYER"], []]
    for house in families:
        rows += [
            ["", "NO.KK", "", "NAMA.KK", "", "", "ALAMAT"],
            ["", house.number, "", house.people[0].name, "", "",
             f"DUSUN {house.hamlet}, RT:{house.rt}, RW:{house.rw}, Kodepos:58172,-"],
            heads,
        ]  # fmt: skip
        for place, person in enumerate(house.people, 1):
            if place == 3:
                rows += [["", "Halaman 1"], heads]
            rows.append([
                "", place, person.nik, person.name, person.sex, person.place, person.day, "YA", person.religion,
                person.marital, person.shdk.title(), person.education, person.work, person.mother, person.father,
                person.certificate,
            ])  # fmt: skip
        rows.append([])
    return rows


#: How each layout's rows are made.
ROWS = {
    "siak": siak_rows, "bip2016": bip2016_rows, "bip2016lt": bip2016lt_rows, "bip-ektp": bip_ektp_rows,
    "bip2012": bip2012_rows,
}  # fmt: skip


def without(house: House, **parts: Any) -> House:
    """The same family with something else in its box."""
    return replace(house, **parts)
