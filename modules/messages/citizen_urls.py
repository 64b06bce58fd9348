"""``/layanan/pesan/``."""

from django.urls import path

from modules.messages.citizen_views import threads

app_name = "messages_citizen"
urlpatterns = [
    path("pesan/", threads.ThreadsView.as_view(), name="threads"),
    path("pesan/baru/", threads.NewView.as_view(), name="new"),
    path("pesan/<uuid:pk>/", threads.ThreadView.as_view(), name="thread"),
]
