"""Pages of jobs: at ``/kantor/`` in a village, at ``/kelola/`` on the regency's host."""

from __future__ import annotations

from django.urls import path

from balai.jobs import views

app_name = "jobs"
urlpatterns = [
    path("pekerjaan/", views.JobList.as_view(), name="list"),
    path("pekerjaan/<uuid:job_id>/", views.JobDetail.as_view(), name="detail"),
    path("pekerjaan/<uuid:job_id>/status.json", views.JobStatus.as_view(), name="status"),
    path("pekerjaan/<uuid:job_id>/batal/", views.JobCancel.as_view(), name="cancel"),
]
