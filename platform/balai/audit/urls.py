"""The audit's page."""

from django.urls import path

from balai.audit.views import AuditView

app_name = "audit"
urlpatterns = [path("audit/", AuditView.as_view(), name="entries")]
