"""Reads what the rules of postings look at, and stops a service at what they find."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Q

from foundation.dates import PartialDate
from foundation.errors import Refused
from foundation.scope import unscoped
from officials.law import norms_on, quota_for, retirement_rules
from officials.models import Absence, Appointment, Official, Post, PostValidity, SurplusStatus, Unit
from officials.posting_rules import (
    ERROR,
    Case,
    Posting,
    PostingFinding,
    UnitFacts,
    digest,
    findings,
    fresh,
)

FACTS = ("unit", "post", "is_primary", "starts_on", "start_unknown", "ends_on", "end_reason", "term")
DEPUTY_CHAIRMAN = "pho_chu_tich_ubnd"
REASON_LENGTH = 500


class Doubted(Exception):
    """Warnings stand against the act: whoever writes it says why all the same. `mark` is to come back with the reason."""

    def __init__(self, found: list[PostingFinding]) -> None:
        self.findings = found
        self.mark = digest(found)
        super().__init__(" ".join(item.text for item in found))


class Override:
    """Why a posting is written all the same, and the mark of the warnings its writer has read.

    `None` in its place: the caller cannot be asked (a workbook, the API, an approved proposal); nothing is stopped, and
    what was found is noted in the history.
    """

    def __init__(self, reason: str = "", mark: str = "") -> None:
        self.reason = reason.strip()
        self.mark = mark


def lock(unit: Unit, official: Official) -> None:
    """Two people posting into one unit, or posting one person, wait for each other: so both see the other's row."""
    Unit._base_manager.select_for_update(of=("self",)).get(pk=unit.pk)
    if official.pk:
        Official._base_manager.select_for_update(of=("self",)).get(pk=official.pk)


def stop_at(found: Iterable[PostingFinding], *, override: Override | None, reason: str = "") -> str:
    """The reason for the history. Errors: Refused for an error; Doubted for warnings without a reason for just these."""
    found = list(found)
    for item in found:
        if item.level == ERROR:
            raise Refused(item.text, field=item.field)
    if not found:
        return reason
    texts = " ".join(item.text for item in found)
    if override is None:
        return f"{reason} Cảnh báo khi ghi: {texts}".strip()[:REASON_LENGTH]
    if not override.reason or override.mark != digest(found):
        raise Doubted(found)
    told = f"Vẫn ghi vì: {override.reason}."
    return f"{reason} {told} Cảnh báo: {texts}".strip()[:REASON_LENGTH]


def check_new(official: Official, facts: dict[str, Any], *, by: Any) -> list[PostingFinding]:
    """What speaks against a new posting of `official`."""
    return findings(case_of(official, facts, by=by, auto_ends=True))


def check_changed(row: Appointment, changes: dict[str, Any], *, by: Any) -> list[PostingFinding]:
    """What a correction of a posting brings up that did not stand against it before."""
    if not set(changes) & set(FACTS):
        return []
    before = {name: getattr(row, name) for name in FACTS}
    after = before | {name: value for name, value in changes.items() if name in FACTS}
    if after == before:
        return []
    return fresh(
        findings(case_of(row.official, after, by=by, row=row)),
        findings(case_of(row.official, before, by=by, row=row)),
    )


def check_ending(row: Appointment, ends_on: date, end_reason: str, *, by: Any) -> list[PostingFinding]:
    facts = {name: getattr(row, name) for name in FACTS} | {"ends_on": ends_on, "end_reason": end_reason}
    return findings(case_of(row.official, facts, by=by, row=row, ending=True))


# --- reading --------------------------------------------------------------------------------------------------------
def case_of(
    official: Official,
    facts: dict[str, Any],
    *,
    by: Any,
    row: Appointment | None = None,
    ending: bool = False,
    auto_ends: bool = False,
) -> Case:
    """The case of one posting: some ten queries, whatever the number of people."""
    unit, post, day = facts["unit"], facts["post"], facts["starts_on"]
    posting = _posting(facts, post, unit, public_id=row.public_id if row is not None else "")
    with unscoped("the rules of one posting, whose writer's right has been checked"):
        others = _own_postings(official, row)
        born = _born(official)
        most, basis = _most(post, unit, day)
        return Case(
            posting=posting,
            unit=_unit_facts(unit, day, with_quota=posting.is_primary and not ending),
            others=others,
            holders=[] if ending else _holders(official, posting, unit, by=by),
            most=most,
            most_basis=basis,
            absences=_absences(official),
            born_from=born.first_day if born else None,
            born_until=born.last_day if born else None,
            retires_on=_retires_on(official, day),
            counted=any(o.is_primary and o.unit_id == unit.pk and o.holds_on(day) for o in others),
            ending=ending,
            auto_ends=auto_ends and posting.is_primary,
        )


def _posting(facts: dict[str, Any], post: Post, unit: Unit, *, public_id: str) -> Posting:
    return Posting(
        id=public_id,
        post=post.code,
        post_name=post.name,
        unit_id=unit.pk,
        place=unit.full_name,
        is_primary=bool(facts.get("is_primary", True)),
        starts_on=facts["starts_on"],
        ends_on=facts.get("ends_on"),
        end_reason=facts.get("end_reason") or "",
        term=facts.get("term") or "",
        group=post.group,
        start_unknown=bool(facts.get("start_unknown")),
    )


def _from_row(row: Appointment, *, holder: str = "") -> Posting:
    return Posting(
        id=row.public_id,
        post=row.post_id,
        post_name=row.post.name,
        unit_id=row.unit_id,
        place=row.unit.full_name,
        is_primary=row.is_primary,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        end_reason=row.end_reason,
        term=row.term,
        group=row.post.group,
        holder=holder,
        start_unknown=row.start_unknown,
    )


def _own_postings(official: Official, row: Appointment | None) -> list[Posting]:
    if not official.pk:
        return []
    rows = Appointment.objects.filter(official=official).select_related("unit", "post")
    return [_from_row(other) for other in rows if row is None or other.pk != row.pk]


def _holders(official: Official, posting: Posting, unit: Unit, *, by: Any) -> list[Posting]:
    """Other holders of the post there whose time overlaps; a lawful surplus holder is none."""
    rows = Appointment.objects.filter(unit=unit, post_id=posting.post).select_related(
        "unit", "post", "official"
    )
    rows = rows.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=posting.starts_on))
    if posting.ends_on is not None:
        rows = rows.filter(starts_on__lte=posting.ends_on)
    if official.pk:
        rows = rows.exclude(official=official)
    on_path = {
        official_id
        for official_id, first, until in SurplusStatus.objects.filter(unit=unit).values_list(
            "official_id", "starts_on", "until"
        )
        if posting.starts_on <= until and (posting.ends_on is None or first <= posting.ends_on)
    }
    sees_all = by.may("read", Official, "all")
    own = set() if sees_all else by.unit_ids_today()
    return [
        _from_row(
            row,
            holder=row.official.full_name
            if sees_all or row.official.unit_id in own
            else "người nay thuộc đơn vị khác",
        )
        for row in rows
        if row.official_id not in on_path
    ]


def most_holders(post: Post, unit: Unit, norms: dict[str, Any]) -> tuple[int, str]:
    """How many may hold a post of the unit at once, and by which text; of the deputy chairmen by its class."""
    norm = norms.get(f"{post.code}.max.{unit.unit_class}") if unit.unit_class else None
    if norm is None:
        return post.max_holders, ""
    checked = "" if norm.verified == "read" else ", chưa đối chiếu"
    return int(norm.value), f"{unit.get_unit_class_display().lower()}, {norm.basis}{checked}"


def _most(post: Post, unit: Unit, day: date) -> tuple[int, str]:
    wants_norm = post.code == DEPUTY_CHAIRMAN and unit.unit_class
    return most_holders(post, unit, norms_on(day) if wants_norm else {})


def _unit_facts(unit: Unit, day: date, *, with_quota: bool) -> UnitFacts:
    valid = PostValidity.objects.on(day).filter(unit_kind=unit.kind).order_by("starts_on")
    titles: dict[str, str] | None = dict(valid.values_list("post_id", "title"))
    if not titles and not PostValidity.objects.exists():
        titles = None
    quota = quota_for(unit, day) if with_quota else None
    return UnitFacts(
        name=unit.full_name,
        kind=str(unit.get_kind_display()).lower(),
        starts_on=unit.starts_on,
        ends_on=unit.ends_on,
        titles=titles,
        quota=quota.total if quota else None,
        quota_basis=quota.basis if quota else "",
        heads=_heads(unit, day) if quota else 0,
    )


def _heads(unit: Unit, day: date) -> int:
    """People in post in the unit on the day, those on a lawful surplus path left out."""
    rows = Appointment.objects.on(day).filter(unit=unit, is_primary=True).values("official_id")
    path = SurplusStatus.objects.filter(unit=unit, starts_on__lte=day, until__gte=day).values("official_id")
    return rows.exclude(official_id__in=path).distinct().count()


def _absences(official: Official) -> list[tuple[date, date | None]]:
    if not official.pk:
        return []
    return list(Absence.objects.filter(official=official).values_list("starts_on", "ends_on"))


def _born(official: Official) -> PartialDate | None:
    return official.birth_date_partial


def _retires_on(official: Official, day: date) -> date | None:
    born = _born(official)
    if born is None or not official.sex:
        return None
    return retirement_rules(day).retirement_date(official.sex, born)
