"""Addresses of this floor."""

from django.urls import path

from cycle.views import work, yearly

app_name = "cycle"
urlpatterns = [
    path("nghiep-vu/", yearly.yearly, name="yearly"),
    path("viec/", work.work, name="work"),
]
