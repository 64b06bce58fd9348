"""``/layanan/``."""

from django.urls import path

from modules.selfservice import door_urls
from modules.selfservice.citizen_views import asking, copies, corrections, documents, door, letters, mine, readers

app_name = "selfservice_citizen"
urlpatterns = [
    path("", mine.HomeView.as_view(), name="home"),
    path("masuk/", door.SignInView.as_view(), name="sign_in"),
    path("keluar/", door.SignOutView.as_view(), name="sign_out"),
    path("keluar-semua/", door.EndSessionsView.as_view(), name="end_sessions"),
    path("ganti-pin/", door.PinView.as_view(), name="pin"),
    path("data-saya/", mine.BiodataView.as_view(), name="biodata"),
    path("data-saya/salinan/", copies.BiodataCopyView.as_view(), name="biodata_copy"),
    path("data-saya/<uuid:pk>/", mine.BiodataView.as_view(), name="person"),
    path("data-saya/<uuid:pk>/salinan/", copies.BiodataCopyView.as_view(), name="biodata_copy_for"),
    path("keluarga/", mine.FamilyView.as_view(), name="family"),
    path("keluarga/salinan/", copies.FamilyCopyView.as_view(), name="family_copy"),
    path("siapa-membuka/", readers.ReadersView.as_view(), name="readers"),
    path("siapa-membuka/tanya/", readers.AskWhyView.as_view(), name="ask_why"),
    path("minta/", asking.NeedsView.as_view(), name="needs"),
    path("minta/untuk/<uuid:pk>/", asking.NeedsView.as_view(), name="needs_for"),
    path("minta/<slug:kind>/", asking.AskView.as_view(), name="ask"),
    path("minta/<slug:kind>/untuk/<uuid:pk>/", asking.AskView.as_view(), name="ask_for"),
    path("surat/", letters.LettersView.as_view(), name="letters"),
    path("surat/<uuid:pk>/", letters.LetterView.as_view(), name="letter"),
    path("surat/<uuid:pk>/unduh/", letters.DownloadView.as_view(), name="download"),
    path("surat/<uuid:pk>/nilai/", letters.RateView.as_view(), name="rate"),
    path("dokumen/", documents.DocumentsView.as_view(), name="documents"),
    path("dokumen/tambah/", documents.AddDocumentView.as_view(), name="document_add"),
    path("dokumen/<uuid:pk>/", documents.DocumentView.as_view(), name="document"),
    path("usulan/", corrections.CorrectionsView.as_view(), name="corrections"),
    path("usulan/baru/", corrections.SubjectsView.as_view(), name="correction_subjects"),
    path("usulan/baru/<slug:what>/", corrections.ProposeView.as_view(), name="correction_new"),
    path("usulan/untuk/<uuid:pk>/", corrections.SubjectsView.as_view(), name="correction_person"),
    path("usulan/untuk/<uuid:pk>/<slug:what>/", corrections.ProposeView.as_view(), name="correction_for"),
    path("usulan/<uuid:pk>/", corrections.CorrectionView.as_view(), name="correction"),
    *door_urls.CITIZEN,
]
