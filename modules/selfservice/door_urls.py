"""The door itself: registering, security, devices; the office's pages about it."""

from typing import Any

from django.urls import path

from modules.selfservice.citizen_views import app, forgotten, registering, security
from modules.selfservice.views import registrations, slips

CITIZEN: list[Any] = [
    path("daftar/", registering.RegisterView.as_view(), name="register"),
    path("daftar/diterima/", registering.RegisteredView.as_view(), name="registered"),
    path("daftar/status/", registering.RegistrationView.as_view(), name="registration"),
    path("lupa-pin/", forgotten.ForgottenView.as_view(), name="forgotten"),
    path("lupa-pin/kode/", forgotten.ResetView.as_view(), name="reset"),
    path("keamanan/", security.SecurityView.as_view(), name="security"),
    path("keamanan/surel/", security.ContactView.as_view(), name="contact"),
    path("keamanan/surel/kode/", security.ConfirmView.as_view(), name="confirm_contact"),
    path("keamanan/surel/hapus/", security.RemoveContactView.as_view(), name="remove_contact"),
    path("keamanan/perangkat/<uuid:pk>/keluar/", security.EndSessionView.as_view(), name="end_session"),
    path("manifest.webmanifest", app.ManifestView.as_view(), name="manifest"),
    path("sw.js", app.ServiceWorkerView.as_view(), name="service_worker"),
    path("luring/", app.OfflineView.as_view(), name="offline"),
    path("ikon-180.png", app.IconView.as_view(size=180), name="icon_180"),
    path("ikon-192.png", app.IconView.as_view(size=192), name="icon_192"),
    path("ikon-512.png", app.IconView.as_view(size=512), name="icon_512"),
]
OFFICE: list[Any] = [
    path("layanan-mandiri/pendaftaran/", registrations.RegistrationsView.as_view(), name="registrations"),
    path("layanan-mandiri/pendaftaran/<uuid:pk>/", registrations.RegistrationView.as_view(), name="registration"),
    path("layanan-mandiri/slip/", slips.AskSlipsView.as_view(), name="ask_slips"),
    path("layanan-mandiri/slip/<uuid:pk>/", slips.SlipsView.as_view(), name="slips"),
]
