"""``data-suplemen/`` on the village's public site."""

from django.urls import path

from modules.supplements import views

app_name = "supplements_public"
urlpatterns = [path("data-suplemen/", views.PublicListView.as_view(), name="list")]
