"""A list's own columns."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from balai.web.views import OfficeTemplateView
from modules.supplements import forms, selectors, services
from modules.supplements.models import Entry, SupplementColumn
from modules.supplements.views.base import OfSupplement


class ColumnsView(OfficeTemplateView):
    """``data-suplemen/<pk>/kolom/``."""

    permission = "supplements.view"
    template_name = "supplements/columns.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        supplement = services.supplement_or_404(kwargs["pk"])
        return {
            "supplement": supplement,
            "columns": selectors.columns_of(supplement),
            "may_change": self.actor.may("supplements.change"),
        }


class AddColumnView(OfSupplement):
    """``.../kolom/baru/``."""

    permission = "supplements.change"
    back = "supplements:columns"
    form_class = forms.ColumnForm
    heading = gettext_lazy("Kolom baru")
    success_message = gettext_lazy("Kolom {result.name} dibuat.")

    def call_service(self, form: Any) -> SupplementColumn:
        data = dict(form.cleaned_data)
        data.pop("version")
        return services.add_column(actor=self.actor, supplement=self.supplement(), **data)


class _OfColumn(OfSupplement):
    abstract = True
    permission = "supplements.change"
    back = "supplements:columns"

    def column(self) -> SupplementColumn:
        """The column of the URL."""
        return services.column_or_404(self.supplement(), self.kwargs["column_id"])


class EditColumnView(_OfColumn):
    """``.../kolom/<column_id>/ubah/``."""

    permission = "supplements.change"
    form_class = forms.ColumnForm
    heading = gettext_lazy("Ubah kolom")
    success_message = gettext_lazy("Kolom {result.name} disimpan.")

    def get_initial(self) -> dict[str, Any]:
        row = self.column()
        found = {name: getattr(row, name) for name in self.form_class.base_fields}
        return found | {"choices": "\n".join(row.choices)}

    def call_service(self, form: Any) -> SupplementColumn:
        return services.change_column(actor=self.actor, column=self.column(), **form.cleaned_data)


class RemoveColumnView(_OfColumn):
    """``.../kolom/<column_id>/hapus/``."""

    permission = "supplements.change"
    form_class = forms.ConfirmForm
    template_name = "ui/confirm.html"
    heading = gettext_lazy("Hapus kolom")
    button = gettext_lazy("Hapus kolom")
    success_message = gettext_lazy("Kolom dihapus.")

    def context(self, **kwargs: Any) -> dict[str, Any]:
        row = self.column()
        held = Entry.objects.filter(supplement=row.supplement_id, values__has_key=row.key).count()
        words = _("Kolom {name} dihapus beserta isinya pada {n} baris. Isinya tidak dapat dikembalikan.")
        return {"consequence": words.format(name=row.name, n=held)}

    def call_service(self, form: Any) -> int:
        return services.remove_column(actor=self.actor, column=self.column())
