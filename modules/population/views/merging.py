"""Records that may be one person twice: found, compared, made one, or told apart."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from balai import audit
from balai.errors import BalaiError, NotFound
from balai.web.undo import say_done
from balai.web.views import OfficeTemplateView, OfficeView, add_error, page_of
from modules.population import presenting, selectors, services
from modules.population.codes import Shdk
from modules.population.forms.merging import LEFT, RIGHT, MergeForm
from modules.population.models import Resident
from modules.population.selectors.alike import doubles_inside, reason_words, with_people
from modules.population.services import resident_or_404
from modules.population.services.merging import SEAT, better_kept
from modules.population.sight import Sight


class DoublesInsideView(OfficeTemplateView):
    """``penduduk/ganda/``: records inside the village that may be one person."""

    permission = "population.change"
    template_name = "population/doubles_inside.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        reason = self.request.GET.get("alasan", "")
        pairs = doubles_inside()
        kinds = list(dict.fromkeys(pair.reasons[0] for pair in pairs))
        tabs = [
            {"title": _("Semua"), "url": "?", "count": len(pairs), "current": reason not in kinds},
            *(
                {
                    "title": reason_words(kind), "url": f"?alasan={kind}", "current": reason == kind,
                    "count": sum(pair.reasons[0] == kind for pair in pairs),
                }
                for kind in kinds
            ),
        ]  # fmt: skip
        shown = [pair for pair in pairs if reason not in kinds or pair.reasons[0] == reason]
        page = page_of(self.request, shown, 25)
        rows = with_people(list(page))
        return {
            "page": page,
            "rows": [
                {"pair": pair, "people": [(each, selectors.place_words(each.rt)) for each in pair.people]}
                for pair in rows
            ],
            "tabs": tabs if len(tabs) > 2 else [],
            "shown": self.actor.may("population.view_nik"),
            "may_merge": self.actor.may("population.events"),
        }


class ChooseView(OfficeTemplateView):
    """``penduduk/<pk>/gabung/``: which record is the same person's: those alike first, then whoever is searched for."""

    permission = "population.change"
    template_name = "population/merge_choose.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        person = resident_or_404(kwargs["pk"])
        pairs = with_people(doubles_inside(person))
        text = self.request.GET.get("q", "").strip()
        found: list[Resident] = []
        if text:
            rows = selectors.residents_found(text, {"presence": "all"}, sight=Sight.of(self.actor)).select_related(
                "family", "rt__parent__parent"
            )
            found = [each for each in rows[:21] if each.pk != person.pk][:20]
        return {
            "person": person,
            "alike": [
                (other, pair.words, selectors.place_words(other.rt))
                for pair in pairs
                for other in pair.people
                if other.pk != person.pk
            ],
            "text": text,
            "found": [(each, selectors.place_words(each.rt)) for each in found],
            "shown": self.actor.may("population.view_nik"),
        }


class MergeView(OfficeView):
    """``penduduk/<pk>/gabung/<other_id>/``: side by side, field by field; then one record."""

    permission = "population.events"
    template_name = "population/merge.html"

    def _both(self, pk: Any, other_id: Any) -> tuple[Resident, Resident]:
        left, right = resident_or_404(pk), resident_or_404(other_id)
        if left.pk == right.pk or left.void_at is not None or right.void_at is not None:
            raise NotFound()
        return left, right

    def get(self, request: HttpRequest, pk: Any, other_id: Any) -> HttpResponse:
        """The comparison; reading it is reading both."""
        left, right = self._both(pk, other_id)
        for each in (left, right):
            audit.record_read(self.actor, "population.comparison_read", about=each)
        return self._page(MergeForm(left=left, right=right, keep=better_kept(left, right)), left, right)

    def post(self, request: HttpRequest, pk: Any, other_id: Any) -> HttpResponse:
        """Make them one."""
        left, right = self._both(pk, other_id)
        form = MergeForm(request.POST, left=left, right=right, keep=better_kept(left, right))
        if not form.is_valid():
            return self._page(form, left, right, 422)
        try:
            kept = services.merge_residents(actor=self.actor, **form.chosen())
        except BalaiError as error:
            if error.status in {403, 404}:
                raise
            add_error(form, error)
            return self._page(form, left, right, error.status)
        messages.success(request, _("Kedua data {name} kini satu.").format(name=kept.name))
        return HttpResponseRedirect(reverse("population:resident", args=[kept.pk]))

    def _page(self, form: MergeForm, left: Resident, right: Resident, status: int = 200) -> HttpResponse:
        sight = Sight.of(self.actor)
        context = {
            "form": form, "left": left, "right": right, "shown": sight.numbers, "rows": _rows(form, left, right, sight),
            "places": [selectors.place_words(left.rt), selectors.place_words(right.rt)],
            "warnings": _warnings(left, right), "LEFT": LEFT, "RIGHT": RIGHT,
        }  # fmt: skip
        return render(self.request, self.template_name, context, status=status)


def _rows(form: MergeForm, left: Resident, right: Resident, sight: Sight) -> list[dict[str, Any]]:
    """What is chosen, one row a differing field: its label, both values in words, the two radio buttons."""
    found = []
    for column in form.differing:
        field = form[f"take_{column}"]
        if column == SEAT:
            label, words = _("Keluarga dan tempat tinggal"), [_seat_words(each, sight) for each in (left, right)]
        else:
            label = presenting.label_of(column)
            words = [presenting.value_words(column, getattr(each, column), sight=sight) for each in (left, right)]
        value = field.value()
        found.append({"column": column, "label": label, "words": words, "field": field, "value": value})
    return found


def _seat_words(person: Resident, sight: Sight) -> str:
    family = person.family
    parts = [selectors.place_words(person.rt), str(person.get_residency_display())]
    if family is not None:
        number = presenting.value_words("family_id", family.pk, sight=sight, families={family.pk: family.number})
        parts.insert(0, _("KK {number}, {shdk}").format(number=number, shdk=person.get_shdk_display()))
    else:
        parts.insert(0, _("tanpa KK"))
    return "; ".join(parts)


def _warnings(left: Resident, right: Resident) -> list[str]:
    """What speaks against it, or must be known before."""
    found = []
    if left.presence != right.presence:
        found.append(
            _(
                "Status keduanya berbeda ({left} dan {right}). Yang berlaku nanti adalah status data yang dipertahankan."
            ).format(left=left.get_presence_display(), right=right.get_presence_display())
        )
    if left.sex != right.sex:
        found.append(_("Jenis kelaminnya berbeda. Pastikan keduanya memang orang yang sama."))
    if left.birth_date and right.birth_date and left.birth_date != right.birth_date:
        found.append(_("Tanggal lahirnya berbeda. Pastikan keduanya memang orang yang sama."))
    if not left.nik_temporary and not right.nik_temporary:
        found.append(
            _("Keduanya mempunyai NIK. NIK yang tidak dipilih tetap menemukan orang ini, tetapi tidak dicetak.")
        )
    if left.family_id and left.family_id == right.family_id:
        found.append(_("Keduanya berada dalam satu KK."))
    if left.is_here and right.is_here and Shdk.HEAD in (left.shdk, right.shdk) and left.family_id != right.family_id:
        found.append(_("Kepala keluarga yang masih beranggota harus tetap memimpin keluarganya: pertahankan datanya, atau pilih keluarganya."))  # fmt: skip
    return found


class TellApartView(OfficeView):
    """Two people, not one: the list forgets the pair, with a way back."""

    permission = "population.change"
    undo = False

    def post(self, request: HttpRequest, pk: Any, other_id: Any) -> HttpResponse:
        """Say it, or take it back."""
        first, second = resident_or_404(pk), resident_or_404(other_id)
        if self.undo:
            services.untell_apart(actor=self.actor, first=first, second=second)
            say_done(request, _("Pasangan itu tampil lagi."))
        else:
            services.tell_apart(actor=self.actor, first=first, second=second)
            back = reverse("population:untell_apart", args=[first.pk, second.pk])
            say_done(
                request, _("{a} dan {b} dicatat sebagai dua orang.").format(a=first.name, b=second.name), undo=back
            )
        return HttpResponseRedirect(reverse("population:doubles_inside"))
