"""``pemilih/`` below ``/kantor/``."""

from django.urls import path

from modules.voters import views

app_name = "voters"
urlpatterns = [
    path("pemilih/", views.ElectionsView.as_view(), name="elections"),
    path("pemilih/baru/", views.CreateView.as_view(), name="create"),
    path("pemilih/<uuid:pk>/", views.VotersView.as_view(), name="election"),
    path("pemilih/<uuid:pk>/ubah/", views.EditView.as_view(), name="edit"),
    path("pemilih/<uuid:pk>/hapus/", views.DeleteView.as_view(), name="delete"),
    path("pemilih/<uuid:pk>/jumlah/", views.CountsView.as_view(), name="counts"),
    path("pemilih/<uuid:pk>/mengapa/", views.WhyView.as_view(), name="why"),
    path("pemilih/<uuid:pk>/orang/<uuid:resident_id>/", views.PersonView.as_view(), name="person"),
    path("pemilih/<uuid:pk>/orang/<uuid:resident_id>/pengecualian/", views.ExceptionView.as_view(), name="exception"),
    path(
        "pemilih/<uuid:pk>/orang/<uuid:resident_id>/pengecualian/hapus/", views.RemoveExceptionView.as_view(),
        name="remove_exception",
    ),
    path("pemilih/<uuid:pk>/pengecualian/", views.ExceptionsView.as_view(), name="exceptions"),
    path("pemilih/<uuid:pk>/tps/", views.StationsView.as_view(), name="stations"),
    path("pemilih/<uuid:pk>/tps/baru/", views.AddStationView.as_view(), name="add_station"),
    path("pemilih/<uuid:pk>/tps/<uuid:station_id>/ubah/", views.EditStationView.as_view(), name="edit_station"),
    path("pemilih/<uuid:pk>/tps/<uuid:station_id>/hapus/", views.RemoveStationView.as_view(), name="remove_station"),
    path("pemilih/<uuid:pk>/beku/", views.ListsView.as_view(), name="lists"),
    path("pemilih/<uuid:pk>/beku/baru/", views.FreezeView.as_view(), name="freeze"),
    path("pemilih/<uuid:pk>/beku/<uuid:list_id>/", views.FrozenView.as_view(), name="frozen"),
    path("pemilih/<uuid:pk>/beku/<uuid:list_id>/perubahan/", views.DifferenceView.as_view(), name="difference"),
]  # fmt: skip
