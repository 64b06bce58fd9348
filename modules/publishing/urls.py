"""``/kelola/templat/`` on the regency's host."""

from django.urls import path

from modules.publishing import views

app_name = "publishing"
urlpatterns = [
    path("kelola/templat/", views.KindsView.as_view(), name="kinds"),
    path("kelola/templat/berkas/", views.FileView.as_view(), name="file"),
    path("kelola/templat/<slug:kind>/", views.KindView.as_view(), name="kind"),
    path("kelola/templat/<slug:kind>/ketentuan/", views.TermsView.as_view(), name="terms"),
    path("kelola/templat/<slug:kind>/tarik/", views.WithdrawView.as_view(), name="withdraw"),
    path("kelola/templat/<slug:kind>/terbitkan-lagi/", views.AgainView.as_view(), name="again"),
    path("kelola/templat/<slug:kind>/<slug:aspect>/", views.AspectView.as_view(), name="aspect"),
    path("kelola/templat/<slug:kind>/<slug:aspect>/tarik/", views.WithdrawAspectView.as_view(), name="withdraw_aspect"),
]
