"""A workbook of a unit that only proposes: decisions become proposals, the rest is written."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest

from assessments.models import Evaluation, HealthCheck
from exchange import services
from officials.models import Appointment, Official, Proposal, ProposalPeriod
from officials.services import proposal_periods, proposals
from tests.exchange.test_workbook_import import DUNG, HEADER, confirm, imported, send

pytestmark = pytest.mark.django_db
RATED = {"header": [*HEADER, "Kết quả đánh giá 2021", "Quê quán"]}
AN = [1, "Nguyễn Văn An", "Nam", "12/05/1980", "Văn phòng - Thống kê", "HTTNV", "Làng Mới"]


def only_proposes(town, **dates):
    return ProposalPeriod.objects.create(
        public_id="G1", unit=town.minh, starts_on=date(2021, 1, 1), reason="Thí điểm", **dates
    )


def test_a_rating_waits_and_the_home_is_written(town):
    only_proposes(town)
    batch = send([AN], town.minh, town.people.xa_minh, **RATED)
    assert services.document(batch)["rows"][0]["proposed"] == ["evaluations.2021"]
    assert any("chỉ đề nghị" in notice for notice in batch.result["notices"])
    confirm(batch, town.people.xa_minh)
    batch.refresh_from_db()
    assert batch.result["proposed"] == 1
    assert Official._base_manager.get(pk=town.an.pk).hometown == "Làng Mới"
    assert not Evaluation._base_manager.exists()
    waiting = Proposal._base_manager.get()
    assert (waiting.source, waiting.source_id) == ("workbook", batch.public_id)
    assert proposals.approve(waiting, by=town.people.noivu, version=1).state == "approved"
    assert Evaluation._base_manager.get().year == 2021


def test_a_new_post_is_one_proposal_that_ends_the_earlier_post(town):
    only_proposes(town)
    row = [*AN[:4], "Chủ tịch UBND"]
    imported([row], town.minh, town.people.xa_minh)
    assert (
        proposals.approve(Proposal._base_manager.get(), by=town.people.noivu, version=1).state == "approved"
    )
    held = Appointment._base_manager.filter(official=town.an).order_by("starts_on")
    assert [(a.post_id, a.ends_on) for a in held] == [
        ("van_phong_thong_ke", date(2021, 12, 30)),
        ("chu_tich_ubnd", None),
    ]


def test_the_same_file_again_makes_no_second_proposal(town):
    only_proposes(town)
    imported([AN], town.minh, town.people.xa_minh, **RATED)
    imported([AN], town.minh, town.people.xa_minh, **RATED)
    assert Proposal._base_manager.count() == 1


def test_a_person_without_a_record_is_left_to_the_district(town):
    only_proposes(town)
    batch = send([AN, DUNG], town.minh, town.people.xa_minh, **RATED)
    known, new = services.document(batch)["rows"]
    assert (known["status"], new["status"], new["change"]) == ("warn", "error", None)
    assert [item["code"] for item in new["problems"] if item["level"] == "error"] == ["record_by_district"]
    assert batch.counts == {"ok": 0, "warn": 1, "error": 1, "skip": 0}
    assert services.document(batch)["message"].startswith(
        "0 dòng nhập được ngay, 1 dòng cần xác nhận, 1 dòng phải sửa"
    )
    confirm(batch, town.people.xa_minh)
    batch.refresh_from_db()
    assert [row["imported"] for row in services.document(batch)["rows"]] == [True, False]
    assert Official._base_manager.count() == 2


def test_a_person_kept_back_is_named_with_the_reason_on_every_page_and_in_the_returned_file(town, signed_in):
    only_proposes(town)
    batch = send([AN, DUNG], town.minh, town.people.xa_minh, **RATED)
    officer = signed_in(town.people.xa_minh)
    before = officer.get(batch.get_absolute_url()).content.decode()
    confirm(batch, town.people.xa_minh)
    after = officer.get(batch.get_absolute_url()).content.decode()
    for page in (before, after):
        assert "chưa có hồ sơ; đơn vị đang ở chế độ chỉ đề nghị" in page
        assert "Đề nghị Phòng Nội vụ lập hồ sơ người này" in page
    assert "Liên hệ Phòng Nội vụ" in before
    assert "1 dòng chưa được nhập" in after
    made = officer.get(f"{batch.get_absolute_url()}tra-lai/").content
    cells = [c.value for row in openpyxl.load_workbook(io.BytesIO(made)).active.iter_rows() for c in row]
    assert any("chưa có hồ sơ" in str(value) for value in cells)


def test_what_only_waits_is_not_said_to_be_imported(town, signed_in):
    only_proposes(town)
    rated = {"header": [*HEADER, "Kết quả đánh giá 2021"]}
    batch = send([AN[:6]], town.minh, town.people.xa_minh, **rated)
    officer = signed_in(town.people.xa_minh)
    text = officer.get(batch.get_absolute_url()).content.decode()
    assert "1 dòng có phần thành đề nghị, chờ Phòng Nội vụ quyết định." in text
    confirm(batch, town.people.xa_minh)
    text = officer.get(batch.get_absolute_url()).content.decode()
    assert "Đã nhập: không hồ sơ nào thay đổi; 1 đề nghị gửi Phòng Nội vụ." in text


def test_once_the_district_has_made_the_record_the_same_file_is_read_without_an_error(town):
    only_proposes(town)
    send([DUNG], town.minh, town.people.xa_minh)
    imported([DUNG], town.minh, town.people.noivu, as_district=True)
    assert send([DUNG], town.minh, town.people.xa_minh).counts["error"] == 0


def test_the_districts_file_is_written_at_once(town):
    only_proposes(town)
    imported([AN], town.minh, town.people.noivu, as_district=True, **RATED)
    assert Evaluation._base_manager.count() == 1
    assert not Proposal._base_manager.exists()


def test_a_setting_that_begins_after_the_preview_shows_a_new_preview(town):
    batch = send([AN], town.minh, town.people.xa_minh, **RATED)
    only_proposes(town)
    with pytest.raises(services.Changed):
        confirm(batch, town.people.xa_minh)
    assert not Evaluation._base_manager.exists()
    assert not Proposal._base_manager.exists()
    batch.refresh_from_db()
    confirm(batch, town.people.xa_minh)
    assert Proposal._base_manager.count() == 1


def test_a_setting_that_ends_after_the_preview_shows_a_new_preview(town):
    period = only_proposes(town)
    batch = send([AN], town.minh, town.people.xa_minh, **RATED)
    proposal_periods.end_period(period, by=town.people.quantri, ends_on=date(2021, 12, 30), version=1)
    with pytest.raises(services.Changed):
        confirm(batch, town.people.xa_minh)
    assert not Evaluation._base_manager.exists()


def test_health_is_no_decision(town):
    only_proposes(town)
    header = {"header": [*HEADER, "Sức khỏe loại"]}
    imported([[*AN[:5], "2"]], town.minh, town.people.xa_minh, **header)
    assert HealthCheck._base_manager.count() == 1
