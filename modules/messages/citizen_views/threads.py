"""Write to the office, read what it answers."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from balai.errors import BalaiError
from balai.web.views import CitizenTemplateView, CitizenView, add_error, page_of
from modules.messages import selectors, services
from modules.messages.forms import BodyForm, NewThreadForm
from modules.messages.models import Thread

PAGE = 20


class ThreadsView(CitizenTemplateView):
    """``pesan/``: my conversations."""

    template_name = "messages/citizen_threads.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        return {
            "page": page_of(self.request, selectors.threads_of(self.resident_id), PAGE),
            "settings": services.present_settings(),
        }


class NewView(CitizenView):
    """``pesan/baru/``."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The empty form; ``?surat=`` names a request that it is about."""
        return self.page(NewThreadForm(resident=self.resident_id, initial={"letter": request.GET.get("surat", "")}))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Send it."""
        form = NewThreadForm(request.POST, request.FILES, resident=self.resident_id)
        if not form.is_valid():
            return self.page(form, 422)
        data = form.cleaned_data
        upload = data["upload"]
        try:
            thread = services.write_to_village(
                actor=self.actor, subject=data["subject"], body=data["body"], upload=upload,
                letter=form.letters.get(data.get("letter", "")), upload_name=upload.name if upload else "",
            )  # fmt: skip
        except BalaiError as error:
            if error.status == 404:
                raise
            _show(form, error)
            return self.page(form, error.status)
        messages.success(request, _("Pesan terkirim ke kantor desa."))
        return HttpResponseRedirect(reverse("messages_citizen:thread", args=[thread.pk]))

    def page(self, form: NewThreadForm, status: int = 200) -> HttpResponse:
        """The page."""
        context = {"form": form, "settings": services.present_settings()}
        return render(self.request, "messages/citizen_new.html", context, status=status)


class ThreadView(CitizenView):
    """``pesan/<pk>/``: one conversation; reading it is told to the office."""

    def get(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """What was written, and a box to go on."""
        thread = selectors.thread_of(self.resident_id, pk)
        services.mark_read(actor=self.actor, thread=thread)
        return self.page(thread, BodyForm())

    def post(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """Go on in it."""
        thread = selectors.thread_of(self.resident_id, pk)
        form = BodyForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.page(thread, form, 422)
        upload = form.cleaned_data["upload"]
        try:
            services.write_again(
                actor=self.actor, thread=thread, body=form.cleaned_data["body"], upload=upload,
                upload_name=upload.name if upload else "",
            )  # fmt: skip
        except BalaiError as error:
            if error.status == 404:
                raise
            _show(form, error)
            return self.page(thread, form, error.status)
        messages.success(request, _("Pesan terkirim ke kantor desa."))
        return HttpResponseRedirect(request.path)

    def page(self, thread: Thread, form: BodyForm, status: int = 200) -> HttpResponse:
        """The page."""
        context = {
            "thread": thread,
            "lines": list(thread.messages.all()),
            "form": form,
            "settings": services.present_settings(),
        }
        return render(self.request, "messages/citizen_thread.html", context, status=status)


def _show(form: Any, error: BalaiError) -> None:
    # What the file's store refuses stands beside the file.
    if error.data.get("field") is None and error.code.startswith("file"):
        error.data["field"] = "upload"
    add_error(form, error)
