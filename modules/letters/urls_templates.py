"""``/kantor/surat/templat/``: kinds of letters as the village has them."""

from django.urls import path

from modules.letters.views.templates import aliases, aspects, files, kind, lists, own

urlpatterns = [
    path("surat/templat/", lists.TemplatesView.as_view(), name="templates"),
    path("surat/templat/baru/", own.NewKindView.as_view(), name="template_new"),
    path("surat/templat/ekspor/", files.ExportView.as_view(), name="template_export"),
    path("surat/templat/impor/", files.ImportsView.as_view(), name="template_imports"),
    path("surat/templat/impor/<uuid:pk>/", files.ImportView.as_view(), name="template_import"),
    path("surat/templat/impor/<uuid:pk>/pakai/", files.ApplyImportView.as_view(), name="template_import_apply"),
    path("surat/templat/impor/<uuid:pk>/urungkan/", files.UndoImportView.as_view(), name="template_import_undo"),
    path("surat/templat/alias/", aliases.AliasesView.as_view(), name="aliases"),
    path("surat/templat/alias/baru/", aliases.AliasView.as_view(), name="alias_new"),
    path("surat/templat/alias/<slug:name>/", aliases.AliasView.as_view(), name="alias"),
    path("surat/templat/alias/<slug:name>/hapus/", aliases.AliasRemoveView.as_view(), name="alias_remove"),
    path("surat/templat/alias/<slug:name>/urungkan/", aliases.AliasUndoView.as_view(), name="alias_undo"),
    path("surat/templat/<slug:kind>/", kind.TemplateView.as_view(), name="template"),
    path("surat/templat/<slug:kind>/riwayat/", kind.HistoryView.as_view(), name="template_history"),
    path("surat/templat/<slug:kind>/berhenti/", own.RetireView.as_view(), name="template_retire"),
    path("surat/templat/<slug:kind>/pakai-lagi/", own.RestoreView.as_view(), name="template_restore"),
    path("surat/templat/<slug:kind>/penanda-tangan/", aspects.SignersView.as_view(), name="template_signers"),
    path("surat/templat/<slug:kind>/formulir/", own.QuestionsView.as_view(), name="template_questions"),
    path("surat/templat/<slug:kind>/formulir/bagian/", own.GroupView.as_view(), name="template_group_new"),
    path("surat/templat/<slug:kind>/formulir/bagian/<slug:group>/", own.GroupView.as_view(), name="template_group"),
    path(
        "surat/templat/<slug:kind>/formulir/<slug:group>/isian/", own.QuestionView.as_view(), name="template_field_new"
    ),
    path(
        "surat/templat/<slug:kind>/formulir/<slug:group>/isian/<slug:name>/",
        own.QuestionView.as_view(),
        name="template_field",
    ),
    path("surat/templat/<slug:kind>/bagian/<slug:aspect>/", aspects.AspectView.as_view(), name="template_aspect"),
    path("surat/templat/<slug:kind>/bagian/<slug:aspect>/ikuti/", kind.AdoptView.as_view(), name="template_adopt"),
    path("surat/templat/<slug:kind>/bagian/<slug:aspect>/pertahankan/", kind.KeepView.as_view(), name="template_keep"),
    path("surat/templat/<slug:kind>/bagian/<slug:aspect>/urungkan/", kind.UndoView.as_view(), name="template_undo"),
]
