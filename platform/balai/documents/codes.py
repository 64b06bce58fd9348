"""QR codes as pictures for paper and screen."""

from __future__ import annotations

import io

import segno


def qr_svg(text: str) -> bytes:
    """A QR code (ISO/IEC 18004) as SVG, without a border: the paper around it is the quiet zone.

    Error correction is M: a stamp or a fold over it still reads, and 2 cm are enough for the modules of an address.
    """
    target = io.BytesIO()
    code = segno.make(text, error="m", micro=False, boost_error=False)
    code.save(target, kind="svg", border=0, xmldecl=False, svgns=True, nl=False)
    return target.getvalue()
