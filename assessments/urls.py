"""Addresses of this floor: rounds of evaluation, yearly grids, who decides whose rating."""

from django.urls import path

from assessments.urls_conduct import urlpatterns as conduct
from assessments.views import authorities, grids, health, rounds, steps, unit_years

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
    path("dieu-kien-nam/", unit_years.town, name="unit-years"),
    path("dieu-kien-nam/<str:public_id>/<int:year>/", unit_years.one, name="unit-year"),
    path("kham-suc-khoe/", health.listing, name="health"),
    path("kham-suc-khoe/dot/them/", health.round_add, name="health-round-add"),
    path("kham-suc-khoe/dot/<str:public_id>/sua/", health.round_edit, name="health-round-edit"),
    path("kham-suc-khoe/dot/<str:public_id>/xoa/", health.round_remove, name="health-round-remove"),
    path("kham-suc-khoe/<str:public_id>/<int:year>/", health.unit, name="health-unit"),
    *conduct,
]
