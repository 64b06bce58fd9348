"""Files for staff: at ``/kantor/`` in a village, at ``/kelola/`` on the regency's host."""

from __future__ import annotations

from django.urls import path

from balai.files import views

app_name = "files"
urlpatterns = [path("berkas/<uuid:file_id>/", views.OfficeFile.as_view(), name="file")]
