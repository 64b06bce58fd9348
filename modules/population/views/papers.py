"""A person's photo and scanned papers: added, looked at, changed, replaced, removed and brought back."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from balai import audit
from balai.errors import NotFound
from balai.files.models import StoredFile
from balai.files.serving import serve
from balai.web.undo import say_done
from balai.web.views import CitizenTemplateView, CitizenView, OfficeView
from modules.population.forms import papers as forms
from modules.population.models import Resident, ResidentDocument
from modules.population.selectors import people
from modules.population.services import papers, resident_or_404
from modules.population.views.base import OfResident


def paper_or_404(resident: Resident, key: Any, *, void: bool = False) -> ResidentDocument:
    """A paper of this resident; one that was removed only where ``void`` asks for it."""
    found = ResidentDocument.objects.select_related("resident").filter(pk=key, resident=resident).first()
    if found is None or (found.void_at is not None and not void):
        raise NotFound()
    return found


class _PaperView(OfResident):
    abstract = True
    template_name = "population/upload.html"

    def get_success_url(self, result: Any) -> str:
        return super().get_success_url(result) + "#berkas"

    def paper(self) -> ResidentDocument:
        """The paper of the URL."""
        if not hasattr(self, "_paper"):
            self._paper = paper_or_404(self.person(), self.kwargs["paper_id"])
        return self._paper


class PhotoView(OfResident):
    """Give a person a photo, or another."""

    permission = "population.change"
    form_class = forms.PhotoForm
    template_name = "population/upload.html"
    heading = gettext_lazy("Foto")
    button = gettext_lazy("Simpan foto")
    success_message = gettext_lazy("Foto disimpan.")

    def context(self, **kwargs: Any) -> dict[str, Any]:
        person = self.person()
        return super().context(**kwargs) | {"person": person, "photo": person.photo_file_id}

    def call_service(self, form: Any) -> Any:
        upload = form.cleaned_data["file"]
        return papers.set_photo(actor=self.actor, resident=self.person(), content=upload, name=upload.name)


class RemovePhotoView(OfficeView):
    """Take a photo away, with a way back."""

    permission = "population.change"

    def post(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """Remove; "Urungkan" brings it back."""
        person = resident_or_404(pk)
        key = papers.remove_photo(actor=self.actor, resident=person)
        say_done(request, _("Foto dihapus."), undo=reverse("population:photo_restore", args=[person.pk, key]))
        return HttpResponseRedirect(reverse("population:resident", args=[person.pk]))


class RestorePhotoView(OfficeView):
    """Bring a removed photo back."""

    permission = "population.change"

    def post(self, request: HttpRequest, pk: Any, file_id: Any) -> HttpResponse:
        """Bring it back."""
        person = resident_or_404(pk)
        papers.restore_photo(actor=self.actor, resident=person, file_id=file_id)
        say_done(request, _("Foto dikembalikan."))
        return HttpResponseRedirect(reverse("population:resident", args=[person.pk]))


class AddPaperView(_PaperView):
    """Keep a scanned paper."""

    permission = "population.papers"
    form_class = forms.PaperForm
    heading = gettext_lazy("Tambah berkas")
    button = gettext_lazy("Simpan berkas")

    def get_initial(self) -> dict[str, Any]:
        """``?jenis=kk`` chooses the kind; a family card is the whole family's."""
        kind = self.request.GET.get("jenis", "")
        return {"kind": kind, "for_family": kind == "kk"}

    def call_service(self, form: Any) -> Any:
        data = dict(form.cleaned_data)
        upload = data.pop("file")
        made = papers.add_paper(
            actor=self.actor, resident=self.person(), content=upload, name=upload.name, **data
        )  # fmt: skip
        undo = reverse("population:paper_remove", args=[self.person().pk, made.pk])
        say_done(self.request, _("{title} disimpan.").format(title=made.title), undo=undo)
        return made


class PaperView(OfficeView):
    """The scan itself; looking at it is reading the person's data."""

    permission = "population.papers"

    def get(self, request: HttpRequest, pk: Any, paper_id: Any) -> HttpResponseBase:
        """Shown in place."""
        person = resident_or_404(pk)
        paper = paper_or_404(person, paper_id)
        stored = StoredFile.objects.filter(pk=paper.file_id, deleted_at=None).first()
        if stored is None:
            raise NotFound()
        audit.record_read(self.actor, "population.paper_read", about=person, paper=str(paper.pk), kind=paper.kind)
        return serve(stored, inline=True)


class ChangePaperView(_PaperView):
    """Say anew what a paper is and who may see it."""

    permission = "population.papers"
    form_class = forms.PaperChangeForm
    template_name = "population/paper.html"
    heading = gettext_lazy("Berkas")
    success_message = gettext_lazy("{result.title} disimpan.")

    def get_initial(self) -> dict[str, Any]:
        paper = self.paper()
        return {name: getattr(paper, name) for name in ("kind", "title", "for_family", "citizen_visible")}

    def context(self, **kwargs: Any) -> dict[str, Any]:
        return super().context(**kwargs) | {"person": self.person(), "paper": self.paper()}

    def call_service(self, form: Any) -> Any:
        return papers.change_paper(actor=self.actor, paper=self.paper(), **form.cleaned_data)


class ReplacePaperView(_PaperView):
    """Put a newer scan in its place."""

    permission = "population.papers"
    form_class = forms.PaperReplaceForm
    heading = gettext_lazy("Ganti berkas")
    button = gettext_lazy("Ganti berkas")

    def context(self, **kwargs: Any) -> dict[str, Any]:
        return {"lead": _("{title}, {name}").format(title=self.paper().title, name=self.person().name)}

    def call_service(self, form: Any) -> Any:
        upload = form.cleaned_data["file"]
        former = self.paper()
        made = papers.replace_paper(actor=self.actor, paper=former, content=upload, name=upload.name)
        undo = reverse("population:paper_unreplace", args=[self.person().pk, made.pk, former.pk])
        say_done(self.request, _("{title} diganti.").format(title=made.title), undo=undo)
        return made


class _Act(OfficeView):
    """An act on a paper by one button."""

    abstract = True

    def done(self, request: HttpRequest, person: Resident, sentence: str, undo: str = "") -> HttpResponse:
        """Back to the person, with the sentence."""
        say_done(request, sentence, undo=undo)
        return HttpResponseRedirect(reverse("population:resident", args=[person.pk]) + "#berkas")


class RemovePaperView(_Act):
    """Take a paper away, with a way back."""

    permission = "population.papers"

    def post(self, request: HttpRequest, pk: Any, paper_id: Any) -> HttpResponse:
        """Remove; "Urungkan" brings it back."""
        person = resident_or_404(pk)
        paper = papers.remove_paper(actor=self.actor, paper=paper_or_404(person, paper_id))
        undo = reverse("population:paper_restore", args=[person.pk, paper.pk])
        return self.done(request, person, _("{title} dihapus.").format(title=paper.title), undo)


class RestorePaperView(_Act):
    """Bring a removed paper back."""

    permission = "population.papers"

    def post(self, request: HttpRequest, pk: Any, paper_id: Any) -> HttpResponse:
        """Bring it back."""
        person = resident_or_404(pk)
        paper = papers.restore_paper(actor=self.actor, paper=paper_or_404(person, paper_id, void=True))
        return self.done(request, person, _("{title} dikembalikan.").format(title=paper.title))


class UnreplacePaperView(_Act):
    """Take a replacement back."""

    permission = "population.papers"

    def post(self, request: HttpRequest, pk: Any, paper_id: Any, former_id: Any) -> HttpResponse:
        """The former scan stands again."""
        person = resident_or_404(pk)
        former = paper_or_404(person, former_id, void=True)
        paper = papers.undo_replace(actor=self.actor, paper=paper_or_404(person, paper_id), former=former)
        return self.done(request, person, _("{title} yang lama dikembalikan.").format(title=paper.title))


# -- the citizen's door ------------------------------------------------------------------------------------------------


class MyPapersView(CitizenTemplateView):
    """``layanan/berkas-saya/``: papers that the office lets me see, mine and my family's."""

    template_name = "population/my_papers.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        person = resident_or_404(self.resident_id)
        return {"papers": list(people.papers_for_citizen(person)), "me": person}


class MyPaperView(CitizenView):
    """One of them."""

    def get(self, request: HttpRequest, paper_id: Any) -> HttpResponseBase:
        """Shown in place; of another's paper nothing is told."""
        person = resident_or_404(self.resident_id)
        paper = people.papers_for_citizen(person).filter(pk=paper_id).first()
        stored = StoredFile.objects.filter(pk=paper.file_id, deleted_at=None).first() if paper else None
        if paper is None or stored is None:
            raise NotFound()
        audit.record_read(self.actor, "population.paper_read", about=paper.resident, paper=str(paper.pk))
        return serve(stored, inline=True)
