"""``/kantor/layanan-mandiri/``."""

from django.urls import path

from modules.selfservice import views

app_name = "selfservice"
urlpatterns = [
    path("layanan-mandiri/", views.AccountsView.as_view(), name="accounts"),
    path("layanan-mandiri/rt/", views.IssueRtView.as_view(), name="issue_rt"),
    path("layanan-mandiri/<uuid:pk>/pin/", views.IssueView.as_view(), name="issue"),
    path("layanan-mandiri/akun/<uuid:pk>/akhiri/", views.EndSessionsView.as_view(), name="end_sessions"),
    path("layanan-mandiri/akun/<uuid:pk>/tutup/", views.CloseView.as_view(), name="close"),
]
