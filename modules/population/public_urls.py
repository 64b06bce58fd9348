"""The village's public front page."""

from django.urls import path

from modules.population import views

app_name = "population_public"
urlpatterns = [path("", views.HomePublicView.as_view(), name="home")]
