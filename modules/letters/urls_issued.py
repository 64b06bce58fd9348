"""``/kantor/surat/``: letters for many people; what becomes of letters that have their number."""

from django.urls import path

from modules.letters.views import batch

urlpatterns = [
    path("surat/massal/", batch.BatchesView.as_view(), name="batches"),
    path("surat/massal/baru/", batch.NewBatchView.as_view(), name="batch_new"),
    path("surat/massal/<uuid:pk>/", batch.BatchView.as_view(), name="batch"),
    path("surat/massal/<uuid:pk>/orang/", batch.BatchPeopleView.as_view(), name="batch_people"),
    path("surat/massal/<uuid:pk>/buat/", batch.BatchStartView.as_view(), name="batch_start"),
    path("surat/massal/<uuid:pk>/tolak/", batch.BatchCloseView.as_view(), name="batch_close"),
    path("surat/massal/<uuid:pk>/<slug:act>/", batch.BatchActView.as_view(), name="batch_act"),
]
