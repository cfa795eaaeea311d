"""The pages of training: a course from plan to results, what is refused is said and nothing typed is lost."""

from datetime import date

import pytest

from assessments.models import Course, Discipline, Enrolment, Training, TrainingPlan
from assessments.training_needs import by_unit, needs_of
from assessments.training_overview import overview_of
from officials.models import Qualification
from tests import factories
from tests.whole_town import client_of

pytestmark = pytest.mark.django_db
BODY = {
    "title": "Trung cấp lý luận chính trị", "kind": "llct", "year": "2021", "starts_on": "01/03/2021",
    "ends_on": "30/11/2021", "level_kind": "political", "level": "trung_cap", "cost_per_person": "1.500.000",
}  # fmt: skip


def added(town, who="noivu", **changes):
    client = client_of(town, who)
    key = client.get("/dao-tao/lop/them/").context["form"]["khoa"].value()
    return client, client.post("/dao-tao/lop/them/", BODY | changes | {"khoa": key})


def the_course():
    return Course._base_manager.latest("pk")


def test_a_course_is_walked_from_its_plan_to_the_level_attained(town):
    client, response = added(town)
    assert response.status_code == 302
    course = the_course()
    url = course.get_absolute_url()
    assert client_of(town, "xa_minh").post(f"{url}cu-nguoi/", {"nguoi": "P-AN"}).status_code == 302
    assert "1 người chờ duyệt" in client.get(url).content.decode()
    assert (
        client.post(
            f"{url}hoc-vien/", {"hoc_vien": Enrolment._base_manager.get().public_id, "act": "duyet"}
        ).status_code
        == 302
    )
    for act, version in (("mo", 1), ("ket-thuc", 2)):
        client.post(f"{url}tinh-trang/", {"act": act, "version": version})
    row = Enrolment._base_manager.get()
    assert (row.state, row.course.state) == ("da_cu", "da_ket_thuc")
    got = {f"ket_qua-{row.public_id}": "hoan_thanh", f"chung_chi-{row.public_id}": "TC 12", "version": "3"}
    assert client.post(f"{url}ket-qua/", got).status_code == 302
    assert "vừa được" in client.post(f"{url}ket-qua/", got).content.decode()  # sent twice
    assert Training._base_manager.get().cost == 1_500_000
    assert "Ghi trình độ đạt được" in client.get(url).content.decode()
    for _ in range(2):
        client.post(f"{url}trinh-do/", {"hoc_vien": row.public_id})
    assert Qualification._base_manager.get().certificate_no == "TC 12"
    assert "Ghi trình độ đạt được" not in client.get(url).content.decode()


def test_the_same_form_twice_makes_one_course_and_bad_input_stays(town):
    client = client_of(town, "noivu")
    page = client.post("/dao-tao/lop/them/", BODY | {"ends_on": "31/02/2021"}).content.decode()
    assert "không tồn tại" in page
    assert 'value="Trung cấp lý luận chính trị"' in page
    page = client.post("/dao-tao/lop/them/", BODY | {"ends_on": "01/02/2021"}).content.decode()
    assert "Ngày kết thúc phải từ ngày bắt đầu" in page
    assert not Course._base_manager.exists()
    for _ in range(2):
        assert client.post("/dao-tao/lop/them/", BODY | {"khoa": "mot"}).status_code == 302
    assert Course._base_manager.count() == 1


def test_a_commune_s_course_and_plan_are_its_own(town):
    added(town, "xa_minh", unit="10675")
    assert the_course().unit == town.minh
    client = client_of(town, "xa_minh")
    assert (
        client.post("/dao-tao/ke-hoach/them/", {"year": "2021", "kind": "llct", "planned": "5"}).status_code
        == 302
    )
    assert TrainingPlan._base_manager.get().unit == town.minh
    page = client.post(
        "/dao-tao/ke-hoach/them/", {"year": "2021", "kind": "llct", "planned": "5"}
    ).content.decode()
    assert "đã có loại này" in page


def test_two_people_who_correct_a_course_see_both_values(town):
    client, _ = added(town)
    course = the_course()
    url = f"{course.get_absolute_url()}sua/"
    assert client.post(url, BODY | {"place": "An Lưu", "version": "1"}).status_code == 302
    page = client.post(url, BODY | {"place": "Phú Thứ", "version": "1"}).content.decode()
    assert "vừa được ông/bà" in page
    assert "An Lưu" in page
    assert "Phú Thứ" in page


def test_results_say_who_is_missing_and_keep_what_was_typed(town):
    client, _ = added(town)
    course = the_course()
    url = course.get_absolute_url()
    client.post(f"{url}cu-nguoi/", {"nguoi": ["P-AN", "P-BINH"]})
    for act, version in (("mo", 1), ("ket-thuc", 2)):
        client.post(f"{url}tinh-trang/", {"act": act, "version": version})
    one, other = Enrolment._base_manager.order_by("pk")
    typed = {f"ket_qua-{one.public_id}": "vang", f"chung_chi-{one.public_id}": "Số 9", "version": "3"}
    page = client.post(f"{url}ket-qua/", typed).content.decode()
    assert "Còn 1 học viên chưa có kết quả" in page
    assert "Số 9" in page
    outsider = typed | {f"ket_qua-{other.public_id}": "vang", "ket_qua-e-nguoi-la": "hoan_thanh"}
    assert "không trong danh sách" in client.post(f"{url}ket-qua/", outsider).content.decode()
    long = typed | {f"ket_qua-{other.public_id}": "vang", f"chung_chi-{one.public_id}": "x" * 61}
    assert client.post(f"{url}ket-qua/", long).status_code == 200
    assert set(Enrolment._base_manager.values_list("result", flat=True)) == {""}


def test_choosing_people_by_need_by_name_and_by_unit(town):
    client, _ = added(town, level_kind="professional", level="dai_hoc")
    url = f"{the_course().get_absolute_url()}cu-nguoi/"
    factories.make_qualification(town.binh, level="dai_hoc")
    factories.make_qualification(town.an, level="so_cap")
    names = [item["official"].public_id for item in client.get(f"{url}?nhu_cau=1").context["people"]]
    assert names == ["P-AN"]
    names = [item["official"].public_id for item in client.get(f"{url}?tim=do thi").context["people"]]
    assert names == ["P-BINH"]
    names = [item["official"].public_id for item in client.get(f"{url}?don_vi=10702").context["people"]]
    assert names == ["P-AN"]
    assert "chọn ít nhất một người" in client.post(url, {}).content.decode()
    assert "chọn ít nhất một người" in client.post(url, {"nguoi": "P-KHONG"}).content.decode()


def test_a_bar_is_shown_to_the_district_alone(town):
    client, _ = added(town)
    url = f"{the_course().get_absolute_url()}cu-nguoi/"
    row = Discipline(public_id="D1", official=town.an, form="khien_trach", line="chinh_quyen")
    row.decided_on, row.decided_on_precision = date(2021, 6, 7), "day"
    row.save()
    assert "đang có hiệu lực đến 07/06/2022" in client.get(url).content.decode()
    assert "hiệu lực" not in client_of(town, "xa_minh").get(url).content.decode()
    page = client.post(url, {"nguoi": "P-AN"}).content.decode()
    assert "thời hạn kỷ luật" in page
    assert 'value="P-AN" aria-label="Chọn Nguyễn Văn An" checked' in page


def test_needs_are_the_gaps_to_the_standard_of_the_day(town):
    factories.make_qualification(town.an, level="trung_cap", attained_on="2010")
    user = town.people.noivu
    before, after = (
        [
            need
            for need in needs_of(user, day)
            if need.official == town.an and need.criterion == "professional"
        ]
        for day in (date(2019, 12, 24), date(2019, 12, 25))
    )
    assert before == []  # TT 06/2012: trung cấp was enough
    assert [need.status for need in after] == ["in_transition"]
    assert after[0].until == "25/12/2024"
    [line] = [line for line in by_unit(after) if line.unit == town.minh]
    assert line.cells[0] == (0, 1)
    assert needs_of(town.people.xa_khac, date(2019, 12, 25), {town.minh.pk}) == []


def test_plan_stands_against_done_by_kind_and_unit(town):
    TrainingPlan.objects.create(public_id="K1", year=2021, kind="llct", planned=30, planned_cost=9_000)
    TrainingPlan.objects.create(public_id="K2", year=2021, kind="llct", planned=4, unit=town.minh)
    course = Course.objects.create(public_id="L1", year=2021, title="A", kind="llct", cost_total=900)
    for number, (person, result) in enumerate([(town.an, "hoan_thanh"), (town.binh, "vang")]):
        Enrolment.objects.create(
            public_id=f"E{number}", course=course, official=person, state="da_cu", result=result
        )
    found = overview_of(town.people.noivu, 2021, [town.minh, town.khac], None)
    [line] = found.kinds
    assert (line.planned, line.sent, line.finished, line.cost) == (
        30,
        2,
        1,
        900,
    )  # the town's own line is the plan
    minh, khac = found.units
    assert (minh.planned, minh.sent, minh.finished, minh.cost) == (4, 1, 1, 450)
    assert (khac.planned, khac.sent, khac.finished) == (None, 1, 0)
    own = overview_of(town.people.xa_minh, 2021, [town.minh], town.minh)
    assert (own.total.planned, own.total.sent, own.total.cost) == (4, 1, 450)
