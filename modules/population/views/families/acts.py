"""Acts on one family that need a form."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from balai.web.views import ServiceFormView
from modules.population import codes, forms, selectors, services
from modules.population.forms import families as family_forms
from modules.population.models import FamilyCard, Resident
from modules.population.picking import ResidentSearch
from modules.population.views.base import OfResident
from modules.population.views.events import MoveInView
from modules.population.views.families.page import standing_family
from modules.population.views.person import CreateView


class PersonSearch(ResidentSearch):
    """``penduduk/cari-orang/``: candidates of the pickers of families and territory."""

    permission = "population.change"


class MoveRtView(OfResident):
    """Another RT inside the village."""

    permission = "population.change"
    form_class = forms.MoveRtForm
    heading = gettext_lazy("Pindah RT")
    lead = gettext_lazy("Keluarga di bawah KK yang sama ikut pindah.")
    success_message = gettext_lazy("RT sudah diubah.")

    def call_service(self, form: Any) -> Any:
        return services.move_to_rt(actor=self.actor, resident=self.person(), **form.cleaned_data)


class ShdkView(OfResident):
    """Another position in the family."""

    permission = "population.change"
    form_class = forms.ShdkForm
    heading = gettext_lazy("Hubungan dalam keluarga")
    success_message = gettext_lazy("Hubungan keluarga diubah.")

    def get_initial(self) -> dict[str, Any]:
        return {"shdk": self.person().shdk}

    def call_service(self, form: Any) -> Any:
        return services.change_shdk(actor=self.actor, resident=self.person(), **form.cleaned_data)


class SplitView(OfResident):
    """A family card of one's own."""

    permission = "population.events"
    form_class = forms.SplitForm
    heading = gettext_lazy("Pecah KK")
    button = gettext_lazy("Buat KK baru")
    success_message = gettext_lazy("KK baru dibuat.")

    def get_form_kwargs(self) -> dict[str, Any]:
        person = self.person()
        return {"members": [each for each in selectors.family_of(person) if each.pk != person.pk]}

    def context(self, **kwargs: Any) -> dict[str, Any]:
        return {"lead": _("{name} menjadi kepala keluarga baru.").format(name=self.person().name)}

    def call_service(self, form: Any) -> Any:
        data = form.cleaned_data
        return services.split_family(
            actor=self.actor, head=self.person(), members=form.chosen(), no_kk=data["no_kk"] or "0", rt=data["rt"],
            address=data["address"], note=data["note"],
        )  # fmt: skip

    def get_success_url(self, result: Any) -> str:
        return reverse("population:family", args=[result.pk])


class LeaveFamilyView(OfResident):
    """``penduduk/<pk>/keluar-kk/``: out of the family, without another card."""

    permission = "population.events"
    form_class = family_forms.LeaveForm
    heading = gettext_lazy("Keluarkan dari KK")
    button = gettext_lazy("Keluarkan dari KK")
    success_message = gettext_lazy("{result.name} menjadi penduduk tanpa KK.")

    def context(self, **kwargs: Any) -> dict[str, Any]:
        lead = _("{name} tetap tinggal di desa, tanpa KK (penduduk lepas). Bila membuat KK sendiri, gunakan Pecah KK.")
        return {"lead": lead.format(name=self.person().name)}

    def call_service(self, form: Any) -> Resident:
        return services.leave_family(actor=self.actor, resident=self.person(), **form.cleaned_data)


# -- a new card --------------------------------------------------------------------------------------------------------


class NewFamilyView(ServiceFormView):
    """``keluarga/baru/``: a card for somebody without one; who is not registered yet comes by the two other ways."""

    permission = "population.events"
    form_class = family_forms.NewFamilyForm
    template_name = "population/family_new.html"
    heading = gettext_lazy("Keluarga baru")
    button = gettext_lazy("Buat kartu keluarga")
    success_message = gettext_lazy("Kartu keluarga dibuat.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {"shown": self.actor.may("population.view_nik"), "search_url": reverse("population:person_search")}

    def context(self, **kwargs: Any) -> dict[str, Any]:
        return {"complete": selectors.complete_on(), "may_change": self.actor.may("population.change")}

    def call_service(self, form: Any) -> FamilyCard:
        return services.create_family(actor=self.actor, **form.cleaned_data)

    def get_success_url(self, result: FamilyCard) -> str:
        return reverse("population:family", args=[result.pk])

    def get_cancel_url(self) -> str:
        return reverse("population:families")


def _as_head(data: dict[str, Any]) -> dict[str, Any]:
    """A newcomer who leads a card of their own; without a number it is a temporary one."""
    return data | {
        "no_kk": data.get("no_kk") or "0",
        "shdk": int(codes.Shdk.HEAD),
        "residency": int(codes.Residency.PERMANENT),
    }


class NewHeadView(CreateView):
    """``keluarga/baru/orang/``: somebody who lives here already and was never registered leads a new card (data awal)."""

    permission = "population.change"
    heading = gettext_lazy("Keluarga baru: kepala keluarga")
    lead = gettext_lazy(
        "Kepala keluarga yang sudah tinggal di desa dan belum tercatat. Nomor KK kosong diberi nomor sementara."
    )

    def get_initial(self) -> dict[str, Any]:
        return super().get_initial() | {"shdk": int(codes.Shdk.HEAD)}

    def get_service_kwargs(self, form: Any) -> dict[str, Any]:
        return _as_head(super().get_service_kwargs(form))

    def get_success_url(self, result: Resident) -> str:
        return reverse("population:family", args=[result.family_id])

    def get_cancel_url(self) -> str:
        return reverse("population:new_family")


class NewArrivalView(MoveInView):
    """``keluarga/baru/datang/``: a family arrives; its head first."""

    permission = "population.events"
    heading = gettext_lazy("Keluarga pindah masuk: kepala keluarga")
    lead = gettext_lazy("Catat kepala keluarganya dahulu; anggota lain ditambahkan dari halaman keluarganya.")

    def get_initial(self) -> dict[str, Any]:
        return super().get_initial() | {"shdk": int(codes.Shdk.HEAD)}

    def get_service_kwargs(self, form: Any) -> dict[str, Any]:
        return _as_head(super().get_service_kwargs(form))

    def get_success_url(self, result: Resident) -> str:
        return reverse("population:family", args=[result.family_id])

    def get_cancel_url(self) -> str:
        return reverse("population:new_family")


# -- one family --------------------------------------------------------------------------------------------------------


class _OfFamily(ServiceFormView):
    abstract = True
    template_name = "population/family_form.html"

    def family(self) -> FamilyCard:
        """The family of the URL."""
        if not hasattr(self, "_family"):
            self._family = standing_family(self.kwargs["pk"])
        return self._family

    def members(self) -> list[Resident]:
        """Who is here of it, head first."""
        if not hasattr(self, "_members"):
            found = selectors.living().filter(family=self.family())
            self._members = list(found.order_by("shdk", "birth_date", "pk"))
        return self._members

    def get_initial(self) -> dict[str, Any]:
        return {"version": selectors.family_version(self.family())}

    def context(self, **kwargs: Any) -> dict[str, Any]:
        head = next((each for each in self.members() if each.shdk == codes.Shdk.HEAD), None)
        name = head.name if head else _("tanpa kepala")
        words = _("Keluarga {name}").format(name=name)
        return {"lead": self.lead or words, "family": self.family(), "family_words": words}

    def get_success_url(self, result: Any) -> str:
        return reverse("population:family", args=[self.family().pk])

    def get_cancel_url(self) -> str:
        return reverse("population:family", args=[self.family().pk])


class EditFamilyView(_OfFamily):
    """Change a family card's own data."""

    permission = "population.change"
    form_class = forms.FamilyForm
    heading = gettext_lazy("Ubah data keluarga")
    success_message = gettext_lazy("Data keluarga disimpan.")

    def get_initial(self) -> dict[str, Any]:
        family = self.family()
        found = {name: getattr(family, name) for name in self.form_class.base_fields if hasattr(family, name)}
        return found | {"number": "" if family.number_temporary else family.number}

    def call_service(self, form: Any) -> FamilyCard:
        return services.update_family(actor=self.actor, family=self.family(), **form.cleaned_data)


class AddMemberView(_OfFamily):
    """``keluarga/<pk>/anggota/``: somebody of the village joins; who is born or arrives comes by their events."""

    permission = "population.events"
    form_class = family_forms.JoinForm
    template_name = "population/family_member.html"
    heading = gettext_lazy("Tambah anggota keluarga")
    button = gettext_lazy("Masukkan ke KK ini")
    success_message = gettext_lazy("{result.name} menjadi anggota keluarga ini.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {"shown": self.actor.may("population.view_nik"), "search_url": reverse("population:person_search")}

    def call_service(self, form: Any) -> Resident:
        return services.join_family(actor=self.actor, family=self.family(), **form.cleaned_data)


class MoveInFamilyView(MoveInView):
    """``keluarga/<pk>/datang/``: somebody arrives in the village and in this family."""

    permission = "population.events"
    heading = gettext_lazy("Anggota keluarga pindah masuk")

    def family(self) -> FamilyCard:
        """The family of the URL."""
        if not hasattr(self, "_family"):
            self._family = standing_family(self.kwargs["pk"])
        return self._family

    def get_initial(self) -> dict[str, Any]:
        family = self.family()
        return super().get_initial() | {
            "no_kk": family.number, "rt": str(family.rt_id or ""), "address": family.address,
            "residency": int(codes.Residency.PERMANENT),
        }  # fmt: skip

    def get_service_kwargs(self, form: Any) -> dict[str, Any]:
        # The family of the URL, whatever the form's box says meanwhile.
        return super().get_service_kwargs(form) | {"no_kk": self.family().number}

    def get_success_url(self, result: Resident) -> str:
        return reverse("population:family", args=[self.family().pk])

    def get_cancel_url(self) -> str:
        return reverse("population:family_member", args=[self.family().pk])


class ArrangeView(_OfFamily):
    """``keluarga/<pk>/susunan/``: what everybody is, the head among them."""

    permission = "population.change"
    form_class = family_forms.ArrangeForm
    heading = gettext_lazy("Kepala dan hubungan keluarga")
    lead = gettext_lazy("Kepala yang digantikan menjadi LAINNYA, kecuali Anda memilihkan yang lain.")
    success_message = gettext_lazy("Susunan keluarga disimpan.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {"members": self.members()}

    def call_service(self, form: Any) -> Any:
        return services.arrange_family(
            actor=self.actor, family=self.family(), positions=form.positions(), version=form.cleaned_data["version"]
        )


class SplitFamilyView(_OfFamily):
    """``keluarga/<pk>/pecah/``: some members leave for a card of their own."""

    permission = "population.events"
    form_class = family_forms.SplitSeveralForm
    heading = gettext_lazy("Pecah KK")
    lead = gettext_lazy("Pilih kepala keluarga yang baru, lalu siapa yang ikut dan sebagai apa.")
    button = gettext_lazy("Buat KK baru")
    success_message = gettext_lazy("KK baru dibuat.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {"members": [each for each in self.members() if each.shdk != codes.Shdk.HEAD]}

    def call_service(self, form: Any) -> FamilyCard:
        data = form.cleaned_data
        return services.split_family(
            actor=self.actor, head=form.chosen_head(), members=form.others(), no_kk=data["no_kk"] or "0", rt=data["rt"],
            address=data["address"], note=data["note"],
        )  # fmt: skip

    def get_success_url(self, result: FamilyCard) -> str:
        return reverse("population:family", args=[result.pk])


class SplitAllView(_OfFamily):
    """``keluarga/<pk>/pecah-semua/``: everybody who is left gets a new card, since the head is gone."""

    permission = "population.events"
    form_class = family_forms.SplitAllForm
    heading = gettext_lazy("Pecah KK semua anggota")
    lead = gettext_lazy(
        "Kepala keluarga sudah tidak ada. Semua anggota yang tinggal mendapat KK baru; KK lama tinggal sebagai catatan."
    )
    button = gettext_lazy("Buat KK baru")
    success_message = gettext_lazy("KK baru dibuat.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {"members": self.members()}

    def call_service(self, form: Any) -> FamilyCard:
        data = form.cleaned_data
        return services.split_all(
            actor=self.actor, family=self.family(), head=form.chosen_head(), positions=form.positions(),
            no_kk=data["no_kk"] or "0", rt=data["rt"], address=data["address"], note=data["note"], version=data["version"],
        )  # fmt: skip

    def get_success_url(self, result: FamilyCard) -> str:
        return reverse("population:family", args=[result.pk])
