"""Addresses of kept findings: runs of the rules, one finding through its runs, its causes."""

from django.urls import path

from plans.views import causes, findings, runs

app_name = "plans"
urlpatterns = [
    path("giai-phap/lan-chay/", runs.run_list, name="runs"),
    path("giai-phap/lan-chay/them/", runs.run_add, name="run-add"),
    path("giai-phap/lan-chay/<str:public_id>/", runs.run_page, name="run"),
    path("giai-phap/han-che/<str:public_id>/", findings.finding_page, name="finding"),
    path("giai-phap/han-che/<str:public_id>/nguyen-nhan/", causes.cause_add, name="cause-add"),
    path("giai-phap/nguyen-nhan/<str:public_id>/sua/", causes.cause_edit, name="cause-edit"),
    path("giai-phap/nguyen-nhan/<str:public_id>/rut/", causes.cause_withdraw, name="cause-withdraw"),
]
