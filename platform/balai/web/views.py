"""Base views. A view without a declared permission does not even start; a service's error becomes a sentence."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar
from urllib.parse import quote, urlsplit
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ImproperlyConfigured
from django.core.paginator import EmptyPage, Page, Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.generic import View

from balai.actor import Actor, require
from balai.errors import BalaiError
from balai.ui.forms import Candidate
from balai.ui.tables import Table
from balai.web.errors import home_of

#: A view that everybody signed in may open says so with this.
SIGNED_IN = "signed-in"


class StaffView(View):
    """Needs a member of staff with the right named ``permission``."""

    permission: ClassVar[str] = ""
    actor: Actor
    request: HttpRequest

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if not cls.permission and not cls.__dict__.get("abstract", False):
            raise ImproperlyConfigured(f"{cls.__module__}.{cls.__qualname__} names no permission.")

    abstract = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        actor = request.find_actor()  # type: ignore[attr-defined]
        if actor is None or actor.kind != "staff":
            return to_sign_in(request)
        self.actor = actor
        if self.permission != SIGNED_IN:
            require(actor, self.permission)
        response = super().dispatch(request, *args, **kwargs)
        response.setdefault("Cache-Control", "private, no-store")
        return response


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """Lead to the door's sign-in page, and back afterwards: where a form was sent, to the page that it stood on."""
    door = getattr(request, "door", None)
    base = {"kantor": "/kantor/masuk/", "layanan": "/layanan/masuk/"}.get(door.name if door else "", "/masuk/")
    return HttpResponseRedirect(f"{base}?next={quote(_asked_page(request))}")


def _asked_page(request: HttpRequest) -> str:
    if request.method in {"GET", "HEAD"}:
        return request.get_full_path()
    # A form's own address may answer nothing but its POST.
    came = urlsplit(request.headers.get("Referer", ""))
    if came.netloc == request.get_host() and came.path.startswith("/"):
        return came.path + (f"?{came.query}" if came.query else "")
    return home_of(request)


class OfficeView(StaffView):
    """A page of a village's office."""

    abstract = True


class RegencyView(StaffView):
    """A page of the regency's staff."""

    abstract = True


class _Template:
    template_name: ClassVar[str] = ""

    def context(self, **kwargs: Any) -> dict[str, Any]:
        """What the template gets."""
        return {}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Render the page."""
        return render(request, self.template_name, self.context(**kwargs))


class OfficeTemplateView(_Template, OfficeView):
    """``template_name`` and ``context()``."""

    abstract = True


class RegencyTemplateView(_Template, RegencyView):
    """``template_name`` and ``context()``."""

    abstract = True


def page_of(request: HttpRequest, rows: Any, size: int = 50) -> Page[Any]:
    """The page that the URL asks for; a number beyond the end gives the last."""
    paginator = Paginator(rows, size)
    try:
        wanted = int(request.GET.get("page") or 1)
    except ValueError:
        wanted = 1
    try:
        return paginator.page(max(1, wanted))
    except EmptyPage:
        return paginator.page(paginator.num_pages)


class OfficeListView(OfficeTemplateView):
    """A list paged on the server: ``rows()`` returns a queryset or list; the template gets ``page``, and ``table`` where
    ``table_class`` is declared (it orders and pages the rows itself)."""

    abstract = True
    page_size: ClassVar[int] = 50
    table_class: ClassVar[type[Table] | None] = None

    def rows(self) -> Any:
        """What is listed."""
        return []

    def chips(self) -> list[tuple[str, str]]:
        """The filters that are on: name in the URL, words."""
        return []

    def context(self, **kwargs: Any) -> dict[str, Any]:
        if self.table_class is not None:
            table = self.table_class(self.request, self.rows(), chips=self.chips())
            return {"table": table, "page": table.page}
        return {"page": page_of(self.request, self.rows(), self.page_size)}


class PersonSearchView(OfficeView):
    """Candidates of a person picker as JSON: ``?q=`` a fragment of name or number, at least two signs."""

    abstract = True

    def find(self, text: str) -> list[Candidate]:
        """At most twenty people whom the fragment fits, the best first."""
        raise NotImplementedError

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> JsonResponse:
        """``{"people": [{"key", "name", "detail"}]}``."""
        text = request.GET.get("q", "").strip()
        found = self.find(text)[:20] if len(text) >= 2 else []
        people = [{"key": each.key, "name": each.name, "detail": each.detail} for each in found]
        return JsonResponse({"people": people})


class ServiceFormView(OfficeView):
    """A form over one service: parse, call, say what was done, go on."""

    abstract = True
    form_class: ClassVar[type[forms.Form]]
    service: ClassVar[Callable[..., Any]]
    template_name: ClassVar[str] = "ui/form_page.html"
    success_message: ClassVar[Any] = ""
    heading: ClassVar[Any] = ""
    lead: ClassVar[Any] = ""
    button: ClassVar[Any] = "Simpan"

    def get_initial(self) -> dict[str, Any]:
        """What stands in the form at first."""
        return {}

    def get_form_kwargs(self) -> dict[str, Any]:
        """Further arguments of the form's constructor."""
        return {}

    def make_form(self) -> forms.Form:
        """The form, bound on POST."""
        kwargs = self.get_form_kwargs()
        if self.request.method == "POST":
            return self.form_class(self.request.POST, self.request.FILES, initial=self.get_initial(), **kwargs)
        return self.form_class(initial=self.get_initial(), **kwargs)

    def get_service_kwargs(self, form: forms.Form) -> dict[str, Any]:
        """Keyword arguments of the service."""
        return {key: value for key, value in form.cleaned_data.items() if key != "version"}

    def get_success_url(self, result: Any) -> str:
        """Where to go afterwards."""
        return self.request.path

    def get_cancel_url(self) -> str:
        """Where "Batal" leads."""
        return ""

    def context(self, **kwargs: Any) -> dict[str, Any]:
        """What the template gets beside the form."""
        return {}

    def call_service(self, form: forms.Form) -> Any:
        """Call the service with the actor."""
        return type(self).service(actor=self.actor, **self.get_service_kwargs(form))

    def show_error(self, form: forms.Form, error: BalaiError) -> None:
        """Put what the service refused into the form."""
        add_error(form, error)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The empty (or prefilled) form."""
        return self.render(self.make_form())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Call the service; its error stands beside the input it names."""
        form = self.make_form()
        if not form.is_valid():
            return self.render(form, status=422)
        try:
            result = self.call_service(form)
        except BalaiError as error:
            if error.status in {403, 404}:
                raise
            self.show_error(form, error)
            return self.render(form, status=error.status)
        if self.success_message:
            messages.success(request, str(self.success_message).format(result=result))
        return HttpResponseRedirect(self.get_success_url(result))

    def render(self, form: forms.Form, status: int = 200) -> HttpResponse:
        """The page with the form."""
        context = {
            "form": form,
            "heading": self.heading,
            "lead": self.lead,
            "button": self.button,
            "cancel_url": self.get_cancel_url(),
            **self.context(),
        }
        return render(self.request, self.template_name, context, status=status)


def add_error(form: forms.Form, error: BalaiError) -> None:
    """Put a service's error beside the field that it names, else on top."""
    field = error.data.get("field")
    form.add_error(field if field in form.fields else None, error.message())


class CitizenView(View):
    """A page of the citizen's door; needs a signed-in citizen."""

    actor: Actor
    resident_id: UUID

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        actor = request.find_actor()  # type: ignore[attr-defined]
        if actor is None or actor.kind != "citizen":
            return to_sign_in(request)
        self.actor = actor
        self.resident_id = UUID(actor.id)
        response = super().dispatch(request, *args, **kwargs)
        response.setdefault("Cache-Control", "private, no-store")
        return response


class CitizenTemplateView(_Template, CitizenView):
    """``template_name`` and ``context()``."""


class PublicView(_Template, View):
    """A page for everybody."""
