"""Theory and other places' experience: reference rows with source and status, amended by the district."""

from __future__ import annotations

import pytest

from foundation.errors import Denied, Refused
from foundation.models import AuditEvent
from foundation.versions import StaleVersion
from officials.law_loading import load_table, read_rows
from officials.models import Benchmark, TheoryLink, Verification, split_codes
from officials.references import benchmarks_of, concerns, find_reference, reference_edit_url
from officials.services.references import change_reference

pytestmark = pytest.mark.django_db
EDIT = "/danh-muc/doi-chieu/ly-luan-17/sua/"


def amend(by, row, **changes):
    return change_reference(by=by, row=row, changes=changes, version=row.version, reason="Đã đọc lại")


def typed(row, **changes):
    names = ("concept", "criterion", "indicators", "factor", "factor_kind", "solution_group", "solution", "source",
             "verified", "note", "version")  # fmt: skip
    return {name: getattr(row, name) for name in names} | {"change_reason": "Đã đọc lại"} | changes


def test_the_rows_are_loaded_and_loading_again_changes_nothing():
    for name, model in (("theory_links", TheoryLink), ("benchmarks", Benchmark)):
        rows = read_rows(name)
        assert model.objects.count() == len(rows) >= 20
        again = load_table(model, rows)
        assert (again.new, again.changed, again.unchanged) == (0, 0, len(rows))


@pytest.mark.parametrize("model", [TheoryLink, Benchmark])
def test_every_row_says_where_it_comes_from_and_how_far_it_was_checked(model):
    for row in model.objects.all():
        assert row.source
        assert row.verified in Verification.values
        assert split_codes(row.indicators)


def test_a_row_speaks_of_an_indicator_and_of_its_family():
    row = Benchmark(indicators="C2u, A5")
    assert [concerns(row, code) for code in ("C2u", "A5.under_30", "C2.dai_hoc", "A6")] == [
        True,
        True,
        False,
        False,
    ]
    assert "Bình Giang" in benchmarks_of("C2u")[0].place
    assert benchmarks_of("B2") == []  # no commune-level table of health could be read


def test_the_district_amends_a_row_from_memory_with_a_reason_and_it_is_audited(town):
    row = find_reference("ly-luan-17")
    assert amend(town.people.noivu, row, solution="Giải pháp mới.") is True
    row.refresh_from_db()
    assert (row.solution, row.version) == ("Giải pháp mới.", 2)
    event = AuditEvent.objects.get(object_id="ly-luan-17")
    assert (event.action, event.reason) == ("correct", "Đã đọc lại")
    assert "ly-luan-17" in load_table(TheoryLink, read_rows("theory_links")).kept


def test_what_was_read_in_its_source_is_not_amended_here(town, signed_in):
    row = find_reference("dia-phuong-01")
    assert (row.verified, reference_edit_url(row)) == ("read", "")
    with pytest.raises(Refused, match="đã đọc trong nguồn"):
        amend(town.people.noivu, row, lesson="Khác.")
    assert signed_in(town.people.noivu).get("/danh-muc/doi-chieu/dia-phuong-01/sua/").status_code == 403


def test_nobody_else_amends_and_nobody_without_a_reason(town):
    row = find_reference("ly-luan-17")
    for by in (town.people.xa_minh, town.people.lanhdao, town.people.quantri):
        with pytest.raises(Denied):
            amend(by, row, solution="Khác.")
    with pytest.raises(Refused, match="lý do"):
        change_reference(by=town.people.noivu, row=row, changes={"solution": "Khác."}, version=1, reason=" ")


def test_two_people_amending_see_each_other(town, signed_in):
    row = find_reference("ly-luan-17")
    amend(town.people.noivu, row, solution="Của người trước.")
    stale = TheoryLink.objects.get(pk=row.pk)
    stale.version = 1
    with pytest.raises(StaleVersion):
        change_reference(
            by=town.people.noivu, row=stale, changes={"solution": "Khác."}, version=1, reason="x"
        )
    answer = signed_in(town.people.noivu).post(EDIT, typed(row, version=1, solution="Của tôi."))
    assert "Của người trước." in answer.content.decode()


def test_the_form_saves_and_shows_what_is_wrong(town, signed_in):
    client, row = signed_in(town.people.noivu), find_reference("ly-luan-17")
    assert "Có 1 chỗ cần sửa" in client.post(EDIT, typed(row, concept="")).content.decode()
    answer = client.post(EDIT, typed(row, solution_group="3", verified="read"))
    assert (answer.status_code, answer["Location"]) == (302, "/danh-muc/?bang=theory_links")
    row.refresh_from_db()
    assert (row.solution_group, row.verified) == (3, "read")
    assert client.get(EDIT).status_code == 403  # now it has been read in its source
    assert client.get("/danh-muc/doi-chieu/khong-co/sua/").status_code == 404


def test_the_form_of_a_benchmark_takes_an_empty_number_of_people(town, signed_in):
    row = Benchmark.objects.exclude(verified="read").first()
    data = {
        name: getattr(row, name)
        for name in (
            "place",
            "period",
            "indicators",
            "figure",
            "lesson",
            "source",
            "verified",
            "note",
            "version",
        )
    }
    answer = signed_in(town.people.noivu).post(
        f"/danh-muc/doi-chieu/{row.public_id}/sua/",
        data | {"n": "", "lesson": "Bài học khác.", "change_reason": "Rõ hơn"},
    )
    assert answer.status_code == 302
    row.refresh_from_db()
    assert (row.n, row.lesson) == (None, "Bài học khác.")
