"""``pindah-desa/`` and ``data-ganda/`` below ``/kantor/``."""

from django.urls import path

from modules.population.views import crossing

patterns = [
    path("pindah-desa/", crossing.CrossingsView.as_view(), name="crossings"),
    path("pindah-desa/baru/", crossing.WhoView.as_view(), name="crossing_who"),
    path("pindah-desa/cari/", crossing.SearchView.as_view(), name="crossing_search"),
    path("pindah-desa/<uuid:pk>/", crossing.CrossingView.as_view(), name="crossing"),
    path("pindah-desa/<uuid:pk>/terima/", crossing.AcceptView.as_view(), name="crossing_accept"),
    path("pindah-desa/<uuid:pk>/tolak/", crossing.RefuseView.as_view(), name="crossing_refuse"),
    path("pindah-desa/<uuid:pk>/tarik/", crossing.WithdrawView.as_view(), name="crossing_withdraw"),
    path("pindah-desa/<uuid:pk>/dibaca/", crossing.AcknowledgeView.as_view(), name="crossing_seen"),
    path("penduduk/<uuid:pk>/pindah-desa/", crossing.ReleaseView.as_view(), name="crossing_release"),
    path("data-ganda/", crossing.DoublesView.as_view(), name="doubles"),
    path("data-ganda/<uuid:pk>/", crossing.DoubleView.as_view(), name="double"),
    path("data-ganda/<uuid:pk>/setuju/", crossing.AgreeView.as_view(), name="double_agree"),
    path("data-ganda/<uuid:pk>/pindah/", crossing.MovedView.as_view(), name="double_moved"),
    path("data-ganda/<uuid:pk>/keliru/", crossing.MistakenView.as_view(), name="double_mistaken"),
]
