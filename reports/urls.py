"""Addresses of figures: overview, indicators, tables, findings."""

from django.urls import path

from reports.views import (
    claims,
    comparison,
    contradictions,
    credibility,
    documents,
    findings,
    forms,
    index,
    method,
    numbered,
    overview,
    profiles,
    tables,
    theory,
)

app_name = "reports"
urlpatterns = [
    path("", overview.overview, name="overview"),
    path("chi-tieu/", method.catalogue, name="catalogue"),
    path("chi-tieu/co-so-ly-luan/", theory.theory_page, name="theory"),
    path("chi-tieu/kinh-nghiem/", theory.experience_page, name="experience"),
    path("chi-tieu/nhan-dinh/", claims.claims_page, name="claims"),
    path("chi-tieu/xem-lai-xep-loai/", credibility.credibility_page, name="credibility"),
    path(
        "chi-tieu/xem-lai-xep-loai/truong-hop/", contradictions.contradiction_list, name="credibility-cases"
    ),
    path("chi-tieu/<str:code>/", method.method, name="indicator"),
    path("bao-cao/", numbered.numbered_list, name="numbered"),
    path("bao-cao/<slug:code>/", numbered.numbered_table, name="numbered-table"),
    path("bang/", tables.table_page, name="tables"),
    path("chi-so-tong-hop/", index.index_page, name="index"),
    path("don-vi/<str:public_id>/", profiles.unit_profile, name="unit-profile"),
    path("khu/<str:name>/", profiles.area_profile, name="area-profile"),
    path("so-sanh/", comparison.comparison, name="comparison"),
    path("bieu-mau/", forms.form_list, name="forms"),
    path("bieu-mau/<slug:code>/", forms.form_page, name="form"),
    path("van-ban/", documents.document_list, name="documents"),
    path("van-ban/<slug:code>/", documents.document_page, name="document"),
    path("han-che/", findings.finding_list, name="findings"),
]
