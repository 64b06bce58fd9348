"""A person's page and what hangs on it, below ``/kantor/penduduk/``."""

from django.urls import path

from modules.population.views import events, merging, papers, person

patterns = [
    path("penduduk/baru/", person.CreateView.as_view(), name="create"),
    path("penduduk/masuk/", events.MoveInView.as_view(), name="move_in"),
    path("penduduk/sementara/", person.TemporaryView.as_view(), name="temporary"),
    path("penduduk/ganda/", merging.DoublesInsideView.as_view(), name="doubles_inside"),
    path("penduduk/<uuid:pk>/gabung/", merging.ChooseView.as_view(), name="merge_choose"),
    path("penduduk/<uuid:pk>/gabung/<uuid:other_id>/", merging.MergeView.as_view(), name="merge"),
    path("penduduk/<uuid:pk>/beda/<uuid:other_id>/", merging.TellApartView.as_view(), name="tell_apart"),
    path(
        "penduduk/<uuid:pk>/beda/<uuid:other_id>/batal/", merging.TellApartView.as_view(undo=True), name="untell_apart"
    ),
    path("penduduk/<uuid:pk>/", person.ResidentView.as_view(), name="resident"),
    path("penduduk/<uuid:pk>/ubah/", person.EditView.as_view(), name="edit"),
    path("penduduk/<uuid:pk>/riwayat/", person.ChangesView.as_view(), name="changes"),
    path("penduduk/<uuid:pk>/pembuka/", person.OpenedView.as_view(), name="opened"),
    path("penduduk/<uuid:pk>/biodata/", person.BiodataView.as_view(), name="biodata"),
    path("penduduk/<uuid:pk>/foto/", papers.PhotoView.as_view(), name="photo"),
    path("penduduk/<uuid:pk>/foto/hapus/", papers.RemovePhotoView.as_view(), name="photo_remove"),
    path("penduduk/<uuid:pk>/foto/<uuid:file_id>/kembalikan/", papers.RestorePhotoView.as_view(), name="photo_restore"),
    path("penduduk/<uuid:pk>/berkas/baru/", papers.AddPaperView.as_view(), name="paper_add"),
    path("penduduk/<uuid:pk>/berkas/<uuid:paper_id>/", papers.PaperView.as_view(), name="paper"),
    path("penduduk/<uuid:pk>/berkas/<uuid:paper_id>/ubah/", papers.ChangePaperView.as_view(), name="paper_change"),
    path("penduduk/<uuid:pk>/berkas/<uuid:paper_id>/ganti/", papers.ReplacePaperView.as_view(), name="paper_replace"),
    path("penduduk/<uuid:pk>/berkas/<uuid:paper_id>/hapus/", papers.RemovePaperView.as_view(), name="paper_remove"),
    path(
        "penduduk/<uuid:pk>/berkas/<uuid:paper_id>/kembalikan/",
        papers.RestorePaperView.as_view(),
        name="paper_restore",
    ),
    path(
        "penduduk/<uuid:pk>/berkas/<uuid:paper_id>/ganti/<uuid:former_id>/batal/",
        papers.UnreplacePaperView.as_view(),
        name="paper_unreplace",
    ),
    path("penduduk/<uuid:pk>/meninggal/", events.DeathView.as_view(), name="death"),
    path("penduduk/<uuid:pk>/pindah/", events.MoveOutView.as_view(), name="move_out"),
    path("penduduk/<uuid:pk>/hilang/", events.MissingView.as_view(), name="missing"),
    path("penduduk/<uuid:pk>/pergi/", events.LeaveView.as_view(), name="leave"),
    path("penduduk/<uuid:pk>/tetap/", events.PermanentView.as_view(), name="permanent"),
    path("penduduk/<uuid:pk>/datang-lagi/", events.ReadmitView.as_view(), name="readmit"),
    path("penduduk/<uuid:pk>/peristiwa/<int:number>/batalkan/", events.UndoEventView.as_view(), name="undo_event"),
    path("keluarga/<uuid:pk>/lahir/", events.BirthView.as_view(), name="birth"),
]
