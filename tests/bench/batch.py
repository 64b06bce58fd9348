"""Eight hundred letters from the choice to one file, unsigned, as the job makes them; and the preview beside a form."""

from __future__ import annotations

import json
import os
import statistics
import sys
import time
from typing import Any

from tests.bench.running import result, timed
from tests.bench.villages import analyzed, live

MANY, RESIDENTS, REPEAT = 800, 2_000, 40
#: Milliseconds that the editor waits after the last key (preview.js).
PAUSE = 100
KINDS = {
    "domisili": {"keperluan": "Membuka rekening bank"},
    "usaha": {"nama_usaha": "Warung Uji", "keperluan": "Pengajuan kredit"},
    "skck": {"keterangan": "Melamar pekerjaan"},
}


def _village() -> Any:
    """A village with people, officials and a kop."""
    from balai.actor import Actor
    from modules.government.services import set_up_demo
    from modules.population.services import populate
    from tenants.context import village_context

    village = live()[0]
    with village_context(village.schema_name):
        populate(actor=Actor.operator("bench"), residents=RESIDENTS, seed=1)
        set_up_demo(actor=Actor.operator("bench"))
    analyzed(village.schema_name)
    return village


def batch_800() -> dict[str, Any]:
    """Milliseconds a letter; ``seconds`` for all: asking, approving, printing, one file."""
    from balai.actor import Actor
    from balai.db import today
    from balai.files.models import StoredFile
    from modules.government.selectors import signers
    from modules.letters import services
    from modules.letters.models import BatchState
    from modules.letters.services.batch_work import carry_on
    from modules.population.selectors import living
    from tenants.context import village_context

    actor = Actor.operator("bench")
    with village_context(_village().schema_name):
        keys = list(living().order_by("nik").values_list("pk", flat=True)[:MANY])

        def draft() -> Any:
            return services.draft_batch(actor=actor, letter_type_key="usaha", title="Undangan", residents=keys)

        batch, started = draft(), time.perf_counter()
        services.start_batch(actor=actor, batch=batch, answers=KINDS["usaha"])
        carry_on(batch.pk, actor=actor)
        asked = time.perf_counter() - started
        batch.refresh_from_db()
        services.approve_batch(actor=actor, batch=batch, official_id=signers(today())[0].official_id)
        carry_on(batch.pk, actor=actor)
        seconds = time.perf_counter() - started
        batch.refresh_from_db()
        if batch.state != BatchState.DONE or batch.letters.exclude(pdf_file_id=None).count() != MANY:
            raise SystemExit(f"the batch ended {batch.state}: {batch.problems}")
        size = StoredFile.objects.get(pk=batch.pdf_file_id).size / 1_000_000
    cores = len(os.sched_getaffinity(0))
    spent = time.process_time()
    sys.stderr.write(
        f"  {MANY} letters: asked in {asked:.1f} s, all in {seconds:.1f} s on {cores} cores ({spent:.0f} s of our own "
        f"processor time in this process); one file of {size:.1f} MB\n"
    )
    return {
        "median_ms": round(seconds / MANY * 1000, 1), "per_second": round(MANY / seconds, 1), "n": MANY,
        "seconds": round(seconds, 1), "file_mb": round(size, 1), "cores": cores,
    }  # fmt: skip


def preview() -> dict[str, Any]:
    """Milliseconds from the editor's post to the text with its picture, through the whole middleware, three kinds in turn;
    the page itself waits 100 ms after the last key before it asks (``typed_ms`` is both). The form's preview is told on
    stderr."""
    from balai.accounts.services import create_user
    from balai.actor import Actor
    from modules.letters.types import letter_type
    from modules.population.selectors import living
    from tenants.context import village_context
    from tests.bench.villages import PASSWORD, signed_in

    village = _village()
    with village_context(village.schema_name):
        create_user(
            actor=Actor.operator("bench"),
            username="sekretaris",
            name="Sekretaris",
            role="sekretaris",
            password=PASSWORD,
        )
        person = living().order_by("nik")[0].pk
        bodies = {kind: letter_type(kind).body for kind in KINDS}
    client = signed_in(f"{village.subdomain}.grobogan.localhost", "/kantor/masuk/", "sekretaris")
    kinds = list(KINDS)

    def typed(kind: str, number: int) -> None:
        # Another text each time: nothing that was drawn before is of use.
        body = bodies[kind] | {"content": [*bodies[kind]["content"], _paragraph(f"Ketikan ke-{number}.")]}
        answer = client.post(
            f"/kantor/surat/templat/{kind}/isi/pratinjau/", {"body": json.dumps(body), "person": str(person)}
        )
        if answer.status_code != 200 or not answer.json().get("image"):
            raise SystemExit(f"the editor's preview answers {answer.status_code}: {answer.content[:300]!r}")

    def filled(kind: str, text: str) -> None:
        answers = KINDS[kind] | {next(iter(KINDS[kind])): text}
        answer = client.post(f"/kantor/surat/pratinjau/?resident={person}&type={kind}", answers)
        if answer.status_code != 200 or not answer["Content-Type"].startswith("image/"):
            raise SystemExit(f"the form's preview answers {answer.status_code}")

    for number, kind in enumerate(kinds):
        typed(kind, -number)
        filled(kind, "Pertama")
    form = [timed(lambda n=n: filled(kinds[n % len(kinds)], f"Keperluan {n}")) for n in range(REPEAT)]
    found = result(timed(lambda n=n: typed(kinds[n % len(kinds)], n)) for n in range(REPEAT))
    sys.stderr.write(f"  preview beside the form: {statistics.median(form) * 1000:.0f} ms\n")
    return found | {"typed_ms": round(found["median_ms"] + PAUSE, 1)}


def _paragraph(text: str) -> dict[str, Any]:
    return {"type": "paragraph", "content": [{"type": "text", "text": text}]}
