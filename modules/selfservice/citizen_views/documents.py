"""My documents: kept for later requests, seen by me alone; and those that the village keeps and lets me see."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from balai.errors import BalaiError, NotFound
from balai.web.views import CitizenTemplateView, add_error
from modules.population.selectors.people import papers_for_citizen
from modules.selfservice import services
from modules.selfservice.citizen_views.base import Signed
from modules.selfservice.forms import DocumentForm
from modules.selfservice.models import OwnDocument
from modules.selfservice.selectors import documents_of


class DocumentsView(Signed, CitizenTemplateView):
    """``dokumen/``."""

    template_name = "selfservice/documents.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        me = self.me()
        return {"me": me, "documents": list(documents_of(me)), "papers": list(papers_for_citizen(me))}


class AddDocumentView(Signed):
    """``dokumen/tambah/``: from the camera or the phone's files."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The form."""
        return self.page(DocumentForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep it."""
        form = DocumentForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.page(form, 422)
        upload = form.cleaned_data["file"]
        try:
            made = services.add_document(
                actor=self.actor, kind=form.cleaned_data["kind"], title=form.cleaned_data["title"], content=upload,
                name=upload.name,
            )  # fmt: skip
        except BalaiError as error:
            if error.status == 404:
                raise
            error.data.setdefault("field", "file")
            add_error(form, error)
            return self.page(form, error.status)
        messages.success(request, _("{title} disimpan.").format(title=made.title))
        return HttpResponseRedirect(reverse("selfservice_citizen:documents"))

    def page(self, form: DocumentForm, status: int = 200) -> HttpResponse:
        """The page."""
        return render(self.request, "selfservice/document_add.html", {"form": form}, status=status)


class DocumentView(Signed):
    """``dokumen/<pk>/``: look at it, or delete it."""

    def document(self, pk: Any) -> OwnDocument:
        """My own, or nothing."""
        found = documents_of(self.me()).filter(pk=pk).first()
        if found is None:
            raise NotFound()
        return found

    def get(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """The page."""
        return render(request, "selfservice/document.html", {"document": self.document(pk)})

    def post(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """Delete it."""
        removed = services.remove_document(actor=self.actor, document=self.document(pk))
        messages.success(request, _("{title} dihapus.").format(title=removed.title))
        return HttpResponseRedirect(reverse("selfservice_citizen:documents"))
