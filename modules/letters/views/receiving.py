"""Many letters of a batch handed over as one thing."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from balai.db import today
from balai.errors import BalaiError
from balai.ui.formats import number
from balai.web.views import OfficeView, add_error
from modules.letters import selectors, services
from modules.letters.errors import ReceiptRefused
from modules.letters.forms_issued import HandOverManyForm
from modules.letters.models import Letter, LetterBatch
from modules.letters.services.receiving import MOST, HandedOver
from modules.letters.views.archive import keys_of
from modules.letters.views.batch import asked_rt, batch_or_404, page_of_batch
from modules.population.models import Territory

#: So many names are said of those whose letter could not be handed over; the list shows the rest.
NAMED = 5


class BatchHandOverView(OfficeView):
    """``surat/massal/<pk>/serahkan/``: first who took them, then the deed."""

    permission = "letters.check"

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """Who comes back by the address sees the batch."""
        return HttpResponseRedirect(self.back(batch_or_404(pk)))

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """Ask who took them, or keep it."""
        batch = batch_or_404(pk)
        if "confirmed" not in request.POST:
            return self.ask(batch, self.chosen(batch), HandOverManyForm(initial={"on": today()}))
        letters = list(selectors.batch_letters(batch).filter(pk__in=keys_of(request.POST.getlist("letter"))))
        form = HandOverManyForm(request.POST)
        if not form.is_valid():
            return self.ask(batch, letters, form, 422)
        try:
            outcome = services.hand_over_many(
                actor=self.actor, batch=batch, letters=[each.pk for each in letters], **form.cleaned_data
            )
        except BalaiError as error:
            if error.status in {403, 404}:
                raise
            add_error(form, error)
            return self.ask(batch, letters, form, error.status)
        self.tell(outcome)
        return HttpResponseRedirect(self.back(batch))

    def chosen(self, batch: LetterBatch) -> list[Letter]:
        """What was ticked, or all that lie ready (of the RT that the page showed); what is no longer ready is left out."""
        if "all" in self.request.POST:
            return list(selectors.to_hand_over(batch, asked_rt(self.request)))
        return list(selectors.to_hand_over(batch).filter(pk__in=keys_of(self.request.POST.getlist("letter"))))

    def ask(self, batch: LetterBatch, letters: list[Letter], form: Any, status: int = 200) -> HttpResponse:
        """The question, with the names of all whom it is about."""
        if not letters:
            messages.error(self.request, _("Belum ada surat yang dipilih. Centang surat yang sudah diserahkan."))
            return HttpResponseRedirect(self.back(batch))
        context = {
            "batch": batch, "letters": letters[:MOST], "more": len(letters[MOST:]), "form": form, "back": self.back(batch),
        }  # fmt: skip
        return render(self.request, "letters/batch_hand_over.html", context, status=status)

    def tell(self, outcome: HandedOver) -> None:
        """What became of them, in a sentence or two."""
        done = outcome.done + outcome.before
        if done:
            messages.success(self.request, _("{n} surat dicatat sudah diserahkan.").format(n=number(done)))
        if outcome.others:
            named = "; ".join(f"{name}: {why}" for name, why in outcome.others[:NAMED])
            more = len(outcome.others) - NAMED
            words = _("{n} surat tidak ikut dicatat. {named}.").format(n=number(len(outcome.others)), named=named)
            if more > 0:
                words = f"{words[:-1]}; {_('dan {n} surat lain').format(n=number(more))}."
            messages.warning(self.request, words)

    def back(self, batch: LetterBatch) -> str:
        """The batch's page, of the RT that was looked at."""
        rt = asked_rt(self.request)
        return f"{page_of_batch(batch)}?rt={rt}" if rt else page_of_batch(batch)


class BatchReceiptsView(OfficeView):
    """``surat/massal/<pk>/tanda-terima/``: the list to be signed, as PDF; of the RT that the page shows."""

    permission = "letters.view"

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """The PDF; what is refused is said on the batch's page."""
        batch, key = batch_or_404(pk), asked_rt(request)
        rt = Territory.objects.select_related("parent__parent").filter(pk=key).first() if key else None
        try:
            content = services.receipts_pdf(actor=self.actor, batch=batch, rt=rt)
        except ReceiptRefused as error:
            messages.error(request, error.message())
            return HttpResponseRedirect(page_of_batch(batch))
        response = HttpResponse(content, content_type="application/pdf")
        response["Content-Disposition"] = 'inline; filename="tanda-terima-surat.pdf"'
        return response
