"""``berkas-saya/`` below ``/layanan/``."""

from django.urls import path

from modules.population.views import papers

app_name = "population_citizen"
urlpatterns = [
    path("berkas-saya/", papers.MyPapersView.as_view(), name="papers"),
    path("berkas-saya/<uuid:paper_id>/", papers.MyPaperView.as_view(), name="paper"),
]
