"""Sign-in and accounts; mounted at ``/kantor/`` on a village's host and at ``/`` on the regency's."""

from django.urls import path

from balai.accounts import views

app_name = "accounts"
urlpatterns = [
    path("masuk/", views.SignInView.as_view(), name="sign_in"),
    path("keluar/", views.SignOutView.as_view(), name="sign_out"),
    path("undangan/<str:token>/", views.InvitationView.as_view(), name="invitation"),
    path("akun/", views.AccountView.as_view(), name="account"),
    path("akun/sandi/", views.PasswordView.as_view(), name="password"),
    path("akun/faktor-kedua/", views.SecondFactorView.as_view(), name="second_factor"),
    path("akun/sesi/<uuid:pk>/akhiri/", views.EndSessionView.as_view(), name="end_session"),
    path("pengguna/", views.UsersView.as_view(), name="users"),
    path("pengguna/undang/", views.InviteView.as_view(), name="invite"),
    path("pengguna/undangan/<uuid:pk>/batalkan/", views.VoidInvitationView.as_view(), name="void_invitation"),
    path("pengguna/<uuid:pk>/", views.UserView.as_view(), name="user"),
    path("hak/", views.RightsView.as_view(), name="rights"),
]
