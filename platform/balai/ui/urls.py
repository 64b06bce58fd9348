"""The gallery of components (only where DEBUG is on)."""

from django.urls import path

from balai.ui.gallery import CitizenGalleryView, GalleryView

urlpatterns = [
    path("gaya/", GalleryView.as_view(), name="gallery"),
    path("gaya/warga/", CitizenGalleryView.as_view(), name="gallery_citizen"),
]
