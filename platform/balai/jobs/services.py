"""Asking for work, and taking the request back."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from functools import partial
from typing import Any

from django.db import IntegrityError, models, transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from balai.actor import Actor
from balai.errors import Conflict, NotFound
from balai.jobs import sending
from balai.jobs.models import Job, State
from balai.jobs.schema import current_schema


def enqueue(
    kind: str,
    *,
    actor: Actor,
    title: str,
    about: models.Model | None = None,
    args: Mapping[str, Any] | None = None,
    key: str = "",
    queue: str = "default",
) -> Job:
    """Ask for a job of ``kind`` in this transaction; it is sent when the transaction commits.

    ``args`` holds ids and codes only (they become keyword arguments of the handler). With ``key`` a job that already
    waits under the same key is returned instead of a second one: it will see this transaction's changes, because it
    cannot begin before this transaction ends. ``queue`` spares a detour where the caller knows its handler's queue.
    A broker that is down does not fail the request: the sweep sends later.
    """
    schema = current_schema()
    with transaction.atomic():
        job = _create(kind, actor=actor, title=title, about=about, args=args or {}, key=key)
        transaction.on_commit(partial(sending.send_job, job.pk, schema=schema, queue=queue), robust=True)
    return job


def _create(
    kind: str, *, actor: Actor, title: str, about: models.Model | None, args: Mapping[str, Any], key: str
) -> Job:
    fields: dict[str, Any] = {
        "kind": kind,
        "title": title[:200],
        "args": dict(args),
        "key": key,
        "about_type": about._meta.label_lower if about is not None else "",
        "about_id": str(about.pk) if about is not None else "",
        "created_by": str(actor.id),
        "created_by_kind": actor.kind,
        "created_by_name": actor.name[:150],
    }
    if not key:
        return Job.objects.create(**fields)
    # A waiting job may be begun by a worker at any moment; then the key is free again and the next round creates.
    for _round in range(5):
        waiting = Job.objects.select_for_update().filter(key=key, state=State.WAITING, attempts=0).first()
        if waiting is not None:
            return waiting
        try:
            with transaction.atomic():
                return Job.objects.create(**fields)
        except IntegrityError as error:
            if "job_key_once_while_waiting" not in str(error):
                raise
    raise Conflict(key=key)


def visible_to(actor: Actor) -> models.QuerySet[Job]:
    """The jobs that somebody may see, newest first: their own, or all with ``jobs.view_all``."""
    found = Job.objects.order_by("-created_at", "-id")
    return found if actor.may("jobs.view_all") else found.filter(created_by=str(actor.id), created_by_kind=actor.kind)


def job_for(actor: Actor, job_id: uuid.UUID | str) -> Job:
    """One job.

    Raises:
        NotFound: there is none, or it is not theirs to see.
    """
    found = visible_to(actor).filter(pk=job_id).first()
    if found is None:
        raise NotFound()
    return found


def cancel(*, actor: Actor, job: Job) -> Job:
    """Take back a job that has not begun.

    Raises:
        NotFound: it is not theirs to see.
        Conflict: it runs or has ended already.
    """
    job_for(actor, job.pk)
    changed = Job.objects.filter(pk=job.pk, state=State.WAITING).update(
        state=State.FAILED, failure=_("Dibatalkan oleh pengguna sebelum dikerjakan."), finished_at=Now()
    )
    if not changed:
        raise Conflict(_("Pekerjaan ini sudah dimulai atau sudah selesai, sehingga tidak dapat dibatalkan."))
    job.refresh_from_db()
    return job
