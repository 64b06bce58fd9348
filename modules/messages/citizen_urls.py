"""``/layanan/pesan/``, ``/layanan/pemberitahuan/``."""

from django.urls import path

from modules.messages.citizen_views import notices, threads

app_name = "messages_citizen"
urlpatterns = [
    path("pesan/", threads.ThreadsView.as_view(), name="threads"),
    path("pesan/baru/", threads.NewView.as_view(), name="new"),
    path("pesan/<uuid:pk>/", threads.ThreadView.as_view(), name="thread"),
    path("pemberitahuan/", notices.NoticesView.as_view(), name="notices"),
    path("pemberitahuan/saluran/", notices.ChannelsView.as_view(), name="channels"),
    path("pemberitahuan/saluran/kode/", notices.CodeView.as_view(), name="code"),
    path("pemberitahuan/saluran/<slug:key>/", notices.ChannelView.as_view(), name="channel"),
    path("pemberitahuan/<uuid:pk>/", notices.NoticeView.as_view(), name="notice"),
]
