"""The head's page: read, tick, approve, with a thumb."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from balai.db import today
from balai.web.views import OfficeView
from modules.government.selectors import signers
from modules.letters import selectors, services
from modules.letters.forms import SignerForm
from modules.letters.models import Letter, State

#: What one page holds, and what one approval takes at most: a head reads what is signed.
AT_ONCE = 50


class ApprovalsView(OfficeView):
    """``surat/setujui/``: choose, confirm, and read what became of each."""

    permission = "letters.approve"

    def get(self, request: HttpRequest) -> HttpResponse:
        """What waits for the signature, the longest first."""
        waiting = selectors.waiting(State.SIGNING)
        rows = [(letter, selectors.shown_answers(letter.type, letter.answers)) for letter in waiting[:AT_ONCE]]
        context: dict[str, Any] = {"rows": rows, "count": waiting.count(), "signers": signers(today())}
        context["batches"] = [each for each in selectors.waiting_batches() if each.to_sign]
        return render(request, "letters/approvals.html", context)

    def post(self, request: HttpRequest) -> HttpResponse:
        """First the question, then the deed."""
        chosen = self.chosen()
        if not chosen:
            messages.error(request, _("Belum ada surat yang dipilih. Centang surat yang akan disetujui."))
            return HttpResponseRedirect(reverse("letters:approvals"))
        form = SignerForm(request.POST if "confirmed" in request.POST else None, signers=signers(today()))
        if "confirmed" not in request.POST or not form.is_valid():
            letters = list(Letter.objects.filter(pk__in=chosen).order_by("state_since", "id"))
            context = {"form": form, "letters": letters, "cancel_url": reverse("letters:approvals")}
            return render(request, "letters/approvals_confirm.html", context, status=422 if form.errors else 200)
        outcomes = services.approve_many(actor=self.actor, letters=chosen, official_id=form.cleaned_data["official"])
        letters_by_key = {each.pk: each for each in Letter.objects.filter(pk__in=chosen)}
        rows = [(letters_by_key.get(each.letter_id), each) for each in outcomes]
        good = sum(each.is_approved for each in outcomes)
        to_seal = any(each.state == State.SEALING for each in letters_by_key.values())
        context = {"rows": rows, "good": good, "bad": len(outcomes) - good, "to_seal": to_seal}
        return render(request, "letters/approvals_done.html", context)

    def chosen(self) -> list[UUID]:
        """The letters ticked; what is no key is left out."""
        found = []
        for text in self.request.POST.getlist("letter")[:AT_ONCE]:
            try:
                found.append(UUID(text))
            except ValueError:
                continue
        return found
