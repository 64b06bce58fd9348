"""Letters for other systems: read only."""

from __future__ import annotations

from typing import Any

from django.urls import path
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from balai import audit
from balai.actor import Actor
from balai.errors import NotFound
from modules.letters.models import Letter, State


class LetterOut(serializers.ModelSerializer):
    """A letter's states and number; whose it is by the resident's key alone."""

    type = serializers.CharField(source="type_key")
    title = serializers.CharField()

    class Meta:
        model = Letter
        fields = (
            "id", "type", "title", "resident", "channel", "state", "state_since", "created_at", "number", "letter_date",
            "valid_until", "approved_at",
        )  # fmt: skip


class LetterViewSet(viewsets.GenericViewSet):  # type: ignore[type-arg]
    """``/api/v1/letters``."""

    required_permission = "letters.view"
    serializer_class = LetterOut
    queryset = Letter.objects.none()

    @extend_schema(
        operation_id="letters_list",
        parameters=[
            OpenApiParameter("state", OpenApiTypes.STR, enum=[state.value for state in State]),
            OpenApiParameter("type", OpenApiTypes.STR, description="Kind of letter, e.g. usaha"),
        ],
    )
    def list(self, request: Request) -> Response:
        """Letters, newest first."""
        found = Letter.objects.exclude(state=State.DRAFT).order_by("-created_at", "-id")
        if state := request.query_params.get("state"):
            found = found.filter(state=state)
        if kind := request.query_params.get("type"):
            found = found.filter(type_key=kind)
        page = self.paginate_queryset(found)
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    @extend_schema(operation_id="letters_retrieve")
    def retrieve(self, request: Request, pk: Any) -> Response:
        """One letter."""
        letter = Letter.objects.select_related("resident").filter(pk=pk).exclude(state=State.DRAFT).first()
        if letter is None:
            raise NotFound()
        actor: Actor = request.user.actor  # type: ignore[union-attr]
        audit.record_read(actor, "letters.letter_read", about=letter.resident, letter=str(letter.pk))
        return Response(self.get_serializer(letter).data)


urlpatterns = [
    path("letters", LetterViewSet.as_view({"get": "list"}), name="letters"),
    path("letters/<uuid:pk>", LetterViewSet.as_view({"get": "retrieve"}), name="letter"),
]
