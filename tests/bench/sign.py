"""How fast one letter is signed by the village's certificate, visible box included: ``python -m tests.bench.sign [N]``."""

from __future__ import annotations

import json
import statistics
import sys
import time
from datetime import UTC, datetime
from typing import Any

from balai.documents import LetterTemplate, render_letter
from modules.letters.signing.interface import Paper, Passphrase
from modules.letters.signing.pades import PadesSigner
from modules.letters.signing.stamp import TEMPLATE, place_of, stamp_of
from tests.modules.letters.signing.keys import PASSPHRASE, made
from tests.platform.documents.sample import HEAD, sample


def sign(n: int = 60) -> dict[str, Any]:
    """``n`` letters one after another on one core: place found, box drawn, signed. Printing is not in it."""
    signer, name, position = PadesSigner(made().pkcs12, "bench"), HEAD["name"], HEAD["lines"][-1].rstrip(",")
    times = []
    for index in range(n + 2):
        data: Any = {**sample(number=f"470/{index:03}/XI/2026"), "electronically_signed": True, "signature_box": True}
        content = render_letter(data, LetterTemplate(TEMPLATE.root, "surat.typ"))
        before = time.perf_counter()
        stamp = stamp_of(data, name=name, position=position, at=datetime.now(UTC))
        place = place_of(content, position=position, name=name)
        assert place is not None
        signer.sign(Paper(content, "surat.pdf", "Persetujuan", "Desa", place, stamp), Passphrase(PASSPHRASE))
        times.append(time.perf_counter() - before)
    measured = times[2:]
    return {
        "median_ms": round(statistics.median(measured) * 1000, 1),
        "p95_ms": round(sorted(measured)[int(len(measured) * 0.95) - 1] * 1000, 1),
        "per_second": round(len(measured) / sum(measured), 1),
        "n": len(measured),
    }


if __name__ == "__main__":
    print(json.dumps(sign(int(sys.argv[1]) if len(sys.argv) > 1 else 60)))
