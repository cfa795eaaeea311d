"""The columns that templates add: the record's code, courses, health of a named year, and what only the system wrote."""

from __future__ import annotations

from datetime import date

import pytest

from assessments.models import HealthCheck, Training
from exchange import services
from exchange.services import Upload
from officials.models import Official
from tests.exchange.made import HEADER, PERSON, xlsx
from tests.exchange.reading import read

CODED = ["Mã hồ sơ (hệ thống)", "Họ và tên", "Ngày sinh"]


def send(town, header, *rows, by=None, unit=None):
    by = by or town.people.xa_minh
    content = xlsx(("DS", [header, *rows]))
    upload = Upload("mau.xlsx", content, unit or town.minh, date(2021, 12, 31), by is town.people.noivu)
    return services.preview(upload, by=by)


def birth_of(official):
    return official.birth_date_partial.display()


def test_what_the_system_wrote_itself_is_no_unknown_heading():
    header = [
        *HEADER,
        "Lỗi / Cần xác nhận (hệ thống)",
        "Cách sửa (hệ thống)",
        "Đã ghi trong hồ sơ (hệ thống)",
    ]
    found = read(("DS", [header, [*PERSON, "Thiếu ngày sinh.", "Ghi ngày sinh", "Lớp A"]]))
    assert found.unknown_headings == []
    assert found.rows[0].status == "ok"


def test_another_programs_record_numbers_are_no_codes_of_ours():
    found = read(("DS", [["Mã hồ sơ", *HEADER], ["HS001", *PERSON]]))
    assert "record_code" not in found.rows[0].facts


def test_a_code_finds_the_person_without_a_question(town):
    batch = send(town, CODED, ["P-AN", "Nguyễn Văn An", birth_of(town.an)])
    [row] = services.document(batch)["rows"]
    assert (row["status"], row["change"], row["official_id"]) == ("ok", "same", "P-AN")


@pytest.mark.django_db
def test_foreign_and_forged_codes_are_refused_in_the_same_words(town):
    foreign = services.document(send(town, CODED, ["P-BINH", "Đỗ Thị Bình", birth_of(town.binh)]))["rows"][0]
    forged = services.document(send(town, CODED, ["P-KHONG-CO", "Đỗ Thị Bình", birth_of(town.binh)]))["rows"][
        0
    ]
    assert foreign["status"] == "error"
    assert foreign["change"] == forged["change"] == "other_unit"
    assert foreign["problems"] == forged["problems"]
    assert foreign["official_id"] is None
    assert foreign["differences"] == []


def test_health_belongs_to_the_year_its_heading_names(town):
    header = [*CODED, "Phân loại sức khỏe 2020", "Phân loại sức khỏe 2021"]
    batch = send(town, header, ["P-AN", "Nguyễn Văn An", birth_of(town.an), "Loại I", "Loại III"])
    services.confirm(batch, by=town.people.xa_minh, digest=batch.digest, choices={"rows": {}, "kinds": {}})
    classes = HealthCheck.objects.filter(official=town.an).values_list("year", "health_class")
    assert set(classes) == {(2020, "1"), (2021, "3")}


def test_a_course_is_recorded_once(town):
    header = [*CODED, "Khóa bồi dưỡng", "Từ ngày (khóa bồi dưỡng)", "Đến ngày (khóa bồi dưỡng)",
              "Số giờ (khóa bồi dưỡng)"]  # fmt: skip
    line = ["P-AN", "Nguyễn Văn An", birth_of(town.an), "Kỹ năng tiếp dân", "01/03/2021", "05/03/2021", 40]
    for _ in range(2):
        batch = send(town, header, line)
        services.confirm(
            batch, by=town.people.xa_minh, digest=batch.digest, choices={"rows": {}, "kinds": {}}
        )
    course = Training.objects.get(official=town.an)
    assert (course.course, course.ends_on, course.hours) == ("Kỹ năng tiếp dân", date(2021, 3, 5), 40)
    assert services.document(batch)["rows"][0]["change"] == "same"
    assert Official.objects.count() == 2
