"""A letter's data and a template in, a PDF out. Knows no letter, no village, no database."""

from __future__ import annotations

import base64
import functools
import json
import re
import threading
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import typst

from balai.documents.codes import qr_svg
from balai.documents.errors import TemplateError
from balai.documents.fonts import fonts
from balai.documents.shape import LetterData

_PACKAGE = re.compile(r"""["']@[\w-]+/""")
_PLACE = re.compile(r"(?:┌─|-->)\s*(?:\\\\\?\\)?(.+?):(\d+):\d+")
_own = threading.local()


@dataclass(frozen=True)
class LetterTemplate:
    """A template: ``root`` is a folder that holds all that it may read, ``name`` the file in it ("usaha.typ")."""

    root: Path
    name: str


def render_letter(data: LetterData, template: LetterTemplate) -> bytes:
    """The letter as PDF; the same data and template give the same bytes.

    Raises:
        TemplateError: the template imports a package, follows a link out of its folder, or does not compile.
    """
    _lint_once(template.root, _state_of(template.root))
    inputs = {"data": json.dumps(_for_template(data), ensure_ascii=False, separators=(",", ":"))}
    day = datetime.fromisoformat(data["date"]).replace(tzinfo=UTC)
    try:
        made = _compiler(template).compile(sys_inputs=inputs, format="pdf", timestamp=int(day.timestamp()))
    except typst.TypstError as error:
        raise _of_typst(error, template) from error
    assert isinstance(made, bytes)
    return made


def warnings_of(data: LetterData, template: LetterTemplate) -> list[str]:
    """What the compiler would rather have otherwise: an unknown font is only a warning, so tests ask for none."""
    inputs = {"data": json.dumps(_for_template(data), ensure_ascii=False)}
    _made, warnings = _compiler(template).compile_with_warnings(sys_inputs=inputs, format="pdf", timestamp=0)
    return [str(each.message) for each in warnings]


def lint(root: Path) -> None:
    """Refuse what would leave the folder: ``@`` packages (they try the network) and links (Typst follows them).

    Raises:
        TemplateError: at the first such place.
    """
    for path in sorted(root.rglob("*")):
        inside = path.relative_to(root).as_posix()
        if path.is_symlink():
            raise TemplateError(inside, "a link may lead out of the templates' folder")
        if path.suffix != ".typ":
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if _PACKAGE.search(line):
                raise TemplateError(f"{inside}:{number}", "packages are fetched from the network; copy what is needed")


def _state_of(root: Path) -> tuple[tuple[str, int], ...]:
    return tuple(sorted((str(path), path.lstat().st_mtime_ns) for path in root.rglob("*")))


@functools.lru_cache(maxsize=64)
def _lint_once(root: Path, state: tuple[tuple[str, int], ...]) -> None:
    lint(root)


def _compiler(template: LetterTemplate) -> Any:
    # A compiler keeps parsed sources and layouts between letters, and belongs to one thread at a time.
    kept: dict[LetterTemplate, Any] | None = getattr(_own, "compilers", None)
    if kept is None:
        kept = _own.compilers = {}
    if template not in kept:
        path = template.root / template.name
        if not path.is_file():
            raise TemplateError(template.name, "there is no such template")
        kept[template] = typst.Compiler(input=str(path), root=str(template.root), font_paths=fonts())
    return kept[template]


def _for_template(data: LetterData) -> dict[str, Any]:
    """The data with its pictures in the form that Typst reads: the crest as numbers, the QR code as SVG."""
    crest = data["letterhead"]["crest_png"]
    head = {**data["letterhead"], "crest_png": list(base64.b64decode(crest)) if crest else None}
    qr = qr_svg(data["qr_text"]).decode() if data["qr_text"] else None
    return {**data, "letterhead": head, "qr_svg": qr}


def _of_typst(error: typst.TypstError, template: LetterTemplate) -> TemplateError:
    told = str(getattr(error, "diagnostic", "") or error)
    found = _PLACE.search(told)
    place = template.name
    if found:
        name = found.group(1).replace("\\", "/").rsplit("/", 1)[-1]
        place = f"{name}:{found.group(2)}"
    return TemplateError(place, str(getattr(error, "message", "") or told).strip())
