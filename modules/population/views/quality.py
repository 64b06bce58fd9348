"""The board of the register's quality, and the lists that mend in place."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from balai.db import today
from balai.errors import BalaiError, NotFound
from balai.ui.charts import Chart, Series
from balai.ui.formats import short_date
from balai.web.views import OfficeTemplateView, OfficeView, page_of
from modules.population import services
from modules.population.fields import FIELDS, age_words
from modules.population.forms.quality import MendForm
from modules.population.models import FamilyCard, QualityScore, Resident
from modules.population.quality import AnyCheck, FamilyCheck, board, check_of, families_of, people_of
from modules.population.selectors import place_words, rt_choices
from modules.population.selectors.families import with_head
from modules.population.sight import Sight

#: Rows of a list that is mended: as many as fit between two looks at the papers on the desk.
ROWS = 25
#: Days of the history that the chart shows.
HISTORY = 60


class BoardView(OfficeTemplateView):
    """``mutu/``: score, the ten quickest repairs, all checks, how the score went."""

    permission = "population.view"
    template_name = "population/quality/board.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        on = today()
        found = board(on)
        cheapest = found.cheapest
        return {
            "on": on,
            "score": round(found.score, 1),
            "people": found.people,
            "cheapest": [(line, found.gain(line)) for line in cheapest[:10]],
            "others": [(line, found.gain(line)) for line in cheapest[10:]],
            "clean": [line for line in found.lines if not line.found],
            "chart": self._chart(),
            "may_change": self.actor.may("population.change"),
        }

    def _chart(self) -> Chart | None:
        kept = list(QualityScore.objects.order_by("-on")[:HISTORY])[::-1]
        if len(kept) < 2:
            return None
        return Chart(
            _("Nilai mutu data, 0 sampai 100"), [short_date(each.on) for each in kept],
            [Series(_("Nilai"), [each.score for each in kept])], decimals=1, head=_("Tanggal"), on=kept[-1].on,
        )  # fmt: skip

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep today's score now."""
        kept = services.keep_score(actor=self.actor)
        messages.success(
            request, _("Nilai hari ini dicatat: {score}.").format(score=f"{kept.score:.1f}".replace(".", ","))
        )
        return HttpResponseRedirect(reverse("population:quality"))


def check_or_404(code: str) -> AnyCheck:
    """A check by its code in the URL."""
    found = check_of(code)
    if found is None:
        raise NotFound()
    return found


class CheckView(OfficeView):
    """``mutu/<check>/``: who is concerned, the missing field open in each row; one row is saved at a time."""

    permission = "population.view"

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        """The list."""
        return self._page(check_or_404(slug))

    def post(self, request: HttpRequest, slug: str) -> HttpResponseBase:
        """Save one row; with a script it is answered in place, without one the list comes again, its next row in focus."""
        check = check_or_404(slug)
        row = self._row(check, request.POST.get("row", ""))
        form = MendForm(request.POST, check=check, prefix=str(row.pk))
        problem = "" if form.is_valid() else _said(form)
        if not problem:
            try:
                self._mend(check, row, form)
            except BalaiError as error:
                if error.status in {403, 404}:
                    raise
                problem = error.message()
        if "application/json" in request.headers.get("Accept", ""):
            return JsonResponse(
                {"problem": problem, "said": "" if problem else _("Tersimpan")}, status=422 if problem else 200
            )
        if problem:
            return self._page(check, wrong=(form, problem), status=422)
        messages.success(request, _("{name} diperbaiki.").format(name=self._name(row)))
        asked = request.GET.copy()
        asked["lanjut"] = request.POST.get("next", "")
        return HttpResponseRedirect(f"{reverse('population:quality_check', args=[slug])}?{asked.urlencode()}")

    def _row(self, check: AnyCheck, key: str) -> Any:
        model: Any = FamilyCard if isinstance(check, FamilyCheck) else Resident
        try:
            found = model.objects.filter(pk=UUID(key), void_at=None).first()
        except ValueError:
            found = None
        if found is None:
            raise NotFound()
        return found

    def _name(self, row: Any) -> str:
        return row.name if isinstance(row, Resident) else _("KK")

    def _mend(self, check: AnyCheck, row: Any, form: MendForm) -> None:
        version = form.cleaned_data["version"]
        if isinstance(row, FamilyCard):
            services.mend_family(actor=self.actor, check=check, family=row, version=version, values=form.values())
        else:
            services.mend_resident(actor=self.actor, check=check, resident=row, version=version, values=form.values())

    def _page(self, check: AnyCheck, wrong: tuple[MendForm, str] | None = None, status: int = 200) -> HttpResponse:
        on = today()
        family = isinstance(check, FamilyCheck)
        found: Any
        if isinstance(check, FamilyCheck):
            found = with_head(families_of(check, on)).select_related("rt__parent__parent").order_by("number")
        else:
            order = ("name_key", "birth_date", "pk") if check.code == "mungkin-ganda" else ("name", "pk")
            found = people_of(check, on).select_related("family", "rt__parent__parent").order_by(*order)
        page = page_of(self.request, found, ROWS)
        may_change = self.actor.may("population.change") and bool(check.mend)
        choices = rt_choices() if may_change and "rt" in check.mend else None
        people = list(page)
        rows = []
        for place, each in enumerate(people):
            form = None
            problem = ""
            if may_change:
                form = MendForm(check=check, choices=choices, prefix=str(each.pk), initial={"version": each.version})
                if wrong is not None and wrong[0].prefix == str(each.pk):
                    form, problem = wrong
            after = people[place + 1].pk if place + 1 < len(people) else ""
            rows.append(
                {
                    "row": each, "form": form, "problem": problem, "next": after, "place": place_words(each.rt),
                    "url": reverse(check.url_name, args=[each.pk]) if isinstance(check, FamilyCheck)
                    else reverse("population:resident", args=[each.pk]),
                    "age": "" if family else age_words(each),
                    "shows": [] if isinstance(check, FamilyCheck)
                    else [(FIELDS[name].title, FIELDS[name].shown(each, sight=Sight.of(self.actor))) for name in check.shows],
                }
            )  # fmt: skip
        context = {
            "check": check, "page": page, "rows": rows, "family": family, "whole": self._whole(),
            "focus": self._focus(rows, wrong), "may_change": may_change,
            "heads": [] if isinstance(check, FamilyCheck) else [FIELDS[name].title for name in check.shows],
        }  # fmt: skip
        return render(self.request, "population/quality/check.html", context, status=status)

    def _whole(self) -> bool:
        return self.actor.may("population.view_nik")

    def _focus(self, rows: list[dict[str, Any]], wrong: Any) -> str:
        """Which row's input the cursor stands in: the refused one, the one after the saved one, else the first."""
        wanted = wrong[0].prefix if wrong is not None else self.request.GET.get("lanjut", "")
        keys = [str(each["row"].pk) for each in rows]
        return wanted if wanted in keys else keys[0] if keys and "lanjut" in self.request.GET else ""


def _said(form: MendForm) -> str:
    return " ".join(str(sentence) for sentences in form.errors.values() for sentence in sentences)
