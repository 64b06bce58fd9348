"""My own notices: what waits for me, and whether I want mails of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from balai.accounts.models import User
from balai.web.views import SIGNED_IN, OfficeListView, OfficeView
from modules.messages.models import StaffNotice, StaffWish
from modules.messages.services.gateways import open_channels
from modules.messages.services.staff import open_staff_notice, read_staff_notices, set_staff_wish, words_of_notice


class NoticesView(OfficeListView):
    """``pemberitahuan/``: mine alone, newest first."""

    permission = SIGNED_IN
    template_name = "messages/staff_notices.html"
    page_size = 30

    def rows(self) -> Any:
        return StaffNotice.objects.filter(user=UUID(self.actor.id))

    def context(self, **kwargs: Any) -> dict[str, Any]:
        context = super().context(**kwargs)
        return context | {
            "rows": [(each, words_of_notice(each)) for each in context["page"]],
            "unread": StaffNotice.objects.filter(user=UUID(self.actor.id), read_at=None).exists(),
            "mail": StaffWish.objects.filter(user=UUID(self.actor.id), mail=True).exists(),
            "address": User.objects.filter(pk=self.actor.id).values_list("email", flat=True).first() or "",
            "sends_mail": "email" in open_channels(),
        }

    def post(self, request: HttpRequest) -> HttpResponse:
        """All are read, or the wish."""
        if request.POST.get("act") == "wish":
            set_staff_wish(actor=self.actor, mail="mail" in request.POST)
            messages.success(request, _("Pilihan disimpan."))
        else:
            read_staff_notices(actor=self.actor)
        return HttpResponseRedirect(reverse("messages:staff_notices"))


class NoticeView(OfficeView):
    """``pemberitahuan/<pk>/``: to what it is about; it is read."""

    permission = SIGNED_IN

    def get(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """Go there."""
        return HttpResponseRedirect(open_staff_notice(actor=self.actor, pk=pk).url)
