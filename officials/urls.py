"""Addresses of this floor."""

from django.urls import URLPattern, path

from officials.views import catalogues

app_name = "officials"
urlpatterns: list[URLPattern] = [
    path("danh-muc/", catalogues.index, name="catalogues"),
    path("danh-muc/<str:public_id>/sua/", catalogues.edit_norm, name="norm-edit"),
]
