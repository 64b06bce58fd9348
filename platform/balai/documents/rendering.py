"""A letter's data and a template in, a PDF out. Knows no letter, no village, no database."""

from __future__ import annotations

import functools
import json
import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import typst

from balai.documents.codes import qr_svg
from balai.documents.errors import TemplateError
from balai.documents.fonts import fonts
from balai.documents.shape import LetterData

_PACKAGE = re.compile(r"""["'](@[\w-]+)/""")
_IMPORT = re.compile(r"""#?\b(?:import|include)\s*\(?\s*["']([^"'@][^"']*)["']""")
_PLACE = re.compile(r"┌─\s*(.+?):(\d+):(\d+)")
#: Control characters and line ends of a form's field: a letter's values are single lines.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
#: What people keep for decades is kept in the archive's form; the tags (reading order) come with it.
_STANDARD = "a-2b"
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
    return _compile(data, template)[0]


def render_sheet(data: Mapping[str, Any], template: LetterTemplate, *, on: date) -> bytes:
    """Another paper than a letter (slips, labels): the template's own data, values on one line; the same bytes for the same
    data, template and day.

    Raises:
        TemplateError: as for a letter.
    """
    _lint_once(template.root, _state_of(template.root))
    wanted: dict[str, Any] = {
        "sys_inputs": {"data": json.dumps(_one_line(dict(data)), ensure_ascii=False, separators=(",", ":"))},
        "format": "pdf",
        "timestamp": int(datetime(on.year, on.month, on.day, tzinfo=UTC).timestamp()),
    }
    try:
        made: bytes = _compiler(template).compile(**wanted)
    except typst.TypstError as error:
        raise _of_typst(error, template) from error
    return made


def warnings_of(data: LetterData, template: LetterTemplate) -> list[str]:
    """What the compiler would rather have otherwise: an unknown font is only a warning, so tests ask for none."""
    return _compile(data, template)[1]


def _compile(data: LetterData, template: LetterTemplate) -> tuple[bytes, list[str]]:
    compiler = _compiler(template)
    wanted: dict[str, Any] = {
        "sys_inputs": {"data": json.dumps(_for_template(data), ensure_ascii=False, separators=(",", ":"))},
        "format": "pdf",
        "timestamp": int(datetime.fromisoformat(data["date"]).replace(tzinfo=UTC).timestamp()),
    }
    try:
        try:
            made, warnings = compiler.compile_with_warnings(**wanted, pdf_standards=_STANDARD)
        except typst.TypstError as error:
            if "could not be displayed" not in str(error):
                raise
            # PDF/A refuses a character that the font lacks. The letter is approved and frozen: better a box than no letter.
            made, warnings = compiler.compile_with_warnings(**wanted)
    except typst.TypstError as error:
        raise _of_typst(error, template) from error
    return made, [str(each.message) for each in warnings]


def lint(root: Path) -> None:
    """Refuse what would leave the folder: ``@`` packages (they try the network), imports from outside, and links (Typst
    follows them).

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
            if found := _PACKAGE.search(line):
                place = f"{inside}:{number}:{found.start(1) + 1}"
                raise TemplateError(place, "packages are fetched from the network; copy what is needed")
            for found in _IMPORT.finditer(line):
                target = found.group(1)
                start = root if target.startswith("/") else path.parent
                if not (start / target.lstrip("/")).resolve().is_relative_to(root.resolve()):
                    place = f"{inside}:{number}:{found.start(1) + 1}"
                    raise TemplateError(place, "imports what lies outside the templates' folder")


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
    """The data as the template reads them: values on one line, pictures as SVG."""
    crest = data["letterhead"]["crest_png"]
    plain: dict[str, Any] = {
        **data,
        "letterhead": {key: value for key, value in data["letterhead"].items() if key != "crest_png"},
    }
    trees = {key: plain.pop(key) for key in ("content", "attachments") if key in plain}
    cleaned: dict[str, Any] = {**_one_line(plain), **_cleaned(trees)}
    cleaned["letterhead"]["crest_svg"] = _framed(crest) if crest else None
    cleaned["qr_svg"] = qr_svg(data["qr_text"]).decode() if data["qr_text"] else None
    return cleaned


def _one_line(value: Any) -> Any:
    if isinstance(value, str):
        return _CONTROL.sub(" ", value).strip()
    if isinstance(value, dict):
        return {key: _one_line(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_one_line(each) for each in value]
    return value


def _cleaned(value: Any) -> Any:
    """Texts of a tree: a space at an end belongs to the sentence that goes on in the next node."""
    if isinstance(value, str):
        return _CONTROL.sub(" ", value)
    if isinstance(value, dict):
        return {key: _cleaned(each) for key, each in value.items()}
    return [_cleaned(each) for each in value] if isinstance(value, list | tuple) else value


def _framed(picture: str) -> str:
    """A base64 picture inside an SVG: Typst decodes that natively. As a list of numbers in the JSON, a crest of 260 KB
    cost 32 ms a letter. The frame has the proportions of the place in the kop."""
    kind = "jpeg" if picture.startswith("/9j/") else "png"
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 220 240">'
        f'<image width="220" height="240" xlink:href="data:image/{kind};base64,{picture}"/></svg>'
    )


def _of_typst(error: typst.TypstError, template: LetterTemplate) -> TemplateError:
    found = _PLACE.search(str(getattr(error, "diagnostic", "") or ""))
    place = template.name
    if found:
        # The binding counts columns from nought, editors from one.
        place = f"{Path(found.group(1)).name}:{found.group(2)}:{int(found.group(3)) + 1}"
    return TemplateError(place, str(getattr(error, "message", "") or error).strip())
