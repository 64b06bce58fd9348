"""``penduduk/`` and births below ``/kantor/``."""

from django.urls import path

from modules.population import views

patterns = [
    path("penduduk/", views.ResidentsView.as_view(), name="residents"),
    path("penduduk/baru/", views.CreateView.as_view(), name="create"),
    path("penduduk/masuk/", views.MoveInView.as_view(), name="move_in"),
    path("penduduk/<uuid:pk>/", views.ResidentView.as_view(), name="resident"),
    path("penduduk/<uuid:pk>/ubah/", views.EditView.as_view(), name="edit"),
    path("penduduk/<uuid:pk>/meninggal/", views.DeathView.as_view(), name="death"),
    path("penduduk/<uuid:pk>/pindah/", views.MoveOutView.as_view(), name="move_out"),
    path("penduduk/<uuid:pk>/hilang/", views.MissingView.as_view(), name="missing"),
    path("penduduk/<uuid:pk>/pergi/", views.LeaveView.as_view(), name="leave"),
    path("penduduk/<uuid:pk>/datang-lagi/", views.ReadmitView.as_view(), name="readmit"),
    path("penduduk/<uuid:pk>/rt/", views.MoveRtView.as_view(), name="move_rt"),
    path("penduduk/<uuid:pk>/shdk/", views.ShdkView.as_view(), name="shdk"),
    path("penduduk/<uuid:pk>/pecah/", views.SplitView.as_view(), name="split"),
    path("penduduk/<uuid:pk>/peristiwa/<int:number>/batalkan/", views.UndoEventView.as_view(), name="undo_event"),
    path("keluarga/<uuid:pk>/lahir/", views.BirthView.as_view(), name="birth"),
]
