"""Any block of text put on a grid is written exactly, or refused whole with all of it in the answer."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck as Check
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.models import HealthCheck, Training
from foundation.vn_text import nfc
from tests import factories
from tests.assessments.grid_help import address, errors_of, texts_of, typed

pytestmark = pytest.mark.django_db
NAMES = ("Nguyễn Văn An", "Vũ Thị Ba", "Lê Văn Cường")
CLASSES = {"I": "1", "Loại 2": "2", "3": "3", "Yếu": "4", "rất yếu": "5", "": ""}
DAYS = {"5/3/2021": "2021-03-05", "03/2021": "2021-03", "2021": "2021", "": None}
PLACES = ["", "BVĐK Kinh Môn", "Trung tâm  Y tế"]
anything = st.text(st.characters(codec="utf-8"), max_size=40)
cell = st.tuples(
    st.one_of(st.sampled_from(list(CLASSES)), anything),
    st.one_of(
        st.sampled_from(list(DAYS)), st.sampled_from(["30/02/2021", "31/12/2022", "5/13/2021"]), anything
    ),
    st.one_of(st.sampled_from(PLACES), st.sampled_from(NAMES), anything),
)
COLUMNS = ("health_class", "checked_on", "facility")


@pytest.fixture
def three(town):
    for place, name in enumerate(NAMES[1:]):
        factories.make_official(unit=town.minh, full_name=name, public_id=f"P-{place}")
    client = Client()
    client.force_login(town.people.xa_minh, backend="django.contrib.auth.backends.ModelBackend")
    return client


def is_right(block):
    for health_class, day, place in block:
        if health_class not in CLASSES or day not in DAYS or place not in PLACES:
            return False
    return True


@settings(max_examples=60, deadline=None, suppress_health_check=[Check.function_scoped_fixture])
@given(block=st.lists(cell, min_size=3, max_size=3))
def test_a_block_is_written_exactly_or_comes_back_whole(three, block):
    with transaction.atomic():
        page = three.get(address("suc-khoe"))
        entries = [
            (name, dict(zip(COLUMNS, row, strict=True))) for name, row in zip(NAMES, block, strict=True)
        ]
        answer = three.post(address("suc-khoe"), typed(page, *entries))
        rows = {row.official.full_name: row for row in HealthCheck.objects.select_related("official")}
        if is_right(block):
            assert answer.status_code == 302, errors_of(answer)
        if answer.status_code == 302:
            for name, (health_class, day, place) in zip(NAMES, block, strict=True):
                if not any(nfc(text) for text in (health_class, day, place)):
                    assert name not in rows
                    continue
                row = rows[name]
                assert row.facility == nfc(place)
                if health_class in CLASSES:
                    assert row.health_class == CLASSES[health_class]
                if day in DAYS:
                    assert (row.checked_on_partial.iso if row.checked_on else None) == DAYS[day]
        else:
            assert answer.status_code == 200
            assert not rows
            assert errors_of(answer)
            held = texts_of(answer)
            for name, row in zip(NAMES, block, strict=True):
                for column, text in zip(COLUMNS, row, strict=True):
                    # Retyping nothing but spaces into an empty cell is no change; all else stands as it was typed.
                    assert held[name, column] == text or not nfc(text)
        transaction.set_rollback(True)


def test_five_hundred_rows_are_refused_with_a_sentence_or_read(three):
    page = three.get(address("boi-duong"))
    meta = '{"nguoi": "P-AN", "dong": "", "ban": 0, "goc": {}}'
    sent = {"khoa": "k"}
    for number in range(500):
        sent |= {
            f"d-{number}": meta,
            f"o-{number}-course": f"Khóa {number}",
            f"o-{number}-ends_on": "32/1/2021",
        }
    answer = three.post(address("boi-duong"), sent)
    assert answer.status_code == 200
    held = [line.cells[0].text for line in answer.context["lines"] if line.owner.name == NAMES[0]]
    assert sorted(held) == sorted(f"Khóa {number}" for number in range(500))
    assert len(answer.context["problems"].links) == 500
    assert not Training.objects.exists()
    assert page.status_code == 200
