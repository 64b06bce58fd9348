"""``/v/<key>-<token>``: with and without the last slash, as people type it."""

from django.urls import path

from modules.letters.views.verification import VerificationView

app_name = "letters_public"
urlpatterns = [
    path("v/<str:code>", VerificationView.as_view(), name="verification"),
    path("v/<str:code>/", VerificationView.as_view(), name="verification_slash"),
]
