"""Addresses of accounts."""

from django.urls import URLPattern, path

from accounts.views import account, sign_in

app_name = "accounts"
urlpatterns: list[URLPattern] = [
    path("dang-nhap/", sign_in.SignIn.as_view(), name="sign-in"),
    path("dang-xuat/", sign_in.sign_out, name="sign-out"),
    path("doi-mat-khau/", sign_in.password, name="password"),
    path("tai-khoan/", account.account, name="account"),
    path("tai-khoan/ma-api/", account.token, name="token"),
]
