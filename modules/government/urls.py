"""``/kantor/pemerintahan/``."""

from django.urls import path

from modules.government import views

app_name = "government"
urlpatterns = [
    path("pemerintahan/", views.GovernmentView.as_view(), name="overview"),
    path("pemerintahan/identitas/", views.IdentityView.as_view(), name="identity"),
    path("pemerintahan/pejabat/baru/", views.AddOfficialView.as_view(), name="add_official"),
    path("pemerintahan/pejabat/<uuid:pk>/", views.OfficialView.as_view(), name="official"),
]
