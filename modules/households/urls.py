"""``rumah-tangga/`` below ``/kantor/``."""

from django.urls import path

from modules.households import views

app_name = "households"
urlpatterns = [
    path("rumah-tangga/", views.HouseholdsView.as_view(), name="list"),
    path("rumah-tangga/baru/", views.CreateView.as_view(), name="create"),
    path("rumah-tangga/unduh/", views.ExportView.as_view(), name="export"),
    path("rumah-tangga/cari-orang/", views.SearchView.as_view(), name="search"),
    path("rumah-tangga/<uuid:pk>/", views.HouseholdView.as_view(), name="household"),
    path("rumah-tangga/<uuid:pk>/kartu/", views.CardView.as_view(), name="card"),
    path("rumah-tangga/<uuid:pk>/ubah/", views.EditView.as_view(), name="edit"),
    path("rumah-tangga/<uuid:pk>/tambah/", views.AddView.as_view(), name="add"),
    path("rumah-tangga/<uuid:pk>/pecah/", views.SplitView.as_view(), name="split"),
    path("rumah-tangga/<uuid:pk>/hapus/", views.DeleteView.as_view(), name="delete"),
    path("rumah-tangga/<uuid:pk>/bersihkan/", views.RemoveGoneView.as_view(), name="remove_gone"),
    path("rumah-tangga/<uuid:pk>/anggota/<uuid:resident_id>/kepala/", views.HeadView.as_view(), name="head"),
    path("rumah-tangga/<uuid:pk>/anggota/<uuid:resident_id>/keluarkan/", views.RemoveView.as_view(), name="remove"),
    path("rumah-tangga/<uuid:pk>/anggota/<uuid:resident_id>/kembalikan/", views.PutBackView.as_view(), name="put_back"),
]
