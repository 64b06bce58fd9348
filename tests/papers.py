"""PDFs for tests: a small whole one, and one that carries everything that acts."""

from __future__ import annotations

import io
import zipfile


def pdf_of(objects: list[bytes]) -> bytes:
    """A PDF of numbered objects; the first is the catalogue."""
    out, offsets = b"%PDF-1.7\n", []
    for number, each in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n" % number + each + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return out + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)


def _stream(content: bytes, head: bytes = b"") -> bytes:
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (head, len(content), content)


_FONT = b"<< /Font << /A << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>"
_TEXT = _stream(b"BT /A 18 Tf 20 100 Td (Halo Balai) Tj ET")


def small_pdf() -> bytes:
    """One page with two words."""
    return pdf_of([
        b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 4 0 R /Resources " + _FONT + b" >>", _TEXT,
    ])  # fmt: skip


def acting_pdf() -> bytes:
    """The same page with scripts, a launch, an embedded program, a form, and a ZIP behind the end: a polyglot."""
    pdf = pdf_of([
        b"<< /Type /Catalog /Pages 2 0 R /OpenAction 5 0 R /AA << /WC 5 0 R >> /AcroForm << /XFA (x) /Fields [] >> /Names << "
        b"/JavaScript << /Names [(x) 5 0 R] >> /EmbeddedFiles << /Names [(e) 6 0 R] >> >> >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 4 0 R /Resources " + _FONT + b" /AA << /O 5 0 R >> "
        b"/AF [6 0 R] /Annots [<< /Type /Annot /Subtype /Link /Rect [0 0 99 99] /A << /S /Launch /F (cmd.exe) >> >> "
        b"<< /Type /Annot /Subtype /FileAttachment /Rect [0 0 9 9] /FS 6 0 R >>] >>",
        _TEXT, b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>", b"<< /Type /Filespec /F (x.exe) /EF << /F 7 0 R >> >>",
        _stream(b"MZ program", b"/Type /EmbeddedFile"),
    ])  # fmt: skip
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.js", "alert(1)")
    return pdf + packed.getvalue()
