"""Addresses of accounts."""

from django.urls import URLPattern, path

from accounts.views import account, audit, modules, proposal_periods, sign_in, users

app_name = "accounts"
urlpatterns: list[URLPattern] = [
    path("dang-nhap/", sign_in.SignIn.as_view(), name="sign-in"),
    path("dang-xuat/", sign_in.sign_out, name="sign-out"),
    path("doi-mat-khau/", sign_in.password, name="password"),
    path("tai-khoan/", account.account, name="account"),
    path("tai-khoan/ma-api/", account.token, name="token"),
    path("tai-khoan/nhac-viec/", account.mail, name="mail"),
    path("quan-tri/", users.administration, name="administration"),
    path("quan-tri/nhat-ky/", audit.events, name="audit"),
    path("quan-tri/nhat-ky/truy-cap/", audit.readings, name="audit-access"),
    path("quan-tri/nhat-ky/<int:seq>/", audit.event, name="audit-event"),
    path("quan-tri/tai-khoan/", users.index, name="users"),
    path("quan-tri/tai-khoan/them/", users.create, name="user-create"),
    path("quan-tri/tai-khoan/<str:username>/", users.detail, name="user-detail"),
    path("quan-tri/tai-khoan/<str:username>/sua/", users.edit, name="user-edit"),
    path("quan-tri/tai-khoan/<str:username>/khoa/", users.switch, name="user-switch"),
    path("quan-tri/tai-khoan/<str:username>/mat-khau/", users.reset_password, name="user-password"),
    path("quan-tri/tai-khoan/<str:username>/vai-tro/", users.add_role, name="membership-add"),
    path("quan-tri/phan-dong/", modules.index, name="modules"),
    path("quan-tri/phan-dong/<str:module>/bat/", modules.switch_on, name="module-on"),
    path("quan-tri/phan-dong/tat/<str:public_id>/", modules.switch_off, name="module-off"),
    path("quan-tri/chi-de-nghi/", proposal_periods.index, name="proposal-periods"),
    path("quan-tri/chi-de-nghi/them/", proposal_periods.add, name="proposal-period-add"),
    path("quan-tri/chi-de-nghi/<str:public_id>/ket-thuc/", proposal_periods.end, name="proposal-period-end"),
    path("quan-tri/vai-tro/<str:public_id>/ket-thuc/", users.end_role, name="membership-end"),
]
