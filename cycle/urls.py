"""Addresses of this floor."""

from django.urls import path

from cycle.views import board, differences, submissions, work, yearly

app_name = "cycle"
urlpatterns = [
    path("nghiep-vu/", yearly.yearly, name="yearly"),
    path("viec/", work.work, name="work"),
    path("gui-so-lieu/", board.board, name="submissions"),
    path("gui-so-lieu/xu-ly/", board.decide, name="submissions-decide"),
    path("gui-so-lieu/<str:public_id>/<int:year>/", submissions.checklist, name="submission"),
    path("gui-so-lieu/<str:public_id>/<int:year>/thuc-hien/", submissions.act, name="submission-act"),
    path(
        "gui-so-lieu/<str:public_id>/<int:year>/chenh-lech/",
        differences.difference_list,
        name="submission-differences",
    ),
]
