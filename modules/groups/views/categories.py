"""Categories of groups and of institutions."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from balai.errors import BalaiError
from balai.web.views import OfficeTemplateView, OfficeView, ServiceFormView
from modules.groups import forms, selectors, services
from modules.groups.models import Category
from modules.groups.views.base import OfKind


class CategoriesView(OfKind, OfficeTemplateView):
    """``kelompok/kategori/``."""

    permission = "groups.view"
    template_name = "groups/categories.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        may = self.actor.may("groups.change")
        rows = [
            (each, self.url("edit_category", each.pk), self.url("remove_category", each.pk))
            for each in selectors.categories_of(self.kind)
        ]
        return {
            "kind": self.kind, "rows": rows, "may_change": may, "list_url": self.url(), "add_url": self.url("add_category"),
        }  # fmt: skip


class _Form(OfKind, ServiceFormView):
    abstract = True
    permission = "groups.change"
    form_class = forms.CategoryForm

    def get_success_url(self, result: Any) -> str:
        return self.url("categories")

    def get_cancel_url(self) -> str:
        return self.url("categories")


class AddCategoryView(_Form):
    """A new category."""

    permission = "groups.change"
    heading = gettext_lazy("Kategori baru")
    success_message = gettext_lazy("Kategori {result.name} dibuat.")

    def call_service(self, form: Any) -> Category:
        data = dict(form.cleaned_data)
        data.pop("version")
        return services.add_category(actor=self.actor, kind=self.kind, **data)


class EditCategoryView(_Form):
    """Rename a category."""

    permission = "groups.change"
    heading = gettext_lazy("Ubah kategori")
    success_message = gettext_lazy("Kategori {result.name} disimpan.")

    def category(self) -> Category:
        """The category of the URL."""
        return services.category_or_404(self.kwargs["category_id"], self.kind)

    def get_initial(self) -> dict[str, Any]:
        row = self.category()
        return {"name": row.name, "description": row.description, "version": row.version}

    def call_service(self, form: Any) -> Category:
        return services.change_category(actor=self.actor, category=self.category(), **form.cleaned_data)


class RemoveCategoryView(OfKind, OfficeView):
    """Remove a category that nothing belongs to."""

    permission = "groups.change"

    def post(self, request: HttpRequest, kind: str, category_id: Any) -> HttpResponse:
        """Do it; a refusal is a sentence on the page."""
        category = services.category_or_404(category_id, self.kind)
        try:
            services.remove_category(actor=self.actor, category=category)
        except BalaiError as error:
            if error.status in {403, 404}:
                raise
            messages.error(request, error.message())
        else:
            messages.success(request, _("Kategori {name} dihapus.").format(name=category.name))
        return HttpResponseRedirect(self.url("categories"))
