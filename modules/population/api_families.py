"""Families and territory for other systems: read, and every act that the office has, with If-Match for every write to a family."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import path
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from balai import audit
from balai.api.conditional import version_read
from balai.errors import Conflict, NotFound
from balai.ui.formats import mask
from modules.population import codes, services
from modules.population.models import FamilyCard, Resident, Territory
from modules.population.selectors import families as found_in
from modules.population.selectors import (
    families_found,
    family_version,
    members_of,
    place_words,
    territory_tree,
    with_head,
)
from modules.population.selectors.territory import Node
from modules.population.sight import Sight

IF_MATCH = OpenApiParameter("If-Match", OpenApiTypes.STR, OpenApiParameter.HEADER, required=True)


class FamilyOut(serializers.ModelSerializer):
    """A family card with its members; NIK and KK are masked for tokens without ``population.view_nik``."""

    number = serializers.SerializerMethodField()
    place = serializers.SerializerMethodField()
    members = serializers.SerializerMethodField()

    class Meta:
        model = FamilyCard
        fields = (
            "id", "number", "number_temporary", "address", "rt", "place", "welfare_class", "registered_on", "printed_on", "members",
        )  # fmt: skip

    def get_number(self, row: FamilyCard) -> str:
        """Masked without the right."""
        return row.number if self.context["actor"].may("population.view_nik") else mask(row.number)

    def get_place(self, row: FamilyCard) -> str:
        """RT, RW, dusun."""
        return place_words(row.rt)

    def get_members(self, row: FamilyCard) -> list[dict[str, Any]]:
        """Key, name, position and status of everybody under the card, who is here first."""
        members = row.ordered_members if hasattr(row, "ordered_members") else members_of(row)
        return [
            {"id": str(each.pk), "name": each.name, "shdk": each.shdk, "presence": each.presence} for each in members
        ]


class FamilyIn(serializers.ModelSerializer):
    """What of a card may be changed."""

    number = serializers.RegexField(r"^[0-9]{16}$", required=False)

    class Meta:
        model = FamilyCard
        fields = ("number", "address", "welfare_class", "registered_on", "printed_on")
        extra_kwargs = {name: {"required": False} for name in fields}


class _Keys(serializers.PrimaryKeyRelatedField):  # type: ignore[type-arg]
    """A row of this village by its key; another village's is unknown, like none."""


class _Numbered(serializers.Serializer):  # type: ignore[type-arg]
    no_kk = serializers.RegexField(r"^([0-9]{16}|0)$", default="0", help_text="0 asks for a temporary number")
    rt = _Keys(
        queryset=Territory.objects.filter(kind="rt", void_at=None), required=False, allow_null=True, default=None
    )
    address = serializers.CharField(max_length=200, required=False, default="", allow_blank=True)
    note = serializers.CharField(max_length=300, required=False, default="", allow_blank=True)


class NewFamilyIn(_Numbered):
    """A card for somebody without one."""

    head = _Keys(queryset=Resident.objects.filter(void_at=None))
    welfare_class = serializers.ChoiceField(choices=codes.WelfareClass.choices, required=False, default=None)


class JoinIn(serializers.Serializer):  # type: ignore[type-arg]
    """Somebody of the village comes under the card."""

    resident = _Keys(queryset=Resident.objects.filter(void_at=None))
    shdk = serializers.ChoiceField(choices=codes.Shdk.choices)
    note = serializers.CharField(max_length=300, required=False, default="", allow_blank=True)


class PositionIn(serializers.Serializer):  # type: ignore[type-arg]
    """What somebody is in the family."""

    resident = _Keys(queryset=Resident.objects.filter(void_at=None))
    shdk = serializers.ChoiceField(choices=codes.Shdk.choices)


class ArrangeIn(serializers.Serializer):  # type: ignore[type-arg]
    """What everybody is; who is not named stays what they are."""

    positions = PositionIn(many=True)


class SplitIn(_Numbered):
    """Who leaves for a new card; ``everybody``: all who are left, because the head is gone."""

    head = _Keys(queryset=Resident.objects.filter(void_at=None))
    members = PositionIn(many=True, required=False, default=list)
    everybody = serializers.BooleanField(default=False)


class NodeOut(serializers.Serializer):  # type: ignore[type-arg]
    """A dusun, RW or RT with who counts there, and what lies in it."""

    id = serializers.UUIDField(source="territory.pk")
    kind = serializers.CharField(source="territory.kind")
    name = serializers.CharField(source="territory.name")
    head = serializers.UUIDField(source="territory.head_id", allow_null=True)
    male = serializers.IntegerField()
    female = serializers.IntegerField()
    families = serializers.IntegerField()
    children = serializers.SerializerMethodField()

    def get_children(self, row: Node) -> list[dict[str, Any]]:
        """What lies in it, in the village's order."""
        found: list[dict[str, Any]] = NodeOut(row.children, many=True).data  # type: ignore[assignment]
        return found


class _View(GenericAPIView):  # type: ignore[type-arg]
    required_permission = "population.view"
    queryset = FamilyCard.objects.none()
    serializer_class: Any = FamilyOut

    @property
    def actor(self) -> Any:
        """Who asks."""
        return self.request.user.actor  # type: ignore[union-attr]

    def get_serializer_context(self) -> dict[str, Any]:
        user = getattr(self.request, "user", None)
        return dict(super().get_serializer_context()) | {"actor": getattr(user, "actor", None)}  # type: ignore[no-any-return]

    def family(self, pk: Any) -> FamilyCard:
        """A family of this village that is not deleted."""
        row = FamilyCard.objects.select_related("rt__parent__parent").filter(pk=pk, void_at=None).first()
        if row is None:
            raise NotFound()
        return row

    def version(self, family: FamilyCard) -> str:
        """The If-Match of a write, which must be the family's present version; "" for whatever stands there now ("*").

        Raises:
            VersionNeeded: none was sent (428).
            Conflict: somebody changed the family since.
        """
        asked = version_read(self.request)
        if asked == "*":
            return ""
        if asked != family_version(family):
            raise Conflict()
        return asked

    def read(self, data: type[serializers.Serializer[Any]]) -> dict[str, Any]:
        """The body, checked."""
        form = data(data=self.request.data)
        form.is_valid(raise_exception=True)
        return dict(form.validated_data)

    def shown(self, family: FamilyCard, status: int = 200) -> Response:
        """The family as it is now, with its version as ETag."""
        now = self.family(family.pk)
        return Response(self.get_serializer(now).data, status=status, headers={"ETag": f'"{family_version(now)}"'})


class FamilyList(_View):
    """``/api/v1/families``."""

    required_permissions = {"POST": "population.events"}

    @extend_schema(
        operation_id="families_list",
        parameters=[
            OpenApiParameter(
                "q", OpenApiTypes.STR, description="A member's name or NIK, a KK number (former ones too)"
            ),
            OpenApiParameter("state", OpenApiTypes.STR, enum=list(found_in.STATES)),
            OpenApiParameter("mend", OpenApiTypes.STR, enum=list(found_in.MENDS)),
            OpenApiParameter("welfare", OpenApiTypes.STR, description="A class of welfare, or none"),
            OpenApiParameter("temporary", OpenApiTypes.STR, enum=["1", "0"]),
            OpenApiParameter("territory", OpenApiTypes.UUID, description="A dusun, RW or RT"),
            OpenApiParameter("size_from", OpenApiTypes.INT),
            OpenApiParameter("size_to", OpenApiTypes.INT),
        ],
    )
    def get(self, request: Request) -> Response:
        """Families with somebody present, or those that the filters ask for, by number (for tokens that may see it)."""
        filters, sight = found_in.read_filters(request.query_params), Sight.of(self.actor)
        found = families_found(request.query_params.get("q", ""), filters, sight=sight).select_related(
            "rt__parent__parent"
        )
        # An order tells a masked number as well as a search does.
        order = ("number", "pk") if sight.numbers else ("pk",)
        page = self.paginate_queryset(with_head(found).order_by(*order)) or []
        _with_members(page)
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    @extend_schema(operation_id="families_create", request=NewFamilyIn, responses={201: FamilyOut})
    def post(self, request: Request) -> Response:
        """A card for somebody who lives in the village without one."""
        made = services.create_family(actor=self.actor, **self.read(NewFamilyIn))
        return self.shown(made, 201)


def _with_members(page: Iterable[Any]) -> None:
    """Everybody under the cards of a page: one query."""
    rows = {each.pk: each for each in page}
    for each in rows.values():
        each.ordered_members = []
    people = Resident.objects.filter(family__in=rows, void_at=None)
    for person in people.order_by("presence", "shdk", "birth_date", "pk"):
        rows[person.family_id].ordered_members.append(person)


class FamilyDetail(_View):
    """``/api/v1/families/{pk}``."""

    required_permissions = {"PATCH": "population.change", "DELETE": "population.change"}

    def get(self, request: Request, pk: Any) -> Response:
        """One family; the ETag is its version."""
        row = self.family(pk)
        audit.record_read(self.actor, "population.family_read", about=row)
        return self.shown(row)

    @extend_schema(request=FamilyIn, parameters=[IF_MATCH])
    def patch(self, request: Request, pk: Any) -> Response:
        """Change the card's own data; needs ``If-Match`` with the ETag that was read."""
        row = self.family(pk)
        self.version(row)
        data = FamilyIn(row, data=request.data, partial=True)
        data.is_valid(raise_exception=True)
        kept = {name: getattr(row, name) for name in ("address", "welfare_class", "registered_on", "printed_on")}
        changed = services.update_family(
            actor=self.actor, family=row, version=row.version, **(kept | data.validated_data)
        )  # fmt: skip
        return self.shown(changed)

    @extend_schema(parameters=[IF_MATCH])
    def delete(self, request: Request, pk: Any) -> Response:
        """Delete a card that nothing depends on; needs ``If-Match``."""
        row = self.family(pk)
        services.void_family(actor=self.actor, family=row, version=self.version(row))
        return Response(status=204)


class FamilyMembers(_View):
    """``/api/v1/families/{pk}/members``."""

    required_permissions = {"POST": "population.events", "PATCH": "population.change"}

    @extend_schema(request=JoinIn, responses=FamilyOut, parameters=[IF_MATCH])
    def post(self, request: Request, pk: Any) -> Response:
        """Somebody of the village joins; needs ``If-Match``."""
        row = self.family(pk)
        version = self.version(row)
        services.join_family(actor=self.actor, family=row, version=version, **self.read(JoinIn))
        return self.shown(row)

    @extend_schema(request=ArrangeIn, responses=FamilyOut, parameters=[IF_MATCH])
    def patch(self, request: Request, pk: Any) -> Response:
        """Say anew what everybody is, the head among them; needs ``If-Match``."""
        row = self.family(pk)
        version = self.version(row)
        wanted = {each["resident"].pk: int(each["shdk"]) for each in self.read(ArrangeIn)["positions"]}
        services.arrange_family(actor=self.actor, family=row, positions=wanted, version=version)
        return self.shown(row)


class FamilySplit(_View):
    """``/api/v1/families/{pk}/split``."""

    required_permission = "population.events"

    @extend_schema(request=SplitIn, responses={201: FamilyOut}, parameters=[IF_MATCH])
    def post(self, request: Request, pk: Any) -> Response:
        """Members leave for a new card, which is what is answered; needs ``If-Match`` of the card that they leave."""
        row = self.family(pk)
        version, data = self.version(row), self.read(SplitIn)
        members, everybody = data.pop("members"), data.pop("everybody")
        if everybody:
            positions = {each["resident"].pk: int(each["shdk"]) for each in members}
            made = services.split_all(actor=self.actor, family=row, positions=positions, version=version, **data)
        else:
            if data["head"].family_id != row.pk:
                raise NotFound()
            others = [(each["resident"], int(each["shdk"])) for each in members]
            made = services.split_family(actor=self.actor, members=others, version=version, **data)
        return self.shown(made, 201)


class TerritoryView(_View):
    """``GET /api/v1/territory``."""

    serializer_class = NodeOut

    @extend_schema(
        operation_id="territory_list",
        responses=NodeOut(many=True),
        parameters=[OpenApiParameter("within", OpenApiTypes.UUID, description="Only this node and what lies in it")],
    )
    def get(self, request: Request) -> Response:
        """The tree of dusun, RW and RT in the village's order, with who counts."""
        roots = territory_tree()
        asked = request.query_params.get("within", "")
        if asked:
            roots = [node for node in _all(roots) if str(node.territory.pk) == asked]
            if not roots:
                raise NotFound()
        return Response({"count": len(roots), "results": NodeOut(roots, many=True).data})


def _all(nodes: Iterable[Node]) -> Iterable[Node]:
    for node in nodes:
        yield node
        yield from _all(node.children)


urlpatterns = [
    path("families", FamilyList.as_view(), name="api-families"),
    path("families/<uuid:pk>", FamilyDetail.as_view(), name="api-family"),
    path("families/<uuid:pk>/members", FamilyMembers.as_view(), name="api-family-members"),
    path("families/<uuid:pk>/split", FamilySplit.as_view(), name="api-family-split"),
    path("territory", TerritoryView.as_view(), name="api-territory"),
]
