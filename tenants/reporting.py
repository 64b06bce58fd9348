"""What stands on every list that leaves a village: its name, and that the data are for practice where they are."""

from __future__ import annotations

from django.db import connection
from django.utils.translation import gettext as _
from django_tenants.utils import get_public_schema_name

from balai.reports import Frame
from tenants.context import current_village
from tenants.models import Regency


def frame() -> Frame:
    """The frame of this connection's reports: a village's, or the regency's."""
    if connection.schema_name == get_public_schema_name():  # type: ignore[attr-defined]
        regency = Regency.objects.first()
        return Frame(place=regency.name if regency else "", short=regency.name if regency else "")
    card = current_village()
    place = _("{village}, Kecamatan {district}, {regency}").format(
        village=card.title, district=card.district_name, regency=card.regency_name
    )
    return Frame(place=place, short=card.subdomain, watermark=_("DATA LATIHAN") if card.data == "synthetic" else "")
