"""The regency's public numbers."""

from django.urls import path

from modules.regency.views import PublicNumbersView

app_name = "regency_public"
urlpatterns = [path("", PublicNumbersView.as_view(), name="numbers")]
