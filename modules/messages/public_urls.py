"""What is open without a sign-in: ending messages by the link in them, and what providers tell us."""

from django.urls import path

from modules.messages.views import outside

app_name = "messages_public"
urlpatterns = [
    path("berhenti/<str:token>/", outside.EndView.as_view(), name="end"),
    path("b/<str:token>/", outside.EndView.as_view(), name="end_short"),
    path("kabar-pengiriman/<uuid:pk>/", outside.HookView.as_view(), name="hook"),
]
