"""Many PDFs as one, to be printed in one go: what they share (the crest, a font's same subset) stands in the file once."""

from __future__ import annotations

import hashlib
import io
import re
import threading
from collections.abc import Iterable, Sequence

import pypdfium2

#: PDFium is not made for two threads.
_lock = threading.Lock()
#: So many papers are joined before what they share is thrown together: a crest of 300 KB in each would else be 240 MB.
PORTION = 50
_OBJECT = re.compile(rb"(?:^|[\r\n])(\d+) (\d+) obj\b")
_LENGTH = re.compile(rb"/Length (\d+)\b(?! \d+ R)")
_REFERENCE = re.compile(rb"(?<![0-9])(\d+) 0 R\b")
_ROOT = re.compile(rb"/Root (\d+) 0 R")
_STREAM = re.compile(rb"stream\r?\n")
#: What is itself and no other, however alike: pages, their tree, the catalogue.
_OWN = re.compile(rb"/Type\s*/(?:Page|Pages|Catalog)\b")


def join(papers: Iterable[bytes]) -> bytes:
    """The papers one after another, in this order. For printing: bookmarks, tags and signatures of the parts are gone.

    Raises:
        ValueError: there are none.
    """
    portions: list[bytes] = []
    waiting: list[bytes] = []
    for paper in papers:
        waiting.append(paper)
        if len(waiting) == PORTION:
            portions.append(shared_once(_joined(waiting)))
            waiting = []
    if waiting:
        portions.append(shared_once(_joined(waiting)))
    if not portions:
        raise ValueError("no paper to join")
    return portions[0] if len(portions) == 1 else shared_once(_joined(portions))


def _joined(papers: Sequence[bytes]) -> bytes:
    target = io.BytesIO()
    with _lock, pypdfium2.PdfDocument.new() as whole:
        for paper in papers:
            with pypdfium2.PdfDocument(paper) as one:
                whole.import_pages(one)
        whole.save(target)
    return target.getvalue()


def shared_once(content: bytes) -> bytes:
    """A PDF as PDFium writes it (plain objects, one table), with objects of the same content kept once."""
    objects = _objects(content)
    root = _ROOT.search(content, content.rfind(b"trailer"))
    if root is None:
        return content
    kept: dict[bytes, int] = {}
    to: dict[int, int] = {}
    while True:
        # What an object names may just have become one: again, until nothing more falls together.
        kept.clear()
        fallen: dict[int, int] = {}
        for number, (head, stream) in objects.items():
            if _OWN.search(head):
                continue
            key = hashlib.sha256(head + b"\0" + stream).digest()
            first = kept.setdefault(key, number)
            if first != number:
                fallen[number] = first
        if not fallen:
            break
        for number in fallen:
            del objects[number]
        to = {number: fallen.get(first, first) for number, first in to.items()} | fallen
        objects = {number: (_pointed(head, fallen), stream) for number, (head, stream) in objects.items()}
    return _written(objects, int(root.group(1)))


def _objects(content: bytes) -> dict[int, tuple[bytes, bytes]]:
    """Each object's number, its words and its stream."""
    found: dict[int, tuple[bytes, bytes]] = {}
    place = 0
    while match := _OBJECT.search(content, place):
        begin = match.end()
        end = content.index(b"endobj", begin)
        stream = _STREAM.search(content, begin, end)
        if stream is None:
            found[int(match.group(1))] = (content[begin:end].strip(), b"")
            place = end + 6
            continue
        head = content[begin : stream.start()].strip()
        length = _LENGTH.search(head)
        if length is None:
            raise ValueError("a stream without its length")
        last = stream.end() + int(length.group(1))
        found[int(match.group(1))] = (head, content[stream.end() : last])
        place = content.index(b"endobj", last) + 6
    return found


def _pointed(head: bytes, to: dict[int, int]) -> bytes:
    def there(match: re.Match[bytes]) -> bytes:
        number = int(match.group(1))
        return b"%d 0 R" % to.get(number, number)

    return _REFERENCE.sub(there, head)


def _written(objects: dict[int, tuple[bytes, bytes]], root: int) -> bytes:
    """The file anew, objects counted from one."""
    numbers = {old: new for new, old in enumerate(objects, 1)}
    target = io.BytesIO()
    target.write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for old, (head, stream) in objects.items():
        places.append(target.tell())
        target.write(b"%d 0 obj\n" % numbers[old])
        target.write(_pointed(head, numbers))
        if _LENGTH.search(head) and head.startswith(b"<<"):
            target.write(b"\nstream\n" + stream + b"\nendstream")
        target.write(b"\nendobj\n")
    table = target.tell()
    target.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1))
    target.writelines(b"%010d 00000 n \n" % place for place in places)
    target.write(
        b"trailer\n<< /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(places) + 1, numbers[root], table)
    )
    return target.getvalue()
