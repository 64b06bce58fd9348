"""``/kantor/surat/``: letters for many people; what becomes of letters that have their number."""

from django.urls import path

from modules.letters.views import archive, batch, issued, receiving, register, statistics

urlpatterns = [
    path("surat/arsip/", archive.ArchiveView.as_view(), name="archive"),
    path("surat/arsip/unduh/", archive.ArchiveExportView.as_view(), name="archive_export"),
    path("surat/arsip/zip/", archive.ArchiveZipView.as_view(), name="archive_zip"),
    path("surat/arsip/letak/", archive.PlaceManyView.as_view(), name="archive_place"),
    path("surat/register/", register.RegisterView.as_view(), name="register"),
    path("surat/register/unduh/", register.RegisterExportView.as_view(), name="register_export"),
    path("surat/statistik/", statistics.StatisticsView.as_view(), name="statistics"),
    path("surat/statistik/unduh/", statistics.StatisticsExportView.as_view(), name="statistics_export"),
    path("surat/<uuid:pk>/serahkan/", issued.HandOverView.as_view(), name="hand_over"),
    path("surat/<uuid:pk>/tanda-terima/", issued.ReceiptView.as_view(), name="receipt"),
    path("surat/<uuid:pk>/cabut/", issued.WithdrawView.as_view(), name="withdraw"),
    path("surat/<uuid:pk>/letak/", issued.PlaceView.as_view(), name="place"),
    path("surat/massal/", batch.BatchesView.as_view(), name="batches"),
    path("surat/massal/baru/", batch.NewBatchView.as_view(), name="batch_new"),
    path("surat/massal/<uuid:pk>/", batch.BatchView.as_view(), name="batch"),
    path("surat/massal/<uuid:pk>/orang/", batch.BatchPeopleView.as_view(), name="batch_people"),
    path("surat/massal/<uuid:pk>/buat/", batch.BatchStartView.as_view(), name="batch_start"),
    path("surat/massal/<uuid:pk>/serahkan/", receiving.BatchHandOverView.as_view(), name="batch_hand_over"),
    path("surat/massal/<uuid:pk>/tanda-terima/", receiving.BatchReceiptsView.as_view(), name="batch_receipts"),
    path("surat/massal/<uuid:pk>/tolak/", batch.BatchCloseView.as_view(), name="batch_close"),
    path("surat/massal/<uuid:pk>/<slug:act>/", batch.BatchActView.as_view(), name="batch_act"),
]
