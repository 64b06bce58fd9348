"""Letters that wait for the camat: a district's user reads that one letter while it is open, approves it or says why not.

Nothing of it stays here: the answer empties the hand-over, and the village keeps the letter, the answer and its timeline.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from balai import audit
from balai.actor import Actor, require
from balai.db import atomic
from balai.errors import BalaiError, NotAllowed, Refused
from balai.ui.forms import Form
from balai.web.views import RegencyTemplateView, RegencyView, add_error, page_of
from tenants.exchange import district as exchange
from tenants.exchange.handovers import HandoverEnded
from tenants.exchange.models import DistrictHandover, DistrictSigner
from tenants.exchange.sealing import Unreadable

RIGHT = "regency.sign_letters"


class AnswerRefused(Refused):
    """What is missing in an answer; ``field`` says where."""

    code = "district_answer_refused"


def district_of(actor: Actor) -> str:
    """The district whose letters somebody answers.

    Raises:
        NotAllowed: no right, or an account that belongs to no district: the regency's own staff read no letter.
    """
    require(actor, RIGHT)
    if not actor.scope:
        raise NotAllowed(_("Akun kecamatan ini belum diberi kode kecamatan. Mintalah kepada Dispermasdes."))
    return actor.scope


@atomic
def approve(*, actor: Actor, key: UUID, name: str, position: str, nip: str = "") -> None:
    """The camat's yes: name, position and NIP are printed on the letter by its village.

    Raises:
        NotAllowed, NotFound: not this district's. HandoverEnded: answered or taken back already.
        AnswerRefused: no name or position.
    """
    district = district_of(actor)
    name, position, nip = (" ".join(text.split()) for text in (name, position, nip))
    if not name:
        raise AnswerRefused(_("Tulis nama yang menandatangani."), field="name")
    if not position:
        raise AnswerRefused(_("Tulis jabatannya, misalnya Camat Geyer."), field="position")
    row = exchange.open_one(key, district, lock=True)
    said = {"name": name[:120], "position": position[:100], "nip": nip[:30], "by": actor.id, "at": timezone.now()}
    exchange.answer(row, approved=True, content=said)
    values = {"name": name[:120], "position": position[:100], "nip": nip[:30], "updated_at": timezone.now()}
    DistrictSigner.objects.update_or_create(district=district, defaults=values)
    audit.record(actor, "regency.letter_approved", about=row, village=row.village)


@atomic
def refuse(*, actor: Actor, key: UUID, reason: str) -> None:
    """The camat's no, with what the village has to know.

    Raises:
        NotAllowed, NotFound, HandoverEnded: as they say. AnswerRefused: no reason.
    """
    district = district_of(actor)
    reason = " ".join(reason.split())[:500]
    if not reason:
        raise AnswerRefused(_("Tulis alasannya. Desa membacanya pada riwayat surat."), field="reason")
    row = exchange.open_one(key, district, lock=True)
    said = {"name": actor.name, "reason": reason, "by": actor.id}
    exchange.answer(row, approved=False, content=said)
    audit.record(actor, "regency.letter_refused", about=row, village=row.village)


class ApproveForm(Form):
    """Who signs for the district."""

    name = forms.CharField(label=gettext_lazy("Nama dengan gelar"), max_length=120)
    position = forms.CharField(
        label=gettext_lazy("Jabatan"), max_length=100, help_text=gettext_lazy("Seperti tercetak, misalnya Camat Geyer.")
    )
    nip = forms.CharField(label=gettext_lazy("NIP"), required=False, max_length=30)


class RefuseForm(Form):
    """Why not."""

    reason = forms.CharField(
        label=gettext_lazy("Alasan"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Dibaca desa pada riwayat surat."),
    )  # fmt: skip


class WaitingView(RegencyTemplateView):
    """``/kecamatan/surat/``: the district's open letters, the longest waiting first."""

    permission = RIGHT
    template_name = "regency/district_letters.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        page = page_of(self.request, exchange.waiting_for(district_of(self.actor)), 25)
        return {"page": page, "rows": [(row, _facts(row)) for row in page]}


def _facts(row: DistrictHandover) -> dict[str, Any]:
    try:
        return exchange.facts_of(row)
    except Unreadable as error:
        return {"problem": error.message()}


class LetterView(RegencyView):
    """``/kecamatan/surat/<pk>/``: the letter, and the answer."""

    permission = RIGHT

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """What the village has signed; answered or taken back it is not there any more."""
        district = district_of(self.actor)
        known = DistrictSigner.objects.filter(district=district).first()
        initial = {"name": known.name, "position": known.position, "nip": known.nip} if known else {}
        return self.page(pk, ApproveForm(initial=initial))

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """Approve."""
        form = ApproveForm(request.POST)
        if not form.is_valid():
            return self.page(pk, form, 422)
        try:
            approve(actor=self.actor, key=pk, **form.cleaned_data)
        except HandoverEnded as error:
            return _ended(request, error)
        except BalaiError as error:
            if error.status in {403, 404}:
                raise
            add_error(form, error)
            return self.page(pk, form, error.status)
        messages.success(request, _("Surat disetujui. Desa mencetaknya dengan nama Anda."))
        return HttpResponseRedirect(reverse("regency:district_letters"))

    def page(self, pk: UUID, form: ApproveForm, status: int = 200) -> HttpResponse:
        """The page; reading it is written down."""
        try:
            row = exchange.open_one(pk, district_of(self.actor))
        except HandoverEnded as error:
            return _ended(self.request, error)
        audit.record_read(self.actor, "regency.letter_read", about=row, village=row.village)
        context = {"row": row, "facts": _facts(row), "form": form}
        return render(self.request, "regency/district_letter.html", context, status=status)


def _ended(request: HttpRequest, error: BalaiError) -> HttpResponse:
    messages.error(request, error.message())
    return HttpResponseRedirect(reverse("regency:district_letters"))


class PaperView(RegencyView):
    """``/kecamatan/surat/<pk>/surat.pdf``: the paper, only while it is open."""

    permission = RIGHT

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """The PDF itself."""
        row = exchange.open_one(pk, district_of(self.actor))
        audit.record_read(self.actor, "regency.letter_read", about=row, village=row.village)
        response = HttpResponse(exchange.pdf_of(row), content_type="application/pdf")
        response["Content-Disposition"] = 'inline; filename="surat.pdf"'
        response["X-Content-Type-Options"] = "nosniff"
        response["X-Frame-Options"] = "SAMEORIGIN"
        return response


class RefuseView(RegencyView):
    """``/kecamatan/surat/<pk>/tolak/``."""

    permission = RIGHT

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """The reason's form."""
        try:
            exchange.open_one(pk, district_of(self.actor))
        except HandoverEnded as error:
            return _ended(request, error)
        return self.page(pk, RefuseForm())

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """Say no."""
        form = RefuseForm(request.POST)
        if not form.is_valid():
            return self.page(pk, form, 422)
        try:
            refuse(actor=self.actor, key=pk, reason=form.cleaned_data["reason"])
        except HandoverEnded as error:
            return _ended(request, error)
        except BalaiError as error:
            if error.status in {403, 404}:
                raise
            add_error(form, error)
            return self.page(pk, form, error.status)
        messages.success(request, _("Surat ditolak. Desa membaca alasan Anda."))
        return HttpResponseRedirect(reverse("regency:district_letters"))

    def page(self, pk: UUID, form: RefuseForm, status: int = 200) -> HttpResponse:
        """The page."""
        context = {
            "form": form, "layout": "ui/regency.html", "heading": _("Tolak surat"), "button": _("Tolak surat"),
            "consequence": _("Desa membaca alasan Anda dan dapat mengirim surat ini lagi, atau mencabutnya."),
            "cancel_url": reverse("regency:district_letter", args=[pk]),
        }  # fmt: skip
        return render(self.request, "ui/confirm.html", context, status=status)
