"""Register from home: write, keep the code, ask how it stands."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.generic import View

from balai.accounts.middleware import address_of
from balai.errors import BalaiError, NotFound
from balai.web.views import add_error
from modules.selfservice import services
from modules.selfservice.door_forms import CodeForm, RegistrationForm
from modules.selfservice.secrets_kept import grouped
from tenants.context import current_village

#: Where the code waits for the page that shows it.
CODE = "registration_code"


def page(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """A page before the door: kept by nobody on the way."""
    response = render(request, template, context, status=status)
    response["Cache-Control"] = "no-store"
    return response


class RegisterView(View):
    """``daftar/``."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Not where the regency has closed it."""
        if not current_village().rule("selfservice.registration"):
            raise NotFound()
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        """The form."""
        return page(request, "selfservice/register.html", {"form": RegistrationForm()})

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep it; the same answer whatever the register says."""
        form = RegistrationForm(request.POST, request.FILES)
        status = 422
        if form.is_valid():
            try:
                _made, code = services.register(**form.cleaned_data, address=address_of(request))
            except BalaiError as error:
                if error.status in {403, 404}:
                    raise
                add_error(form, error)
                status = error.status
            else:
                request.session[CODE] = code
                return HttpResponseRedirect(reverse("selfservice_citizen:registered"))
        return page(request, "selfservice/register.html", {"form": form}, status)


class RegisteredView(View):
    """``daftar/diterima/``: the code, to be written down."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show it, for as long as this session lives."""
        code = request.session.get(CODE)
        if not code:
            return HttpResponseRedirect(reverse("selfservice_citizen:registration"))
        context = {"code": grouped(code), "days": services.KEPT_DAYS}
        return page(request, "selfservice/registered.html", context)


class RegistrationView(View):
    """``daftar/status/``: how it stands, for who has the code."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Ask for the code."""
        form = CodeForm(initial={"code": grouped(request.session[CODE]) if request.session.get(CODE) else ""})
        return page(request, "selfservice/registration.html", {"form": form})

    def post(self, request: HttpRequest) -> HttpResponse:
        """Tell."""
        form = CodeForm(request.POST)
        status, found = 422, None
        if form.is_valid():
            try:
                found = services.registration_by_code(code=form.cleaned_data["code"], address=address_of(request))
                status = 200
            except BalaiError as error:
                add_error(form, error)
                status = error.status
        return page(request, "selfservice/registration.html", {"form": form, "found": found}, status)
