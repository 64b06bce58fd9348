"""Facts for other systems: sums by village, never a person."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

from django.urls import path
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.generics import GenericAPIView
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from balai.indicators.models import Definition, Fact
from modules.regency.selectors import present_period
from tenants.models import Village


class FactOut(serializers.ModelSerializer):
    """One number of one village."""

    code = serializers.SerializerMethodField(help_text="The village's ten-digit code")

    class Meta:
        model = Fact
        fields = ("code", "indicator", "period", "d1", "d2", "value", "numerator", "denominator", "computed_at")

    def get_code(self, row: Fact) -> str:
        """The government's code."""
        codes: dict[str, str] = self.context["codes"]
        return codes.get(row.village, "")  # type: ignore[no-any-return]


class CsvRenderer(BaseRenderer):
    """``?format=csv`` or ``Accept: text/csv``: every row at once, one head line, comma and UTF-8."""

    media_type = "text/csv"
    format = "csv"
    charset = "utf-8"

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> bytes:
        """Rows as lines; a problem stays JSON."""
        if not isinstance(data, list):
            return json.dumps(data).encode()
        buffer = io.StringIO()
        writer = csv.DictWriter(buffer, fieldnames=FactOut.Meta.fields)
        writer.writeheader()
        writer.writerows(data)
        return buffer.getvalue().encode()


class FactList(GenericAPIView):  # type: ignore[type-arg]
    """``GET /api/v1/facts?indicator=...&period=2026-11-01&village=3315052010``. Sensitive indicators are not among them."""

    serializer_class = FactOut
    required_permission = "regency.view"
    renderer_classes = [JSONRenderer, CsvRenderer]
    queryset = Fact.objects.none()

    @extend_schema(
        parameters=[
            OpenApiParameter("indicator", OpenApiTypes.STR),
            OpenApiParameter("period", OpenApiTypes.DATE, description="First day of a month; default: this month"),
            OpenApiParameter("village", OpenApiTypes.STR, description="Ten-digit code"),
        ]
    )
    def get(self, request: Request) -> Response:
        """Facts of a month. What is sensitive leaves this house only as sums of a district, on the dashboard."""
        field = serializers.DateField()
        asked = request.query_params.get("period")
        period = field.run_validation(asked) if asked else present_period()
        codes = dict(Village.objects.values_list("schema_name", "code"))
        sensitive = Definition.objects.filter(sensitive=True).values("code")
        found = (
            Fact.objects.filter(period=period)
            .exclude(indicator__in=sensitive)
            .order_by("village", "indicator", "d1", "d2")
        )
        if indicator := request.query_params.get("indicator"):
            found = found.filter(indicator=indicator)
        if code := request.query_params.get("village"):
            found = found.filter(village__in=[schema for schema, each in codes.items() if each == code])
        if request.accepted_renderer.format == "csv":
            return Response(FactOut(found, many=True, context={"codes": codes}).data)
        page = self.paginate_queryset(found)
        rows = FactOut(page, many=True, context={"codes": codes}).data
        return self.get_paginated_response(rows)


class DefinitionOut(serializers.ModelSerializer):
    """What a number means."""

    class Meta:
        model = Definition
        fields = "__all__"


class DefinitionList(GenericAPIView):  # type: ignore[type-arg]
    """``GET /api/v1/indicators``."""

    serializer_class = DefinitionOut
    required_permission = "regency.view"
    queryset = Definition.objects.none()

    def get(self, request: Request) -> Response:
        """Every indicator."""
        page = self.paginate_queryset(Definition.objects.order_by("code"))
        return self.get_paginated_response(self.get_serializer(page, many=True).data)


urlpatterns = [
    path("facts", FactList.as_view(), name="api-facts"),
    path("indicators", DefinitionList.as_view(), name="api-indicators"),
]
