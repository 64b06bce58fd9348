"""A citizen's own files, at ``/layanan/``."""

from __future__ import annotations

from django.urls import path

from balai.files import views

app_name = "files_citizen"
urlpatterns = [path("berkas/<uuid:file_id>/", views.CitizenFile.as_view(), name="file")]
