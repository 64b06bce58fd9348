"""The list of residents, and acts on a person's family, below ``/kantor/``."""

from django.urls import path

from modules.population import views

patterns = [
    path("penduduk/<uuid:pk>/rt/", views.MoveRtView.as_view(), name="move_rt"),
    path("penduduk/<uuid:pk>/shdk/", views.ShdkView.as_view(), name="shdk"),
    path("penduduk/<uuid:pk>/pecah/", views.SplitView.as_view(), name="split"),
]
