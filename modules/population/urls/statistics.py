"""``statistik/`` below ``/kantor/``."""

from django.urls import path

from modules.population import views

patterns = [
    path("statistik/", views.StatisticsView.as_view(), name="statistics"),
]
