"""One conversation in the office: read, answer, hand on, close; and the office's own first word."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from balai.accounts.models import User
from balai.errors import BalaiError
from balai.web.views import OfficeView, ServiceFormView, add_error
from modules.messages import selectors, services
from modules.messages.forms import AnswerForm, WriteForm
from modules.messages.models import ReplyTemplate, Thread
from modules.messages.services.threads import assignable
from modules.population.picking import ResidentSearch
from modules.population.selectors import place_words


class SearchView(ResidentSearch):
    """Whom to write to."""

    permission = "messages.answer"


class ThreadView(OfficeView):
    """``pesan/<pk>/``: opening it is written down, as every look at a citizen's words is."""

    permission = "messages.view"

    def get(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """The conversation; ``?templat=`` puts a ready answer into the box."""
        thread = selectors.thread_or_404(pk)
        services.mark_read(actor=self.actor, thread=thread)
        body = ""
        if (template := _template(request.GET.get("templat", ""))) is not None:
            body = services.filled_template(template, thread, self.actor)
        return self.page(thread, AnswerForm(initial={"version": thread.version, "body": body}))

    def post(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """Answer."""
        thread = selectors.thread_or_404(pk)
        form = AnswerForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.page(thread, form, 422)
        data = form.cleaned_data
        upload = data["upload"]
        try:
            services.answer_thread(
                actor=self.actor, thread=thread, body=data["body"], upload=upload, close=data["close"],
                upload_name=upload.name if upload else "", version=data["version"],
            )  # fmt: skip
        except BalaiError as error:
            if error.status in {403, 404}:
                raise
            if error.code.startswith("file") and not error.data.get("field"):
                error.data["field"] = "upload"
            add_error(form, error)
            return self.page(thread, form, error.status)
        messages.success(request, _("Jawaban terkirim kepada {name}.").format(name=thread.resident.name))
        return HttpResponseRedirect(reverse("messages:inbox") if data["close"] else request.path)

    def page(self, thread: Thread, form: AnswerForm, status: int = 200) -> HttpResponse:
        """The page."""
        may_answer = self.actor.may("messages.answer")
        context = {
            "thread": thread,
            "lines": list(thread.messages.all()),
            "place": place_words(thread.resident.rt),
            "form": form if may_answer and not thread.is_closed else None,
            "may_answer": may_answer,
            "may_see_person": self.actor.may("population.view"),
            "may_see_letter": self.actor.may("letters.view"),
            "templates": list(ReplyTemplate.objects.all()) if may_answer else [],
            "colleagues": assignable() if may_answer else [],
        }
        return render(self.request, "messages/thread.html", context, status=status)


def _template(key: str) -> ReplyTemplate | None:
    try:
        return ReplyTemplate.objects.filter(pk=UUID(key)).first()
    except ValueError:
        return None


def _colleague(key: str) -> User | None:
    try:
        return User.objects.filter(pk=UUID(key)).first()
    except ValueError:
        return None


class _Act(OfficeView):
    """A button of the conversation's page."""

    abstract = True
    permission = "messages.answer"
    http_method_names = ["post"]

    def act(self, request: HttpRequest, thread: Thread) -> str:
        """Do it; returns what to say."""
        raise NotImplementedError

    def post(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """Do it, say it, back to the conversation."""
        thread = selectors.thread_or_404(pk)
        try:
            messages.success(request, self.act(request, thread))
        except BalaiError as error:
            if error.status in {403, 404}:
                raise
            messages.error(request, error.message())
        return HttpResponseRedirect(reverse("messages:thread", args=[thread.pk]))


class AssignView(_Act):
    """``pesan/<pk>/petugas/``."""

    permission = "messages.answer"

    def act(self, request: HttpRequest, thread: Thread) -> str:
        user = _colleague(request.POST.get("user", ""))
        services.assign_thread(
            actor=self.actor, thread=thread, user=user, version=request.POST.get("version", "")
        )  # fmt: skip
        if user is None:
            return _("Percakapan ini dapat dijawab siapa saja.")
        return _("Percakapan ini sekarang diurus {name}.").format(name=user.name)


class CloseView(_Act):
    """``pesan/<pk>/tutup/``."""

    permission = "messages.answer"

    def act(self, request: HttpRequest, thread: Thread) -> str:
        services.close_thread(actor=self.actor, thread=thread, version=request.POST.get("version", ""))
        return _("Percakapan ditutup.")


class ReopenView(_Act):
    """``pesan/<pk>/buka/``."""

    permission = "messages.answer"

    def act(self, request: HttpRequest, thread: Thread) -> str:
        services.reopen_thread(actor=self.actor, thread=thread, version=request.POST.get("version", ""))
        return _("Percakapan dibuka lagi.")


class WriteView(ServiceFormView):
    """``pesan/baru/``: the office writes first."""

    permission = "messages.answer"
    form_class = WriteForm
    heading = gettext_lazy("Tulis kepada warga")
    lead = gettext_lazy("Warga membacanya setelah masuk Layanan Mandiri.")
    button = gettext_lazy("Kirim pesan")
    success_message = gettext_lazy("Pesan terkirim kepada {result.resident.name}.")

    def get_initial(self) -> dict[str, Any]:
        return {"resident": self.request.GET.get("warga", "")}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {"shown": self.actor.may("population.view_nik"), "search_url": reverse("messages:search")}

    def call_service(self, form: Any) -> Thread:
        data = form.cleaned_data
        upload = data["upload"]
        return services.write_to_citizen(
            actor=self.actor, resident=data["resident"], subject=data["subject"], body=data["body"], upload=upload,
            upload_name=upload.name if upload else "",
        )  # fmt: skip

    def get_success_url(self, result: Thread) -> str:
        return reverse("messages:thread", args=[result.pk])

    def get_cancel_url(self) -> str:
        return reverse("messages:inbox")
