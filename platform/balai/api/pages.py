"""Tokens: list, issue, revoke (``/kantor/token/``)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from balai.accounts.rights import permissions_here
from balai.api.models import ApiToken
from balai.api.services import issue_token, revoke_token
from balai.ui.forms import Form
from balai.web.views import OfficeTemplateView, OfficeView, ServiceFormView


class TokenForm(Form):
    """A token's name and rights."""

    name = forms.CharField(label=gettext_lazy("Untuk apa"), max_length=100)
    rights = forms.MultipleChoiceField(label=gettext_lazy("Hak"), widget=forms.CheckboxSelectMultiple)

    days = forms.TypedChoiceField(
        label=gettext_lazy("Berlaku"),
        coerce=int,
        initial=365,
        choices=[(30, gettext_lazy("30 hari")), (90, gettext_lazy("90 hari")), (365, gettext_lazy("1 tahun"))],
    )

    def __init__(self, *args: Any, actor: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["rights"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(right.code, right.title) for right in permissions_here() if actor.may(right.code)]


class TokensView(OfficeTemplateView):
    """``token/``."""

    permission = "api.manage"
    template_name = "api/tokens.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        return {"tokens": ApiToken.objects.all(), "secret": self.request.session.pop("token_secret", "")}


class IssueView(ServiceFormView):
    """``token/baru/``."""

    permission = "api.manage"
    form_class = TokenForm
    service = staticmethod(issue_token)
    heading = gettext_lazy("Token API baru")
    button = gettext_lazy("Buat token")
    template_name = "accounts/form.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {"actor": self.actor}

    def get_success_url(self, result: Any) -> str:
        self.request.session["token_secret"] = result[1]
        return self.request.path.removesuffix("baru/")


class RevokeView(OfficeView):
    """``token/<pk>/cabut/``."""

    permission = "api.manage"

    def post(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """Revoke it."""
        revoke_token(actor=self.actor, token=get_object_or_404(ApiToken, pk=pk))
        messages.success(request, _("Token dicabut."))
        return HttpResponseRedirect(request.path.partition("token/")[0] + "token/")
