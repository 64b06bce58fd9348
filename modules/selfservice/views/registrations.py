"""Who registered from home: the queue, the comparison, the decision."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from balai import audit
from balai.errors import BalaiError, NotFound
from balai.files import StoredFile
from balai.web.views import OfficeListView, OfficeView, add_error
from modules.population.selectors import place_words
from modules.selfservice import registering, services
from modules.selfservice.door_forms import AcceptanceForm, RefusalForm
from modules.selfservice.errors import SelfserviceError
from modules.selfservice.models import CitizenAccount, Registration, RegistrationState


def key_of(text: str) -> UUID | None:
    """A key that a page posted, or None."""
    try:
        return UUID(text)
    except ValueError:
        return None


class RegistrationsView(OfficeListView):
    """``pendaftaran/``: the longest waiting first."""

    permission = "selfservice.manage"
    template_name = "selfservice/registrations.html"

    def rows(self) -> Any:
        return registering.registrations(self.state)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Refuse many: those ticked, or all from the place that one came from."""
        like, reason = key_of(request.POST.get("like", "")), request.POST.get("reason", "")
        chosen = [key for key in map(key_of, request.POST.getlist("registration")) if key is not None]
        try:
            count = services.refuse_registrations(actor=self.actor, registration_ids=chosen, like=like, reason=reason)
        except SelfserviceError as error:
            messages.error(request, error.message())
        else:
            messages.success(request, _("{count} pendaftaran ditolak.").format(count=count))
        return HttpResponseRedirect(reverse("selfservice:registrations"))

    @property
    def state(self) -> str:
        """Which tab is open."""
        wanted = self.request.GET.get("status", "")
        return wanted if wanted in RegistrationState.values else str(RegistrationState.WAITING)

    def context(self, **kwargs: Any) -> dict[str, Any]:
        return super().context(**kwargs) | {
            "state": self.state,
            "tabs": RegistrationState.choices,
            "shown": self.actor.may("population.view_nik"),
        }


class RegistrationView(OfficeView):
    """``pendaftaran/<id>/``: what was typed beside the register, the photo, two acts."""

    permission = "selfservice.manage"

    def get(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """Show it."""
        return self.page(pk)

    def post(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """Accept or refuse."""
        form: Any
        refusing = request.POST.get("act") == "refuse"
        form = RefusalForm(request.POST) if refusing else AcceptanceForm(request.POST)
        status = 422
        if form.is_valid():
            try:
                if refusing:
                    services.refuse_registration(actor=self.actor, registration_id=pk, **form.cleaned_data)
                    messages.success(request, _("Pendaftaran ditolak. Warga membaca alasannya."))
                else:
                    account = services.accept_registration(actor=self.actor, registration_id=pk, **form.cleaned_data)
                    words = _("{name} sekarang dapat masuk dengan PIN pilihannya.")
                    messages.success(request, words.format(name=account.resident.name))
                return HttpResponseRedirect(reverse("selfservice:registrations"))
            except BalaiError as error:
                if error.status in {403, 404, 409}:
                    raise
                add_error(form, error)
                status = error.status
        return self.page(pk, status=status, **({"refusal": form} if refusing else {"acceptance": form}))

    def page(self, pk: Any, status: int = 200, **forms: Any) -> HttpResponse:
        """The comparison; reading it is reading a person's data."""
        found = Registration.objects.select_related("resident").filter(pk=pk).first()
        if found is None:
            raise NotFound()
        waiting = found.state == RegistrationState.WAITING
        resident = registering.matching_resident(found) if waiting else found.resident
        account = CitizenAccount.objects.filter(resident=resident).first() if resident else None
        if waiting:
            audit.record_read(self.actor, "selfservice.registration_read", about=resident or found)
        context = {
            "found": found,
            "waiting": waiting,
            "resident": resident,
            "place": place_words(resident.rt) if resident else "",
            "account": account,
            "rows": registering.compare(found, resident) if waiting else [],
            "photo": StoredFile.objects.filter(pk=found.photo_id, deleted_at=None).first() if found.photo_id else None,
            "shown": self.actor.may("population.view_nik"),
            "acceptance": AcceptanceForm(),
            "refusal": RefusalForm(),
            **forms,
        }
        return render(self.request, "selfservice/registration_office.html", context, status=status)
