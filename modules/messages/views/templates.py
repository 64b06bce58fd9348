"""Ready answers."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from balai.errors import NotFound
from balai.web.views import OfficeTemplateView, ServiceFormView
from modules.messages import services
from modules.messages.forms import ConfirmForm, TemplateForm
from modules.messages.models import ReplyTemplate


class TemplatesView(OfficeTemplateView):
    """``pesan/templat/``."""

    permission = "messages.answer"
    template_name = "messages/templates.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        return {"templates": list(ReplyTemplate.objects.all())}


class _Form(ServiceFormView):
    abstract = True
    permission = "messages.answer"
    form_class: ClassVar[type[forms.Form]] = TemplateForm

    def found(self) -> ReplyTemplate:
        """The one of the URL."""
        row = ReplyTemplate.objects.filter(pk=self.kwargs["pk"]).first()
        if row is None:
            raise NotFound()
        return row

    def get_success_url(self, result: Any) -> str:
        return reverse("messages:templates")

    def get_cancel_url(self) -> str:
        return reverse("messages:templates")


class AddView(_Form):
    """``pesan/templat/baru/``."""

    permission = "messages.answer"
    heading = gettext_lazy("Templat jawaban baru")
    success_message = gettext_lazy("Templat {result.title} disimpan.")

    def call_service(self, form: Any) -> ReplyTemplate:
        data = form.cleaned_data
        return services.add_template(actor=self.actor, title=data["title"], body=data["body"])


class ChangeView(_Form):
    """``pesan/templat/<pk>/``."""

    permission = "messages.answer"
    heading = gettext_lazy("Ubah templat jawaban")
    success_message = gettext_lazy("Templat {result.title} disimpan.")

    def get_initial(self) -> dict[str, Any]:
        row = self.found()
        return {"title": row.title, "body": row.body, "version": row.version}

    def call_service(self, form: Any) -> ReplyTemplate:
        return services.change_template(actor=self.actor, template=self.found(), **form.cleaned_data)


class RemoveView(_Form):
    """``pesan/templat/<pk>/hapus/``."""

    permission = "messages.answer"
    form_class = ConfirmForm
    template_name = "ui/confirm.html"
    heading = gettext_lazy("Hapus templat jawaban")
    button = gettext_lazy("Hapus templat")
    success_message = gettext_lazy("Templat dihapus.")

    def context(self, **kwargs: Any) -> dict[str, Any]:
        words = _("Templat {title} dihapus. Jawaban yang sudah dikirim tetap ada.")
        return {"consequence": words.format(title=self.found().title)}

    def call_service(self, form: Any) -> None:
        services.remove_template(actor=self.actor, template=self.found())
