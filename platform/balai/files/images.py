"""Pictures are drawn anew: what else a file carried (place and time of the photo, scripts, a second file) is gone."""

from __future__ import annotations

import io
import warnings
from pathlib import Path

from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from balai.files.errors import FileRefused

#: A photo of a phone has 12 to 50 million pixels; more is a bomb (a few kilobytes that unpack to gigabytes).
MAX_PIXELS = 50_000_000
_FORMATS = {"image/png": "PNG", "image/jpeg": "JPEG", "image/webp": "WEBP"}


def redraw(path: Path, content_type: str, *, max_side: int = 0) -> bytes:
    """The picture's pixels, upright, without metadata, in the same format; at most ``max_side`` pixels long (0: as it is).

    Raises:
        FileRefused: it cannot be read as a picture, or has too many pixels.
    """
    form = _FORMATS[content_type]
    try:
        with warnings.catch_warnings():
            # Pillow's own limit only warns; ours is checked before a pixel is decoded.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(path, formats=[form]) as picture:
                width, height = picture.size
                if width * height > MAX_PIXELS:
                    raise FileRefused(
                        _(
                            "Gambar terlalu besar: {width} x {height} piksel. Perkecil sampai {limit} juta piksel."
                        ).format(width=width, height=height, limit=MAX_PIXELS // 1_000_000),
                        reason="too_many_pixels",
                    )
                if max_side:
                    # A JPEG of a phone is then decoded at half or a quarter of its size: a tenth of the time.
                    picture.draft(None, (max_side * 2, max_side * 2))
                picture.load()
                upright = ImageOps.exif_transpose(picture)
                if max_side and max(upright.size) > max_side:
                    upright.thumbnail((max_side, max_side), Image.Resampling.LANCZOS)
    except FileRefused:
        raise
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError) as error:
        raise FileRefused(
            _("Gambar tidak dapat dibaca; berkasnya rusak. Simpan ulang gambar itu, lalu unggah lagi."), reason="broken"
        ) from error
    return _encode(upright, form)


def _encode(picture: Image.Image, form: str) -> bytes:
    out = io.BytesIO()
    clean = Image.new(*_mode_and_size(picture, form))
    clean.paste(picture.convert(clean.mode))
    if form == "JPEG":
        clean.save(out, "JPEG", quality=88, optimize=True)
    elif form == "WEBP":
        clean.save(out, "WEBP", quality=88)
    else:
        clean.save(out, "PNG", optimize=True)
    return out.getvalue()


def _mode_and_size(picture: Image.Image, form: str) -> tuple[str, tuple[int, int]]:
    transparent = "A" in picture.getbands() or "transparency" in picture.info
    return ("RGBA" if transparent and form != "JPEG" else "RGB", picture.size)


def as_jpeg(content: bytes, *, max_side: int, quality: int) -> bytes:
    """A picture as a JPEG of at most ``max_side`` pixels: what is sent where bytes count.

    Raises:
        FileRefused: it cannot be read as a picture.
    """
    try:
        with Image.open(io.BytesIO(content), formats=list(_FORMATS.values())) as picture:
            picture.draft(None, (max_side * 2, max_side * 2))
            upright = ImageOps.exif_transpose(picture).convert("RGB")
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError) as error:
        raise FileRefused(_("Gambar tidak dapat dibaca; berkasnya rusak."), reason="broken") from error
    upright.thumbnail((max_side, max_side), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    upright.save(out, "JPEG", quality=quality, optimize=True)
    return out.getvalue()
