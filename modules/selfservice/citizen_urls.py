"""``/layanan/``."""

from django.urls import path

from modules.selfservice.citizen_views import door, letters, mine

app_name = "selfservice_citizen"
urlpatterns = [
    path("", mine.HomeView.as_view(), name="home"),
    path("masuk/", door.SignInView.as_view(), name="sign_in"),
    path("keluar/", door.SignOutView.as_view(), name="sign_out"),
    path("keluar-semua/", door.EndSessionsView.as_view(), name="end_sessions"),
    path("ganti-pin/", door.PinView.as_view(), name="pin"),
    path("data-saya/", mine.BiodataView.as_view(), name="biodata"),
    path("keluarga/", mine.FamilyView.as_view(), name="family"),
    path("siapa-membuka/", mine.ReadersView.as_view(), name="readers"),
    path("minta/<slug:kind>/", letters.AskView.as_view(), name="ask"),
    path("surat/<uuid:pk>/", letters.LetterView.as_view(), name="letter"),
]
