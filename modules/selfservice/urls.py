"""``/kantor/layanan-mandiri/``."""

from django.urls import path

from modules.selfservice import door_urls
from modules.selfservice.views import accounts, leaflet, mandates, requests

app_name = "selfservice"
urlpatterns = [
    path("layanan-mandiri/", accounts.AccountsView.as_view(), name="accounts"),
    path("layanan-mandiri/rt/", accounts.IssueRtView.as_view(), name="issue_rt"),
    path("layanan-mandiri/<uuid:pk>/pin/", accounts.IssueView.as_view(), name="issue"),
    path("layanan-mandiri/akun/<uuid:pk>/akhiri/", accounts.EndSessionsView.as_view(), name="end_sessions"),
    path("layanan-mandiri/akun/<uuid:pk>/tutup/", accounts.CloseView.as_view(), name="close"),
    path("layanan-mandiri/peringatan/<uuid:pk>/", accounts.AlarmView.as_view(), name="alarm"),
    path("layanan-mandiri/selebaran.pdf", leaflet.LeafletView.as_view(), name="leaflet"),
    path("layanan-mandiri/usulan/", requests.CorrectionsView.as_view(), name="corrections"),
    path("layanan-mandiri/usulan/<uuid:pk>/", requests.CorrectionView.as_view(), name="correction"),
    path("layanan-mandiri/kuasa/", mandates.MandatesView.as_view(), name="mandates"),
    path("layanan-mandiri/kuasa/baru/", mandates.RecordView.as_view(), name="mandate_record"),
    path("layanan-mandiri/kuasa/orang/", mandates.SearchView.as_view(), name="mandate_search"),
    path("layanan-mandiri/kuasa/<uuid:pk>/akhiri/", mandates.EndView.as_view(), name="mandate_end"),
    path("layanan-mandiri/penilaian/", requests.RatingsView.as_view(), name="ratings"),
    *door_urls.OFFICE,
]
