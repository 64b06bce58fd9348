"""The dashboard (staff)."""

from django.urls import path

from modules.regency import between, views

app_name = "regency"
urlpatterns = [
    path("dasbor/", views.DashboardView.as_view(), name="dashboard"),
    path("dasbor/kecamatan/<str:district>/", views.DashboardView.as_view(), name="district"),
    path("dasbor/desa/<str:village>/", views.DashboardView.as_view(), name="village"),
    path("dasbor/adopsi/", views.AdoptionView.as_view(), name="adoption"),
    path("dasbor/antardesa/", between.BetweenView.as_view(), name="between"),
    path("dasbor/indikator/", views.DefinitionsView.as_view(), name="definitions"),
    path("dasbor/unduh/<slug:name>.<slug:format>", views.DownloadView.as_view(), name="download"),
    path("kelola/desa/", views.VillagesView.as_view(), name="villages"),
]
