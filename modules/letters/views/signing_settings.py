"""How the village signs electronically, and its officials' certificates."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from balai.db import today
from balai.errors import BalaiError, NotFound
from balai.ui.forms import Form, UploadField, VersionedForm
from balai.web.views import OfficeView, ServiceFormView
from modules.government.selectors import in_office, signers
from modules.letters.models import Driver, SigningCertificate
from modules.letters.signing import settings as signing
from modules.letters.signing.certificates import MAX_BYTES
from modules.letters.signing.interface import Passphrase
from modules.letters.signing.listing import lacking_evidence
from modules.letters.signing.rules import expiry_state, nik_of, present_signing
from modules.letters.types import letter_types


class SigningSettingsForm(VersionedForm):
    """By what, how it looks, what stays on paper, and where the services live."""

    driver = forms.ChoiceField(
        label=gettext_lazy("Tanda tangan elektronik"), required=False, widget=forms.RadioSelect,
        choices=[("", gettext_lazy("Tidak dipakai: surat dicetak dan ditandatangani basah")), *Driver.choices],
        help_text=gettext_lazy("Berlaku untuk surat yang disetujui sesudahnya. Pejabat yang belum memiliki sertifikat atau NIK tetap menandatangani basah."),
    )  # fmt: skip
    visible = forms.BooleanField(
        label=gettext_lazy("Tampilkan kotak tanda tangan (nama, jabatan, waktu, kode QR) pada surat"), required=False
    )
    esign_url = forms.CharField(
        label=gettext_lazy("Alamat layanan nasional"), required=False, max_length=200,
        help_text=gettext_lazy("Alamat e-Sign Client Service yang diberikan BSrE atau kabupaten, diawali https://."),
        widget=forms.URLInput(),
    )  # fmt: skip
    esign_username = forms.CharField(label=gettext_lazy("Nama akun layanan"), required=False, max_length=100)
    esign_password = forms.CharField(
        label=gettext_lazy("Sandi akun layanan"), required=False, max_length=200,
        help_text=gettext_lazy("Kosongkan bila tidak berubah. Disimpan tersandi."), widget=forms.PasswordInput(),
    )  # fmt: skip
    timestamp_url = forms.CharField(
        label=gettext_lazy("Alamat penanda waktu"), required=False, max_length=200, widget=forms.URLInput(),
        help_text=gettext_lazy("Otoritas penanda waktu (RFC 3161) untuk tanda tangan dengan sertifikat desa. Waktunya lalu dijamin pihak lain."),
    )  # fmt: skip
    crl_url = forms.CharField(
        label=gettext_lazy("Alamat daftar pencabutan"), required=False, max_length=200, widget=forms.URLInput(),
        help_text=gettext_lazy("Hanya untuk sertifikat yang tidak menyebut sumber statusnya sendiri. Daftar dari penerbit (.crl) ikut disimpan di dalam setiap surat."),
    )  # fmt: skip
    wet_kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Jenis surat yang tetap ditandatangani basah"), required=False, widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["wet_kinds"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(each.key, str(each.name)) for each in letter_types()]


class SigningSettingsView(ServiceFormView):
    """``surat/tte/pengaturan/``."""

    permission = "letters.signing_manage"
    form_class = SigningSettingsForm
    service = staticmethod(signing.change_signing)
    template_name = "letters/signing_settings.html"
    heading = gettext_lazy("Pengaturan tanda tangan elektronik")
    success_message = gettext_lazy("Pengaturan tanda tangan disimpan.")

    def get_initial(self) -> dict[str, Any]:
        row = present_signing()
        return {
            "driver": row.driver, "visible": row.visible, "esign_url": row.esign_url, "esign_username": row.esign_username,
            "timestamp_url": row.timestamp_url, "crl_url": row.crl_url, "wet_kinds": row.wet_kinds, "version": row.version if row.pk else "",
        }  # fmt: skip

    def get_service_kwargs(self, form: Any) -> dict[str, Any]:
        return dict(form.cleaned_data)

    def get_cancel_url(self) -> str:
        return reverse("letters:settings" if self.actor.may("letters.manage") else "letters:signing")

    def context(self, **kwargs: Any) -> dict[str, Any]:
        row = present_signing()
        kept = {each.official_id: each for each in SigningCertificate.objects.filter(removed_at=None)}
        officials = [
            (each, kept.get(each.official_id), expiry_state(kept[each.official_id]) if each.official_id in kept else "", bool(nik_of(each.official_id)))
            for each in signers(today())
        ]  # fmt: skip
        return {
            "officials": officials, "settings": row, "has_password": bool(row.esign_password),
            "lacking": lacking_evidence(), "may_settings": self.actor.may("letters.manage"),
        }  # fmt: skip


class CertificateForm(Form):
    """A PKCS#12 and the passphrase that opens it."""

    official = forms.ChoiceField(label=gettext_lazy("Pejabat"))
    file = UploadField(
        label=gettext_lazy("Berkas sertifikat"), accept=(".p12", ".pfx"), max_bytes=MAX_BYTES,
    )  # fmt: skip
    passphrase = forms.CharField(
        label=gettext_lazy("Frasa sandi sertifikat"), max_length=200, strip=False, widget=forms.PasswordInput(),
        help_text=gettext_lazy("Hanya untuk memeriksa berkas sekarang; tidak disimpan. Ditanyakan lagi setiap menandatangani."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["official"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(each.official_id), each.name) for each in signers(today())]


class CertificateView(ServiceFormView):
    """``surat/tte/sertifikat/``: give an official a certificate."""

    permission = "letters.signing_manage"
    form_class = CertificateForm
    service = staticmethod(signing.add_certificate)
    template_name = "letters/signing_certificate.html"
    heading = gettext_lazy("Unggah sertifikat")
    lead = gettext_lazy("Berkas disimpan tersandi. Sertifikat lama pejabat yang sama diganti.")
    button = gettext_lazy("Periksa dan simpan")
    success_message = gettext_lazy("Sertifikat {result.holder} disimpan.")

    def get_initial(self) -> dict[str, Any]:
        return {"official": self.request.GET.get("pejabat", "")}

    def get_service_kwargs(self, form: Any) -> dict[str, Any]:
        given = form.cleaned_data
        return {
            "official_id": given["official"], "content": given["file"].read(),
            "passphrase": Passphrase(given["passphrase"]),
        }  # fmt: skip

    def get_success_url(self, result: Any) -> str:
        return reverse("letters:signing_settings")

    def get_cancel_url(self) -> str:
        return reverse("letters:signing_settings")


class RemoveCertificateView(OfficeView):
    """``surat/tte/sertifikat/<pk>/hapus/``: asked once more, for it cannot be taken back."""

    permission = "letters.signing_manage"

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """The question."""
        row = self.row(pk)
        context = {
            "heading": _("Hapus sertifikat {holder}?").format(holder=row.holder),
            "consequence": _(
                "Berkas sertifikat dihapus dari Balai. Surat yang sudah ditandatangani tetap sah; surat yang masih menunggu "
                "tanda tangan elektronik menunggu sampai pejabat ini memiliki sertifikat lagi."
            ),
            "form": Form(), "button": _("Hapus sertifikat"), "cancel_url": reverse("letters:signing_settings"),
        }  # fmt: skip
        return render(request, "ui/confirm.html", context)

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """Take it away."""
        signing.remove_certificate(actor=self.actor, certificate=self.row(pk))
        messages.success(request, _("Sertifikat dihapus."))
        return HttpResponseRedirect(reverse("letters:signing_settings"))

    def row(self, pk: UUID) -> SigningCertificate:
        """The certificate in use, or nothing."""
        found = SigningCertificate.objects.filter(pk=pk, removed_at=None).first()
        if found is None:
            raise NotFound()
        return found


class CheckServiceView(OfficeView):
    """``surat/tte/periksa/``: ask the national service whether it knows an official."""

    permission = "letters.signing_manage"

    def post(self, request: HttpRequest) -> HttpResponse:
        """Ask, and say what it said."""
        key = _uuid(request.POST.get("official", ""))
        official = in_office(today()).filter(pk=key).first() if key else None
        if official is None:
            raise NotFound()
        try:
            said = signing.check_service(actor=self.actor, official_id=str(official.pk))
        except BalaiError as error:
            if error.status in {403, 404}:
                raise
            messages.error(request, error.message())
        else:
            words = said or _("terdaftar")
            messages.success(request, _("Jawaban layanan untuk {name}: {said}").format(name=official.name, said=words))
        return HttpResponseRedirect(reverse("letters:signing_settings"))


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
