"""``/kantor/pesan/``."""

from django.urls import path

from modules.messages.views import answering, inbox, settings, templates

app_name = "messages"
urlpatterns = [
    path("pesan/", inbox.InboxView.as_view(), name="inbox"),
    path("pesan/baru/", answering.WriteView.as_view(), name="write"),
    path("pesan/cari-warga/", answering.SearchView.as_view(), name="search"),
    path("pesan/templat/", templates.TemplatesView.as_view(), name="templates"),
    path("pesan/templat/baru/", templates.AddView.as_view(), name="template_add"),
    path("pesan/templat/<uuid:pk>/", templates.ChangeView.as_view(), name="template"),
    path("pesan/templat/<uuid:pk>/hapus/", templates.RemoveView.as_view(), name="template_remove"),
    path("pesan/pengaturan/", settings.SettingsView.as_view(), name="settings"),
    path("pesan/<uuid:pk>/", answering.ThreadView.as_view(), name="thread"),
    path("pesan/<uuid:pk>/petugas/", answering.AssignView.as_view(), name="assign"),
    path("pesan/<uuid:pk>/tutup/", answering.CloseView.as_view(), name="close"),
    path("pesan/<uuid:pk>/buka/", answering.ReopenView.as_view(), name="reopen"),
]
