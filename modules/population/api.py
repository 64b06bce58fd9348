"""Residents for other systems: read, and change one with If-Match. Families and territory: ``api_families``."""

from __future__ import annotations

from typing import Any

from django.urls import path
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from balai import audit
from balai.db import today
from balai.errors import NotFound
from balai.ui.formats import mask
from modules.population import api_families
from modules.population.fields import visible
from modules.population.models import Resident, ResidentDocument
from modules.population.reporting.monthly import printed, span_of
from modules.population.selectors import place_words, residents_found
from modules.population.selectors.people import papers_of
from modules.population.services import EDITABLE, resident_or_404, update_resident
from modules.population.sight import Sight


class ResidentOut(serializers.ModelSerializer):
    """A resident; NIK and KK are masked for tokens without ``population.view_nik``."""

    nik = serializers.SerializerMethodField()
    family_number = serializers.SerializerMethodField()
    place = serializers.SerializerMethodField()
    version = serializers.CharField()

    class Meta:
        model = Resident
        fields = (
            "id", "nik", "name", "sex", "birth_place", "birth_date", "religion", "education", "occupation", "marital_status",
            "family", "family_number", "shdk", "place", "citizenship", "residency", "presence", "phone", "version",
        )  # fmt: skip

    def get_nik(self, row: Resident) -> str:
        """Masked without the right."""
        return row.nik if self.context["actor"].may("population.view_nik") else mask(row.nik)

    def get_family_number(self, row: Resident) -> str:
        """Masked without the right."""
        number = row.family.number if row.family else ""
        return number if self.context["actor"].may("population.view_nik") else mask(number)

    def get_place(self, row: Resident) -> str:
        """RT, RW, dusun."""
        return place_words(row.rt)


_PARENTS = ("father_nik", "mother_nik", "family_number_previous")


class ResidentWhole(ResidentOut):
    """Everything of one resident; numbers of parents and former cards are masked as the own one is, and what is known of
    health is left out for tokens without ``population.view_health``."""

    class Meta:
        model = Resident
        fields = tuple(
            dict.fromkeys(
                (*ResidentOut.Meta.fields, *EDITABLE, "nik_temporary", "accepted_warnings", "merged_into", "void_at")
            )
        )

    def to_representation(self, instance: Resident) -> dict[str, Any]:
        """The columns, masked without the right."""
        found: dict[str, Any] = super().to_representation(instance)
        sight = Sight.of(self.context["actor"])
        found = {name: value for name, value in found.items() if visible(name, sight)}
        if not sight.numbers:
            found |= {name: mask(found[name]) for name in _PARENTS if found.get(name)}
        return found


class PaperOut(serializers.ModelSerializer):
    """A scanned paper: what it is and who may see it; never its bytes."""

    class Meta:
        model = ResidentDocument
        fields = ("id", "resident", "kind", "title", "for_family", "citizen_visible", "created_by", "created_at")


class ResidentIn(serializers.ModelSerializer):
    """What may be changed. ``nik_reason`` answers doubts about the NIK."""

    nik = serializers.CharField(required=False, max_length=16)
    nik_reason = serializers.CharField(required=False, max_length=200, write_only=True)

    class Meta:
        model = Resident
        fields = (*EDITABLE, "nik", "nik_reason")
        extra_kwargs = {name: {"required": False} for name in EDITABLE}


class _View(GenericAPIView):  # type: ignore[type-arg]
    required_permission = "population.view"

    def get_serializer_context(self) -> dict[str, Any]:
        user = getattr(self.request, "user", None)
        return dict(super().get_serializer_context()) | {"actor": getattr(user, "actor", None)}  # type: ignore[no-any-return]


class ResidentList(_View):
    """``GET /api/v1/residents``."""

    serializer_class = ResidentOut
    queryset = Resident.objects.none()

    @extend_schema(
        operation_id="residents_list",
        parameters=[OpenApiParameter("q", OpenApiTypes.STR, description="Fragment of a name, NIK or KK")],
    )
    def get(self, request: Request) -> Response:
        """Residents who are here, by name."""
        found = residents_found(
            request.query_params.get("q", ""),
            sight=Sight.of(request.user.actor),  # type: ignore[union-attr]
        ).select_related("family", "rt__parent__parent")
        page = self.paginate_queryset(found)
        return self.get_paginated_response(self.get_serializer(page, many=True).data)


class ResidentDetail(_View):
    """``GET`` and ``PATCH /api/v1/residents/{pk}``."""

    serializer_class = ResidentWhole
    required_permissions = {"PATCH": "population.change"}
    queryset = Resident.objects.none()

    def get(self, request: Request, pk: Any) -> Response:
        """One resident; the ETag is the version."""
        row = resident_or_404(pk)
        audit.record_read(request.user.actor, "population.resident_read", about=row)  # type: ignore[union-attr]
        return Response(self.get_serializer(row).data, headers={"ETag": f'"{row.version}"'})

    @extend_schema(
        request=ResidentIn, parameters=[OpenApiParameter("If-Match", OpenApiTypes.STR, OpenApiParameter.HEADER)]
    )
    def patch(self, request: Request, pk: Any) -> Response:
        """Change a resident; needs ``If-Match`` with the ETag that was read."""
        version = request.headers.get("If-Match", "").strip('"')
        if not version:
            from balai.api.problems import problem

            return problem(428, "if_match_needed", "Sertakan If-Match dengan ETag yang dibaca.")
        row = resident_or_404(pk)
        data = ResidentIn(row, data=request.data, partial=True)
        data.is_valid(raise_exception=True)
        changed = update_resident(actor=request.user.actor, resident=row, version=version, **data.validated_data)  # type: ignore[union-attr]
        return Response(self.get_serializer(resident_or_404(changed.pk)).data)


class ResidentPapers(_View):
    """``GET /api/v1/residents/{pk}/papers``."""

    serializer_class = PaperOut
    required_permission = "population.papers"
    queryset = ResidentDocument.objects.none()

    @extend_schema(operation_id="resident_papers_list", responses=PaperOut(many=True))
    def get(self, request: Request, pk: Any) -> Response:
        """A resident's papers and those that the family shares, newest first."""
        row = resident_or_404(pk)
        audit.record_read(request.user.actor, "population.papers_read", about=row)  # type: ignore[union-attr]
        return Response(self.get_serializer(papers_of(row), many=True).data)


class MonthlyReport(_View):
    """``GET /api/v1/reports/monthly``."""

    serializer_class = serializers.Serializer
    queryset = Resident.objects.none()

    @extend_schema(
        operation_id="reports_monthly",
        parameters=[
            OpenApiParameter("month", OpenApiTypes.STR, description="2026-03; the running month by default"),
            OpenApiParameter(
                "by", OpenApiTypes.STR, enum=["counted", "event"], description="Day of report, or of event"
            ),
        ],
        responses=OpenApiTypes.OBJECT,
    )
    def get(self, request: Request) -> Response:
        """Laporan Bulanan of a month: what the page and the command line print."""
        about = span_of(request.query_params.get("month") or f"{today():%Y-%m}")
        if about is None or about.kind != "month":
            raise NotFound()
        data, _lines = printed(about.first, by="event" if request.query_params.get("by") == "event" else "counted")
        return Response(data)


urlpatterns = [
    *api_families.urlpatterns,
    path("reports/monthly", MonthlyReport.as_view(), name="api-reports-monthly"),
    path("residents", ResidentList.as_view(), name="api-residents"),
    path("residents/<uuid:pk>", ResidentDetail.as_view(), name="api-resident"),
    path("residents/<uuid:pk>/papers", ResidentPapers.as_view(), name="api-resident-papers"),
]
