"""One letter: what it says, where it stands, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
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
from modules.letters import selectors, services
from modules.letters.errors import AnswersRefused, PartiesRefused
from modules.letters.forms import MessageForm, ReasonForm, SignerForm
from modules.letters.making import MakingForm, add_party_errors, initial_of, making_form
from modules.letters.models import ISSUED, Letter, State
from modules.letters.requirements import every_requirement
from modules.letters.services.checking import require_decision
from modules.letters.services.steps import require_any
from modules.letters.signing.papers import unsigned_file
from modules.letters.signing.rules import may_sign
from modules.letters.verification import visits_of
from tenants.context import current_village


def letter_or_404(pk: UUID) -> Letter:
    """The letter.

    Raises:
        NotFound: it is not here.
    """
    found = Letter.objects.select_related("resident").filter(pk=pk).exclude(state=State.DRAFT).first()
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
        chains, authority = services.Chains.read(), services.Authority.of(self.actor, today())
        chain = chains.of(letter.type)
        decides = may("letters.check") or authority.may_issue(chain)
        words, right = selectors.next_step(letter, chains)
        can_check = (state == State.SUBMITTED and may("letters.check")) or (
            state == State.CHECKING and may("letters.confirm")
        )
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
            "waits_for_others": bool(right) and not selectors.is_mine(letter, right, authority, chains),
            "signer_form": self.signer_form(letter, authority, chain, can_check),
            "by_head": chain.head,
            "absence": authority.absence if state == State.SIGNING else None,
            "answered": letter.district,
            "verification": current_village().verification_url(letter.token) if letter.token else "",
            "can_check": can_check,
            "can_date": (unsigned or state == State.RETURNED) and may("letters.manage"),
            "at_district": state == State.DISTRICT and letter.handover is not None,
            "can_send": state == State.DISTRICT and may("letters.manage"),
            "can_return": unsigned and decides,
            "can_reject": (unsigned or state == State.RETURNED) and decides,
            "can_resubmit": state == State.RETURNED and may("letters.check"),
            "can_cancel": (unsigned or state == State.RETURNED) and may("letters.manage"),
            "can_hand_over": state == State.READY and may("letters.check"),
            "can_withdraw": (
                state in (State.SEALING, State.READY, State.HANDED) or (state == State.DISTRICT and not letter.handover)
            )
            and may("letters.manage"),
            **self.signature(letter),
            "can_place": state in ISSUED and may("letters.check"),
            "can_print_again": state in ISSUED and state != State.DISTRICT and decides,
        }

    def signature(self, letter: Letter) -> dict[str, Any]:
        """How it was or will be signed electronically, and how often its code was looked up."""
        found = getattr(letter, "signature", None)
        signs = letter.state == State.SEALING and may_sign(self.actor, letter)
        unsigned = unsigned_file(letter) if signs else None
        return {
            "signature": found, "unsigned": unsigned, "is_sealing": letter.state == State.SEALING,
            "can_sign": signs,
            "visits": visits_of(letter) if letter.is_issued else (0, None),
        }  # fmt: skip

    def signer_form(
        self, letter: Letter, authority: services.Authority, chain: services.Chain, can_check: bool
    ) -> SignerForm | None:
        """Who may sign now, where this actor may give it its number: at the signature, or with the last check where no
        head is asked."""
        last_check = can_check and not chain.head and (letter.state == State.CHECKING or not chain.secretary)
        if (letter.state != State.SIGNING and not last_check) or not authority.may_issue(chain):
            return None
        return SignerForm(signers=authority.signers(chain), initial={"version": letter.version})

    def attachments(self, letter: Letter) -> list[tuple[str, UUID | None]]:
        """Title and file (None: brought on paper) of each requirement."""
        titles = {key: str(each.title) for key, each in every_requirement(letter.type).items()}
        return [(titles.get(each.requirement, each.requirement), each.file_id) for each in letter.attachments.all()]

    def job(self, letter: Letter) -> Any:
        """The printing that is going on, if this actor may watch it."""
        if not letter.is_issued or letter.pdf_file_id is not None or letter.handover is not None:
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

    def arguments(self) -> dict[str, Any]:
        return {**super().arguments(), "official_id": self.request.POST.get("official", "")}


class ApproveView(Act):
    """``setujui/``: who may is the service's question, since a delegate holds no right of their own."""

    permission = "letters.view"
    service = staticmethod(services.approve_letter)
    done = gettext_lazy("Surat disetujui dengan nomor {letter.number}.")

    def arguments(self) -> dict[str, Any]:
        return {**super().arguments(), "official_id": self.request.POST.get("official", "")}


class PrintAgainView(Act):
    """``ulangi/``."""

    permission = "letters.view"
    service = staticmethod(services.print_again)
    done = gettext_lazy("Surat sedang dibuat lagi.")


class SendAgainView(Act):
    """``kecamatan/``."""

    permission = "letters.manage"
    service = staticmethod(services.send_again)
    done = gettext_lazy("Surat sedang dikirim ke kecamatan.")


class OnPaperView(Act):
    """``kecamatan/kertas/``."""

    permission = "letters.manage"
    service = staticmethod(services.signed_on_paper)
    done = gettext_lazy("Surat dicetak dengan kolom camat kosong, untuk ditandatangani di kertas.")


class CancelView(Act):
    """``batalkan/``."""

    permission = "letters.manage"
    service = staticmethod(services.cancel_letter)
    done = gettext_lazy("Permohonan dibatalkan.")


class _DecisionView(ServiceFormView):
    """A page with a reason."""

    abstract = True
    form_class: ClassVar[type[VersionedForm]] = MessageForm
    #: One of these; empty: who may check letters or give this one its number.
    rights: ClassVar[tuple[str, ...]] = ()
    consequence: ClassVar[Any] = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """The letter is there before the form is."""
        self.pk = kwargs["pk"]
        return super().dispatch(request, *args, **kwargs)

    def letter(self) -> Letter:
        """The letter, for who may decide on it."""
        letter = letter_or_404(self.pk)
        if self.rights:
            require_any(self.actor, *self.rights)
        else:
            require_decision(self.actor, letter)
        return letter

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


class TakeBackView(_DecisionView):
    """``kecamatan/tarik/``."""

    permission = "letters.manage"
    rights = ("letters.manage",)
    service = staticmethod(services.take_back_letter)
    form_class = ReasonForm
    heading = gettext_lazy("Tarik kembali dari kecamatan")
    button = gettext_lazy("Tarik kembali")
    success_message = gettext_lazy("Surat ditarik kembali. Kecamatan tidak melihatnya lagi.")


class ResubmitView(OfficeView):
    """``perbaiki/``: mend a returned letter at the counter: answers and people, beside what will be printed."""

    permission = "letters.check"

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """The letter as it stands."""
        letter = letter_or_404(pk)
        return self.page(letter, self.form_class(letter)(initial=initial_of(letter)))

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """Keep it; the letter goes on."""
        letter = letter_or_404(pk)
        form = self.form_class(letter)(request.POST)
        if not form.is_valid():
            return self.page(letter, form, 422)
        try:
            services.resubmit_letter(
                actor=self.actor, letter=letter, answers=form.cleaned_data, parties=form.parties(),
                followers=form.followers(), forms=form.forms(), version=request.POST.get("version", ""),
            )  # fmt: skip
        except AnswersRefused:
            return self.page(letter, form, 422)
        except PartiesRefused as error:
            add_party_errors(form, error.data["errors"])
            return self.page(letter, form, 422)
        except BalaiError as error:
            if error.status in {403, 404}:
                raise
            add_error(form, error)
            return self.page(letter, form, error.status)
        messages.success(request, _("Perbaikan disimpan."))
        return HttpResponseRedirect(page_of_letter(letter))

    def form_class(self, letter: Letter) -> type[MakingForm]:
        """The kind's form."""
        return making_form(letter.type, letter.resident, shown=self.actor.may("population.view_nik"))

    def page(self, letter: Letter, form: MakingForm, status: int = 200) -> HttpResponse:
        """The form."""
        from modules.letters.views.new import form_page  # the page of a new letter, which this is over again

        return form_page(
            self.request, self.actor, letter.resident, letter.type, form, status=status, version=letter.version,
            may_draft=False, button=_("Simpan dan ajukan lagi"), cancel_url=page_of_letter(letter), note=letter.note,
        )  # fmt: skip
