"""The village's public front page and its numbers."""

from django.urls import path

from modules.population import views
from modules.population.views.statistics import public

app_name = "population_public"
urlpatterns = [
    path("", views.HomePublicView.as_view(), name="home"),
    path("statistik/", public.PublicStatisticsView.as_view(), name="statistics"),
    path("statistik/<slug:category>/", public.PublicStatisticView.as_view(), name="statistic"),
    path("statistik/<slug:category>.json", public.OpenDataView.as_view(), name="statistic_json"),
]
