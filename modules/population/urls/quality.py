"""``mutu/`` below ``/kantor/``."""

from django.urls import path

from modules.population.views import quality

patterns = [
    path("mutu/", quality.BoardView.as_view(), name="quality"),
    path("mutu/<slug:slug>/", quality.CheckView.as_view(), name="quality_check"),
]
