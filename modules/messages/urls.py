"""``/kantor/pesan/``."""

from django.urls import path

from modules.messages.views import answering, gateways, inbox, sent, settings, staff, templates, wordings

app_name = "messages"
urlpatterns = [
    path("pemberitahuan/", staff.NoticesView.as_view(), name="staff_notices"),
    path("pemberitahuan/<uuid:pk>/", staff.NoticeView.as_view(), name="staff_notice"),
    path("pesan/", inbox.InboxView.as_view(), name="inbox"),
    path("pesan/baru/", answering.WriteView.as_view(), name="write"),
    path("pesan/cari-warga/", answering.SearchView.as_view(), name="search"),
    path("pesan/templat/", templates.TemplatesView.as_view(), name="templates"),
    path("pesan/templat/baru/", templates.AddView.as_view(), name="template_add"),
    path("pesan/templat/<uuid:pk>/", templates.ChangeView.as_view(), name="template"),
    path("pesan/templat/<uuid:pk>/hapus/", templates.RemoveView.as_view(), name="template_remove"),
    path("pesan/pengaturan/", settings.SettingsView.as_view(), name="settings"),
    path("pesan/pengiriman/", sent.DeliveriesView.as_view(), name="deliveries"),
    path("pesan/pengiriman/<uuid:pk>/", sent.DeliveryView.as_view(), name="delivery"),
    path("pesan/pengiriman/<uuid:pk>/kirim-lagi/", sent.AgainView.as_view(), name="send_again"),
    path("pesan/saluran/", gateways.GatewaysView.as_view(), name="gateways"),
    path("pesan/saluran/<slug:key>/", gateways.GatewayView.as_view(), name="gateway"),
    path("pesan/saluran/<slug:key>/coba/", gateways.TestView.as_view(), name="gateway_test"),
    path("pesan/kalimat/", wordings.WordingsView.as_view(), name="wordings"),
    path("pesan/kalimat/<slug:key>/", wordings.WordingView.as_view(), name="wording"),
    path("pesan/kalimat/<slug:key>/bawaan/", wordings.ShippedView.as_view(), name="wording_shipped"),
    path("pesan/<uuid:pk>/", answering.ThreadView.as_view(), name="thread"),
    path("pesan/<uuid:pk>/petugas/", answering.AssignView.as_view(), name="assign"),
    path("pesan/<uuid:pk>/tutup/", answering.CloseView.as_view(), name="close"),
    path("pesan/<uuid:pk>/buka/", answering.ReopenView.as_view(), name="reopen"),
]
