"""One family: its people, its life, and the acts that need no form."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from balai import audit
from balai.errors import NotFound
from balai.web.undo import say_done
from balai.web.views import OfficeTemplateView, OfficeView
from modules.population import codes, selectors, services
from modules.population.errors import PopulationError
from modules.population.models import FamilyCard, Resident
from modules.population.views.base import family_or_404

#: How a moment's way in or out of the family is said.
WAYS = {"in": _("masuk ke keluarga ini"), "out": _("keluar dari keluarga ini"), "": ""}


def standing_family(pk: Any) -> FamilyCard:
    """A family of this village that is not deleted."""
    found = family_or_404(pk)
    if found.void_at is not None:
        raise NotFound()
    return found


class FamilyView(OfficeTemplateView):
    """``keluarga/<pk>/``: everybody under the card, where they live, what happened; reading it is audited."""

    permission = "population.view"
    template_name = "population/family.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        family = family_or_404(kwargs["pk"])
        audit.record_read(self.actor, "population.family_read", about=family)
        everybody = list(
            Resident.objects.filter(family=family, void_at=None)
            .select_related("rt__parent__parent")
            .order_by("presence", "shdk", "birth_date", "pk")
        )
        members = [each for each in everybody if each.is_here]
        head = next((each for each in members if each.shdk == codes.Shdk.HEAD), None)
        change, event = self.actor.may("population.change"), self.actor.may("population.events")
        standing = family.void_at is None
        return {
            "family": family, "place": selectors.place_words(family.rt), "head": head,
            "rows": [
                (each, "" if each.rt_id == family.rt_id else selectors.place_words(each.rt)) for each in members
            ],
            "gone": [each for each in everybody if not each.is_here],
            "astray": any(each.rt_id != family.rt_id for each in members) and family.rt_id is not None,
            "former": selectors.former_numbers_of(family),
            "papers": list(selectors.papers_of(family)) if self.actor.may("population.papers") else [],
            "may_papers": self.actor.may("population.papers") and self.actor.may("population.change") and standing,
            "timeline": [
                {"moment": each, "way": str(WAYS[each.way])} for each in selectors.family_timeline(family)
            ],
            "shown": self.actor.may("population.view_nik"),
            "may_event": event and standing, "may_change": change and standing,
            "may_print": self.actor.may("population.view_nik") and standing and bool(members),
            "may_restore": change and not standing,
            "empty": not members,
        }  # fmt: skip


class _Act(OfficeView):
    """A button: do it, say so, go back to where it stood."""

    abstract = True

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Only by POST: the family's page has the button."""
        return HttpResponseRedirect(reverse("population:family", args=[standing_family(kwargs["pk"]).pk]))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Do it, or say why not."""
        family = family_or_404(kwargs["pk"])
        back = reverse("population:family", args=[family.pk])
        if request.POST.get("back") == "mend":
            back = reverse("population:mend_families") + "?jenis=" + str(request.POST.get("kind", ""))[:20]
        try:
            return HttpResponseRedirect(self.act(family, back))
        except PopulationError as error:
            messages.error(request, error.message())
            return HttpResponseRedirect(back)

    def act(self, family: FamilyCard, back: str) -> str:
        """Call the service; gives the address to go on to."""
        raise NotImplementedError


class AppointHeadView(_Act):
    """``keluarga/<pk>/kepala/``: make a member the head, from the queue."""

    permission = "population.change"

    def act(self, family: FamilyCard, back: str) -> str:
        key = self.request.POST.get("resident", "")
        person = next((each for each in selectors.members_of(family) if str(each.pk) == key), None)
        if person is None:
            raise PopulationError(_("Pilih siapa yang menjadi kepala keluarga."))
        services.change_head(actor=self.actor, family=family, resident=person)
        messages.success(self.request, _("{name} menjadi kepala keluarga.").format(name=person.name))
        return back


class AlignView(_Act):
    """``keluarga/<pk>/samakan-rt/``: members astray live where the family lives."""

    permission = "population.change"

    def act(self, family: FamilyCard, back: str) -> str:
        done = services.align_members(actor=self.actor, family=family)
        messages.success(self.request, _("{n} anggota disamakan ke RT keluarganya.").format(n=len(done)))
        return back


class DeleteFamilyView(_Act):
    """``keluarga/<pk>/hapus/``: delete a card that nothing depends on; ten seconds to take it back."""

    permission = "population.change"

    def act(self, family: FamilyCard, back: str) -> str:
        services.void_family(actor=self.actor, family=family)
        say_done(
            self.request, _("Kartu keluarga dihapus."), undo=reverse("population:restore_family", args=[family.pk])
        )
        return back if "perbaiki" in back else reverse("population:families")


class RestoreFamilyView(_Act):
    """``keluarga/<pk>/pulihkan/``: take a deletion back."""

    permission = "population.change"

    def act(self, family: FamilyCard, back: str) -> str:
        services.restore_family(actor=self.actor, family=family)
        messages.success(self.request, _("Kartu keluarga dipulihkan."))
        return reverse("population:family", args=[family.pk])
