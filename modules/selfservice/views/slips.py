"""PIN slips of a whole RT: asked for, watched, opened once."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from balai.errors import BalaiError
from balai.jobs.models import Job
from balai.web.views import OfficeView
from modules.population.selectors import place_words
from modules.selfservice.errors import SelfserviceError
from modules.selfservice.models import SlipState
from modules.selfservice.services import slips
from modules.selfservice.views.accounts import rt_of

#: The key that opens a batch lives in the asking browser only, and no longer than this (seconds).
KEY_SECONDS = 4 * 3600


def _cookie(response: HttpResponse, pk: Any, private: str = "") -> None:
    name, path = f"balai_slip{settings.BALAI_COOKIE_SUFFIX}", reverse("selfservice:slips", args=[pk])
    if private:
        response.set_cookie(
            name, private, max_age=KEY_SECONDS, path=path, secure=settings.SESSION_COOKIE_SECURE, httponly=True,
            samesite="Strict",
        )  # fmt: skip
    else:
        response.delete_cookie(name, path=path, samesite="Strict")


class AskSlipsView(OfficeView):
    """``slip/``: ask for them."""

    permission = "selfservice.manage"
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Ask, and go where they are made."""
        rt = rt_of(request.POST.get("rt", ""))
        try:
            if rt is None:
                raise SelfserviceError(_("Pilih RT-nya."))
            batch, private = slips.ask_for_slips(actor=self.actor, rt=rt, again=bool(request.POST.get("again")))
        except SelfserviceError as error:
            messages.error(request, error.message())
            return HttpResponseRedirect(reverse("selfservice:accounts"))
        response = HttpResponseRedirect(reverse("selfservice:slips", args=[batch.pk]))
        _cookie(response, batch.pk, private)
        return response


class SlipsView(OfficeView):
    """``slip/<id>/``: the bar, then the one opening."""

    permission = "selfservice.manage"

    def get(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """How far it is."""
        batch = slips.batch_for(self.actor, pk)
        job = Job.objects.filter(pk=batch.job_id).first() if batch.job_id else None
        context = {
            "batch": batch,
            "job": job,
            "making": batch.state == SlipState.WAITING and job is not None and job.is_open,
            "place": place_words(batch.rt),
            "here": reverse("selfservice:slips", args=[pk]),
        }
        return render(request, "selfservice/slip_batch.html", context)

    def post(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """Open them: a PDF, and what was sealed is gone."""
        private = request.COOKIES.get(f"balai_slip{settings.BALAI_COOKIE_SUFFIX}", "")
        try:
            pdf = slips.open_slips(actor=self.actor, batch_id=pk, private=private)
        except BalaiError as error:
            if error.status in {403, 404}:
                raise
            messages.error(request, error.message())
            return HttpResponseRedirect(reverse("selfservice:slips", args=[pk]))
        response = HttpResponse(pdf, content_type="application/pdf")
        response["Content-Disposition"] = 'attachment; filename="slip-pin.pdf"'
        response["Cache-Control"] = "no-store"
        _cookie(response, pk)
        return response
