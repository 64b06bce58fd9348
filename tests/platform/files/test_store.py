"""Files: what they are, how they are kept, who gets them."""

from __future__ import annotations

import io
import os
import resource
import time
import uuid
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from PIL import Image

from balai.documents.reading import pdf_text
from balai.errors import NotFound
from balai.files import FileRefused, StoredFile, discard, open_file, path_of, put_rendered, store
from balai.files.disk import schema_folder
from balai.files.serving import file_for_citizen, file_for_staff, serve
from balai.files.sniffing import XLSX, accepted_types, sniff
from balai.files.sweeping import sweep_orphans
from tests.papers import acting_pdf, pdf_of, small_pdf

PDF = small_pdf()
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, settings: Any) -> Iterator[None]:
    settings.MEDIA_ROOT = str(tmp_path / "files")
    yield


def keep(actor: Any, content: Any = PDF, name: str = "surat.pdf", **more: Any) -> StoredFile:
    options: dict[str, Any] = {"kind": "letters.attachment", "accept": ["pdf", "image/*"], "max_bytes": 1_000_000}
    return store(actor=actor, content=content, name=name, **(options | more))


def picture(form: str = "JPEG", size: tuple[int, int] = (40, 20), **more: Any) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "red").save(out, form, **more)
    return out.getvalue()


def zipped(*names: str, **contents: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, contents.get(name, "x"))
    return out.getvalue()


def left_on_disk() -> list[Path]:
    return [path for path in schema_folder().rglob("*") if path.is_file()]


def test_a_file_is_kept_whole_and_comes_back_byte_for_byte(village: Any, actor: Any) -> None:
    text = b"nama;umur\nSiti;40\n"
    stored = keep(actor, io.BytesIO(text), name="daftar.csv", accept=["csv"], permission="letters.view")
    assert (stored.content_type, stored.size, stored.name) == ("text/csv", len(text), "daftar.csv")
    with open_file(stored) as handle:
        assert handle.read() == text
    assert path_of(stored).is_relative_to(schema_folder(village.schema_name))
    assert left_on_disk() == [path_of(stored)], "nothing stays aside"


def test_a_pdf_is_written_anew_without_anything_that_acts(village: Any, actor: Any) -> None:
    sent = acting_pdf()
    assert zipfile.is_zipfile(io.BytesIO(sent)), "it is a ZIP, too"
    kept = path_of(keep(actor, sent, max_bytes=1_000_000)).read_bytes()
    assert kept.startswith(b"%PDF-") and kept.rstrip().endswith(b"%%EOF")
    assert not zipfile.is_zipfile(io.BytesIO(kept))
    for word in (
        b"JavaScript", b"/JS", b"Launch", b"OpenAction", b"/AA", b"EmbeddedFile", b"Filespec", b"Annots", b"AcroForm",
        b"/Names", b"alert", b".exe", b"PK\x03\x04",
    ):  # fmt: skip
        assert word not in kept, word
    assert pdf_text(kept).split() == ["Halo", "Balai"]
    # A page's font that is called like an action's key stays a font.
    assert b"Helvetica" in kept


@pytest.mark.parametrize(
    "sent", [b"%PDF-1.7\n%%EOF\n", b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n", pdf_of([b"<< >>"])]
)
def test_a_pdf_that_cannot_be_read_is_refused(village: Any, actor: Any, sent: bytes) -> None:
    with pytest.raises(FileRefused) as refused:
        keep(actor, sent)
    assert refused.value.data["reason"] == "broken" and "PDF" in refused.value.message()
    assert left_on_disk() == []


def test_a_pdf_of_a_thousand_pages_is_refused(village: Any, actor: Any) -> None:
    kids = b" ".join(b"3 0 R" for _n in range(1000))
    long = pdf_of([
        b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [" + kids + b"] /Count 1000 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>",
    ])  # fmt: skip
    with pytest.raises(FileRefused) as refused:
        keep(actor, long)
    assert refused.value.data["reason"] == "too_long"


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (PDF, "application/pdf"),
        (picture("PNG"), "image/png"),
        (picture("JPEG"), "image/jpeg"),
        (picture("WEBP"), "image/webp"),
        (zipped("[Content_Types].xml", "xl/workbook.xml"), XLSX),
        (zipped("a.txt"), "application/zip"),
        (b"PK\x03\x04 broken", "application/octet-stream"),
        (SVG, "image/svg+xml"),
        (b"\xef\xbb\xbf <?xml version='1.0'?><svg/>", "image/svg+xml"),
        (b"<html><script>", "text/html"),
        (b"nik;nama\n1;A\n", "text/csv"),
        (b"satu baris saja", "text/plain"),
        (b'{"a": 1}', "application/json"),
        ("é".encode("latin-1") * 10, "application/octet-stream"),
        (b"a" * 4095 + "é".encode(), "text/plain"),
        (b"MZ\x90\x00", "application/octet-stream"),
        (b" %PDF-1.7", "text/plain"),
    ],
)
def test_bytes_say_what_a_file_is(tmp_path: Path, content: bytes, found: str) -> None:
    path = tmp_path / "x"
    path.write_bytes(content)
    assert sniff(path) == found


def test_what_is_accepted_may_be_said_in_short() -> None:
    assert accepted_types([".pdf", "image/*", "xlsx"]) == (
        "application/pdf",
        "image/png",
        "image/jpeg",
        "image/webp",
        XLSX,
    )
    with pytest.raises(ValueError, match="unknown kind"):
        accepted_types(["exe"])


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"", "empty"), (b"x" * 1_000_001, "too_large"), (SVG, "wrong_kind"), (b"MZ\x90\x00", "wrong_kind")],
)
def test_a_refused_file_leaves_nothing_behind(village: Any, actor: Any, content: bytes, reason: str) -> None:
    with pytest.raises(FileRefused) as refused:
        keep(actor, content)
    assert refused.value.data["reason"] == reason and refused.value.message().endswith(".")
    assert left_on_disk() == [] and not StoredFile.objects.exists()


def test_a_name_decides_nothing_and_gets_the_ending_of_its_content(village: Any, actor: Any) -> None:
    assert keep(actor, PDF, "gambar.png").name == "gambar.pdf"
    assert keep(actor, PDF, "../../etc/pass\x00wd").name == "passwd.pdf"
    assert keep(actor, PDF, "C:\\dok\\Surat No. 3").name == "Surat No. 3.pdf"
    assert keep(actor, PDF, "a\u202efdp.exe").name == "afdp.pdf"
    assert keep(actor, picture(), "foto.jpeg").name == "foto.jpeg"
    assert len(keep(actor, PDF, "x" * 400).name) == 150


def test_a_photo_loses_its_place_and_keeps_its_pixels(village: Any, actor: Any) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # on its side: the pixels must be turned before the note is dropped
    exif.get_ifd(0x8825)[1] = "S"
    stored = keep(actor, picture("JPEG", exif=exif) + b"<script>after the picture</script>", "foto.jpg")
    with Image.open(path_of(stored)) as kept:
        assert kept.size == (20, 40) and not kept.getexif() and kept.format == "JPEG"
    assert b"script" not in path_of(stored).read_bytes()


def test_a_picture_bomb_is_refused_by_its_size_in_pixels(village: Any, actor: Any) -> None:
    with pytest.raises(FileRefused) as refused:
        keep(actor, picture("PNG", (8000, 7000)), "bom.png")
    assert refused.value.data["reason"] == "too_many_pixels"
    with pytest.raises(FileRefused) as refused:
        keep(actor, picture("PNG")[:40], "rusak.png")
    assert refused.value.data["reason"] == "broken"
    assert left_on_disk() == []


def test_a_crest_keeps_its_transparency(village: Any, actor: Any) -> None:
    out = io.BytesIO()
    Image.new("RGBA", (8, 8), (0, 0, 0, 0)).save(out, "PNG")
    with Image.open(path_of(keep(actor, out.getvalue(), "lambang.png"))) as kept:
        assert kept.mode == "RGBA" and kept.getpixel((0, 0)) == (0, 0, 0, 0)


def test_the_first_rendering_of_a_key_wins(village: Any) -> None:
    one = put_rendered(content=PDF, name="surat.pdf", kind="letters.pdf", key="letter:1", permission="letters.view")
    two = put_rendered(content=PDF + b"x", name="s.pdf", kind="letters.pdf", key="letter:1", permission="letters.view")
    assert one.pk == two.pk and path_of(two).read_bytes() == PDF
    assert left_on_disk() == [path_of(one)]


def test_a_full_disk_is_a_sentence_and_leaves_nothing(village: Any, actor: Any) -> None:
    # The size limit of a process stands for the disk's end: the kernel breaks the write off in the middle.
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))
    try:
        with pytest.raises(FileRefused) as refused:
            keep(actor, PDF + b"0" * 300_000)
        with pytest.raises(FileRefused):
            put_rendered(content=PDF + b"0" * 300_000, name="a.pdf", kind="k", key="k:1", permission="")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert refused.value.data["reason"] == "disk_full" and "Ruang disk penuh" in refused.value.message()
    assert left_on_disk() == [] and not StoredFile.objects.exists()
    assert keep(actor).pk, "the next one is taken again"


def test_orphans_go_after_a_day_and_nothing_else(village: Any, actor: Any) -> None:
    kept, gone = keep(actor), keep(actor)
    with pytest.raises(RuntimeError), transaction.atomic():
        keep(actor)
        raise RuntimeError
    (schema_folder() / ".aside").mkdir(exist_ok=True)
    (schema_folder() / ".aside" / "broken-off").write_bytes(b"half")
    discard(stored=gone)
    assert len(left_on_disk()) == 4
    assert sweep_orphans().removed == 0, "younger than a day"
    for path in left_on_disk():
        os.utime(path, (time.time() - 90_000,) * 2)
    swept = sweep_orphans()
    assert (swept.removed, swept.missing) == (3, 0) and left_on_disk() == [path_of(kept)]
    path_of(kept).unlink()
    assert sweep_orphans().missing == 1
    with pytest.raises(FileRefused):
        open_file(kept)


def test_who_may_open_what(village: Any, actor: Any) -> None:
    resident = uuid.uuid4()
    clerk = replace(actor, kind="staff", id=str(uuid.uuid4()), rights=frozenset({"letters.view"}))
    viewer = replace(clerk, id=str(uuid.uuid4()), rights=frozenset())
    letter = keep(actor, permission="letters.view", citizen_id=resident)
    paper, private = keep(actor), keep(actor, citizen_id=resident)
    assert file_for_staff(clerk, letter.pk) == letter and file_for_staff(viewer, paper.pk) == paper
    assert file_for_citizen(resident, letter.pk) == letter and file_for_citizen(resident, private.pk) == private
    for refused in (
        lambda: file_for_staff(viewer, letter.pk),
        lambda: file_for_staff(clerk, private.pk),
        lambda: file_for_staff(clerk, uuid.uuid4()),
        lambda: file_for_citizen(uuid.uuid4(), letter.pk),
        lambda: file_for_citizen(resident, paper.pk),
    ):
        with pytest.raises(NotFound):
            refused()
    discard(stored=letter)
    with pytest.raises(NotFound):
        file_for_citizen(resident, letter.pk)


def test_nothing_in_a_file_can_act_in_the_browser(village: Any, actor: Any, settings: Any) -> None:
    response = serve(keep(actor, name='a"b\r\nX: y.pdf'))
    assert response["Content-Disposition"] == 'attachment; filename="abX y.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff" and "sandbox" in response["Content-Security-Policy"]
    assert response["Cache-Control"] == "private, no-store"
    image = serve(keep(actor, picture(), "foto.jpg"), inline=True)
    assert image["Content-Disposition"].startswith("inline") and "sandbox" in image["Content-Security-Policy"]
    text = serve(keep(actor, b"satu", "a.html", accept=["txt"]), inline=True)
    assert text["Content-Disposition"] == 'attachment; filename="a.txt"' and text["Content-Type"] == "text/plain"
    for each in (response, image, text):
        each.file_to_stream.close()  # close() itself would end the test's connection, as the end of a request does
    settings.BALAI_ACCEL = True
    stored = keep(actor)
    accelerated = serve(stored)
    assert accelerated["X-Accel-Redirect"] == f"/_berkas/{village.schema_name}/{stored.path}"
    assert not accelerated.content


def test_another_villages_file_is_not_there(village: Any, other_village: Any, inside: Any, actor: Any) -> None:
    stored = keep(actor)
    with inside(other_village):
        with pytest.raises(NotFound):
            file_for_staff(actor, stored.pk)
        assert not path_of(stored).exists(), "the same relative path is another place in another village"
