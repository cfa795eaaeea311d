"""Addresses of the ground floor: health and search."""

from django.urls import path

from foundation.views import gallery, health, search

app_name = "foundation"
urlpatterns = [
    path("healthz", health.alive, name="alive"),
    path("readyz", health.ready, name="ready"),
    path("giao-dien/", gallery.gallery, name="gallery"),
    path("tim/", search.search, name="search"),
]
