"""The dashboard (staff)."""

from django.urls import path

from modules.regency import between, district_letters, number_pages, rules_page, views

app_name = "regency"
urlpatterns = [
    path("dasbor/", views.DashboardView.as_view(), name="dashboard"),
    path("dasbor/kecamatan/<str:district>/", views.DashboardView.as_view(), name="district"),
    path("dasbor/desa/<str:village>/", views.DashboardView.as_view(), name="village"),
    path("dasbor/adopsi/", views.AdoptionView.as_view(), name="adoption"),
    path("dasbor/antardesa/", between.BetweenView.as_view(), name="between"),
    path("dasbor/angka/", number_pages.NumbersView.as_view(), name="numbers"),
    path("dasbor/angka/<str:indicator>/", number_pages.NumberView.as_view(), name="number"),
    path(
        "dasbor/angka/<str:indicator>/unduh.<slug:format>",
        number_pages.NumberDownloadView.as_view(),
        name="number_download",
    ),
    path("dasbor/indikator/", views.DefinitionsView.as_view(), name="definitions"),
    path("dasbor/unduh/<slug:name>.<slug:format>", views.DownloadView.as_view(), name="download"),
    path("kelola/aturan/", rules_page.RulesView.as_view(), name="rules"),
    path("kecamatan/surat/", district_letters.WaitingView.as_view(), name="district_letters"),
    path("kecamatan/surat/<uuid:pk>/", district_letters.LetterView.as_view(), name="district_letter"),
    path("kecamatan/surat/<uuid:pk>/surat.pdf", district_letters.PaperView.as_view(), name="district_letter_paper"),
    path("kecamatan/surat/<uuid:pk>/tolak/", district_letters.RefuseView.as_view(), name="district_letter_refuse"),
    path("kelola/desa/", views.VillagesView.as_view(), name="villages"),
]
