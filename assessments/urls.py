"""Addresses of this floor: rounds of evaluation, yearly grids, who decides whose rating."""

from django.urls import path

from assessments.views import authorities, grids, rounds, steps

app_name = "assessments"
urlpatterns = [
    path("danh-gia/", rounds.round_list, name="rounds"),
    path("danh-gia/mo/", rounds.round_open, name="round-open"),
    path("danh-gia/dien-quan-ly/them/", authorities.authority_add, name="authority-add"),
    path("danh-gia/dien-quan-ly/<str:public_id>/sua/", authorities.authority_edit, name="authority-edit"),
    path("danh-gia/ho-so/<str:public_id>/", rounds.case_page, name="case"),
    path("danh-gia/<str:unit_id>/<int:year>/", rounds.round_page, name="round"),
    path("danh-gia/<str:unit_id>/<int:year>/danh-sach/", rounds.round_refresh, name="round-refresh"),
    path("danh-gia/<str:unit_id>/<int:year>/buoc/<str:act>/", steps.round_step, name="round-step"),
    path("bang-nhap/", grids.index, name="grids"),
    path("bang-nhap/<slug:code>/<str:public_id>/<int:year>/", grids.grid, name="grid"),
]
