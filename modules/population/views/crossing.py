"""People between two villages: moves, and numbers that two villages have."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from balai import audit
from balai.errors import NotFound
from balai.reports import FORMATS, ask_for_export
from balai.ui.forms import Candidate
from balai.web.views import OfficeListView, OfficeTemplateView, OfficeView, PersonSearchView, ServiceFormView
from modules.population import codes, crossing
from modules.population.crossing.file import left_out
from modules.population.crossing.releasing import takes_head
from modules.population.forms import crossing as forms
from modules.population.models import CrossingPerson, Resident
from modules.population.selectors import crossing as selectors
from modules.population.selectors.register import family_of, place_words
from modules.population.services import resident_or_404
from modules.population.tables_crossing import CrossingTable, DoubleTable, with_cases, with_moves
from tenants.exchange import doubles, handovers
from tenants.exchange.models import CaseState, Handover, HandoverState

Direction = CrossingPerson.Direction


class CrossingsView(OfficeListView):
    """``pindah-desa/``: who wants to arrive, who is on the way, and what became of it."""

    permission = "population.view"
    template_name = "population/crossings.html"
    page_size = 25

    def rows(self) -> Any:
        return selectors.moves(self.direction())

    def direction(self) -> str:
        """``in``, ``out`` or both, as the URL says."""
        return {"masuk": "in", "keluar": "out"}.get(self.request.GET.get("arah", ""), "")

    def context(self, **kwargs: Any) -> dict[str, Any]:
        table = CrossingTable(self.request, self.rows())
        with_moves(list(table.page))
        here = self.direction()
        tabs = [("", _("Semua"), ""), ("masuk", _("Masuk"), "in"), ("keluar", _("Keluar"), "out")]
        return {
            "table": table,
            "page": table.page,
            "may_export": self.actor.may("population.export"),
            "formats": [(form.key, form.words) for form in FORMATS.values()],
            "tabs": [
                {"title": title, "url": f"?arah={word}" if word else "?", "current": here == code}
                for word, title, code in tabs
            ],
            "may": self.actor.may("population.crossing"),
        }

    def post(self, request: HttpRequest) -> HttpResponse:
        """Take the list along as it is shown, in the background."""
        args = {"direction": self.direction()} | CrossingTable(request, []).taken
        fmt = request.POST.get("fmt", "xlsx")
        job = ask_for_export("population.crossings", actor=self.actor, fmt=fmt, args=args)
        return HttpResponseRedirect(reverse("jobs:detail", args=[job.pk]))


class WhoView(ServiceFormView):
    """``pindah-desa/baru/``: choose the person; the family comes along on the next page."""

    permission = "population.crossing"
    form_class = forms.WhoForm
    heading = gettext_lazy("Pindah ke desa lain")
    lead = gettext_lazy(
        "Ke desa atau kelurahan lain di kabupaten ini. Berkasnya ikut terkirim; desa tujuan tinggal menerima."
    )
    button = gettext_lazy("Lanjut")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {"shown": self.actor.may("population.view_nik"), "search_url": reverse("population:crossing_search")}

    def call_service(self, form: Any) -> Resident:
        return resident_or_404(form.cleaned_data["person"])

    def get_success_url(self, result: Resident) -> str:
        return reverse("population:crossing_release", args=[result.pk])

    def get_cancel_url(self) -> str:
        return reverse("population:crossings")


class SearchView(PersonSearchView):
    """Candidates for :class:`WhoView`."""

    permission = "population.crossing"

    def find(self, text: str) -> list[Candidate]:
        return forms.find_people(text, self.actor.may("population.view_nik"))


class ReleaseView(ServiceFormView):
    """``penduduk/<pk>/pindah-desa/``: who of the family, where to, since when."""

    permission = "population.crossing"
    form_class = forms.ReleaseForm
    heading = gettext_lazy("Pindah ke desa lain")
    button = gettext_lazy("Kirim ke desa tujuan")
    success_message = gettext_lazy("Berkas dikirim. Orangnya tetap tercatat di desa ini sampai desa tujuan menerima.")

    def person(self) -> Resident:
        """The resident of the URL."""
        if not hasattr(self, "_person"):
            self._person = resident_or_404(self.kwargs["pk"])
        return self._person

    def get_form_kwargs(self) -> dict[str, Any]:
        return {"members": family_of(self.person()), "person": self.person()}

    def context(self, **kwargs: Any) -> dict[str, Any]:
        person = self.person()
        lead = f"{person.name}, {place_words(person.rt)}"
        head = takes_head(family_of(person))
        note = _("Bila kepala keluarga pindah dan ada yang tinggal, tentukan kepala keluarga baru sesudahnya.")
        return {"lead": lead, "note": note if head else ""}

    def call_service(self, form: Any) -> Handover:
        data = form.cleaned_data
        return crossing.release(
            actor=self.actor, residents=form.chosen(), destination=data["destination"], event_date=data["event_date"],
            reason=data["reason"],
        )  # fmt: skip

    def get_success_url(self, result: Handover) -> str:
        return reverse("population:crossing", args=[result.pk])

    def get_cancel_url(self) -> str:
        return reverse("population:resident", args=[self.person().pk])


class CrossingView(OfficeTemplateView):
    """``pindah-desa/<pk>/``: one move, from either side."""

    permission = "population.view"
    template_name = "population/crossing.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        row = handovers.one(kwargs["pk"])
        (move,) = selectors.described([row])
        may = self.actor.may("population.crossing")
        data = handovers.content(row) if not move.outgoing and may else None
        kind = move.people[0].move_kind if move.people else (data["move_kind"] if data else None)
        audit.record_read(self.actor, "population.crossing_read", about=row)
        return {
            "move": move,
            "data": data,
            "people": [_shown(each) for each in data["people"]] if data else [],
            "left_out": left_out(data) if data else [],
            "carried": data["family"]["number"] if data and data["family"] and not data["family"]["temporary"] else "",
            "shown": self.actor.may("population.view_nik"),
            "may": may,
            "refused": row.state == HandoverState.REFUSED,
            "kind": codes.MoveKind(kind).label if kind else "",
        }


def _shown(person: dict[str, Any]) -> dict[str, Any]:
    columns = person["columns"]
    return {
        "name": columns["name"],
        "nik": columns["nik"],
        "sex": codes.Sex(columns["sex"]).label,
        "birth_place": columns["birth_place"],
        "birth_date": forms.parse_day(columns["birth_date"]),
        "shdk": codes.Shdk(person["shdk"]).label if person["shdk"] else "-",
        "papers": len(person["papers"]),
    }


class _OfMove(ServiceFormView):
    abstract = True
    permission = "population.crossing"
    sent = False

    def row(self) -> Handover:
        """The hand-over of the URL, waiting, in this view's direction."""
        if not hasattr(self, "_row"):
            found = handovers.one(self.kwargs["pk"])
            if (found.from_village == handovers.here()) != self.sent:
                raise NotFound()
            if found.state != HandoverState.OFFERED:
                raise handovers.HandoverEnded(state=found.state)
            self._row = found
        return self._row

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The form; a hand-over that has ended says so."""
        self.row()
        return super().get(request, *args, **kwargs)

    def get_success_url(self, result: Any) -> str:
        return reverse("population:crossing", args=[self.kwargs["pk"]])

    def get_cancel_url(self) -> str:
        return reverse("population:crossing", args=[self.kwargs["pk"]])


class AcceptView(_OfMove):
    """``pindah-desa/<pk>/terima/``: RT and card; everything else is there already."""

    permission = "population.crossing"
    form_class = forms.AcceptForm
    heading = gettext_lazy("Terima kepindahan")
    button = gettext_lazy("Terima")
    success_message = gettext_lazy("Diterima. Desa asal mencatat kepergiannya dengan sendirinya.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {"data_of": handovers.content(self.row())}

    def context(self, **kwargs: Any) -> dict[str, Any]:
        (move,) = selectors.described([self.row()])
        return {"lead": _("{names}, dari {village}").format(names=", ".join(move.names), village=move.other)}

    def call_service(self, form: Any) -> list[Resident]:
        data = form.cleaned_data
        return crossing.accept_move(
            actor=self.actor, handover=self.kwargs["pk"], card=data["card"], rt=data["rt"], no_kk=data["no_kk"],
            address=data["address"], shdk=form.positions(),
        )  # fmt: skip


class RefuseView(_OfMove):
    """``pindah-desa/<pk>/tolak/``."""

    permission = "population.crossing"
    form_class = forms.ReasonForm
    template_name = "ui/confirm.html"
    heading = gettext_lazy("Tolak kepindahan")
    button = gettext_lazy("Tolak")
    success_message = gettext_lazy("Ditolak. Desa asal membaca alasannya; berkasnya dihapus dari sini.")

    def context(self, **kwargs: Any) -> dict[str, Any]:
        (move,) = selectors.described([self.row()])
        words = _("{names} tetap tercatat di {village}. Bila keliru, desa asal perlu mengirim ulang.")
        return {"consequence": words.format(names=", ".join(move.names), village=move.other)}

    def call_service(self, form: Any) -> Handover:
        return crossing.refuse_move(actor=self.actor, handover=self.kwargs["pk"], reason=form.cleaned_data["reason"])


class WithdrawView(_OfMove):
    """``pindah-desa/<pk>/tarik/``."""

    permission = "population.crossing"
    sent = True
    form_class = forms.ReasonForm
    template_name = "ui/confirm.html"
    heading = gettext_lazy("Tarik kembali kepindahan")
    button = gettext_lazy("Tarik kembali")
    success_message = gettext_lazy("Ditarik kembali. Orangnya bebas lagi.")

    def context(self, **kwargs: Any) -> dict[str, Any]:
        (move,) = selectors.described([self.row()])
        words = _("{names} tidak jadi pindah ke {village}. Berkas yang dikirim dihapus.")
        return {"consequence": words.format(names=", ".join(move.names), village=move.other)}

    def call_service(self, form: Any) -> Handover:
        return crossing.withdraw_move(actor=self.actor, handover=self.kwargs["pk"], reason=form.cleaned_data["reason"])


class AcknowledgeView(OfficeView):
    """``pindah-desa/<pk>/dibaca/`` (POST): the refusal was read."""

    permission = "population.crossing"

    def post(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """Back to the list."""
        crossing.acknowledge(actor=self.actor, handover=pk)
        return HttpResponseRedirect(reverse("population:crossings"))


class DoublesView(OfficeListView):
    """``data-ganda/``: numbers that count here and in another village."""

    permission = "population.view"
    template_name = "population/doubles.html"
    page_size = 25

    def rows(self) -> Any:
        return selectors.cases(settled=bool(self.request.GET.get("selesai")))

    def context(self, **kwargs: Any) -> dict[str, Any]:
        table = DoubleTable(self.request, self.rows(), actor=self.actor)
        with_cases(list(table.page))
        settled = bool(self.request.GET.get("selesai"))
        return {
            "table": table,
            "page": table.page,
            "may_export": self.actor.may("population.export"),
            "formats": [(form.key, form.words) for form in FORMATS.values()],
            "tabs": [
                {"title": _("Belum selesai"), "url": "?", "current": not settled},
                {"title": _("Selesai"), "url": "?selesai=1", "current": settled},
            ],
            "may_change": self.actor.may("population.change"),
        }

    def post(self, request: HttpRequest) -> HttpResponse:
        """Take the list along as it is shown, in the background."""
        args = {"settled": bool(request.GET.get("selesai"))} | DoubleTable(request, [], actor=self.actor).taken
        fmt = request.POST.get("fmt", "xlsx")
        job = ask_for_export("population.doubles", actor=self.actor, fmt=fmt, args=args)
        return HttpResponseRedirect(reverse("jobs:detail", args=[job.pk]))


class DoubleView(OfficeTemplateView):
    """``data-ganda/<pk>/``: this village's person, and the other's once both agreed."""

    permission = "population.view"
    template_name = "population/double.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        row = doubles.case_of(kwargs["pk"])
        (case,) = selectors.cases_described([row])
        may = self.actor.may("population.crossing")
        theirs = selectors.comparison_for(row) if may and case.both else None
        mine = crossing.doubles.comparison(row) if may and case.both else None
        audit.record_read(self.actor, "population.double_read", about=row)
        return {
            "case": case,
            "row": row,
            "sides": _sides(mine, theirs) if mine and theirs else [],
            "other": case.other,
            "may": may,
            "open": row.state != CaseState.SETTLED,
            "shown": self.actor.may("population.view_nik"),
        }


def _sides(mine: dict[str, Any], theirs: dict[str, Any]) -> list[tuple[str, str, str, bool]]:
    """What both show, line by line: (label, here, there, whether they agree)."""
    from balai.ui.formats import long_date

    def sex(value: Any) -> str:
        return str(codes.Sex(value).label) if value else "-"

    def day(value: Any) -> str:
        return long_date(forms.parse_day(value)) if value else "-"

    def text(value: Any) -> str:
        return str(value) if value not in (None, "") else "-"

    lines: list[tuple[str, str, Any]]
    if mine["kind"] == "kk":
        lines = [
            (_("Kepala keluarga"), "head", text), (_("Anggota"), "members", text),
            (_("Terdaftar sejak"), "registered_on", day),
        ]  # fmt: skip
    else:
        lines = [
            (_("Nama"), "name", text), (_("Jenis kelamin"), "sex", sex), (_("Tempat lahir"), "birth_place", text),
            (_("Tanggal lahir"), "birth_date", day), (_("Nama ibu"), "mother_name", text),
            (_("Tercatat sejak"), "since", day),
        ]  # fmt: skip
    found = []
    for label, key, words in lines:
        here, there = words(mine.get(key)), words(theirs.get(key))
        found.append((label, here, there, here == there))
    return found


class AgreeView(OfficeView):
    """``data-ganda/<pk>/setuju/`` (POST): this village agrees to compare."""

    permission = "population.crossing"

    def post(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """Back to the case."""
        both = crossing.agree_to_compare(actor=self.actor, case=pk)
        messages.success(
            request,
            _("Kedua desa setuju. Data desa lain muncul sebentar lagi.")
            if both
            else _("Persetujuan dicatat. Data dibandingkan sesudah desa lain juga setuju."),
        )
        return HttpResponseRedirect(reverse("population:double", args=[pk]))


class _OfCase(ServiceFormView):
    abstract = True
    permission = "population.crossing"
    template_name = "ui/confirm.html"

    def case(self) -> selectors.Case:
        """The case of the URL."""
        if not hasattr(self, "_case"):
            (self._case,) = selectors.cases_described([doubles.case_of(self.kwargs["pk"])])
        return self._case

    def get_success_url(self, result: Any) -> str:
        return reverse("population:double", args=[self.kwargs["pk"]])

    def get_cancel_url(self) -> str:
        return reverse("population:double", args=[self.kwargs["pk"]])


class MovedView(_OfCase):
    """``data-ganda/<pk>/pindah/``: they live in the other village now."""

    permission = "population.crossing"
    form_class = forms.MovedForm
    heading = gettext_lazy("Catat pindah ke desa lain")
    button = gettext_lazy("Catat kepindahan")
    success_message = gettext_lazy("Kepindahan dicatat. Kasus ditutup sesudah diperiksa ulang.")

    def context(self, **kwargs: Any) -> dict[str, Any]:
        words = _("{name} keluar dari daftar penduduk desa ini dan tetap tercatat di {village}.")
        return {"consequence": words.format(name=self.case().name, village=self.case().other)}

    def call_service(self, form: Any) -> Any:
        return crossing.settle_as_moved(
            actor=self.actor, case=self.kwargs["pk"], event_date=form.cleaned_data["event_date"]
        )


class MistakenView(_OfCase):
    """``data-ganda/<pk>/keliru/``: they never lived here."""

    permission = "population.crossing"
    form_class = forms.ReasonForm
    heading = gettext_lazy("Batalkan pencatatan")
    button = gettext_lazy("Batalkan pencatatan")
    success_message = gettext_lazy("Pencatatan dibatalkan. Kasus ditutup sesudah diperiksa ulang.")

    def context(self, **kwargs: Any) -> dict[str, Any]:
        words = _("{name} menjadi dibatalkan: keluar dari semua daftar dan angka desa ini. Catatannya tetap ada.")
        return {"consequence": words.format(name=self.case().name)}

    def call_service(self, form: Any) -> Any:
        return crossing.settle_as_mistaken(actor=self.actor, case=self.kwargs["pk"], reason=form.cleaned_data["reason"])
