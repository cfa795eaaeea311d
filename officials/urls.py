"""Addresses of this floor."""

from django.urls import path

from officials.views import (
    bodies,
    catalogues,
    files,
    majors,
    officials,
    profile,
    proposals,
    records,
    references,
    registering,
    transferring,
    units,
)

app_name = "officials"
urlpatterns = [
    path("ho-so/", officials.listing, name="list"),
    path("ho-so/them/", registering.add, name="add"),
    path("ho-so/<str:public_id>/", profile.detail, name="detail"),
    path("ho-so/<str:public_id>/sua/", records.change_person, name="change"),
    path("ho-so/<str:public_id>/muc/<slug:code>/", files.group, name="file-group"),
    path("ho-so/<str:public_id>/muc/<slug:code>/sua/", files.change, name="file-change"),
    path("ho-so/<str:public_id>/gia-tri/<slug:name>/", files.value_history, name="value-history"),
    path("ho-so/<str:public_id>/<slug:code>/<str:row_id>/lich-su/", files.row_history, name="record-history"),
    path("ho-so/<str:public_id>/<slug:code>/them/", records.add, name="record-add"),
    path("ho-so/<str:public_id>/<slug:code>/<str:row_id>/sua/", records.change, name="record-change"),
    path("ho-so/<str:public_id>/<slug:code>/<str:row_id>/xoa/", records.remove, name="record-remove"),
    path("ho-so/<str:public_id>/cong-tac/<str:row_id>/ket-thuc/", records.end_posting, name="posting-end"),
    path("ho-so/<str:public_id>/dieu-dong/", transferring.transfer, name="transfer"),
    path("de-nghi/", proposals.listing, name="proposals"),
    path("de-nghi/<str:public_id>/", proposals.detail, name="proposal"),
    path("de-nghi/<str:public_id>/quyet-dinh/", proposals.decide, name="proposal-decide"),
    path("xa-phuong/", units.units, name="units"),
    path("xa-phuong/<str:public_id>/", units.unit_detail, name="unit-detail"),
    path("danh-muc/", catalogues.index, name="catalogues"),
    path("danh-muc/doi-chieu/<str:public_id>/sua/", references.edit, name="reference-edit"),
    path("danh-muc/nganh/", majors.open_majors, name="majors"),
    path("danh-muc/nganh/them/", majors.add_major, name="major-add"),
    path("danh-muc/nganh/<str:public_id>/sua/", majors.edit_major, name="major-edit"),
    path("danh-muc/co-quan/them/", bodies.add_body, name="body-add"),
    path("danh-muc/co-quan/<str:public_id>/sua/", bodies.edit_body, name="body-edit"),
    path("danh-muc/<str:public_id>/sua/", catalogues.edit_norm, name="norm-edit"),
]
