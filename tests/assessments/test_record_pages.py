"""The yearly rows of an official through the pages: ratings, health, courses, awards, discipline."""

from __future__ import annotations

from datetime import date

import pytest

from assessments.models import Award, Discipline, Evaluation, HealthCheck, Training

AN = "/ho-so/P-AN/"


def text(response):
    return response.content.decode()


@pytest.mark.parametrize(
    ("code", "sent", "model", "expected"),
    [
        ("xep-loai", {"year": "2021", "status": "rated", "level": "tot"}, Evaluation, {"year": 2021, "level": "tot"}),
        ("suc-khoe", {"year": "2021", "health_class": "2", "checked_on": "3/2021"}, HealthCheck, {"health_class": "2"}),
        ("boi-duong", {"course": "Kỹ năng", "kind": "ky_nang", "ends_on": "1/7/2021", "hours": "16"}, Training, {"ends_on": date(2021, 7, 1)}),
        ("khen-thuong", {"title": "Lao động tiên tiến", "kind": "danh_hieu", "year": "2021"}, Award, {"year": 2021}),
        ("ky-luat", {"form": "khien_trach", "line": "dang", "decided_on": "2020"}, Discipline, {"form": "khien_trach"}),
    ],
)  # fmt: skip
def test_every_yearly_row_is_added_shown_corrected_and_removed(town, signed_in, code, sent, model, expected):
    client = signed_in(town.people.noivu)
    assert client.post(f"{AN}{code}/them/", sent | {"khoa": "k"}).status_code == 302
    row = model.objects.get()
    assert {name: getattr(row, name) for name in expected} == expected
    assert client.get(f"{AN}{code}/{row.public_id}/sua/").status_code == 200
    name = "decision_no" if hasattr(row, "decision_no") else "facility" if model is HealthCheck else "result"
    changed = client.post(f"{AN}{code}/{row.public_id}/sua/", sent | {name: "12/QĐ", "version": "1"})
    assert changed.status_code == 302
    assert "12/QĐ" in text(client.get(changed["Location"]))
    client.post(f"{AN}{code}/{row.public_id}/xoa/", {"version": "2", "reason": "nhập nhầm"})
    assert not model.objects.exists()


@pytest.mark.parametrize(
    ("code", "sent", "field", "says"),
    [
        ("xep-loai", {"year": "2021", "status": "rated"}, "level", "chọn mức xếp loại"),
        ("xep-loai", {"year": "2021", "status": "rated", "level": "han_che_nang_luc"}, "level", "chỉ dùng đến năm 2019"),
        ("xep-loai", {"year": "2022", "status": "rated", "level": "tot"}, "year", "chưa đến"),
        ("xep-loai", {"year": "", "status": "rated", "level": "tot"}, "year", "Đề nghị nhập năm"),
        ("suc-khoe", {"year": "21", "health_class": "2"}, "year", "bốn chữ số"),
        ("suc-khoe", {"year": "2021", "health_class": "9"}, "health_class", "giá trị có sẵn"),
        ("boi-duong", {"course": "A", "starts_on": "2/7/2021", "ends_on": "1/7/2021"}, "ends_on", "trở đi"),
        ("boi-duong", {"course": "A", "hours": "nhiều"}, "hours", "Đề nghị nhập một số"),
        ("boi-duong", {"course": "x" * 10_000}, "course", "nhiều nhất 200 ký tự"),
        ("khen-thuong", {"title": "A", "year": ""}, "year", "năm hoặc ngày quyết định"),
        ("ky-luat", {"form": "khien_trach"}, "decided_on", "ngày quyết định"),
        ("ky-luat", {"form": "khien_trach", "acted_on": "2021", "decided_on": "2020"}, "decided_on", "sau ngày vi phạm"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_at_the_field(town, signed_in, code, sent, field, says):
    page = signed_in(town.people.noivu).post(f"{AN}{code}/them/", sent | {"khoa": "k"})
    assert page.status_code == 200
    assert says in page.context["form"].errors[field][0]
    assert not any(model.objects.exists() for model in (Evaluation, HealthCheck, Training, Award, Discipline))


def test_two_people_rating_at_once_see_each_other(town, signed_in):
    client = signed_in(town.people.noivu)
    client.post(f"{AN}xep-loai/them/", {"year": "2021", "status": "rated", "level": "tot", "khoa": "k"})
    row = Evaluation.objects.get()
    url, sent = f"{AN}xep-loai/{row.public_id}/sua/", {"year": "2021", "status": "rated", "version": "1"}
    client.post(url, sent | {"level": "xuat_sac"})
    page = client.post(url, sent | {"level": "hoan_thanh"})
    shown = {field.name: (field.theirs, field.mine) for field in page.context["conflict"].fields}
    assert shown == {"level": ("Hoàn thành xuất sắc nhiệm vụ", "Hoàn thành nhiệm vụ")}


def test_a_commune_enters_health_but_never_discipline(town, signed_in):
    client = signed_in(town.people.xa_minh)
    sent = {"year": "2021", "health_class": "1", "khoa": "k"}
    assert client.post(f"{AN}suc-khoe/them/", sent).status_code == 302
    assert client.post(f"{AN}ky-luat/them/", {"form": "khien_trach", "decided_on": "2020"}).status_code == 403
    assert not Discipline.objects.exists()


def test_the_summary_shows_three_years_with_the_decision_that_counts(town, signed_in):
    for public_id, level, decided_on in (("E1", "tot", None), ("E2", "xuat_sac", "2021-12-20")):
        row = Evaluation(public_id=public_id, official=town.an, year=2021, level=level)
        if decided_on:
            row.decided_on, row.decided_on_precision = date.fromisoformat(decided_on), "day"
        row.save()
    Training.objects.create(public_id="T1", official=town.an, course="A", ends_on=date(2020, 1, 2))
    page = text(signed_in(town.people.noivu).get(AN))
    assert "Xuất sắc" in page
    assert "1 lớp" in page


def test_leadership_sees_ratings_and_no_courses_awards_or_party_rating(town, signed_in):
    Evaluation.objects.create(
        public_id="E1", official=town.an, year=2021, level="tot", party_level="xuat_sac"
    )
    page = text(signed_in(town.people.lanhdao).get(f"{AN}?muc=hang-nam"))
    assert "Hoàn thành tốt nhiệm vụ" in page
    for hidden in ("xuất sắc", "Đảng viên", "Tự xếp loại", "bồi dưỡng", "Sửa"):
        assert hidden not in page
