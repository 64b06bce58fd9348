"""``penduduk/`` below ``/kantor/``: the list, filters, pasted lists, what is taken along."""

from django.urls import path

from modules.population.views import finding, listing

patterns = [
    path("penduduk/", listing.ResidentsView.as_view(), name="residents"),
    path("penduduk/ekspor/", listing.ExportResidentsView.as_view(), name="export_residents"),
    path("penduduk/cetak/", listing.PrintResidentsView.as_view(), name="print_residents"),
    path("penduduk/saring/", finding.FilterView.as_view(), name="filter"),
    path("penduduk/daftar-nik/", finding.NikListView.as_view(), name="nik_list"),
    path("penduduk/saringan/", finding.SavedFiltersView.as_view(), name="saved_filters"),
    path("penduduk/saringan/simpan/", finding.SaveFilterView.as_view(), name="save_filter"),
    path("penduduk/saringan/<uuid:pk>/", finding.OpenFilterView.as_view(), name="open_filter"),
    path("penduduk/saringan/<uuid:pk>/ubah/", finding.ChangeFilterView.as_view(), name="change_filter"),
    path("penduduk/saringan/<uuid:pk>/hapus/", finding.DeleteFilterView.as_view(), name="delete_filter"),
    path("penduduk/saringan/<uuid:pk>/pulihkan/", finding.RestoreFilterView.as_view(), name="restore_filter"),
]
