"""The list "Tanda tangan elektronik": tick, one passphrase, and the letters are signed one after another."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from balai import audit
from balai.accounts.errors import Throttled
from balai.errors import BalaiError, NotFound
from balai.files import StoredFile
from balai.files.serving import serve
from balai.web.views import OfficeView
from modules.letters.models import Letter
from modules.letters.signing.address import confirm_address, unconfirmed
from modules.letters.signing.doing import sign_letter
from modules.letters.signing.errors import SigningError
from modules.letters.signing.interface import Passphrase
from modules.letters.signing.listing import waiting_for_signature
from modules.letters.signing.papers import unsigned_file
from modules.letters.signing.rules import certificates_running_out, expiry_state, may_sign, present_signing

#: What one page holds.
SHOWN = 100
#: What one request signs where the browser runs no script: the answer waits for all of them.
AT_ONCE = 5


class SigningView(OfficeView):
    """``surat/tte/``, for who approves letters and for who signs them in their own name. The page's script posts one letter at a time (``Accept: application/json``) and keeps the passphrase
    in its memory alone; without a script a handful is signed in one request."""

    permission = "letters.view"

    @method_decorator(sensitive_post_parameters("passphrase"))
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """As every page; an error's report leaves the passphrase out."""
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        """What waits, the longest first."""
        return self.page()

    def post(self, request: HttpRequest) -> HttpResponse:
        """Sign what was ticked."""
        waiting_for_signature(self.actor)
        passphrase = Passphrase(request.POST.get("passphrase", ""))
        chosen = self.chosen()
        if request.accepts("text/html"):
            return self.without_script(chosen, passphrase)
        if len(chosen) != 1 or not passphrase:
            return JsonResponse({"state": "failed", "problem": _("Frasa sandi belum diisi."), "stop": True}, status=422)
        return self.one(chosen[0], passphrase)

    def one(self, key: UUID, passphrase: Passphrase) -> JsonResponse:
        """One letter for the script: ``{"state", "problem", "stop"}``; ``stop``: the next would fail the same way."""
        try:
            letter = sign_letter(actor=self.actor, letter=_letter(key), passphrase=passphrase)
        except BalaiError as error:
            stops = isinstance(error, Throttled) or (isinstance(error, SigningError) and error.stops)
            return JsonResponse({"state": "failed", "problem": error.message(), "stop": stops}, status=error.status)
        return JsonResponse(
            {"state": "signed", "number": letter.number, "url": reverse("letters:letter", args=[letter.pk])}
        )

    def without_script(self, chosen: list[UUID], passphrase: Passphrase) -> HttpResponse:
        """A handful, and what became of each."""
        if not chosen or not passphrase or len(chosen) > AT_ONCE:
            sentence = (
                _("Belum ada surat yang dipilih. Centang surat yang akan ditandatangani.")
                if not chosen
                else _("Frasa sandi belum diisi.")
                if not passphrase
                else _("Tanpa JavaScript paling banyak {count} surat sekali tanda tangan.").format(count=AT_ONCE)
            )
            messages.error(self.request, sentence)
            return self.page(status=422, ticked={str(each) for each in chosen})
        good, problems, stopped = 0, [], False
        for key in chosen:
            if stopped:
                break
            try:
                sign_letter(actor=self.actor, letter=_letter(key), passphrase=passphrase)
            except BalaiError as error:
                problems.append(error.message())
                stopped = isinstance(error, Throttled) or (isinstance(error, SigningError) and error.stops)
            else:
                good += 1
        if good:
            messages.success(self.request, _("{count} surat ditandatangani.").format(count=good))
        for sentence in dict.fromkeys(problems):
            messages.error(self.request, sentence)
        return HttpResponseRedirect(reverse("letters:signing"))

    def page(self, status: int = 200, ticked: set[str] | None = None) -> HttpResponse:
        """The list."""
        waiting = waiting_for_signature(self.actor)
        letters = list(waiting[:SHOWN])
        signatures = {each.pk: getattr(each, "signature", None) for each in letters}
        files = [row.unsigned_file_id for row in signatures.values() if row is not None and row.unsigned_file_id]
        printed = set(StoredFile.objects.filter(pk__in=files, deleted_at=None).values_list("pk", flat=True))
        rows = [
            (letter, row, row.unsigned_file_id if row is not None and row.unsigned_file_id in printed else None)
            for letter, row in ((each, signatures[each.pk]) for each in letters)
        ]
        settings = present_signing()
        context: dict[str, Any] = {
            "rows": rows,
            "count": waiting.count() if len(letters) == SHOWN else len(letters),
            "is_on": bool(settings.driver),
            "driver": settings.get_driver_display() if settings.driver else "",
            "may_manage": self.actor.may("letters.signing_manage"),
            "unconfirmed": unconfirmed(self.actor),
            "running_out": [(each, expiry_state(each)) for each in certificates_running_out()],
            "ticked": ticked,
        }
        return render(self.request, "letters/signing.html", context, status=status)

    def chosen(self) -> list[UUID]:
        """The letters ticked; what is no key is left out."""
        found = []
        for text in dict.fromkeys(self.request.POST.getlist("letter")):
            try:
                found.append(UUID(text))
            except ValueError:
                continue
        return found


def _letter(key: UUID) -> Letter:
    found = Letter.objects.filter(pk=key).first()
    if found is None:
        raise NotFound()
    return found


class ConfirmAddressView(OfficeView):
    """``surat/tte/alamat/``: a signer has looked at where the passphrase will go."""

    permission = "letters.view"

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep it; the page then asks for the passphrase."""
        confirm_address(actor=self.actor, url=request.POST.get("url", ""))
        messages.success(request, _("Alamat layanan disetujui."))
        return HttpResponseRedirect(reverse("letters:signing"))


class UnsignedView(OfficeView):
    """``surat/tte/<pk>/baca/``: the paper that waits for its signature, for who may sign it."""

    permission = "letters.view"

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponseBase:
        """Show it in place."""
        letter = _letter(pk)
        stored = unsigned_file(letter) if may_sign(self.actor, letter) else None
        if stored is None:
            raise NotFound()
        audit.record_read(self.actor, "letters.unsigned_read", about=letter.resident, letter=str(letter.pk))
        return serve(stored, inline=True)
