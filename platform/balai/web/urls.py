"""The office's own pages: home (what waits for me) and search."""

from django.urls import path

from balai.web.home import HomeView, SearchView

app_name = "office"
urlpatterns = [path("", HomeView.as_view(), name="home"), path("cari/", SearchView.as_view(), name="search")]
