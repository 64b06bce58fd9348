"""Pages of sign-in and accounts: thin over the services."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

import segno
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.middleware.csrf import rotate_token
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from balai.accounts import second_factor, services
from balai.accounts.errors import SecondFactorNeeded, SignInOver
from balai.accounts.forms import CodeForm, InvitationForm, InviteForm, PasswordForm, SecondStepForm, SignInForm
from balai.accounts.middleware import address_of
from balai.accounts.models import AccountSession, Invitation, User
from balai.accounts.rights import matrix, permissions_here, roles_here
from balai.accounts.sessions import IDLE_SECONDS
from balai.errors import BalaiError
from balai.web.views import SIGNED_IN, OfficeTemplateView, OfficeView, ServiceFormView, add_error, to_sign_in

#: For how long a right password waits for its code.
HALF_SECONDS = 5 * 60


def base_of(request: HttpRequest) -> str:
    """Where the door's staff pages begin."""
    return "/kantor/" if request.tenant.schema_name != "public" else "/"  # type: ignore[attr-defined]


def home_of(request: HttpRequest) -> str:
    """The first page after sign-in."""
    return "/kantor/" if request.tenant.schema_name != "public" else "/dasbor/"  # type: ignore[attr-defined]


def safe_next(request: HttpRequest) -> str:
    """Where somebody wanted to go, if that lies on this site."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    if wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return wanted
    return home_of(request)


def enter(request: HttpRequest, user: User) -> None:
    """Open a session for an account: a fresh key and nothing of before, so that nobody's older cookie becomes it."""
    request.session.flush()
    request.session.create()
    rotate_token(request)
    request.session["user"] = str(user.pk)
    request.session["user_hash"] = user.get_session_auth_hash()
    request.session["must_change"] = user.must_change_password
    services.remember_session(
        user=user,
        session_key=request.session.session_key or "",
        address=address_of(request),
        device=request.headers.get("User-Agent", ""),
    )


class SignInView(View):
    """``masuk/``."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The form; who is signed in goes on."""
        if request.find_actor() is not None:  # type: ignore[attr-defined]
            return HttpResponseRedirect(safe_next(request))
        return self.page(request, SignInForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Check, open a session, go on."""
        if "code" in request.POST:
            return self.second_step(request)
        form = SignInForm(request.POST)
        if not form.is_valid():
            return self.page(request, form, 422)
        typed, password = form.cleaned_data["username"], form.cleaned_data["password"]
        try:
            user = services.sign_in(typed=typed, password=password, address=address_of(request))
        except SecondFactorNeeded as error:
            # Kept here and not in the page: a password does not belong into a page.
            request.session["half"] = {"user": error.data["user"], "proof": error.data["proof"], "at": int(time.time())}
            return self.page(request, SecondStepForm(), note=error.message())
        except BalaiError as error:
            add_error(form, error)
            return self.page(request, form, error.status)
        enter(request, user)
        return HttpResponseRedirect(safe_next(request))

    def second_step(self, request: HttpRequest) -> HttpResponse:
        """The code, within five minutes of the password."""
        form, half = SecondStepForm(request.POST), request.session.get("half") or {}
        if not form.is_valid():
            return self.page(request, form, 422)
        try:
            if time.time() - half.get("at", 0) > HALF_SECONDS:
                raise SignInOver()
            user = services.sign_in_with_code(
                user_id=half["user"],
                proof=half["proof"],
                code=form.cleaned_data["code"],
                address=address_of(request),
            )
        except SignInOver as error:
            request.session.pop("half", None)
            return self.page(request, SignInForm(), error.status, note=error.message())
        except BalaiError as error:
            add_error(form, error)
            return self.page(request, form, error.status)
        enter(request, user)
        return HttpResponseRedirect(safe_next(request))

    def page(
        self, request: HttpRequest, form: SignInForm | SecondStepForm, status: int = 200, *, note: str = ""
    ) -> HttpResponse:
        """The sign-in page, in either of its steps."""
        context = {"form": form, "note": note, "next": safe_next(request)}
        response = render(request, "accounts/sign_in.html", context, status=status)
        response["Cache-Control"] = "no-store"
        return response


class SignOutView(View):
    """``keluar/`` by POST."""

    def post(self, request: HttpRequest) -> HttpResponse:
        """End this session."""
        actor = request.find_actor()  # type: ignore[attr-defined]
        if actor is not None:
            services.sign_out(actor=actor, session_key=request.session.session_key or "")
        request.session.flush()
        return HttpResponseRedirect(f"{base_of(request)}masuk/")


class InvitationView(View):
    """``undangan/<token>/``: looking (a link preview does) does not use it up; POST does."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        """The form."""
        return self.page(request, services.open_invitation(token), InvitationForm())

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        """Make the account and open its first session."""
        invitation = services.open_invitation(token)
        form = InvitationForm(request.POST)
        if not form.is_valid():
            return self.page(request, invitation, form, 422)
        try:
            user = services.accept_invitation(token=token, address=address_of(request), **form.cleaned_data)
        except BalaiError as error:
            if error.status == 404:
                raise
            add_error(form, error)
            return self.page(request, invitation, form, error.status)
        enter(request, user)
        messages.success(request, _("Selamat datang, {name}.").format(name=user.name))
        return HttpResponseRedirect(home_of(request))

    def page(
        self, request: HttpRequest, invitation: Invitation, form: InvitationForm, status: int = 200
    ) -> HttpResponse:
        """The invitation's page."""
        response = render(request, "accounts/invitation.html", {"form": form, "invitation": invitation}, status=status)
        response["Cache-Control"] = "no-store"
        return response


class _MeMixin:
    request: HttpRequest

    def me(self) -> User:
        """The account that is signed in."""
        return User.objects.get(pk=str(self.request.user.pk))


class AccountView(_MeMixin, OfficeTemplateView):
    """``akun/``: who I am, my sessions, my second factor."""

    permission = SIGNED_IN
    template_name = "accounts/account.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        me = self.me()
        return {
            "me": me,
            "sessions": me.account_sessions.filter(last_seen__gt=timezone.now() - timedelta(seconds=IDLE_SECONDS)),
            "present": services.key_hash(self.request.session.session_key or ""),
            "recovery_left": len(me.recovery_codes),
        }


class PasswordView(_MeMixin, ServiceFormView):
    """``akun/sandi/``."""

    permission = SIGNED_IN
    form_class = PasswordForm
    heading = gettext_lazy("Ganti sandi")
    template_name = "accounts/form.html"

    def call_service(self, form: Any) -> User:
        me = self.me()
        data = form.cleaned_data
        return services.change_password(actor=self.actor, user=me, old=data["old"], new=data["password"])

    def get_success_url(self, result: User) -> str:
        enter(self.request, result)
        messages.success(self.request, _("Sandi sudah diganti. Sesi lain sudah diakhiri."))
        return f"{base_of(self.request)}akun/"


class SecondFactorView(_MeMixin, OfficeView):
    """``akun/faktor-kedua/``: scan, type a code, keep the recovery codes."""

    permission = SIGNED_IN

    def get(self, request: HttpRequest) -> HttpResponse:
        """A fresh secret as a QR code."""
        return self.page(CodeForm(initial={"secret": second_factor.new_secret()}))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Check the code; show the recovery codes once."""
        form = CodeForm(request.POST)
        if not form.is_valid():
            return self.page(form, 422)
        me = self.me()
        try:
            codes = second_factor.enrol(actor=self.actor, user=me, **form.cleaned_data)
        except BalaiError as error:
            add_error(form, error)
            return self.page(form, error.status)
        return render(request, "accounts/recovery_codes.html", {"codes": codes})

    def page(self, form: CodeForm, status: int = 200) -> HttpResponse:
        """The page with the QR code."""
        secret = str(form["secret"].value())
        if not second_factor.is_secret(secret):
            # Whoever sent it changed the page: begin again with one of ours.
            secret = second_factor.new_secret()
            form.data = QueryDict(mutable=True)
            form.data["secret"] = secret
        text = second_factor.uri(self.me(), secret, f"Balai {self.request.get_host()}")
        picture = segno.make(text).svg_data_uri(scale=5, border=2)
        context = {"form": form, "picture": picture, "secret": secret}
        return render(self.request, "accounts/second_factor.html", context, status=status)


class EndSessionView(_MeMixin, OfficeView):
    """End one of my sessions."""

    permission = SIGNED_IN

    def post(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """End it."""
        session = get_object_or_404(AccountSession, pk=pk, user=self.me())
        own = session.key_hash == services.key_hash(request.session.session_key or "")
        services.end_session(actor=self.actor, session=session)
        if own:
            request.session.flush()
            return to_sign_in(request)
        messages.success(request, _("Sesi itu sudah diakhiri."))
        return HttpResponseRedirect(f"{base_of(request)}akun/")


class UsersView(OfficeTemplateView):
    """``pengguna/``: accounts and open invitations."""

    permission = "accounts.manage"
    template_name = "accounts/users.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        waiting = Invitation.objects.filter(used_at=None, voided_at=None)
        return {
            "users": User.objects.order_by("-is_active", "name"),
            "invitations": [each for each in waiting if each.is_open],
            "link": self.request.session.pop("invitation_link", ""),
        }


class InviteView(ServiceFormView):
    """``pengguna/undang/``."""

    permission = "accounts.manage"
    form_class = InviteForm
    service = staticmethod(services.invite)
    heading = gettext_lazy("Undang pengguna")
    lead = gettext_lazy("Tautan undangan berlaku 7 hari dan hanya sekali.")
    button = gettext_lazy("Buat undangan")
    template_name = "accounts/form.html"

    def get_success_url(self, result: Any) -> str:
        invitation, secret = result
        link = self.request.build_absolute_uri(f"{base_of(self.request)}undangan/{secret}/")
        services.mail_invitation(invitation, link)
        self.request.session["invitation_link"] = link
        return f"{base_of(self.request)}pengguna/"


class VoidInvitationView(OfficeView):
    """Take an invitation back."""

    permission = "accounts.manage"

    def post(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """Void it."""
        services.void_invitation(actor=self.actor, invitation=get_object_or_404(Invitation, pk=pk))
        messages.success(request, _("Undangan dibatalkan."))
        return HttpResponseRedirect(f"{base_of(request)}pengguna/")


class UserView(OfficeTemplateView):
    """``pengguna/<pk>/``: role, second factor, closing."""

    permission = "accounts.manage"
    template_name = "accounts/user.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        return {"person": get_object_or_404(User, pk=kwargs["pk"]), "roles": roles_here()}

    def post(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """One of: role, close, reopen, reset."""
        person = get_object_or_404(User, pk=pk)
        act = request.POST.get("act")
        try:
            if act == "role":
                asked = {key: request.POST.get(key, "") for key in ("role", "district_code", "before")}
                services.change_role(actor=self.actor, user=person, **asked)
            elif act == "close":
                services.close_account(actor=self.actor, user=person)
            elif act == "reopen":
                services.reopen_account(actor=self.actor, user=person)
            elif act == "reset":
                services.reset_second_factor(actor=self.actor, user=person)
            else:
                raise Http404
        except BalaiError as error:
            if error.status in {403, 404}:
                raise
            messages.error(request, error.message())
        else:
            messages.success(request, _("Perubahan disimpan."))
        return HttpResponseRedirect(request.path)


class RightsView(OfficeTemplateView):
    """``hak/``: which role may do what."""

    permission = "accounts.manage"
    template_name = "accounts/rights.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        held = matrix()
        return {
            "roles": roles_here(),
            "version": services.matrix_version(held),
            "rows": [
                (right, [(role, held[right.code][role.value]) for role in roles_here()]) for right in permissions_here()
            ],
        }

    def post(self, request: HttpRequest) -> HttpResponse:
        """Save the whole matrix: only what changed is written."""
        try:
            services.set_rights(
                actor=self.actor, held=request.POST.getlist("held"), version=request.POST.get("version", "")
            )
        except BalaiError as error:
            if error.status in {403, 404}:
                raise
            messages.error(request, error.message())
        else:
            messages.success(request, _("Hak disimpan."))
        return HttpResponseRedirect(request.path)
