"""A family card's copy on paper (salinan KK): one at once, many as a job with progress and one file.

The card's face: title, number, address block, two tables of ten columns (people; their papers and parents), signed by the
head of the family and the village's head. Written by the kernel's table writer: as a Typst template the same sheet took
35 ms and 37 KB a family, and 500 of them 1.9 GB of memory. A temporary NIK or KK is never printed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from balai import audit, jobs, registry
from balai.actor import Actor, require
from balai.db import atomic, today
from balai.documents.tables import Column, Signature, Table, TableDocument, head_of, render_table
from balai.errors import NotFound
from balai.files.services import put_rendered
from balai.jobs.models import Job
from balai.registry import Signatory
from balai.ui.formats import long_date, number, short_date
from modules.population import codes
from modules.population.errors import PopulationError
from modules.population.models import FamilyCard, Resident, TerritoryKind
from modules.population.selectors import living
from tenants.context import VillageCard, current_village

#: So many families are read at once while the job's bar moves.
PORTION = 200
#: A copy is for one purpose, said in a few words.
PURPOSE_LENGTH = 60
#: More than a village has is a mistake.
MOST = 20_000
_MIDDLE: dict[str, Any] = {"align": "center", "empty": "-"}
_LEFT: dict[str, Any] = {"empty": "-"}
_ONE = (
    Column(8, **_MIDDLE), Column(56, **_LEFT), Column(34, **_MIDDLE), Column(21, **_MIDDLE), Column(32, **_LEFT),
    Column(21, **_MIDDLE), Column(21, **_LEFT), Column(42, **_LEFT), Column(50, **_LEFT), Column(17, **_MIDDLE),
)  # fmt: skip
_ONE_HEAD = head_of(
    "No.", "Nama Lengkap", "NIK", "Jenis Kelamin", "Tempat Lahir", "Tanggal Lahir", "Agama", "Pendidikan", "Jenis Pekerjaan",
    "Golongan Darah",
)  # fmt: skip
_TWO = (
    Column(8, **_MIDDLE), Column(26, **_LEFT), Column(23, **_MIDDLE), Column(23, **_MIDDLE), Column(36, **_LEFT),
    Column(30, **_LEFT), Column(30, **_LEFT), Column(30, **_LEFT), Column(48, **_LEFT), Column(48, **_LEFT),
)  # fmt: skip
_TWO_HEAD = head_of(
    "No.", "Status Perkawinan", "Tanggal Perkawinan", "Tanggal Perceraian", "Status Hubungan Dalam Keluarga",
    "Kewarganegaraan", ("Dokumen Imigrasi", ["No. Paspor", "No. KITAP"]), ("Nama Orang Tua", ["Ayah", "Ibu"]),
)  # fmt: skip

Progress = Callable[[int, int, str], None]


def _label(choices: Any, value: int | None) -> str:
    return str(choices(value).label).upper() if value is not None and value in choices.values else ""


def sheets_of(keys: Sequence[UUID], on: date) -> Iterator[TableDocument]:
    """The sheets of some families, in the order of the keys: four queries a portion however many families.

    Families without anybody present have none.
    """
    signer = registry.signatories(on).get("kades") or Signatory(title=_("KEPALA DESA"))
    office, village = registry.letterhead(), current_village()
    postal_code = office.postal_code if office else ""
    for start in range(0, len(keys), PORTION):
        portion = keys[start : start + PORTION]
        cards = FamilyCard.objects.filter(pk__in=portion, void_at=None).select_related("rt__parent__parent")
        found = {each.pk: each for each in cards}
        members: dict[UUID, list[Resident]] = {key: [] for key in found}
        for person in living().filter(family__in=found).order_by("shdk", "birth_date", "pk"):
            if person.family_id is not None:
                members[person.family_id].append(person)
        for key in portion:
            if members.get(key):
                yield _sheet(found[key], members[key], village, signer, postal_code, on)


def _sheet(
    card: FamilyCard, members: Sequence[Resident], village: VillageCard, signer: Signatory, postal_code: str, on: date
) -> TableDocument:
    head = next((each.name for each in members if each.shdk == codes.Shdk.HEAD), "")
    shown = "-" if card.number_temporary else card.number
    left, right = _facts(card, head, village, postal_code)
    return TableDocument(
        name=_("Salinan Kartu Keluarga"),
        title=("KARTU KELUARGA", "SALINAN", f"No. {shown}"),
        title_sizes=(16.0, 10.5),
        facts=left,
        facts_right=right,
        tables=(
            Table(_ONE, _ONE_HEAD, [_person(place, each) for place, each in enumerate(members, 1)]),
            Table(_TWO, _TWO_HEAD, [_papers(place, each) for place, each in enumerate(members, 1)]),
        ),
        signatures=(
            Signature(("", "KEPALA KELUARGA"), head),
            Signature((f"{village.name}, {long_date(on)}", signer.title), signer.name, signer.number),
        ),
        watermark="DATA LATIHAN" if village.data == "synthetic" else "",
        footer=_("Salinan KK {number}").format(number=shown) if len(members) > 12 else "",
        lone_page=False,
        created=on,
        margins=(12, 12, 10, 12),
        size=8.0,
        head_size=7.5,
    )


def _facts(
    card: FamilyCard, head: str, village: VillageCard, postal_code: str
) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    rt = card.rt
    above = rt.parent if rt else None
    rw = above if above is not None and above.kind == TerritoryKind.RW else None
    dusun = (rw.parent if rw else above) if rt else None
    address = card.address.strip()
    if dusun is not None and dusun.name.upper() not in address.upper():
        address = ", ".join(part for part in (address, f"DUSUN {dusun.name}") if part)
    left = [
        ("Nama Kepala Keluarga", head or "-"),
        ("Alamat", address.upper() or "-"),
        ("RT/RW", f"{rt.name if rt else '-'}/{rw.name if rw else '-'}"),
        ("Kelurahan" if village.kind == "kelurahan" else "Desa", village.name.upper()),
    ]
    right = [
        ("Kecamatan", village.district_name.upper()),
        ("Kabupaten/Kota", village.regency_name.upper().removeprefix("KABUPATEN ")),
        ("Kode Pos", postal_code or "-"),
        ("Provinsi", village.province_name.upper().removeprefix("PROVINSI ")),
    ]
    return left, right


def _person(place: int, each: Resident) -> list[str]:
    # "Tidak tahu" is nothing to print.
    blood = "" if each.blood_type == codes.BloodType.UNKNOWN else _label(codes.BloodType, each.blood_type)
    return [
        str(place), each.name, "" if each.nik_temporary else each.nik, _label(codes.Sex, each.sex),
        each.birth_place.upper(), _day(each.birth_date), _label(codes.Religion, each.religion),
        _label(codes.Education, each.education), _label(codes.Occupation, each.occupation), blood,
    ]  # fmt: skip


def _papers(place: int, each: Resident) -> list[str]:
    married = each.marriage_date if each.marital_status != codes.MaritalStatus.UNMARRIED else None
    return [
        str(place), _label(codes.MaritalStatus, each.marital_status), _day(married), _day(each.divorce_date),
        _label(codes.Shdk, each.shdk), _label(codes.Citizenship, each.citizenship), each.passport_number,
        each.kitas_number, each.father_name.upper(), each.mother_name.upper(),
    ]  # fmt: skip


def _day(value: date | None) -> str:
    return short_date(value) if value else ""


def render_sheets(keys: Sequence[UUID], on: date, *, progress: Progress | None = None) -> bytes | None:
    """The copies of some families as one PDF; None where nobody lives in any of them."""
    done = 0

    def counted() -> Iterator[TableDocument]:
        nonlocal done
        for sheet in sheets_of(keys, on):
            done += 1
            if progress and done % 50 == 0:
                words = _("{done} dari {total} keluarga disusun").format(done=number(done), total=number(len(keys)))
                progress(done, len(keys), words)
            yield sheet

    sheets = list(counted())
    return render_table(*sheets) if sheets else None


def print_sheet(*, actor: Actor, family: FamilyCard) -> bytes:
    """One family's copy, now. A NIK stands on it whole, so the right to see it is asked for; printing is a reading.

    Raises:
        PopulationError: nobody of the family lives here.
    """
    require(actor, "population.view_nik")
    made = render_sheets([family.pk], today())
    if made is None:
        raise PopulationError(_("Tidak ada anggota yang tinggal di desa; tidak ada yang dicetak."))
    audit.record_read(actor, "population.family_printed", about=family)
    return made


def family_copy(*, actor: Actor, resident: Resident, purpose: str) -> bytes:
    """The copy that somebody of the family prints at the citizen's door: for one purpose, which lies across it with the
    day; without the signatures of an office that has not seen it. Printing is a reading of the card.

    Raises:
        NotFound: the actor is not this resident.
        PopulationError: not on a card, or no purpose.
    """
    if actor.kind != "citizen" or actor.id != str(resident.pk):
        raise NotFound()
    if resident.family_id is None:
        raise PopulationError(_("Anda belum tercatat dalam kartu keluarga di desa ini."))
    sheet = next(sheets_of([resident.family_id], today()), None)
    if sheet is None:
        raise PopulationError(_("Tidak ada anggota yang tinggal di desa; tidak ada yang dicetak."))
    own_copy(sheet, actor.name, purpose)
    audit.record_read(actor, "population.family_printed", about=FamilyCard.objects.get(pk=resident.family_id))
    return render_table(sheet)


def own_copy(document: TableDocument, name: str, purpose: str) -> None:
    """Make a paper into one that a citizen prints for a purpose.

    Raises:
        PopulationError: no purpose.
    """
    said = " ".join(purpose.split())[:PURPOSE_LENGTH]
    if not said:
        raise PopulationError(_("Belum diisi. Tulis untuk apa salinan ini."), field="purpose")
    on = today()
    mark = f"SALINAN {short_date(on)}\n{said.upper()}"
    document.watermark = f"{document.watermark}\n{mark}" if document.watermark else mark
    document.signatures = ()
    document.footer = _("Dicetak {name} melalui Layanan Mandiri, {day}, untuk {purpose}. Bukan pengganti dokumen asli.").format(
        name=name, day=long_date(on), purpose=said
    )  # fmt: skip


@atomic()
def ask_for_sheets(*, actor: Actor, families: Iterable[Any]) -> Job:
    """Ask for the copies of many families, in this order; a job.

    Raises:
        PopulationError: nothing was chosen.
    """
    require(actor, "population.view_nik")
    keys = [str(getattr(each, "pk", each)) for each in families][:MOST]
    if not keys:
        raise PopulationError(_("Pilih paling sedikit satu keluarga."), field="families")
    title = _("Salinan KK ({n} keluarga)").format(n=number(len(keys)))
    return jobs.enqueue("population.kk_sheets", actor=actor, title=title, args={"families": keys})


def print_sheets(
    *, actor: Actor, families: Sequence[str], key: str, progress: Progress | None = None
) -> dict[str, Any]:
    """The job: every copy, one PDF, kept a week. Run twice it gives the first file. Each printing is a reading.

    Raises:
        PopulationError: nobody lives in any of the families.
    """
    require(actor, "population.view_nik")
    keys, on = [UUID(each) for each in families], today()
    made = render_sheets(keys, on, progress=progress)
    if made is None:
        raise PopulationError(_("Tidak ada anggota yang tinggal di desa; tidak ada yang dicetak."))
    name = f"salinan-kk-{current_village().subdomain}-{on:%Y%m%d}.pdf"
    with atomic():
        stored = put_rendered(
            content=made, name=name, kind="export", key=f"kk_sheets:{key}", permission="population.view_nik"
        )
        for card in FamilyCard.objects.filter(pk__in=keys).only("pk"):
            audit.record_read(actor, "population.family_printed", about=card)
    return {"url": f"/kantor/berkas/{stored.pk}/", "families": len(keys)}
