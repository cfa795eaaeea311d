"""Addresses of the ground floor: health and search."""

from django.urls import path

from foundation.views import health, search

app_name = "foundation"
urlpatterns = [
    path("healthz", health.alive, name="alive"),
    path("readyz", health.ready, name="ready"),
    path("tim/", search.search, name="search"),
]
