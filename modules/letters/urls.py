"""``/kantor/surat/``."""

from django.urls import path

from modules.letters import urls_issued, urls_signing, urls_templates
from modules.letters.views import absences, approvals, body, drafts, kop, letter, lists, new, numbers, settings

app_name = "letters"
urlpatterns = [
    path("surat/", lists.LettersView.as_view(), name="letters"),
    path("surat/baru/", new.NewLetterView.as_view(), name="new"),
    path("surat/pratinjau/", new.PreviewView.as_view(), name="preview"),
    path("surat/orang/<slug:kind>/<slug:group>/", new.PartySearchView.as_view(), name="party_search"),
    path("surat/favorit/<slug:kind>/", new.FavouriteView.as_view(), name="favourite"),
    path("surat/setujui/", approvals.ApprovalsView.as_view(), name="approvals"),
    path("surat/setujui/hasil/", approvals.ApprovalsResultView.as_view(), name="approvals_result"),
    path("surat/pengaturan/", settings.SettingsView.as_view(), name="settings"),
    path("surat/kop/", kop.KopView.as_view(), name="kop"),
    path("surat/kop/pratinjau/", kop.KopPreviewView.as_view(), name="kop_preview"),
    path("surat/kop/riwayat/", kop.KopHistoryView.as_view(), name="kop_history"),
    *urls_templates.urlpatterns,
    path("surat/templat/<slug:kind>/isi/", body.BodyView.as_view(), name="body"),
    path("surat/templat/<slug:kind>/isi/pratinjau/", body.BodyPreviewView.as_view(), name="body_preview"),
    path("surat/templat/<slug:kind>/isi/orang/", body.BodyPersonView.as_view(), name="body_person"),
    path("surat/templat/<slug:kind>/isi/riwayat/", body.BodyHistoryView.as_view(), name="body_history"),
    path("surat/pengaturan/alur/", settings.ChainsView.as_view(), name="chains"),
    path("surat/pengaturan/alur/<slug:kind>/", settings.ChainView.as_view(), name="chain"),
    path("surat/konsep/", drafts.DraftsView.as_view(), name="drafts"),
    path("surat/konsep/<uuid:pk>/", drafts.DraftView.as_view(), name="draft"),
    path("surat/konsep/<uuid:pk>/hapus/", drafts.DeleteDraftView.as_view(), name="draft_delete"),
    path("surat/berhalangan/", absences.AbsencesView.as_view(), name="absences"),
    path("surat/berhalangan/catat/", absences.RecordAbsenceView.as_view(), name="absence_record"),
    path("surat/berhalangan/<uuid:pk>/akhiri/", absences.EndAbsenceView.as_view(), name="absence_end"),
    path("surat/nomor/", numbers.NumbersView.as_view(), name="numbers"),
    path("surat/nomor/cadangkan/", numbers.ReserveView.as_view(), name="number_reserve"),
    path("surat/nomor/<uuid:pk>/batalkan/", numbers.VoidNumberView.as_view(), name="number_void"),
    path("surat/<uuid:pk>/nomor/", numbers.DatingView.as_view(), name="dating"),
    path("surat/<uuid:pk>/kecamatan/", letter.SendAgainView.as_view(), name="send_again"),
    path("surat/<uuid:pk>/kecamatan/tarik/", letter.TakeBackView.as_view(), name="take_back"),
    path("surat/<uuid:pk>/kecamatan/kertas/", letter.OnPaperView.as_view(), name="on_paper"),
    path("surat/<uuid:pk>/", letter.LetterView.as_view(), name="letter"),
    path("surat/<uuid:pk>/periksa/", letter.CheckView.as_view(), name="check"),
    path("surat/<uuid:pk>/kembalikan/", letter.ReturnView.as_view(), name="return"),
    path("surat/<uuid:pk>/perbaiki/", letter.ResubmitView.as_view(), name="resubmit"),
    path("surat/<uuid:pk>/tolak/", letter.RejectView.as_view(), name="reject"),
    path("surat/<uuid:pk>/batalkan/", letter.CancelView.as_view(), name="cancel"),
    path("surat/<uuid:pk>/setujui/", letter.ApproveView.as_view(), name="approve"),
    path("surat/<uuid:pk>/ulangi/", letter.PrintAgainView.as_view(), name="print_again"),
    *urls_issued.urlpatterns,
    *urls_signing.urlpatterns,
]
