"""Golden pictures of paper: looked at once by a person, kept small, compared with some tolerance.

``BALAI_GOLDEN=write ./balai test ...`` writes what is missing or different; look at each before you keep it.
"""

from __future__ import annotations

import io
import os
from pathlib import Path

from PIL import Image, ImageChops, ImageStat

#: Mean difference of a pixel's grey (0 to 255): another font or a moved line is beyond it, another zlib is not.
TOLERANCE = 1.5


def same_picture(png: bytes, path: Path) -> None:
    """The picture looks like the golden one at ``path``.

    Raises:
        AssertionError: there is none yet, it has another size, or it looks different.
    """
    with Image.open(io.BytesIO(png)) as opened:
        found = opened.convert("L").quantize(8, dither=Image.Dither.NONE).convert("L")
    if os.environ.get("BALAI_GOLDEN") == "write":
        path.parent.mkdir(parents=True, exist_ok=True)
        found.quantize(8, dither=Image.Dither.NONE).save(path, optimize=True)
    assert path.is_file(), f"there is no golden picture {path.name}: BALAI_GOLDEN=write makes it, look at it"
    with Image.open(path) as opened:
        golden = opened.convert("L")
    assert found.size == golden.size, f"{path.name}: {found.size} is not {golden.size}"
    difference = ImageStat.Stat(ImageChops.difference(found, golden)).mean[0]
    assert difference <= TOLERANCE, f"{path.name} differs by {difference:.2f} of 255"
