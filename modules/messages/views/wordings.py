"""A village's own words for what citizens are told, with a preview."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from balai.errors import BalaiError, NotFound
from balai.web.views import OfficeTemplateView, OfficeView, add_error
from modules.messages import services
from modules.messages.drivers import parts_of, with_end
from modules.messages.events import EVENTS, Event
from modules.messages.forms import WordingForm
from modules.messages.models import Channel, Contact, Wording
from modules.messages.models.delivery import SHORT_TOKEN
from tenants.context import current_village


class WordingsView(OfficeTemplateView):
    """``pesan/kalimat/``."""

    permission = "messages.manage"
    template_name = "messages/wordings.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        own = {each.event: each for each in Wording.objects.all()}
        return {"rows": [(event, own.get(code), own[code].text if code in own else event.text) for code, event in EVENTS.items()]}  # fmt: skip


def _event(key: str) -> Event:
    if key not in EVENTS:
        raise NotFound()
    return EVENTS[key]


class WordingView(OfficeView):
    """``pesan/kalimat/<key>/``: POST with ``step=preview`` shows, otherwise keeps."""

    permission = "messages.manage"

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        """The form and what a citizen would read."""
        event = _event(key)
        row = services.words_of(event)
        initial = {"title": row.title, "text": row.text, "sends": row.sends, "version": row.version if row.pk else ""}
        return self.page(event, WordingForm(initial=initial), row.title, row.text)

    def post(self, request: HttpRequest, key: str) -> HttpResponse:
        """Show or keep."""
        event = _event(key)
        form = WordingForm(request.POST)
        typed = request.POST.get("title", "")[:200], request.POST.get("text", "")[:500]
        if not form.is_valid():
            return self.page(event, form, *typed, status=422)
        if request.POST.get("step") == "preview":
            return self.page(event, form, *typed)
        try:
            services.set_wording(actor=self.actor, event=event.code, **form.cleaned_data)
        except BalaiError as error:
            if error.status in {403, 404}:
                raise
            add_error(form, error)
            return self.page(event, form, *typed, status=error.status)
        messages.success(request, _("Kalimat disimpan."))
        return HttpResponseRedirect(reverse("messages:wordings"))

    def page(self, event: Event, form: WordingForm, title: str, text: str, status: int = 200) -> HttpResponse:
        """The page."""
        shown_title, shown_text = services.preview(event.code, title, text)
        sample = Contact(channel=Channel.SMS, token="0" * SHORT_TOKEN)
        ended = with_end(shown_text, current_village().url(sample.end_path))
        context = {
            "event": event,
            "form": form,
            "shown_title": shown_title,
            "shown_text": shown_text,
            "ended": ended.splitlines()[-1],
            "parts": parts_of(ended),
            "tags": [(f"[{name}]", words) for name, words in event.known.items()],
            "is_own": Wording.objects.filter(event=event.code).exists(),
        }
        return render(self.request, "messages/wording.html", context, status=status)


class ShippedView(OfficeView):
    """``pesan/kalimat/<key>/bawaan/``: back to the shipped words."""

    permission = "messages.manage"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, key: str) -> HttpResponse:
        """Back."""
        event = _event(key)
        services.shipped_wording(actor=self.actor, event=event.code)
        messages.success(request, _("Kalimat bawaan dipakai lagi."))
        return HttpResponseRedirect(reverse("messages:wording", args=[event.code]))
