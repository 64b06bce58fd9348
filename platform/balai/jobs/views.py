"""The list of jobs, one job with its progress, the poll behind the bar, and taking a waiting one back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django_tenants.utils import get_public_schema_name

from balai.jobs.models import Job
from balai.jobs.schema import current_schema
from balai.jobs.services import cancel, job_for, visible_to
from balai.web.views import SIGNED_IN, OfficeListView, OfficeTemplateView, OfficeView


def layout() -> str:
    """The frame of the page: jobs have pages in the office and on the regency's host."""
    return "ui/regency.html" if current_schema() == get_public_schema_name() else "ui/office.html"


class JobList(OfficeListView):
    """Own jobs, newest first; everybody's with ``jobs.view_all``."""

    permission = SIGNED_IN
    template_name = "jobs/list.html"

    def rows(self) -> QuerySet[Job]:
        """What this person may see."""
        return visible_to(self.actor)

    def context(self, **kwargs: Any) -> dict[str, Any]:
        """The page, and the frame that it stands in."""
        return super().context(**kwargs) | {"layout": layout()}


class JobDetail(OfficeTemplateView):
    """One job: its bar while it runs, its outcome after."""

    permission = SIGNED_IN
    template_name = "jobs/detail.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        """The job, or 404."""
        return {"job": job_for(self.actor, kwargs["job_id"]), "layout": layout()}


class JobStatus(OfficeView):
    """What a page polls: small, never cached."""

    permission = SIGNED_IN

    def get(self, request: HttpRequest, job_id: UUID) -> JsonResponse:
        """The standing of one job."""
        response = JsonResponse(standing(job_for(self.actor, job_id)))
        response["Cache-Control"] = "no-store"
        return response


class JobCancel(OfficeView):
    """Take a waiting job back."""

    permission = SIGNED_IN

    def post(self, request: HttpRequest, job_id: UUID) -> HttpResponse:
        """Cancel it and show it."""
        job = cancel(actor=self.actor, job=job_for(self.actor, job_id))
        return redirect("jobs:detail", job_id=job.pk)


def standing(job: Job) -> dict[str, Any]:
    """A job as the poll answers it."""
    return {
        "id": str(job.pk),
        "title": job.title,
        "state": job.state,
        "label": str(job.get_state_display()),
        "finished": not job.is_open,
        "done": job.done,
        "total": job.total,
        "percent": job.percent,
        "words": job.words,
        "failure": job.failure,
        "support_code": job.support_code,
        "result": job.result,
        "url": reverse("jobs:detail", args=[job.pk]),
    }
