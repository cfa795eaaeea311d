"""Two people editing one record; the same creating request twice."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from foundation.errors import Refused
from foundation.models import AuditEvent, IdempotencyKey
from foundation.versions import StaleVersion
from officials.models import Official, Qualification
from officials.services import people, records
from tests import factories

FACTS = {"kind": "it", "level": "b"}


def change(town, version, by=None, **changes):
    return people.change_official(
        by=by or town.people.noivu, official=town.an, changes=changes, version=version
    )


def test_a_change_raises_the_version_by_one(town):
    assert change(town, 1, hometown="Kinh Môn")
    assert Official._base_manager.get(pk=town.an.pk).version == 2


def test_a_stale_save_is_refused_with_both_values_and_the_others_name(town):
    change(town, 1, by=town.people.xa_minh, hometown="Kinh Môn")
    with pytest.raises(StaleVersion) as caught:
        change(town, 1, hometown="Chí Linh")
    stale = caught.value
    assert (stale.current.hometown, stale.mine["hometown"]) == ("Kinh Môn", "Chí Linh")
    assert str(stale) == "Hồ sơ vừa được ông/bà Người thử cập nhật."
    assert Official._base_manager.get(pk=town.an.pk).hometown == "Kinh Môn"
    assert AuditEvent.objects.count() == 1


def test_saving_the_same_values_changes_nothing_and_writes_nothing(town):
    assert not change(town, 1, full_name=town.an.full_name)
    assert Official._base_manager.get(pk=town.an.pk).version == 1
    assert not AuditEvent.objects.exists()


def test_a_value_that_breaks_a_rule_is_refused_and_nothing_is_written(town):
    with pytest.raises(ValidationError):
        change(town, 1, full_name="")
    assert Official._base_manager.get(pk=town.an.pk).full_name == "Nguyễn Văn An"
    assert not AuditEvent.objects.exists()


def add(town, key="k1", **facts):
    return records.add(Qualification, by=town.people.noivu, official=town.an, facts=FACTS | facts, key=key)


def test_the_same_request_twice_makes_one_row(town):
    assert add(town).pk == add(town).pk
    assert Qualification._base_manager.count() == 1
    assert AuditEvent.objects.count() == 1


def test_the_same_key_with_another_content_is_refused(town):
    add(town)
    with pytest.raises(Refused, match="nội dung khác"):
        add(town, level="a")
    assert Qualification._base_manager.count() == 1


def test_keys_belong_to_their_user(town):
    add(town)
    records.add(Qualification, by=town.people.xa_minh, official=town.an, facts=FACTS, key="k1")
    assert Qualification._base_manager.count() == 2


def test_a_request_that_failed_leaves_its_key_free(town):
    with pytest.raises(ValidationError):
        add(town, level="khong_co")
    assert not IdempotencyKey.objects.exists()
    assert add(town)


def test_of_parallel_saves_of_one_version_one_wins(in_threads):
    unit = factories.make_unit("U1")
    by, official = factories.make_user("district"), factories.make_official(unit=unit)

    def save(number):
        own = Official._base_manager.get(pk=official.pk)
        try:
            people.change_official(by=by, official=own, changes={"hometown": f"Nơi {number}"}, version=1)
        except StaleVersion:
            return False
        return True

    results = in_threads(save, range(10))
    assert results.count(True) == 1
    [(version, events)] = in_threads(
        lambda _: (Official._base_manager.get(pk=official.pk).version, AuditEvent.objects.count()), [None]
    )
    assert (version, events) == (2, 1)


def test_parallel_equal_requests_make_one_row(in_threads):
    unit = factories.make_unit("U1")
    by, official = factories.make_user("district"), factories.make_official(unit=unit)

    def request(_):
        return records.add(Qualification, by=by, official=official, facts=FACTS, key="k").public_id

    assert len(set(in_threads(request, range(10)))) == 1
    [(rows, events)] = in_threads(
        lambda _: (Qualification._base_manager.count(), AuditEvent.objects.count()), [None]
    )
    assert (rows, events) == (1, 1)
