"""The door itself: registering, security, devices; the office's pages about it."""

from typing import Any

from django.urls import path

from modules.selfservice.citizen_views import app, forgotten, kiosk, registering, security
from modules.selfservice.views import kiosks, registrations, slips

CITIZEN: list[Any] = [
    path("daftar/", registering.RegisterView.as_view(), name="register"),
    path("daftar/diterima/", registering.RegisteredView.as_view(), name="registered"),
    path("daftar/status/", registering.RegistrationView.as_view(), name="registration"),
    path("lupa-pin/", forgotten.ForgottenView.as_view(), name="forgotten"),
    path("lupa-pin/kode/", forgotten.ResetView.as_view(), name="reset"),
    path("keamanan/", security.SecurityView.as_view(), name="security"),
    path("keamanan/perangkat/<uuid:pk>/keluar/", security.EndSessionView.as_view(), name="end_session"),
    path("manifest.webmanifest", app.ManifestView.as_view(), name="manifest"),
    path("sw.js", app.ServiceWorkerView.as_view(), name="service_worker"),
    path("luring/", app.OfflineView.as_view(), name="offline"),
    path("ikon-180.png", app.IconView.as_view(size=180), name="icon_180"),
    path("ikon-192.png", app.IconView.as_view(size=192), name="icon_192"),
    path("ikon-512.png", app.IconView.as_view(size=512), name="icon_512"),
    path("anjungan/", kiosk.KioskView.as_view(), name="kiosk"),
    path("anjungan/papan.json", kiosk.BoardView.as_view(), name="kiosk_board"),
    path("anjungan/perangkat/", kiosk.DeviceView.as_view(), name="kiosk_device"),
    path("anjungan/kartu/", kiosk.CardView.as_view(), name="kiosk_card"),
    path("anjungan/antrean/", kiosk.QueueView.as_view(), name="kiosk_queue"),
    path("anjungan/antrean/<uuid:pk>/", kiosk.TicketView.as_view(), name="ticket"),
]
OFFICE: list[Any] = [
    path("layanan-mandiri/pendaftaran/", registrations.RegistrationsView.as_view(), name="registrations"),
    path("layanan-mandiri/pendaftaran/<uuid:pk>/", registrations.RegistrationView.as_view(), name="registration"),
    path("layanan-mandiri/slip/", slips.AskSlipsView.as_view(), name="ask_slips"),
    path("layanan-mandiri/slip/<uuid:pk>/", slips.SlipsView.as_view(), name="slips"),
    path("layanan-mandiri/anjungan/", kiosks.KiosksView.as_view(), name="kiosks"),
    path("layanan-mandiri/anjungan/jaringan/", kiosks.ReopenHallView.as_view(), name="reopen_hall"),
    path("layanan-mandiri/anjungan/<uuid:pk>/", kiosks.KioskActView.as_view(), name="kiosk_act"),
    path("layanan-mandiri/<uuid:pk>/kartu/", kiosks.TagsView.as_view(), name="tags"),
    path("layanan-mandiri/kartu/<uuid:pk>/lepas/", kiosks.RemoveTagView.as_view(), name="remove_tag"),
    path("layanan-mandiri/antrean/", kiosks.QueueView.as_view(), name="queue"),
    path("layanan-mandiri/antrean/nomor/<uuid:pk>/", kiosks.TicketDoneView.as_view(), name="ticket_done"),
    path("layanan-mandiri/antrean/layanan/", kiosks.QueueServicesView.as_view(), name="queue_services"),
    path("layanan-mandiri/antrean/layanan/<uuid:pk>/tutup/", kiosks.CloseServiceView.as_view(), name="close_service"),
]
