"""A person's page, the forms of a person, what changed, and who opened the data."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from balai import audit
from balai.db import today
from balai.errors import BalaiError, Conflict
from balai.registry import letterhead, person_links, signatories
from balai.reports import FORMATS, ask_for_export
from balai.ui.forms import DateField
from balai.web.views import OfficeTemplateView, page_of
from modules.population import forms, presenting, selectors, services
from modules.population.codes import Presence, Residency
from modules.population.models import FormerNik, Resident
from modules.population.selectors import opened, people
from modules.population.services import resident_or_404
from modules.population.services.amending import amendable
from modules.population.sight import Sight
from modules.population.tables_temporary import TemporaryTable, with_stays
from modules.population.views.base import OfResident, PersonFormView

#: So many changes stand on a person's page; the others are one click away.
_CHANGES = 8


class ResidentView(OfficeTemplateView):
    """``penduduk/<pk>/``: who this is; reading it is audited."""

    permission = "population.view"
    template_name = "population/resident.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        person = resident_or_404(kwargs["pk"])
        audit.record_read(self.actor, "population.resident_read", about=person)
        sight = Sight.of(self.actor)
        events = list(selectors.events_of(person))
        changes, more = people.changes_of(person, sight=sight, limit=_CHANGES)
        may_papers = self.actor.may("population.papers")
        standing = person.void_at is None
        may_change = self.actor.may("population.change")
        facts = presenting.facts_of(person, sight=sight)
        half = (len(facts) + 1) // 2
        return {
            "person": person,
            "place": selectors.place_words(person.rt),
            "home": presenting.home_words(person),
            "halves": [facts[:half], facts[half:]],
            "doubts": [(presenting.doubt_words(code), why) for code, why in person.accepted_warnings.items()],
            "former_niks": list(FormerNik.objects.filter(resident=person).order_by("-since")) if standing else [],
            "family": selectors.family_of(person),
            "papers": list(people.papers_of(person)) if may_papers else None,
            "events": [
                (each, presenting.event_words(each, shown=sight.numbers), amendable(each) is not None)
                for each in events
            ],
            "last": people.standing_event(events),
            "changes": changes,
            "more_changes": more,
            "shown": sight.numbers,
            "may_change": may_change and person.is_here,
            "may_papers": may_papers and may_change and standing,
            "related": person_links(self.actor, person),
            "may_event": self.actor.may("population.events"),
            "may_merge": may_change and standing and self.actor.may("population.events"),
            "may_audit": self.actor.may("audit.view"),
            "may_return": self.actor.may("population.events")
            and standing
            and person.presence in {Presence.MOVED, Presence.MISSING, Presence.LEFT},
            "missing": person.presence == Presence.MISSING,
            "temporary": person.residency == Residency.TEMPORARY,
        }


class ChangesView(OfficeTemplateView):
    """``penduduk/<pk>/riwayat/``: everything that changed, from what to what, when, by whom."""

    permission = "population.view"
    template_name = "population/changes.html"
    SIZE = 50

    def context(self, **kwargs: Any) -> dict[str, Any]:
        person = resident_or_404(kwargs["pk"])
        audit.record_read(self.actor, "population.history_read", about=person)
        asked = self.request.GET.get("page", "1")
        page = int(asked) if asked.isascii() and asked.isdigit() and 0 < int(asked) < 1000 else 1
        changes, more = people.changes_of(
            person, sight=Sight.of(self.actor), limit=self.SIZE, offset=(page - 1) * self.SIZE
        )
        return {"person": person, "changes": changes, "older": page + 1 if more else 0, "newer": page - 1}


class OpenedView(OfficeTemplateView):
    """``penduduk/<pk>/pembuka/``: who opened this person's data, in a month or between two days."""

    permission = "audit.view"
    template_name = "population/opened.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        person = resident_or_404(kwargs["pk"])
        on = today()
        this_month = on.replace(day=1)
        last_month = (this_month - timedelta(days=1)).replace(day=1)
        since, until = self._day("since") or last_month, self._day("until") or on
        lists, count = opened.lists_taken(since=since, until=until)
        page = page_of(self.request, opened.who_opened(person, since=since, until=until), 50)
        return {
            "person": person,
            "since": since,
            "until": until,
            "readers": opened.readers_of(person, since=since, until=until),
            "page": page,
            "rows": [(each, WORDS.get(each.action, each.action)) for each in page],
            "lists": lists,
            "more_lists": count - len(lists),
            "periods": [
                (_("Bulan ini"), this_month, on),
                (_("Bulan lalu"), last_month, this_month - timedelta(days=1)),
                (_("Setahun terakhir"), on - timedelta(days=365), on),
            ],
        }

    def _day(self, name: str) -> date | None:
        try:
            found: date | None = DateField(required=False).clean(self.request.GET.get(name, ""))
        except ValidationError:
            return None
        return found


#: What was opened, by the audit's action.
WORDS = {
    "population.resident_read": gettext_lazy("Halaman penduduk"),
    "population.history_read": gettext_lazy("Riwayat perubahan"),
    "population.biodata_read": gettext_lazy("Biodata untuk dicetak"),
    "population.event_read": gettext_lazy("Peristiwa"),
    "population.family_read": gettext_lazy("Halaman keluarga"),
    "population.family_printed": gettext_lazy("Salinan KK dicetak"),
    "population.papers_read": gettext_lazy("Daftar berkas"),
    "files.file_read": gettext_lazy("Berkas (dibuka langsung)"),
    "letters.receipt_printed": gettext_lazy("Tanda terima surat dicetak"),
    "letters.example_read": gettext_lazy("Contoh saat menyunting naskah surat"),
    "voters.person_read": gettext_lazy("Keterangan sebagai pemilih"),
    "selfservice.own_data_read": gettext_lazy("Layanan Mandiri, data sendiri"),
    "selfservice.family_data_read": gettext_lazy("Layanan Mandiri, oleh keluarga"),
    "selfservice.correction_read": gettext_lazy("Usulan perbaikan data"),
    "selfservice.registration_read": gettext_lazy("Pendaftaran Layanan Mandiri"),
    "population.paper_read": gettext_lazy("Berkas (pindaian)"),
    "population.comparison_read": gettext_lazy("Perbandingan data ganda"),
    "selfservice.data_read": gettext_lazy("Layanan Mandiri"),
}


class TemporaryView(OfficeTemplateView):
    """``penduduk/sementara/``: temporary residents, from where, why, with whom; who is here for more than a year first."""

    permission = "population.view"
    template_name = "population/temporary.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        on = today()
        found = people.temporary_residents(on)
        table = TemporaryTable(self.request, found, actor=self.actor)
        with_stays(list(table.page))
        return {
            "table": table,
            "page": table.page,
            "overdue": people.overdue(found, on - timedelta(days=people.STAY_DAYS)),
            "may_event": self.actor.may("population.events"),
            "may_export": self.actor.may("population.export"),
            "formats": [(form.key, form.words) for form in FORMATS.values()],
        }

    def post(self, request: HttpRequest) -> HttpResponse:
        """Take the list along as it is shown, in the background."""
        table = TemporaryTable(request, [], actor=self.actor)
        fmt = request.POST.get("fmt", "xlsx")
        job = ask_for_export("population.temporary", actor=self.actor, fmt=fmt, args=table.taken)
        return HttpResponseRedirect(reverse("jobs:detail", args=[job.pk]))


class EditView(OfResident):
    """Change a person; the later of two writers sees what the other changed, and nothing is lost."""

    permission = "population.change"
    form_class = forms.ResidentForm
    heading = gettext_lazy("Ubah data penduduk")
    template_name = "population/person_form.html"
    success_message = gettext_lazy("Data {result.name} disimpan.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {"person": self.person(), "sight": Sight.of(self.actor)}

    def get_initial(self) -> dict[str, Any]:
        person = self.person()
        found = {name: getattr(person, name) for name in self.form_class.base_fields if hasattr(person, name)}
        if person.nik_temporary:
            found["nik"] = ""
        return found | {"version": person.version}

    def context(self, **kwargs: Any) -> dict[str, Any]:
        person = self.person()
        # The form shows more than the page: opening it is a reading, whether anything is saved or not.
        audit.record_read(self.actor, "population.resident_read", about=person)
        doubts = [(presenting.doubt_words(code), why) for code, why in person.accepted_warnings.items()]
        return super().context() | {
            "person": person,
            "doubts": doubts,
            "differences": getattr(self, "_differences", []),
            "all_open": True,
        }

    def call_service(self, form: Any) -> Resident:
        data = dict(form.cleaned_data)
        version = data.pop("version")
        return services.update_resident(actor=self.actor, resident=self.person(), version=version, **data)

    def show_error(self, form: Any, error: BalaiError) -> None:
        """Somebody saved in between: take over what only they changed, and show where both did."""
        if not isinstance(error, Conflict):
            super().show_error(form, error)
            return
        now = resident_or_404(self.person().pk)
        base = people.value_when(now.pk, form.cleaned_data.get("version", "")) or {}
        mine, form.data = dict(form.cleaned_data), form.data.copy()
        self._differences = []
        sight = Sight.of(self.actor)
        for name in form.fields:
            if name in {"version", "nik_reason"} or not hasattr(now, name):
                continue
            theirs = "" if name == "nik" and now.nik_temporary else getattr(now, name)
            was = base.get(name, theirs)
            if name == "nik" and base.get("nik_temporary"):
                was = ""
            if theirs == was or theirs == mine.get(name):
                continue
            both = mine.get(name) != was
            if not both:
                form.data[name] = form.fields[name].prepare_value(theirs) if theirs is not None else ""
            words = [presenting.value_words(name, value, sight=sight) for value in (theirs, mine.get(name))]
            self._differences.append(
                {"label": form.fields[name].label, "theirs": words[0], "mine": words[1], "both": both}
            )
        form.data["version"] = now.version
        changes, _more = people.changes_of(now, sight=sight, limit=1)
        who = changes[0].by if changes and changes[0].by else _("orang lain")
        form.add_error(
            None,
            _("{who} baru saja mengubah data ini. Periksa perbedaannya di bawah, lalu simpan lagi.").format(who=who),
        )


class CreateView(PersonFormView):
    """Enter a person who lives here already."""

    permission = "population.change"
    form_class = forms.CreateForm
    service = staticmethod(services.create_resident)
    template_name = "population/person_form.html"
    heading = gettext_lazy("Penduduk baru (data awal)")
    lead = gettext_lazy("Bagi orang yang sudah tinggal di desa. Bayi dan pendatang dicatat lewat peristiwa.")
    success_message = gettext_lazy("{result.name} dicatat.")

    def get_service_kwargs(self, form: Any) -> dict[str, Any]:
        """The event's note and the person's own are two things."""
        data = super().get_service_kwargs(form)
        data["person_note"] = data.pop("note", "")
        data["note"] = data.pop("event_note", "")
        return data

    def get_success_url(self, result: Any) -> str:
        return reverse("population:resident", args=[result.pk])

    def get_cancel_url(self) -> str:
        return reverse("population:residents")


class BiodataView(OfficeTemplateView):
    """``penduduk/<pk>/biodata/``: everything on one sheet of F4, to print."""

    permission = "population.view"
    template_name = "population/biodata.html"

    def get(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """The sheet; numbers in full only for who may see them."""
        person = resident_or_404(kwargs["pk"])
        audit.record_read(self.actor, "population.biodata_read", about=person)
        sight = Sight.of(self.actor)
        return render(
            request, self.template_name,
            {
                "person": person, "groups": presenting.biodata_of(person, sight=sight), "on": today(), "shown": sight.numbers,
                "letterhead": letterhead(), "signatory": signatories(today()).get("kades"),
                "paper": "a4" if request.GET.get("kertas") == "a4" else "f4",
            },
        )  # fmt: skip
