"""``/layanan/``."""

from django.urls import path

from modules.selfservice import citizen_views as views

app_name = "selfservice_citizen"
urlpatterns = [
    path("", views.HomeView.as_view(), name="home"),
    path("masuk/", views.SignInView.as_view(), name="sign_in"),
    path("keluar/", views.SignOutView.as_view(), name="sign_out"),
    path("keluar-semua/", views.EndSessionsView.as_view(), name="end_sessions"),
    path("ganti-pin/", views.PinView.as_view(), name="pin"),
    path("data-saya/", views.BiodataView.as_view(), name="biodata"),
    path("keluarga/", views.FamilyView.as_view(), name="family"),
    path("siapa-membuka/", views.ReadersView.as_view(), name="readers"),
    path("minta/<slug:kind>/", views.AskView.as_view(), name="ask"),
    path("surat/<uuid:pk>/", views.LetterView.as_view(), name="letter"),
]
