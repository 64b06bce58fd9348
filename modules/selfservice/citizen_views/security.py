"""What guards my account: where I can be reached, and which devices are signed in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from balai.accounts.services import key_hash
from balai.errors import BalaiError
from balai.web.views import CitizenTemplateView, add_error
from modules.selfservice import sending, services
from modules.selfservice.citizen_views.base import Signed
from modules.selfservice.devices import device_words
from modules.selfservice.door_forms import ContactForm, OneTimeCodeForm
from modules.selfservice.models import CitizenAccount, Contact, ContactKind

EMAIL = str(ContactKind.EMAIL)


def _back() -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("selfservice_citizen:security"))


class SecurityView(Signed, CitizenTemplateView):
    """``keamanan/``."""

    template_name = "selfservice/security.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        account = CitizenAccount.objects.get(resident=self.resident_id)
        here = key_hash(self.request.session.session_key or "")
        rows = services.sessions_of(account)
        return {
            "sessions": [(each, device_words(each.device), each.key_hash == here) for each in rows],
            "email": Contact.objects.filter(account=account, kind=EMAIL).first(),
            "codes": EMAIL in sending.ways(),
        }


class EndSessionView(Signed):
    """``keamanan/perangkat/<id>/keluar/``."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """End that one."""
        services.end_session(actor=self.actor, session_id=pk)
        messages.success(request, _("Perangkat itu sudah dikeluarkan."))
        return _back()


class _ContactForm(Signed):
    form_class: type[Any]
    template_name = "selfservice/contact.html"
    code = False

    def get(self, request: HttpRequest) -> HttpResponse:
        """The form."""
        return self.page(self.form_class())

    def page(self, form: Any, status: int = 200) -> HttpResponse:
        """The page."""
        email = Contact.objects.filter(account__resident=self.resident_id, kind=EMAIL).first()
        context = {"form": form, "email": email, "code": self.code}
        return render(self.request, self.template_name, context, status=status)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Call the service, go on."""
        form = self.form_class(request.POST)
        if not form.is_valid():
            return self.page(form, 422)
        try:
            return self.done(form)
        except BalaiError as error:
            if error.status in {403, 404}:
                raise
            add_error(form, error)
            return self.page(form, error.status)

    def done(self, form: Any) -> HttpResponse:
        """What the page does."""
        raise NotImplementedError


class ContactView(_ContactForm):
    """``keamanan/surel/``."""

    form_class = ContactForm

    def done(self, form: Any) -> HttpResponse:
        services.set_contact(actor=self.actor, kind=EMAIL, **form.cleaned_data)
        return HttpResponseRedirect(reverse("selfservice_citizen:confirm_contact"))


class ConfirmView(_ContactForm):
    """``keamanan/surel/kode/``."""

    form_class = OneTimeCodeForm
    code = True

    def done(self, form: Any) -> HttpResponse:
        services.confirm_contact(actor=self.actor, kind=EMAIL, code=form.cleaned_data["code"])
        messages.success(self.request, _("Alamat surel sudah diperiksa. Bila lupa PIN, kode dikirim ke sana."))
        return _back()


class RemoveContactView(Signed):
    """``keamanan/surel/hapus/``."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Take it away."""
        services.remove_contact(actor=self.actor, kind=EMAIL)
        messages.success(request, _("Alamat surel sudah dihapus."))
        return _back()
