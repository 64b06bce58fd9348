"""``/kantor/surat/tte/``: signing electronically, and how the village does it."""

from django.urls import path

from modules.letters.views import signing, signing_settings

urlpatterns = [
    path("surat/tte/", signing.SigningView.as_view(), name="signing"),
    path("surat/tte/<uuid:pk>/baca/", signing.UnsignedView.as_view(), name="unsigned"),
    path("surat/tte/alamat/", signing.ConfirmAddressView.as_view(), name="signing_address"),
    path("surat/tte/pengaturan/", signing_settings.SigningSettingsView.as_view(), name="signing_settings"),
    path("surat/tte/periksa/", signing_settings.CheckServiceView.as_view(), name="signing_check"),
    path("surat/tte/sertifikat/", signing_settings.CertificateView.as_view(), name="certificate"),
    path(
        "surat/tte/sertifikat/<uuid:pk>/hapus/",
        signing_settings.RemoveCertificateView.as_view(),
        name="certificate_remove",
    ),
]
