"""Numbers that are kept: for letters still to come, for letters dated back."""

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
from balai.errors import BalaiError
from balai.web.views import OfficeListView, OfficeView, ServiceFormView, add_error
from modules.letters import services
from modules.letters.forms import DatingForm, ReserveForm, VoidNumberForm
from modules.letters.models import NumberSlot, SlotState
from modules.letters.numbering import sequence_of
from modules.letters.services.numbers import slot_of
from modules.letters.types import letter_types
from modules.letters.views.letter import letter_or_404, page_of_letter


class NumbersView(OfficeListView):
    """``surat/nomor/``: kept and void numbers, the newest first."""

    permission = "letters.manage"
    template_name = "letters/numbers.html"

    def rows(self) -> QuerySet[NumberSlot]:
        found = NumberSlot.objects.filter(state__in=[SlotState.RESERVED, SlotState.VOID])
        found = found | NumberSlot.objects.exclude(reason="")
        return found.select_related("letter").order_by("-created_at", "-id")

    def context(self, **kwargs: Any) -> dict[str, Any]:
        page = super().context(**kwargs)["page"]
        names = {kind.key: kind.name for kind in letter_types(all_kinds=True)}
        return {"page": page, "rows": [(slot, names.get(slot.type_key, slot.type_key)) for slot in page]}


class ReserveView(ServiceFormView):
    """``surat/nomor/cadangkan/``."""

    permission = "letters.manage"
    form_class = ReserveForm
    service = staticmethod(services.reserve_number)
    heading = gettext_lazy("Cadangkan nomor")
    lead = gettext_lazy("Untuk surat yang menyusul, atau yang harus bertanggal mundur.")
    button = gettext_lazy("Cadangkan")
    success_message = gettext_lazy("Nomor {result.words} dicadangkan.")

    def get_initial(self) -> dict[str, Any]:
        return {"on": today()}

    def get_success_url(self, result: Any) -> str:
        return reverse("letters:numbers")

    def get_cancel_url(self) -> str:
        return reverse("letters:numbers")


class VoidNumberView(ServiceFormView):
    """``surat/nomor/<pk>/batalkan/``."""

    permission = "letters.manage"
    form_class = VoidNumberForm
    service = staticmethod(services.void_number)
    template_name = "ui/confirm.html"
    button = gettext_lazy("Batalkan nomor")
    success_message = gettext_lazy("Nomor {result.words} dibatalkan.")

    def slot(self) -> NumberSlot:
        """The number of the URL."""
        return slot_of(self.kwargs["pk"])

    def get_service_kwargs(self, form: Any) -> dict[str, Any]:
        return {"slot": self.slot(), "reason": form.cleaned_data["reason"]}

    def get_success_url(self, result: Any) -> str:
        return reverse("letters:numbers")

    def get_cancel_url(self) -> str:
        return reverse("letters:numbers")

    def context(self, **kwargs: Any) -> dict[str, Any]:
        return {
            "heading": _("Batalkan nomor {number}").format(number=self.slot().words),
            "consequence": _("Nomor yang dibatalkan tetap tercatat dan tidak diberikan kepada surat lain."),
        }


class DatingView(OfficeView):
    """``surat/<pk>/nomor/``: a number that was kept, or a date in the past with the number that comes with it."""

    permission = "letters.manage"

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """The kept numbers that fit, and the form of a date."""
        letter = letter_or_404(pk)
        return self.page(letter, DatingForm(initial={"version": letter.version}))

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """One of three: take a kept number, date back, or leave it to the next number after all."""
        letter = letter_or_404(pk)
        version = request.POST.get("version", "")
        form = DatingForm(request.POST)
        try:
            if key := request.POST.get("slot", ""):
                services.assign_number(actor=self.actor, letter=letter, slot=slot_of(UUID(key)), version=version)
            elif "undo" in request.POST:
                services.undate_letter(
                    actor=self.actor, letter=letter, reason=_("Memakai nomor berikutnya."), version=version
                )
            elif form.is_valid():
                services.date_letter(
                    actor=self.actor, letter=letter, on=form.cleaned_data["on"], reason=form.cleaned_data["reason"],
                    version=version,
                )  # fmt: skip
            else:
                return self.page(letter, form, 422)
        except ValueError:
            return self.page(letter, form, 422)
        except BalaiError as error:
            if error.status in {403, 404}:
                raise
            form.is_valid()
            add_error(form, error)
            return self.page(letter, form, error.status)
        messages.success(request, _("Nomor dan tanggal surat dicatat."))
        return HttpResponseRedirect(page_of_letter(letter))

    def page(self, letter: Any, form: Any, status: int = 200) -> HttpResponse:
        """The page."""
        scheme = services.present_settings()
        years = {scheme.scheme_of(year) for year in (today().year - 1, today().year)}
        kept = NumberSlot.objects.filter(
            state=SlotState.RESERVED, letter=None, sequence__in=[sequence_of(letter.type, each) for each in years]
        )
        context = {"letter": letter, "form": form, "kept": kept[:50], "cancel_url": page_of_letter(letter)}
        return render(self.request, "letters/dating.html", context, status=status)
