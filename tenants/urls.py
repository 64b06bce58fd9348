"""The regency's host: where a verification code leads."""

from django.urls import re_path

from tenants.views import verification

app_name = "tenants"
urlpatterns = [re_path(r"^v/(?P<key>[0-9a-z]{8})-(?P<token>[0-9a-z]{20})/?$", verification, name="verification")]
