"""Addresses of this floor."""

from django.urls import path

from assessments.views import grids

app_name = "assessments"
urlpatterns = [
    path("bang-nhap/", grids.index, name="grids"),
    path("bang-nhap/<slug:code>/<str:public_id>/<int:year>/", grids.grid, name="grid"),
]
