"""Who gives letters their numbers: read, tick, approve, with a thumb."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from balai.jobs.models import Job
from balai.jobs.services import visible_to
from balai.web.views import OfficeView
from modules.government.selectors import Signer
from modules.letters import selectors, services
from modules.letters.forms import SignerForm
from modules.letters.models import Letter, State
from modules.letters.services.approval import require_to_issue
from modules.letters.services.chain import Authority, Chain, Chains
from modules.letters.services.many import AT_ONCE, JOB, MOST, approve_in_job

#: What one page shows: a head reads what is signed.
SHOWN = 100


class ApprovalsView(OfficeView):
    """``surat/setujui/``: choose, confirm, and read what became of each; many become a job with progress.

    Who may is asked by the chain, not by one right: the head, who acts for the head, or who takes the last step where the
    village asks for no head.
    """

    permission = "letters.view"

    def get(self, request: HttpRequest) -> HttpResponse:
        """What waits for this actor's number, the longest first."""
        authority = require_to_issue(self.actor)
        waiting = selectors.to_issue(authority)
        rows = [(letter, selectors.shown_answers(letter.type, letter.answers)) for letter in waiting[:SHOWN]]
        context: dict[str, Any] = {
            "rows": rows, "count": waiting.count(), "signers": self.signers(authority), "absence": authority.absence,
            "acts": authority.acts_for_head, "job": self.running(), "shown": SHOWN,
        }  # fmt: skip
        context["batches"] = [each for each in selectors.waiting_batches() if each.to_sign]
        return render(request, "letters/approvals.html", context)

    def post(self, request: HttpRequest) -> HttpResponse:
        """First the question, then the deed."""
        authority = require_to_issue(self.actor)
        chosen = self.chosen()
        if not chosen:
            messages.error(request, _("Belum ada surat yang dipilih. Centang surat yang akan disetujui."))
            return HttpResponseRedirect(reverse("letters:approvals"))
        form = SignerForm(request.POST if "confirmed" in request.POST else None, signers=self.signers(authority))
        if "confirmed" not in request.POST or not form.is_valid():
            letters = list(Letter.objects.filter(pk__in=chosen).order_by("state_since", "id"))
            context = {"form": form, "letters": letters, "cancel_url": reverse("letters:approvals")}
            return render(request, "letters/approvals_confirm.html", context, status=422 if form.errors else 200)
        official, versions = form.cleaned_data["official"], self.versions(chosen)
        if len(chosen) > AT_ONCE:
            job = approve_in_job(actor=self.actor, letters=chosen, official_id=official, versions=versions)
            return HttpResponseRedirect(f"{reverse('letters:approvals_result')}?job={job.pk}")
        outcomes = services.approve_many(actor=self.actor, letters=chosen, official_id=official, versions=versions)
        return results_page(request, [(each.letter_id, each.number, each.problem) for each in outcomes])

    def signers(self, authority: Authority) -> list[Signer]:
        """Everybody in whose name this actor may sign any of the kinds."""
        chains = Chains.read()
        found = {each.official_id: each for each in authority.signers(chains.of_village())}
        for own in (Chain(head=True), Chain(head=False), Chain(head=False, secretary=True)):
            found = {each.official_id: each for each in authority.signers(own)} | found
        return list(found.values())

    def running(self) -> Job | None:
        """This actor's own approvals that are still going on."""
        found: Job | None = (
            visible_to(self.actor).filter(kind=JOB, created_by=self.actor.id, state__in=["waiting", "running"]).first()
        )
        return found

    def chosen(self) -> list[UUID]:
        """The letters ticked; what is no key is left out."""
        return [key for text in self.request.POST.getlist("letter")[:MOST] if (key := _key(text)) is not None]

    def versions(self, chosen: list[UUID]) -> dict[str, str]:
        """What each letter was when it was read."""
        return {str(key): self.request.POST.get(f"version-{key}", "") for key in chosen}


class ApprovalsResultView(OfficeView):
    """``surat/setujui/hasil/``: what became of many: the progress, then each letter."""

    permission = "letters.view"

    def get(self, request: HttpRequest) -> HttpResponse:
        """The bar while it runs; afterwards the list."""
        key = _key(request.GET.get("job", ""))
        job = visible_to(self.actor).filter(kind=JOB, pk=key).first() if key else None
        if job is None:
            return HttpResponseRedirect(reverse("letters:approvals"))
        if job.state == "done" and job.result:
            return results_page(
                request, [(UUID(r["letter"]), r["number"], r["problem"]) for r in job.result["letters"]]
            )
        return render(request, "letters/approvals_running.html", {"job": job})


def results_page(request: HttpRequest, outcomes: list[tuple[UUID, str, str]]) -> HttpResponse:
    """Each letter with its number, or the sentence that says why not."""
    letters = Letter.objects.in_bulk([key for key, _number, _problem in outcomes])
    rows = [(letters.get(key), number, problem) for key, number, problem in outcomes]
    good = sum(bool(number) for _letter, number, _problem in rows)
    to_seal = any(letter.state == State.SEALING for letter in letters.values())
    context = {"rows": rows, "good": good, "bad": len(rows) - good, "to_seal": to_seal}
    return render(request, "letters/approvals_done.html", context)


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
