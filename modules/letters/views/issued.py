"""Pages of a letter that has its number: handed over to whom, the receipt, withdrawn or replaced, where its paper lies."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from balai.web.views import OfficeView, ServiceFormView
from modules.letters import services
from modules.letters.forms_issued import HandOverForm, PlaceForm, WithdrawForm
from modules.letters.models import Letter
from modules.letters.services.issued import APPLICANT
from modules.letters.services.steps import require_any
from modules.letters.views.letter import letter_or_404, page_of_letter


class _LetterForm(ServiceFormView):
    """A form over one service about one letter."""

    abstract = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """The letter is there before the form is."""
        self.pk: UUID = kwargs["pk"]
        return super().dispatch(request, *args, **kwargs)

    def letter(self) -> Letter:
        """The letter."""
        return letter_or_404(self.pk)

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.letter().version}

    def get_service_kwargs(self, form: Any) -> dict[str, Any]:
        return {**form.cleaned_data, "letter": self.letter()}

    def get_success_url(self, result: Any) -> str:
        return reverse("letters:letter", args=[self.pk])

    def get_cancel_url(self) -> str:
        return reverse("letters:letter", args=[self.pk])

    def context(self, **kwargs: Any) -> dict[str, Any]:
        letter = self.letter()
        return {"lead": f"{letter.title}: {letter.applicant_name}"}


class HandOverView(_LetterForm):
    """``serahkan/``: who took it. The letter's page posts here at once when it was the applicant."""

    permission = "letters.check"
    service = staticmethod(services.hand_over)
    form_class = HandOverForm
    heading = gettext_lazy("Serahkan surat")
    button = gettext_lazy("Catat penyerahan")
    success_message = gettext_lazy("Surat dicatat sudah diserahkan.")

    def make_form(self) -> Any:
        """One press on the letter's page says only that it was handed over: to the applicant."""
        if self.request.method == "POST" and "who" not in self.request.POST:
            return HandOverForm({"who": APPLICANT, "version": self.request.POST.get("version", "")})
        return super().make_form()


class ReceiptView(OfficeView):
    """``tanda-terima/``: the receipt to be signed, as PDF."""

    permission = "letters.view"

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """The PDF, shown in the browser."""
        letter = letter_or_404(pk)
        shown = self.actor.may("population.view_nik")
        content = services.receipt_pdf(actor=self.actor, letter=letter, shown=shown)
        response = HttpResponse(content, content_type="application/pdf")
        response["Content-Disposition"] = f'inline; filename="tanda-terima-{letter.serial}-{letter.year}.pdf"'
        return response


class WithdrawView(_LetterForm):
    """``cabut/``: withdrawn, or replaced by another letter."""

    permission = "letters.manage"
    service = staticmethod(services.withdraw_letter)
    form_class = WithdrawForm
    template_name = "ui/confirm.html"
    heading = gettext_lazy("Cabut surat")
    button = gettext_lazy("Cabut surat")
    success_message = gettext_lazy("Surat dicabut.")

    def letter(self) -> Letter:
        require_any(self.actor, "letters.manage")
        return super().letter()

    def context(self, **kwargs: Any) -> dict[str, Any]:
        return super().context() | {
            "consequence": _(
                "Surat yang dicabut atau diganti tidak berlaku lagi. Nomornya tetap tercatat, dan siapa pun yang memeriksa "
                "kode QR-nya membaca bahwa surat ini dicabut atau diganti. Ini tidak dapat diurungkan."
            )
        }


class PlaceView(_LetterForm):
    """``letak/``: where the paper of one letter lies."""

    permission = "letters.check"
    form_class = PlaceForm
    heading = gettext_lazy("Letak arsip")
    lead = ""
    success_message = gettext_lazy("Letak arsip disimpan.")

    def get_initial(self) -> dict[str, Any]:
        letter = self.letter()
        return {name: getattr(letter, name) for name in ("cabinet", "shelf", "box", "remark")}

    def call_service(self, form: Any) -> int:
        data = {name: form.cleaned_data[name] for name in ("cabinet", "shelf", "box", "remark")}
        return services.place_letters(actor=self.actor, letters=[self.pk], **data)

    def get_success_url(self, result: Any) -> str:
        return page_of_letter(self.letter())
