"""The gallery of components (only where DEBUG is on)."""

from django.urls import path

from balai.ui.gallery import GalleryView

urlpatterns = [path("gaya/", GalleryView.as_view(), name="gallery")]
