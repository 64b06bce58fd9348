"""Who opened my data: by day, in words; and a question to the office about one of them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from balai.errors import BalaiError, NotFound
from balai.ui.formats import moment
from balai.web.views import CitizenTemplateView, add_error, page_of
from modules.messages.services import write_to_village
from modules.selfservice.citizen_views.base import Signed
from modules.selfservice.forms import QuestionForm
from modules.selfservice.reading import RULE, Line, by_day, entries_of, line_of, lists_of
from tenants.context import current_village

PAGE = 40


class ReadersView(Signed, CitizenTemplateView):
    """``siapa-membuka/``: ``?saya=1`` shows what I did myself, too."""

    template_name = "selfservice/readers.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        me, with_own = self.me(), self.request.GET.get("saya") == "1"
        found = entries_of(me)
        if not with_own:
            found = found.exclude(actor_kind="citizen", actor_id=str(me.pk))
        page = page_of(self.request, found, PAGE)
        names = current_village().rule(RULE)
        lists, count = lists_of(names=names) if page.number == 1 else ([], 0)
        return {
            "me": me, "page": page, "days": by_day(page, me, names=names), "with_own": with_own, "lists": lists,
            "more_lists": count - len(lists),
        }  # fmt: skip


class AskWhyView(Signed):
    """``siapa-membuka/tanya/?baris=``: a message to the office about one reading."""

    def line(self) -> Line:
        """A line of mine that somebody else left.

        Raises:
            NotFound: there is none, or it is about somebody else.
        """
        key = self.request.GET.get("baris", "")
        me = self.me()
        entry = (
            entries_of(me).filter(pk=int(key)).first() if key.isascii() and key.isdigit() and len(key) < 19 else None
        )
        if entry is None:
            raise NotFound()
        found = line_of(entry, me, names=current_village().rule(RULE))
        if found.own:
            raise NotFound()
        return found

    def get(self, request: HttpRequest) -> HttpResponse:
        """The question, written already."""
        line = self.line()
        asked = _("Pada {when}, {who} tercatat: {what}. Mohon dijelaskan untuk keperluan apa.").format(
            when=moment(line.at), who=line.who, what=line.what.lower()
        )
        return self.page(line, QuestionForm(initial={"body": asked}))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Send it: from then on it is a conversation like any other."""
        line, form = self.line(), QuestionForm(request.POST)
        if not form.is_valid():
            return self.page(line, form, 422)
        try:
            thread = write_to_village(
                actor=self.actor, subject=_("Mengapa data saya dibuka?"), body=form.cleaned_data["body"]
            )
        except BalaiError as error:
            if error.status == 404:
                raise
            add_error(form, error)
            return self.page(line, form, error.status)
        messages.success(request, _("Pesan terkirim ke kantor desa."))
        return HttpResponseRedirect(reverse("messages_citizen:thread", args=[thread.pk]))

    def page(self, line: Line, form: QuestionForm, status: int = 200) -> HttpResponse:
        """The page."""
        return render(self.request, "selfservice/ask_why.html", {"line": line, "form": form}, status=status)
