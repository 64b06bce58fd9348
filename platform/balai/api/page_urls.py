"""Pages of tokens."""

from django.urls import path

from balai.api import pages

app_name = "api_pages"
urlpatterns = [
    path("token/", pages.TokensView.as_view(), name="tokens"),
    path("token/baru/", pages.IssueView.as_view(), name="issue"),
    path("token/<uuid:pk>/cabut/", pages.RevokeView.as_view(), name="revoke"),
]
