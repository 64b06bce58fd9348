"""Surat massal: one letter for many people, from the choice to the one file."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from balai.db import today
from balai.errors import BalaiError, NotFound
from balai.files import StoredFile
from balai.jobs.services import visible_to
from balai.web.views import OfficeListView, OfficeView, ServiceFormView, add_error, page_of
from modules.letters import selectors, services
from modules.letters.answers import answers_form
from modules.letters.errors import AnswersRefused
from modules.letters.forms import BatchForm, ReasonForm, SignerForm
from modules.letters.models import BatchState, LetterBatch, State
from modules.letters.selectors.batch import whom
from modules.letters.services.batch import job_of
from modules.letters.services.steps import require_any
from modules.letters.views.archive import keys_of
from modules.population.sight import Sight

#: People on a page of a draft.
PEOPLE = 100


def batch_or_404(pk: UUID) -> LetterBatch:
    """The batch.

    Raises:
        NotFound: it is not here.
    """
    found = LetterBatch.objects.filter(pk=pk).first()
    if found is None:
        raise NotFound()
    return found


def asked_rt(request: HttpRequest) -> UUID | None:
    """The RT that the page is asked for."""
    found = keys_of([request.GET.get("rt", "")])
    return found[0] if found else None


def page_of_batch(batch: LetterBatch) -> str:
    """The batch's page."""
    return reverse("letters:batch", args=[batch.pk])


class BatchesView(OfficeListView):
    """``surat/massal/``."""

    permission = "letters.view"
    template_name = "letters/batches.html"

    def rows(self) -> QuerySet[LetterBatch]:
        return LetterBatch.objects.order_by("-created_at", "-id")

    def context(self, **kwargs: Any) -> dict[str, Any]:
        page = super().context(**kwargs)["page"]
        rows = [(batch, batch.type.name, len(batch.members)) for batch in page]
        return {"page": page, "rows": rows, "may_create": self.actor.may("letters.check")}


class NewBatchView(ServiceFormView):
    """``surat/massal/baru/``: which kind, and for whom."""

    permission = "letters.check"
    form_class = BatchForm
    heading = gettext_lazy("Surat massal baru")
    lead = gettext_lazy("Satu jenis surat dengan isian yang sama untuk banyak orang, misalnya undangan.")
    button = gettext_lazy("Lihat daftar orang")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {"owner": self.actor.id}

    def call_service(self, form: Any) -> LetterBatch:
        data = form.cleaned_data
        found = whom(
            kind=data["type"], source=data["source"], territory=data["territory"], saved=data["saved"], numbers=data["numbers"],
            sight=Sight.of(self.actor),
        )  # fmt: skip
        batch = services.draft_batch(
            actor=self.actor, letter_type_key=data["type"], title=data["title"], residents=found.keys, whom=found.words
        )
        if found.unknown:
            messages.warning(
                self.request,
                _("{n} NIK tidak ditemukan di antara penduduk yang tinggal di desa.").format(n=len(found.unknown)),
            )
        if found.unfit:
            messages.warning(
                self.request, _("{n} orang tidak memenuhi syarat surat ini dan tidak ikut.").format(n=found.unfit)
            )
        return batch

    def get_success_url(self, result: LetterBatch) -> str:
        return page_of_batch(result)

    def get_cancel_url(self) -> str:
        return reverse("letters:batches")


class BatchView(OfficeView):
    """``surat/massal/<pk>/``: a draft with its people and questions; later how far it is, and what can be done."""

    permission = "letters.view"

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """The page of its state."""
        batch = batch_or_404(pk)
        if batch.state == BatchState.DRAFT and self.actor.may("letters.check"):
            return self.draft(batch, answers_form(batch.type)())
        return self.later(batch)

    def draft(self, batch: LetterBatch, form: Any, status: int = 200) -> HttpResponse:
        """Whom, and the common answers."""
        page = page_of(self.request, batch.chosen, PEOPLE)
        out, members = set(batch.left_out), batch.members
        people = selectors.people_in_order(list(page))
        context: dict[str, Any] = {
            "batch": batch, "kind": batch.type, "page": page, "form": form, "count": len(members), "out": len(out),
            "rows": [(person, str(person.pk) not in out) for person in people],
            "preview_url": f"{reverse('letters:preview')}?resident={members[0]}&type={batch.type_key}" if members else "",
        }  # fmt: skip
        return render(self.request, "letters/batch_draft.html", context, status=status)

    def later(self, batch: LetterBatch) -> HttpResponse:
        """How far it is."""
        may, job = self.actor.may, job_of(batch)
        counts = selectors.batch_counts(batch)
        rts, rt = selectors.batch_rts(batch), asked_rt(self.request)
        rt = rt if rt in {key for key, _words, _n in rts} else None
        waiting = batch.state == BatchState.WAITING
        context: dict[str, Any] = {
            "batch": batch,
            "kind": batch.type,
            "answers": selectors.shown_answers(batch.type, batch.answers),
            "counts": [(state.value, state.label, counts[state.value]) for state in State if counts.get(state.value)],
            "page": page_of(self.request, selectors.batch_letters(batch, rt), PEOPLE),
            "can_list": bool(counts.get(State.READY) or counts.get(State.HANDED)),
            "rts": rts,
            "rt": rt,
            "can_hand_over": selectors.to_hand_over(batch, rt).count() if may("letters.check") else 0,
            "job": job if job and visible_to(self.actor).filter(pk=job.pk).exists() else None,
            "busy": job is not None,
            "stopped": batch.is_at_work and job is None,
            "pdf": StoredFile.objects.filter(pk=batch.pdf_file_id, deleted_at=None).first()
            if batch.pdf_file_id
            else None,
            "problems": selectors.batch_problems(batch),
            "can_confirm": waiting and counts.get(State.CHECKING) and may("letters.confirm"),
            "signer_form": self.signer_form(batch, counts),
            "can_close": batch.state in (BatchState.WAITING, BatchState.DRAFT)
            and (may("letters.approve") or may("letters.check")),
            "to_sign": counts.get(State.SIGNING, 0),
            "unprinted": batch.letters.filter(pdf_file_id=None).exclude(number="").count(),
        }
        return render(self.request, "letters/batch.html", context)

    def signer_form(self, batch: LetterBatch, counts: dict[str, int]) -> SignerForm | None:
        """Who may sign now, where this actor may have it signed."""
        authority, chain = services.Authority.of(self.actor, today()), services.chain_of(batch.type)
        if batch.state != BatchState.WAITING or not counts.get(State.SIGNING) or not authority.may_issue(chain):
            return None
        return SignerForm(signers=authority.signers(chain), initial={"version": batch.version})


class BatchPeopleView(OfficeView):
    """``orang/``: who of this page gets one."""

    permission = "letters.check"

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """Keep the ticks; back to the same page of the list, or to the next."""
        batch = batch_or_404(pk)
        services.leave_out(
            actor=self.actor, batch=batch, shown=request.POST.getlist("shown"), kept=request.POST.getlist("kept"),
            version=request.POST.get("version", ""),
        )  # fmt: skip
        messages.success(request, _("Pilihan disimpan."))
        wanted = request.POST.get("go") or request.POST.get("page", "1")
        page = wanted if wanted.isascii() and wanted.isdigit() else "1"
        return HttpResponseRedirect(f"{page_of_batch(batch)}?page={page}")


class BatchStartView(BatchView):
    """``buat/``: the common answers are there."""

    permission = "letters.check"

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """Who comes back by the address sees the batch."""
        return HttpResponseRedirect(page_of_batch(batch_or_404(pk)))

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """Make the letters; what is wrong stands beside its field."""
        batch = batch_or_404(pk)
        form = answers_form(batch.type)(request.POST)
        if not form.is_valid():
            return self.draft(batch, form, 422)
        try:
            services.start_batch(
                actor=self.actor, batch=batch, answers=request.POST.dict(), version=request.POST.get("version", "")
            )
        except AnswersRefused:
            return self.draft(batch, form, 422)
        except BalaiError as error:
            if error.status in {403, 404}:
                raise
            add_error(form, error)
            return self.draft(batch, form, error.status)
        return HttpResponseRedirect(page_of_batch(batch))


class BatchActView(OfficeView):
    """``<act>/``: approve, confirm or resume; what is refused is said on the batch's page."""

    permission = "letters.view"

    def post(self, request: HttpRequest, pk: UUID, act: str) -> HttpResponse:
        """Do it and go back."""
        batch, version = batch_or_404(pk), request.POST.get("version", "")
        try:
            if act == "setujui":
                official = request.POST.get("official", "")
                services.approve_batch(actor=self.actor, batch=batch, official_id=official, version=version)
            elif act == "periksa":
                services.confirm_batch(actor=self.actor, batch=batch, version=version)
            elif act == "lanjutkan":
                services.resume_batch(actor=self.actor, batch=batch)
            else:
                raise NotFound()
        except BalaiError as error:
            if error.status in {403, 404}:
                raise
            messages.error(request, error.message())
        return HttpResponseRedirect(page_of_batch(batch))


class BatchCloseView(ServiceFormView):
    """``tolak/``: give the whole of it up."""

    permission = "letters.view"
    form_class = ReasonForm
    template_name = "ui/confirm.html"
    service = staticmethod(services.close_batch)
    heading = gettext_lazy("Tolak surat massal")
    button = gettext_lazy("Tolak semuanya")
    success_message = gettext_lazy("Surat massal ditolak.")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """The batch is there before the form is."""
        self.pk = kwargs["pk"]
        return super().dispatch(request, *args, **kwargs)

    def batch(self) -> LetterBatch:
        """The batch, for who may give it up."""
        require_any(self.actor, "letters.approve", "letters.check")
        return batch_or_404(self.pk)

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.batch().version}

    def get_service_kwargs(self, form: Any) -> dict[str, Any]:
        return {**form.cleaned_data, "batch": self.batch()}

    def get_success_url(self, result: Any) -> str:
        return reverse("letters:batch", args=[self.pk])

    def get_cancel_url(self) -> str:
        return reverse("letters:batch", args=[self.pk])

    def context(self, **kwargs: Any) -> dict[str, Any]:
        batch = self.batch()
        return {
            "lead": batch.title,
            "consequence": _(
                "Semua surat di dalamnya yang belum bernomor ditolak dengan alasan ini. Ini tidak dapat diurungkan."
            ),
        }
