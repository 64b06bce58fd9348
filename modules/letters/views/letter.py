"""One letter: what it says, where it stands, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from balai import audit
from balai.db import today
from balai.errors import BalaiError, NotFound
from balai.files import StoredFile
from balai.jobs.models import State as JobState
from balai.jobs.services import visible_to
from balai.ui.forms import VersionedForm
from balai.web.views import OfficeTemplateView, OfficeView, ServiceFormView, add_error
from modules.government.selectors import signers
from modules.letters import selectors, services
from modules.letters.answers import answers_form
from modules.letters.errors import AnswersRefused
from modules.letters.forms import MessageForm, ReasonForm, SignerForm
from modules.letters.models import ISSUED, Letter, State
from modules.letters.services.steps import require_any
from modules.letters.signing.papers import unsigned_file
from modules.letters.verification import visits_of
from tenants.context import current_village


def letter_or_404(pk: UUID) -> Letter:
    """The letter.

    Raises:
        NotFound: it is not here.
    """
    found = Letter.objects.select_related("resident").filter(pk=pk).first()
    if found is None:
        raise NotFound()
    return found


def page_of_letter(letter: Letter) -> str:
    """The letter's page."""
    return reverse("letters:letter", args=[letter.pk])


class LetterView(OfficeTemplateView):
    """``surat/<pk>/``."""

    permission = "letters.view"
    template_name = "letters/letter.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        letter = letter_or_404(kwargs["pk"])
        audit.record_read(self.actor, "letters.letter_read", about=letter.resident, letter=str(letter.pk))
        may = self.actor.may
        state = letter.state
        unsigned = state in (State.SUBMITTED, State.CHECKING, State.SIGNING)
        decides = may("letters.check") or may("letters.approve")
        words, right = selectors.next_step(letter)
        return {
            "letter": letter,
            "answers": selectors.shown_answers(letter.type, letter.answers),
            "steps": selectors.timeline_of(letter),
            "attachments": self.attachments(letter),
            "shows_nik": may("population.view_nik"),
            "pdf": StoredFile.objects.filter(pk=letter.pdf_file_id, deleted_at=None).first()
            if letter.pdf_file_id
            else None,
            "job": self.job(letter),
            "next_words": words,
            "waits_for_others": bool(right) and not may(right),
            "signer_form": self.signer_form(letter),
            "verification": current_village().verification_url(letter.token) if letter.token else "",
            "can_check": (state == State.SUBMITTED and may("letters.check"))
            or (state == State.CHECKING and may("letters.confirm")),
            "can_return": unsigned and decides,
            "can_reject": (unsigned or state == State.RETURNED) and decides,
            "can_resubmit": state == State.RETURNED and may("letters.check"),
            "can_cancel": (unsigned or state == State.RETURNED) and may("letters.manage"),
            "can_hand_over": state == State.READY and may("letters.check"),
            "can_withdraw": state in (State.SEALING, State.READY, State.HANDED) and may("letters.manage"),
            **self.signature(letter),
            "can_print_again": state in ISSUED and decides,
        }

    def signature(self, letter: Letter) -> dict[str, Any]:
        """How it was or will be signed electronically, and how often its code was looked up."""
        found = getattr(letter, "signature", None)
        unsigned = (
            unsigned_file(letter) if letter.state == State.SEALING and self.actor.may("letters.approve") else None
        )
        return {
            "signature": found, "unsigned": unsigned, "is_sealing": letter.state == State.SEALING,
            "can_sign": letter.state == State.SEALING and self.actor.may("letters.approve"),
            "visits": visits_of(letter) if letter.is_issued else (0, None),
        }  # fmt: skip

    def signer_form(self, letter: Letter) -> SignerForm | None:
        """Who may sign now, where this actor may have it signed."""
        if letter.state != State.SIGNING or not self.actor.may("letters.approve"):
            return None
        return SignerForm(signers=signers(today()), initial={"version": letter.version})

    def attachments(self, letter: Letter) -> list[tuple[str, UUID | None]]:
        """Title and file (None: brought on paper) of each requirement."""
        titles = {each.key: str(each.title) for each in letter.type.requirements}
        return [(titles.get(each.requirement, each.requirement), each.file_id) for each in letter.attachments.all()]

    def job(self, letter: Letter) -> Any:
        """The printing that is going on, if this actor may watch it."""
        if not letter.is_issued or letter.pdf_file_id is not None:
            return None
        return (
            visible_to(self.actor)
            .filter(about_type=Letter._meta.label_lower, about_id=str(letter.pk))
            .filter(state__in=[JobState.WAITING, JobState.RUNNING])
            .first()
        )


class Act(OfficeView):
    """One button over one service; its error is said on the letter's page."""

    abstract = True
    service: ClassVar[Callable[..., Letter]]
    done: ClassVar[Any] = ""

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """Do it and go back to the letter."""
        letter = letter_or_404(pk)
        try:
            result = type(self).service(actor=self.actor, letter=letter, **self.arguments())
        except BalaiError as error:
            if error.status in {403, 404}:
                raise
            messages.error(request, error.message())
        else:
            messages.success(request, str(self.done).format(letter=result))
        return HttpResponseRedirect(self.following(letter))

    def arguments(self) -> dict[str, Any]:
        """What the service gets beside the letter."""
        return {"version": self.request.POST.get("version", "")}

    def following(self, letter: Letter) -> str:
        """Where to go afterwards."""
        return page_of_letter(letter)


class CheckView(Act):
    """``periksa/``."""

    permission = "letters.check"
    service = staticmethod(services.check_letter)
    done = gettext_lazy("Surat sudah diperiksa.")


class ApproveView(Act):
    """``setujui/``."""

    permission = "letters.approve"
    service = staticmethod(services.approve_letter)
    done = gettext_lazy("Surat disetujui dengan nomor {letter.number}.")

    def arguments(self) -> dict[str, Any]:
        return {**super().arguments(), "official_id": self.request.POST.get("official", "")}


class HandOverView(Act):
    """``serahkan/``."""

    permission = "letters.check"
    service = staticmethod(services.hand_over)
    done = gettext_lazy("Surat dicatat sudah diserahkan.")


class PrintAgainView(Act):
    """``ulangi/``."""

    permission = "letters.view"
    service = staticmethod(services.print_again)
    done = gettext_lazy("Surat sedang dibuat lagi.")


class CancelView(Act):
    """``batalkan/``."""

    permission = "letters.manage"
    service = staticmethod(services.cancel_letter)
    done = gettext_lazy("Permohonan dibatalkan.")


class _DecisionView(ServiceFormView):
    """A page with a reason."""

    abstract = True
    form_class: ClassVar[type[VersionedForm]] = MessageForm
    rights: ClassVar[tuple[str, ...]] = ("letters.check", "letters.approve")
    consequence: ClassVar[Any] = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """The letter is there before the form is."""
        self.pk = kwargs["pk"]
        return super().dispatch(request, *args, **kwargs)

    def letter(self) -> Letter:
        """The letter, for who may decide on it."""
        require_any(self.actor, *self.rights)
        return letter_or_404(self.pk)

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.letter().version}

    def get_service_kwargs(self, form: Any) -> dict[str, Any]:
        return {**form.cleaned_data, "letter": self.letter()}

    def get_success_url(self, result: Letter) -> str:
        return page_of_letter(result)

    def get_cancel_url(self) -> str:
        return reverse("letters:letter", args=[self.pk])

    def context(self, **kwargs: Any) -> dict[str, Any]:
        letter = self.letter()
        return {"lead": f"{letter.title}: {letter.applicant_name}", "consequence": self.consequence}


class ReturnView(_DecisionView):
    """``kembalikan/``."""

    permission = "letters.view"
    service = staticmethod(services.return_letter)
    heading = gettext_lazy("Kembalikan untuk diperbaiki")
    button = gettext_lazy("Kembalikan")
    success_message = gettext_lazy("Surat dikembalikan. Pemohon membaca pesan Anda.")


class RejectView(_DecisionView):
    """``tolak/``."""

    permission = "letters.view"
    service = staticmethod(services.reject_letter)
    template_name = "ui/confirm.html"
    heading = gettext_lazy("Tolak surat")
    button = gettext_lazy("Tolak surat")
    consequence = gettext_lazy(
        "Permohonan yang ditolak tidak dapat dibuka lagi; pemohon harus mengajukan yang baru. Bila hanya ada yang "
        "kurang, kembalikan saja."
    )
    success_message = gettext_lazy("Permohonan ditolak. Pemohon membaca pesan Anda.")


class WithdrawView(_DecisionView):
    """``cabut/``."""

    permission = "letters.manage"
    rights = ("letters.manage",)
    service = staticmethod(services.withdraw_letter)
    form_class = ReasonForm
    template_name = "ui/confirm.html"
    heading = gettext_lazy("Cabut surat")
    button = gettext_lazy("Cabut surat")
    consequence = gettext_lazy(
        "Surat yang dicabut tidak berlaku lagi. Nomornya tetap tercatat, dan siapa pun yang memeriksa kode QR-nya "
        "membaca bahwa surat ini dicabut. Ini tidak dapat diurungkan."
    )
    success_message = gettext_lazy("Surat dicabut.")


class ResubmitView(OfficeView):
    """``perbaiki/``: mend the answers of a returned letter at the counter."""

    permission = "letters.check"

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """The answers as they stand."""
        letter = letter_or_404(pk)
        return self.page(letter, answers_form(letter.type)(initial=letter.answers))

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """Keep them; the letter goes on."""
        letter = letter_or_404(pk)
        form = answers_form(letter.type)(request.POST)
        if not form.is_valid():
            return self.page(letter, form, 422)
        try:
            services.resubmit_letter(
                actor=self.actor, letter=letter, answers=request.POST.dict(), version=request.POST.get("version", "")
            )
        except AnswersRefused:
            return self.page(letter, form, 422)
        except BalaiError as error:
            if error.status in {403, 404}:
                raise
            add_error(form, error)
            return self.page(letter, form, error.status)
        messages.success(request, _("Perbaikan disimpan."))
        return HttpResponseRedirect(page_of_letter(letter))

    def page(self, letter: Letter, form: Any, status: int = 200) -> HttpResponse:
        """The form."""
        context = {"letter": letter, "form": form, "cancel_url": page_of_letter(letter)}
        return render(self.request, "letters/resubmit.html", context, status=status)
