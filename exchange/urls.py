"""Addresses of this floor."""

from django.urls import path

from exchange.views import data_quality, headings, templates, undoing, workbooks

app_name = "exchange"
urlpatterns = [
    path("du-lieu/chat-luong/", data_quality.data_quality, name="data-quality"),
    path("nhap-excel/", workbooks.ImportList.as_view(), name="import-list"),
    path("nhap-excel/gui/", workbooks.upload, name="import-upload"),
    path("nhap-excel/mau/", templates.download_template, name="import-template"),
    path("nhap-excel/cot/", headings.listing, name="headings"),
    path("nhap-excel/cot/<str:public_id>/", headings.edit, name="heading"),
    path("nhap-excel/<str:public_id>/", workbooks.ImportDetail.as_view(), name="import-detail"),
    path("nhap-excel/<str:public_id>/dong/", workbooks.ImportRows.as_view(), name="import-rows"),
    path("nhap-excel/<str:public_id>/xac-nhan/", workbooks.confirm, name="import-confirm"),
    path("nhap-excel/<str:public_id>/cot/", workbooks.say_headings, name="import-headings"),
    path("nhap-excel/<str:public_id>/thay-doi/", undoing.changes, name="import-changes"),
    path("nhap-excel/<str:public_id>/hoan-tac/", undoing.undo, name="import-undo"),
    path("nhap-excel/<str:public_id>/doc-lai/", workbooks.read_again, name="import-read-again"),
    path("nhap-excel/<str:public_id>/huy/", workbooks.cancel, name="import-cancel"),
    path("nhap-excel/<str:public_id>/tra-lai/", workbooks.return_file, name="import-return"),
]
