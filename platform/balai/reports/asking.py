"""Asking for an export, carrying it out as a job, and throwing it away after a week."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import tempfile
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.db import connection
from django.db.models import Value
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from balai import audit, jobs
from balai.actor import Actor, require
from balai.actor import Kind as ActorKind
from balai.db import atomic, today
from balai.errors import Refused
from balai.files.models import StoredFile
from balai.files.services import discard, put_rendered
from balai.jobs.models import Job
from balai.reports.declaration import Export, Frame, export_of
from balai.reports.writing import FORMATS, write_report

JOB = "reports.export"
#: How long an export can be downloaded. It is a copy of people's data: made again in seconds, not kept.
KEPT = timedelta(days=7)
_NOT_IN_A_NAME = re.compile(r"[^a-z0-9]+")


class ExportRefused(Refused):
    """The export cannot be made like this; the sentence says why."""

    code = "export_refused"


def _box() -> MultiFernet:
    # The schema is part of the key: a job's row copied to another village opens nothing there.
    known = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    words = f"reports:{connection.schema_name}"  # type: ignore[attr-defined]
    keys = [hashlib.sha256(f"{key}:{words}".encode()).digest() for key in known]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in keys])


@atomic()
def ask_for_export(
    kind: str, *, actor: Actor, fmt: str = "xlsx", args: Mapping[str, Any] | None = None, title: str = ""
) -> Job:
    """Ask for a declared export; the job's page shows the bar, then the download.

    ``args`` (JSON) reach the builder as keyword arguments. They may hold what somebody searched for, a NIK included:
    they are sealed in the job's row.

    Raises:
        NotFound: no such export.
        NotAllowed: the actor lacks the export's permission.
        ExportRefused: not in this format.
    """
    export = export_of(kind)
    require(actor, export.permission)
    if fmt not in export.formats or fmt not in FORMATS:
        raise ExportRefused(_("Daftar ini tidak dapat diunduh dalam bentuk itu. Pilih bentuk lain."), field="fmt")
    held = [right for right in (export.permission, *export.rights) if actor.may(right)]
    sealed = _box().encrypt(json.dumps(dict(args or {})).encode()).decode()
    words = title or _("Unduhan {what} ({format})").format(what=export.title, format=FORMATS[fmt].words)
    return jobs.enqueue(
        JOB, actor=actor, title=words, args={"kind": kind, "fmt": fmt, "rights": held, "sealed": sealed}, queue="slow"
    )


def run_export(job: Job, *, kind: str, fmt: str, rights: list[str], sealed: str) -> dict[str, Any]:
    """The job: build the table, write the file, keep it, say so in the audit. Run twice it gives the first file.

    Raises:
        NotAllowed: the permission is not among the rights that the asker held.
    """
    export = export_of(kind)
    # For who asked, with no more than they held: what a list shows depends on it.
    who = cast(ActorKind, job.created_by_kind or "staff")
    actor = Actor(kind=who, id=job.created_by, name=job.created_by_name, role="", rights=frozenset(rights))
    require(actor, export.permission)
    args = json.loads(_box().decrypt(sealed.encode()))
    report = export.report(actor, args)
    frame = report_frame()
    form = FORMATS[fmt]
    with tempfile.TemporaryDirectory(prefix="balai-export-") as folder:
        target = Path(folder) / f"export{form.ending}"
        rows = write_report(report, fmt, target, frame=frame, progress=job.progress)
        name = file_name(export, report.name, frame, form.ending)
        with atomic():
            stored = put_rendered(
                content=target.read_bytes(), name=name, kind="export", key=f"export:{job.pk}",
                permission=export.permission,
            )  # fmt: skip
            listed = dict(report.audit)
            audit.record(actor, "reports.exported", about=stored, export=kind, format=fmt, rows=rows, **listed)
    return {"url": reverse("files:file", args=[stored.pk]), "rows": rows, "name": stored.name}


def report_frame() -> Frame:
    """Whose report this is, by the place that the settings name (the kernel knows no village)."""
    found: Frame = import_string(settings.BALAI_REPORT_FRAME)()
    return found


def file_name(export: Export, name: str, frame: Frame, ending: str) -> str:
    """ "penduduk-geyer-20261124.xlsx": what, whose, of which day."""
    stem = name or export.kind.rpartition(".")[2]
    parts = [_NOT_IN_A_NAME.sub("-", part.lower()).strip("-") for part in (stem, frame.short)]
    return "-".join([*(part for part in parts if part), f"{today():%Y%m%d}"]) + ending


def discard_old_exports() -> int:
    """Delete exports that are older than a week, in the current schema. Returns how many."""
    old = StoredFile.objects.filter(kind="export", deleted_at=None, created_at__lt=Now() - Value(KEPT))
    number = 0
    for stored in old.iterator():
        discard(stored=stored)
        number += 1
    return number
