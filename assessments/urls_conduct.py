"""Addresses of training, awards, discipline, inspections and succession plans."""

from django.urls import path

from assessments.views import awards, course, discipline, inspections, succession, training

urlpatterns = [
    path("dao-tao/", training.year_page, name="training"),
    path("dao-tao/nhu-cau/", training.needs, name="training-needs"),
    path("dao-tao/ke-hoach/them/", training.plan_add, name="plan-add"),
    path("dao-tao/ke-hoach/<str:public_id>/sua/", training.plan_change, name="plan-change"),
    path("dao-tao/lop/them/", training.course_add, name="course-add"),
    path("dao-tao/lop/<str:public_id>/", course.course_page, name="course"),
    path("dao-tao/lop/<str:public_id>/sua/", training.course_change, name="course-change"),
    path("dao-tao/lop/<str:public_id>/tinh-trang/", course.course_move, name="course-move"),
    path("dao-tao/lop/<str:public_id>/cu-nguoi/", course.enrol_page, name="course-enrol"),
    path("dao-tao/lop/<str:public_id>/hoc-vien/", course.people_decide, name="course-decide"),
    path("dao-tao/lop/<str:public_id>/ket-qua/", course.results_page, name="course-results"),
    path("dao-tao/lop/<str:public_id>/trinh-do/", course.levels_record, name="course-levels"),
    path("khen-thuong/", awards.year_page, name="awards"),
    path("khen-thuong/them/", awards.give, name="award-give"),
    path("ky-luat/", discipline.year_page, name="discipline"),
    path("ky-luat/them/", discipline.add, name="discipline-add"),
    path("quy-hoach/", succession.plan_page, name="succession"),
    path("quy-hoach/tong-hop/", succession.summary_page, name="succession-summary"),
    path("quy-hoach/them/", succession.add, name="succession-add"),
    path("quy-hoach/dua-ra/", succession.take_out, name="succession-take-out"),
    path("kiem-tra/", inspections.year_page, name="inspections"),
    path("kiem-tra/them/", inspections.add, name="inspection-add"),
    path("kiem-tra/<str:public_id>/", inspections.inspection_page, name="inspection"),
    path("kiem-tra/<str:public_id>/sua/", inspections.change, name="inspection-change"),
    path("kiem-tra/<str:public_id>/buoc/<str:act>/", inspections.move, name="inspection-move"),
]
