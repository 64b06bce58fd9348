"""What the regency decides for all its villages at once: each rule with what it means now, and one button."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from balai.errors import NotFound
from balai.registry import rules
from balai.web.views import RegencyTemplateView
from tenants.rules import decided, set_rule


class RulesView(RegencyTemplateView):
    """``kelola/aturan/``: the declared rules; POST sets one."""

    permission = "regency.rules"
    template_name = "regency/rules.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        now = decided()
        return {"rules": [(rule, now[code]) for code, rule in rules().items()]}

    def post(self, request: HttpRequest) -> HttpResponse:
        """Switch one rule; told twice it stays as it was told."""
        code, value = request.POST.get("code", ""), request.POST.get("value") == "on"
        rule = rules().get(code)
        if rule is None:
            raise NotFound()
        if decided()[code] != value:
            set_rule(actor=self.actor, code=code, value=value)
        words = (
            _("{rule}: berlaku sekarang di semua desa.") if value else _("{rule}: tidak berlaku lagi di semua desa.")
        )
        messages.success(request, words.format(rule=rule.title))
        return HttpResponseRedirect(reverse("regency:rules"))
