"""Pages: base views that refuse by default, and errors that become sentences."""

from balai.web.views import (
    CitizenTemplateView,
    CitizenView,
    OfficeListView,
    OfficeTemplateView,
    OfficeView,
    PersonSearchView,
    PublicView,
    RegencyTemplateView,
    RegencyView,
    ServiceFormView,
)

__all__ = [
    "CitizenTemplateView",
    "CitizenView",
    "OfficeListView",
    "OfficeTemplateView",
    "OfficeView",
    "PersonSearchView",
    "PublicView",
    "RegencyTemplateView",
    "RegencyView",
    "ServiceFormView",
]
