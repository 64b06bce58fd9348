"""``peristiwa/`` and ``laporan/`` below ``/kantor/``."""

from django.urls import path

from modules.population.views import events, lines, reports

patterns = [
    path("peristiwa/", lines.LinesView.as_view(), name="lines"),
    path("peristiwa/batalkan/", lines.UndoLinesView.as_view(), name="undo_lines"),
    path("peristiwa/<int:number>/", lines.LineView.as_view(), name="line"),
    path("peristiwa/<int:number>/rincian/", lines.AmendLineView.as_view(), name="amend_line"),
    path("penduduk/<uuid:pk>/perbaiki-status/", events.RepairStatusView.as_view(), name="repair_status"),
    path("laporan/", reports.ReportsView.as_view(), name="reports"),
    path("laporan/bulanan/", reports.MonthlyView.as_view(), name="monthly"),
    path("laporan/bulanan/orang/", reports.BehindView.as_view(), name="monthly_people"),
    path("laporan/tutup/", reports.CloseView.as_view(), name="close_month"),
    path("laporan/arsip/<str:month>/bertanda-tangan/", reports.SignedReportView.as_view(), name="report_signed"),
    path("laporan/arsip/<str:month>/dikirim/", reports.SentReportView.as_view(), name="report_sent"),
    path("laporan/arsip/<str:month>/belum-dikirim/", reports.UnsentReportView.as_view(), name="report_unsent"),
    path("laporan/arsip/", reports.ArchiveView.as_view(), name="report_archive"),
    path("laporan/kelompok-rentan/", reports.VulnerableView.as_view(), name="vulnerable"),
]
