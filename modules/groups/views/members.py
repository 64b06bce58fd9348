"""Who is in a group: added, mended, ended, another chair."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from balai.db import today
from balai.errors import BalaiError
from balai.web.undo import say_done
from balai.web.views import OfficeView
from modules.groups import forms, services
from modules.groups.models import EndReason, Member, Position
from modules.groups.views.base import OfGroup, OfKind


class AddMemberView(OfGroup):
    """``kelompok/<pk>/anggota/baru/``."""

    permission = "groups.change"
    form_class = forms.AddForm
    heading = gettext_lazy("Tambah anggota")
    button = gettext_lazy("Tambahkan")
    success_message = gettext_lazy("{result.resident.name} ditambahkan.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return self.picking()

    def call_service(self, form: Any) -> Member:
        data = dict(form.cleaned_data)
        data.pop("version")
        return services.add_member(actor=self.actor, group=self.group(), resident=data.pop("person"), **data)


class _OfMember(OfGroup):
    abstract = True
    permission = "groups.change"

    def member(self) -> Member:
        """The membership of the URL."""
        if not hasattr(self, "_member"):
            self._member = services.member_or_404(self.group(), self.kwargs["member_id"])
        return self._member

    def context(self, **kwargs: Any) -> dict[str, Any]:
        member = self.member()
        return {"lead": f"{member.resident.name}, {member.position_words}, {self.group().name}"}


class EditMemberView(_OfMember):
    """``.../anggota/<member_id>/ubah/``."""

    permission = "groups.change"
    form_class = forms.MemberForm
    heading = gettext_lazy("Ubah keanggotaan")
    success_message = gettext_lazy("Keanggotaan {result.resident.name} disimpan.")

    def is_chair(self) -> bool:
        """Whether this is the chair: then the position stays."""
        return self.member().position == Position.CHAIR

    def get_form_kwargs(self) -> dict[str, Any]:
        return {"chair": self.is_chair()}

    def get_initial(self) -> dict[str, Any]:
        member = self.member()
        return {name: getattr(member, name) for name in self.form_class.base_fields}

    def call_service(self, form: Any) -> Member:
        data = dict(form.cleaned_data)
        if self.is_chair():
            data["position"] = Position.CHAIR
        return services.change_member(actor=self.actor, member=self.member(), **data)


class EndMemberView(_OfMember):
    """``.../anggota/<member_id>/berhenti/``."""

    permission = "groups.change"
    form_class = forms.EndForm
    heading = gettext_lazy("Berhenti menjadi anggota")
    button = gettext_lazy("Catat berhenti")

    def get_initial(self) -> dict[str, Any]:
        person = self.member().resident
        reason = EndReason.DIED if person.presence == 2 else EndReason.DISMISSED if person.is_here else EndReason.MOVED
        return {"until": today(), "reason": reason.value}

    def call_service(self, form: Any) -> Member:
        member = services.end_membership(actor=self.actor, member=self.member(), **form.cleaned_data)
        undo = self.url("reopen_member", self.kwargs["pk"], member.pk)
        say_done(self.request, _("{name} berhenti menjadi anggota.").format(name=member.resident.name), undo=undo)
        return member


class ReopenMemberView(OfKind, OfficeView):
    """Take the end of a membership back."""

    permission = "groups.change"

    def post(self, request: HttpRequest, kind: str, pk: Any, member_id: Any) -> HttpResponse:
        """Do it; a refusal is a sentence on the page."""
        member = services.member_or_404(services.group_or_404(pk, self.kind), member_id)
        try:
            services.reopen_membership(actor=self.actor, member=member)
        except BalaiError as error:
            if error.status in {403, 404}:
                raise
            messages.error(request, error.message())
        else:
            messages.success(request, _("{name} kembali menjadi anggota.").format(name=member.resident.name))
        return HttpResponseRedirect(self.url("page", pk))


class ChairView(OfGroup):
    """``kelompok/<pk>/ketua/``."""

    permission = "groups.change"
    form_class = forms.ChairForm
    heading = gettext_lazy("Ganti ketua")
    button = gettext_lazy("Ganti ketua")
    success_message = gettext_lazy("{result.resident.name} menjadi ketua.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return self.picking()

    def call_service(self, form: Any) -> Member:
        data = dict(form.cleaned_data)
        return services.change_chair(actor=self.actor, group=self.group(), resident=data.pop("person"), **data)
