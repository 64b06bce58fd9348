"""What stands on a letter, and where."""

from __future__ import annotations

import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from balai.documents import LetterTemplate, TemplateError, blocks, lint, qr_svg, render_letter, warnings_of
from balai.documents.reading import pdf_pages, pdf_png, pdf_size_mm, pdf_text
from tests.platform.documents.sample import HEAD, ROOT, sample, template

KINDS = ("domisili", "usaha", "skck")
LONG = "RADEN AJENG SITI NURHALIMAH KUSUMANINGTYAS PUSPITASARI BINTI"
ONE_WORD = "SUMBERJATIPOHONKUSUMANINGTYASPUSPITASARINURHALIMAHWIDYANINGR"
assert len(LONG) == len(ONE_WORD) == 60


def words(pdf: bytes) -> str:
    """The text on one line: where a line broke is not what these tests ask."""
    return re.sub(r"\s+", " ", pdf_text(pdf)).strip()


USAHA = (
    "PEMERINTAH KABUPATEN GROBOGAN KECAMATAN GEYER DESA GEYER "
    "Jalan Raya Contoh Nomor 1, Geyer, Kode Pos 58172 "
    "Telepon (0292) 000000, kantor@desa.example, geyer.desa.example "
    "SURAT KETERANGAN USAHA Nomor : 500/012/3315052010/XI/2026 "
    "Yang bertanda tangan di bawah ini Kepala Desa Geyer, Kecamatan Geyer, Kabupaten Grobogan, Provinsi Jawa Tengah, "
    "menerangkan dengan sebenarnya bahwa: "
    "Nama : CONTOH WARGA NIK : 3315000101800001 Tempat/tanggal lahir : Grobogan, 1 Januari 1980 "
    "Jenis kelamin : Laki-laki Agama : Islam Status perkawinan : Kawin Pekerjaan : Petani/Pekebun "
    "Kewarganegaraan : WNI Alamat : Dusun Contoh RT 001 RW 002 Desa Geyer Kecamatan Geyer Kabupaten Grobogan "
    "adalah benar warga Desa Geyer dan berdasarkan keterangan yang bersangkutan benar-benar memiliki usaha: "
    "Nama usaha : Warung Contoh "
    "Surat keterangan ini diberikan untuk keperluan: pengajuan kredit usaha. "
    "Surat ini berlaku sejak 24 November 2026 sampai dengan 24 Desember 2026. "
    "Demikian surat keterangan ini dibuat dengan sebenarnya, untuk dapat dipergunakan sebagaimana mestinya. "
    "Pemohon, Geyer, 24 November 2026 KEPALA DESA GEYER, CONTOH WARGA CONTOH KEPALA NIPD 1234 "
    "Sah setelah ditandatangani dan dibubuhi cap desa. "
    "Periksa keaslian: https://grobogan.example/v/k7m2-4tq8v0c1nbz3w "
    "33.15.05.2010 500"
)


def test_every_word_of_a_business_letter_can_be_copied_in_reading_order() -> None:
    assert words(render_letter(sample(), template())) == USAHA


def test_a_domicile_letter_says_where_and_for_what() -> None:
    data = sample("domisili", title="Surat Keterangan Domisili", fields={"form_keperluan": "membuka rekening"})
    found = words(render_letter(data, template()))
    assert "SURAT KETERANGAN DOMISILI" in found
    assert (
        "adalah benar berdomisili dan bertempat tinggal pada alamat tersebut di atas. "
        "Surat keterangan ini diberikan untuk keperluan: membuka rekening. Demikian"
    ) in found
    assert "Pemohon" not in found and "berlaku" not in found


def test_a_police_introduction_says_berkelakuan_baik() -> None:
    found = words(render_letter(sample("skck"), template()))
    assert (
        "adalah benar warga Desa Geyer. Sepanjang pengetahuan dan catatan kami, yang bersangkutan berkelakuan baik dan "
        "sampai surat ini dibuat tidak sedang tersangkut perkara pidana."
    ) in found
    assert "untuk keperluan: melamar pekerjaan." in found


@pytest.mark.parametrize("kind", KINDS)
def test_a_letter_fits_one_f4_page_and_its_fonts_are_found(kind: str) -> None:
    made = render_letter(sample(kind), template())
    assert pdf_pages(made) == 1
    assert pdf_size_mm(made) == (215.0, 330.0)
    assert warnings_of(sample(kind), template()) == []
    assert pdf_size_mm(render_letter(sample(kind, page={"paper": "A4"}), template())) == (210.0, 297.0)
    wide = render_letter(sample(kind, page={"paper": "A4", "orientation": "landscape", "font": "Tinos"}), template())
    assert pdf_size_mm(wide) == (297.0, 210.0)


def test_it_is_an_archive_file_with_a_reading_order() -> None:
    made = render_letter(sample(), template())
    assert b"pdfaid:part" in made
    assert b"/StructTreeRoot" in made or b"/MarkInfo" in made


def test_the_same_letter_is_the_same_bytes_in_another_thread_and_another_process() -> None:
    here = render_letter(sample(), template())
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(render_letter, sample(), template()).result() == here
    code = (
        "import sys; from balai.documents import render_letter; from tests.platform.documents.sample import *;"
        "sys.stdout.buffer.write(render_letter(sample(), template()))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT.parents[2], capture_output=True, check=True)
    assert done.stdout == here
    assert render_letter(sample(number="500/013/3315052010/XI/2026"), template()) != here


@pytest.mark.parametrize("name", [LONG, ONE_WORD])
@pytest.mark.parametrize("kind", KINDS)
def test_names_of_sixty_letters_stay_on_the_paper(name: str, kind: str) -> None:
    lines = ["a.n. KEPALA DESA SUMBERJATIPOHON", "SEKRETARIS DESA", "u.b.", "KEPALA SEKSI PEMERINTAHAN,"]
    signers = {"head": HEAD | {"lines": lines, "name": name, "number_label": "NIP", "number": "198001012005011001"}}
    made = render_letter(sample(kind, signers=signers, fields={"nama": name}), template())
    assert pdf_pages(made) == 1
    together = re.sub(r"\s", "", pdf_text(made))
    assert together.count(name.replace(" ", "")) == (3 if kind == "usaha" else 2)
    assert ink_outside_the_margins(made) == 0


def ink_outside_the_margins(pdf: bytes) -> int:
    """Dark points left of 2.4 cm or right of 19.6 cm, of an F4 page's 21.5."""
    import io

    from PIL import Image

    picture = Image.open(io.BytesIO(pdf_png(pdf, dpi=72))).convert("L")
    width, height = picture.size
    left = picture.crop((0, 0, int(width * 2.4 / 21.5), height))
    right = picture.crop((int(width * 19.6 / 21.5) + 1, 0, width, height))
    return sum(sum(part.histogram()[:128]) for part in (left, right))


def test_a_signature_never_stands_alone() -> None:
    pages = set()
    for lines in range(8, 48, 2):
        tree = blocks.doc(
            blocks.identity(*[(f"Keterangan {index}", "isi") for index in range(lines)]),
            blocks.paragraph("Surat keterangan ini diberikan untuk keperluan: {form_keperluan}."),
            blocks.paragraph("Demikian surat keterangan ini dibuat dengan sebenarnya."),
            blocks.signature(("holder", "left", "Pemohon,"), ("head", "right")),
        )
        made = render_letter(sample(tree=tree), template())
        pages.add(pdf_pages(made))
        last = re.sub(r"\s+", " ", pdf_text(made).split("\f")[-1])
        for piece in (
            "Surat keterangan ini diberikan untuk keperluan: pengajuan kredit usaha.",
            "Demikian surat keterangan ini dibuat",
            "Geyer, 24 November 2026",
            "KEPALA DESA GEYER,",
            "CONTOH KEPALA",
            "NIPD 1234",
            "Periksa keaslian: https://",
        ):
            assert piece in last, f"{lines} rows: {piece}"
    assert pages == {1, 2}


def test_a_purpose_longer_than_a_page_breaks_and_loses_nothing() -> None:
    told = " ".join(f"kata{index}" for index in range(1200))
    made = render_letter(sample(fields={"form_keperluan": told}), template())
    assert pdf_pages(made) >= 2
    body = re.sub(r"33\.15\.05\.2010 (Halaman \d+ dari \d+)? ?500", "", words(made))
    assert re.sub(r"\s+", "", told) in re.sub(r"\s+", "", body)
    assert f"Halaman {pdf_pages(made)} dari {pdf_pages(made)}" in words(made)


def test_a_signer_for_another_prints_all_lines_and_the_district_head_signs_below() -> None:
    lines = ["a.n. KEPALA DESA GEYER", "SEKRETARIS DESA,"]
    number = {"number_label": "NIP", "number": "198001012005011001"}
    signers = {
        "head": HEAD | {"lines": lines, "name": "CONTOH SEKRETARIS"} | number,
        "district": {"lines": ["CAMAT GEYER,"], "name": "CONTOH CAMAT"} | number,
    }
    tree = blocks.doc(
        blocks.paragraph("Isi"), blocks.signature(("head", "right"), ("district", "center", "Mengetahui,"))
    )
    found = words(render_letter(sample(tree=tree, signers=signers), template()))
    assert "a.n. KEPALA DESA GEYER SEKRETARIS DESA, CONTOH SEKRETARIS NIP 198001012005011001" in found
    assert "Mengetahui, CAMAT GEYER, CONTOH CAMAT NIP 198001012005011001" in found


def test_a_form_behind_the_letter_has_pages_of_its_own() -> None:
    form = sample(tree=blocks.doc(blocks.box_row("NIK", "{nik}", 16), blocks.box_row("Nama", "{nama}")))["content"]
    part = {"corner": "F-1.03", "content": form, "paper": "A4", "orientation": "landscape", "size": 9}
    made = render_letter(sample(attachments=[part]), template())
    assert pdf_pages(made) == 2
    assert pdf_size_mm(made, 1) == (297.0, 210.0)
    assert "F-1.03" in pdf_text(made) and re.sub(r"\s", "", pdf_text(made)).count("3315000101800001") == 2


def test_without_a_code_the_note_still_says_when_the_letter_is_valid() -> None:
    found = words(render_letter(sample(qr_text=""), template()))
    assert "Sah setelah ditandatangani dan dibubuhi cap desa." in found
    assert "Periksa keaslian" not in found


def test_an_electronic_letter_asks_for_no_stamp() -> None:
    found = words(render_letter(sample(electronically_signed=True), template()))
    assert "Dokumen ini telah ditandatangani secara elektronik." in found
    assert "cap desa" not in found


def test_training_data_are_marked_and_real_data_are_not() -> None:
    assert "DATA LATIHAN" in words(render_letter(sample(watermark="DATA LATIHAN"), template()))
    assert "LATIHAN" not in words(render_letter(sample(), template()))


def test_what_is_unknown_prints_the_placeholder() -> None:
    found = words(render_letter(sample(fields={"nik": "", "form_nama_usaha": None}), template()))
    assert "NIK : - Tempat" in found
    assert "Nama usaha : - " in found


@pytest.mark.parametrize("typed", ['#panic("x")', "*tebal* $x^2$ _miring_", '@ref <a> \\ " ] ) }', "= Judul"])
def test_what_a_person_types_is_never_markup(typed: str) -> None:
    assert typed in words(render_letter(sample(fields={"form_nama_usaha": typed, "form_keperluan": typed}), template()))


def test_line_ends_and_control_characters_become_spaces() -> None:
    data = sample(fields={"form_nama_usaha": "Warung\r\nContoh\x07", "form_keperluan": "satu\n\ndua"})
    found = words(render_letter(data, template()))
    assert "Nama usaha : Warung Contoh" in found and "keperluan: satu dua" in found


def test_a_character_that_the_font_lacks_does_not_stop_the_letter() -> None:
    made = render_letter(sample(fields={"form_nama_usaha": "Warung 你 Contoh"}), template())
    assert pdf_pages(made) == 1 and "Nama usaha : Warung" in words(made)


def test_the_crest_is_drawn_and_may_be_missing() -> None:
    with_crest, without = sample(), sample()
    without["letterhead"]["crest_png"] = None
    assert pdf_png(render_letter(with_crest, template())) != pdf_png(render_letter(without, template()))
    green = _pixel_of_the_crest(render_letter(with_crest, template()))
    assert green[1] > green[0] and green[1] < 150


def _pixel_of_the_crest(pdf: bytes) -> tuple[int, int, int]:
    import io

    from PIL import Image

    picture = Image.open(io.BytesIO(pdf_png(pdf, dpi=72))).convert("RGB")
    # 2.9 cm from the left, 2.3 cm from the top: the shield's upper left.
    found: Any = picture.getpixel((int(2.9 / 2.54 * 72), int(2.5 / 2.54 * 72)))
    return found  # type: ignore[no-any-return]


def test_a_qr_code_is_svg_and_follows_its_text() -> None:
    assert qr_svg("https://a.example/v/1").startswith(b"<svg")
    assert qr_svg("https://a.example/v/1") == qr_svg("https://a.example/v/1") != qr_svg("https://a.example/v/2")


def broken(root: Path, **files: str) -> LetterTemplate:
    """A folder of templates; the first is the one that is asked for."""
    for name, text in files.items():
        (root / f"{name}.typ").write_text(text)
    return LetterTemplate(root, f"{next(iter(files))}.typ")


@pytest.mark.parametrize(
    ("source", "place", "reason"),
    [
        ("halo\n  #nothing\n", "a.typ:2:4", "unknown variable: nothing"),
        ("#let x = (\n", "a.typ:1:10", "unclosed delimiter"),
        ('satu\ndua\n#panic("apa")\n', "a.typ:3:2", "panicked with: apa"),
        ("#json(bytes(sys.inputs.data)).nothing", "a.typ:1:31", "nothing"),
    ],
)
def test_an_error_names_file_line_and_column(tmp_path: Path, source: str, place: str, reason: str) -> None:
    with pytest.raises(TemplateError) as caught:
        render_letter(sample(), broken(tmp_path, a=source))
    assert caught.value.place == place
    assert reason in caught.value.reason
    assert place in caught.value.message()


def test_an_error_in_an_imported_file_names_that_file(tmp_path: Path) -> None:
    with pytest.raises(TemplateError) as caught:
        render_letter(sample(), broken(tmp_path, a='#import "b.typ": *', b="\n\n#nothing"))
    assert caught.value.place.startswith("b.typ:3:")


def test_a_template_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(TemplateError) as caught:
        render_letter(sample(), LetterTemplate(tmp_path, "none.typ"))
    assert caught.value.place == "none.typ"


@pytest.mark.parametrize(
    ("source", "place"),
    [
        ('#import "@preview/tablex:0.0.8": *', "a.typ:1:10"),
        ('halo\n#import "@local/x:1.0.0"', "a.typ:2:10"),
        ('#import "../outside.typ": *', "a.typ:1:10"),
        ('#include "/../outside.typ"', "a.typ:1:11"),
        ('#{\n  import "sub/../../outside.typ"\n}', "a.typ:2:11"),
    ],
)
def test_a_template_may_not_leave_its_folder(tmp_path: Path, source: str, place: str) -> None:
    (tmp_path / "outside.typ").write_text("#let secret = 1")
    root = tmp_path / "root"
    root.mkdir()
    chosen = broken(root, a=source)
    with pytest.raises(TemplateError) as caught:
        lint(root)
    assert caught.value.place == place
    with pytest.raises(TemplateError):
        render_letter(sample(), chosen)


def test_reading_a_file_outside_and_a_link_are_refused_too(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("rahasia")
    root = tmp_path / "root"
    root.mkdir()
    with pytest.raises(TemplateError) as caught:
        render_letter(sample(), broken(root, a='#read("../secret.txt")'))
    assert caught.value.place == "a.typ:1:7"
    (root / "link.txt").symlink_to(tmp_path / "secret.txt")
    with pytest.raises(TemplateError) as caught:
        render_letter(sample(), broken(root, a='#read("link.txt")'))
    assert caught.value.place == "link.txt"


def test_a_mended_template_is_read_again(tmp_path: Path) -> None:
    with pytest.raises(TemplateError):
        render_letter(sample(), broken(tmp_path, a="#nothing"))
    assert "mended" in words(render_letter(sample(), broken(tmp_path, a="mended")))


def test_the_shipped_templates_pass_the_lint_and_read_their_data_in_one_place() -> None:
    lint(ROOT)
    assert {path.name for path in ROOT.glob("*.typ")} == {"frame.typ", "blocks.typ", "surat.typ", "stamp.typ"}
    assert "sys.inputs" not in (ROOT / "surat.typ").read_text() + (ROOT / "blocks.typ").read_text()
