"""``keluarga/`` and ``wilayah/`` below ``/kantor/``."""

from django.urls import path

from modules.population.views import families, territory

patterns = [
    path("keluarga/", families.FamiliesView.as_view(), name="families"),
    path("keluarga/perbaiki/", families.MendView.as_view(), name="mend_families"),
    path("keluarga/perbaiki/hapus/", families.DeleteUnusedView.as_view(), name="delete_unused"),
    path("keluarga/cetak/", families.PrintFamiliesView.as_view(), name="print_families"),
    path("keluarga/unduh/", families.ExportFamiliesView.as_view(), name="export_families"),
    path("keluarga/pindah-rt/", families.MoveFamiliesView.as_view(), name="move_families"),
    path("keluarga/pindah-rt/<uuid:pk>/batalkan/", families.UndoMoveView.as_view(), name="undo_move"),
    path("keluarga/kelas-sosial/", families.WelfareView.as_view(), name="welfare"),
    path("keluarga/baru/", families.NewFamilyView.as_view(), name="new_family"),
    path("keluarga/baru/orang/", families.NewHeadView.as_view(), name="new_head"),
    path("keluarga/baru/datang/", families.NewArrivalView.as_view(), name="new_arrival"),
    path("keluarga/<uuid:pk>/", families.FamilyView.as_view(), name="family"),
    path("keluarga/<uuid:pk>/ubah/", families.EditFamilyView.as_view(), name="edit_family"),
    path("keluarga/<uuid:pk>/anggota/", families.AddMemberView.as_view(), name="family_member"),
    path("keluarga/<uuid:pk>/datang/", families.MoveInFamilyView.as_view(), name="family_move_in"),
    path("keluarga/<uuid:pk>/susunan/", families.ArrangeView.as_view(), name="arrange_family"),
    path("keluarga/<uuid:pk>/kepala/", families.AppointHeadView.as_view(), name="appoint_head"),
    path("keluarga/<uuid:pk>/pecah/", families.SplitFamilyView.as_view(), name="split_family"),
    path("keluarga/<uuid:pk>/pecah-semua/", families.SplitAllView.as_view(), name="split_all"),
    path("keluarga/<uuid:pk>/samakan-rt/", families.AlignView.as_view(), name="align_family"),
    path("keluarga/<uuid:pk>/salinan.pdf", families.PrintFamilyView.as_view(), name="print_family"),
    path("keluarga/<uuid:pk>/hapus/", families.DeleteFamilyView.as_view(), name="delete_family"),
    path("keluarga/<uuid:pk>/pulihkan/", families.RestoreFamilyView.as_view(), name="restore_family"),
    path("penduduk/cari-orang/", families.PersonSearch.as_view(), name="person_search"),
    path("penduduk/<uuid:pk>/keluar-kk/", families.LeaveFamilyView.as_view(), name="leave_family"),
    path("wilayah/", territory.TerritoryView.as_view(), name="territory"),
    path("wilayah/baru/", territory.AddTerritoryView.as_view(), name="add_territory"),
    path("wilayah/cetak/", territory.PrintTerritoryView.as_view(), name="print_territory"),
    path("wilayah/unduh/", territory.ExportTerritoryView.as_view(), name="export_territory"),
    path("wilayah/<uuid:pk>/ubah/", territory.EditTerritoryView.as_view(), name="edit_territory"),
    path("wilayah/<uuid:pk>/urutan/", territory.ReorderTerritoryView.as_view(), name="reorder_territory"),
    path("wilayah/<uuid:pk>/pindah/", territory.MoveTerritoryView.as_view(), name="move_territory"),
    path("wilayah/<uuid:pk>/kembalikan/", territory.MoveBackView.as_view(), name="move_back_territory"),
    path("wilayah/<uuid:pk>/gabung/", territory.MergeTerritoryView.as_view(), name="merge_territory"),
    path("wilayah/<uuid:pk>/hapus/", territory.RemoveTerritoryView.as_view(), name="remove_territory"),
]
