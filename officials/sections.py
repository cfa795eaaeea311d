"""Sections of one official's page that belong to this floor, and the table that every kind of row is shown in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from foundation.components import Row, TimelineItem
from foundation.formats.vi_numbers import DASH
from foundation.forms import day_text
from foundation.history import history_of
from foundation.registries import ProfileSection
from officials.checks import can_write, may_propose
from officials.dossier import Dossier, dossier_of, level_in_words
from officials.kinds import period
from officials.majors import Suits
from officials.models import Official
from officials.models.qualifications import QualificationKind
from officials.record_kinds import RecordKind
from officials.standards import Status

TONES = {
    Status.MET.value: "ok",
    Status.IN_TRANSITION.value: "info",
    Status.UNMET.value: "warning",
    Status.UNKNOWN.value: "quiet",
}
_FIT_TONES = {Suits.PHU_HOP: "ok", Suits.CHUA_PHU_HOP: "warning", Suits.CHUA_XAC_DINH: "quiet"}


# --- tables of rows -----------------------------------------------------------------------------------------
def visible_cells(user: Any, kind: RecordKind) -> list[Any]:
    """The columns this user may read of such rows."""
    return [cell for cell in kind.cells if all(user.may_see_field(kind.model, name) for name in cell.fields)]


def rows_of(user: Any, kind: RecordKind, official: Official) -> list[Any]:
    model: Any = kind.model
    rows = model.objects.visible_to(user).filter(official=official).select_related(*kind.related)
    found = list(rows.order_by(*(kind.order_by or model._meta.ordering)))
    for row in found:
        row.official = official  # known already: a cell that asks for it costs no query
    return found


def table_of(kind: RecordKind) -> Callable[[HttpRequest, Official], dict[str, Any]]:
    """The context of a section that shows the rows of a kind, with links to add, correct and remove."""

    def context(request: HttpRequest, official: Official) -> dict[str, Any]:
        user: Any = request.user
        cells = visible_cells(user, kind)
        writes = can_write(user, kind.model, official.unit)
        looks_back = may_read_history(user, official)
        asks = may_propose(user, kind.model, official.unit)

        def asking_url(row: Any) -> dict[str, str]:
            """Where an officer asks the district to change a row they only read."""
            return {"ask_url": row_urls(official, kind, row)["change_url"]} if asks else {}

        rows = [
            {
                "cells": [(cell.label, cell.value(row), cell.numeric) for cell in cells],
                "name": kind.name_row(row),
                "history_url": history_url(official, kind, row) if looks_back else "",
                **(
                    row_urls(official, kind, row)
                    if writes and kind.may_change(user, row)
                    else asking_url(row)
                ),
            }
            for row in rows_of(user, kind, official)
        ]
        return {
            "heads": [(cell.label, cell.numeric) for cell in cells],
            "rows": rows,
            "noun": kind.noun,
            "has_acts": writes or looks_back or asks,
            "add_url": reverse("officials:record-add", args=[official.public_id, kind.code])
            if writes
            else "",
            "acts": kind.acts(user, official) if writes else [],
        }

    return context


def row_urls(official: Official, kind: RecordKind, row: Any) -> dict[str, str]:
    here = [official.public_id, kind.code, row.public_id]
    urls = {"change_url": reverse("officials:record-change", args=here)}
    if kind.code == "cong-tac" and row.ends_on is None:
        urls["end_url"] = reverse("officials:posting-end", args=[official.public_id, row.public_id])
    return urls


def history_url(official: Official, kind: RecordKind, row: Any) -> str:
    return reverse("officials:record-history", args=[official.public_id, kind.code, row.public_id])


def may_read(model: Any) -> Callable[[Any, Any], bool]:
    def may_see(user: Any, official: Any) -> bool:
        return bool(user.may("read", model, "all") or user.may("read", model, "own"))

    return may_see


def section_of(kind: RecordKind, title: str, *, tab_label: str = "", sensitive: str = "") -> ProfileSection:
    """The section of a kind of row, seen by whoever may read such rows."""
    return ProfileSection(
        code=kind.code,
        title=title,
        template="officials/_record_section.html",
        order=kind.order,
        context=table_of(kind),
        may_see=may_read(kind.model),
        tab=kind.tab,
        tab_label=tab_label,
        sensitive=kind.sensitive,
    )


# --- summary ------------------------------------------------------------------------------------------------
def may_complete(user: Any, official: Any) -> bool:
    """What is lacking concerns those who can add it."""
    return can_write(user, Official, official.unit)


def summary_levels(request: HttpRequest, official: Official) -> dict[str, Any]:
    """The highest level of each kind."""
    dossier = dossier_of(request, official)
    rows = [Row("Giáo dục phổ thông", official.general_education or None)]
    for kind in QualificationKind:
        row = dossier.levels.get(kind.value)
        if row is not None or kind in list(QualificationKind)[:5]:
            note = "không rõ ngày cấp" if row is not None and row.attained_on is None else ""
            rows.append(Row(str(kind.label), level_in_words(row) if row is not None else None, note))
    return {"rows": rows, "all_url": f"{official.get_absolute_url()}?muc=trinh-do"}


def standard(request: HttpRequest, official: Official) -> dict[str, Any]:
    """The conditions of the post and how the person stands to each."""
    dossier = dossier_of(request, official)
    judged = dossier.judgement
    if judged is None or dossier.primary is None:
        return {"post": "", "findings": []}
    findings = [
        {
            "label": finding.rule.label,
            "required": finding.required_label,
            "held": finding.held_label,
            "status": finding.status_label,
            "tone": TONES[finding.status],
            "basis": finding.rule.basis,
            "until": day_text(finding.rule.transition_until)
            if finding.status == Status.IN_TRANSITION
            else "",
            "verified": finding.rule.verified,
        }
        for finding in judged.findings
    ]
    fit = dossier.major_fit
    if fit is not None:
        findings.append(
            {
                "label": "Ngành đào tạo",
                "required": "phù hợp với chức danh",
                "held": dossier.major_names or DASH,
                "status": fit.label,
                "tone": _FIT_TONES[fit],
                "basis": "",
                "until": "",
                "verified": "read",
            }
        )
    return {
        "post": dossier.primary.post.name,
        "day": dossier.day,
        "findings": findings,
        "basis": "; ".join(dict.fromkeys(f["basis"] for f in findings if f["basis"])),
        "unverified": any(f["verified"] != "read" for f in findings),
    }


# --- postings -----------------------------------------------------------------------------------------------
def timeline(dossier: Dossier) -> list[TimelineItem]:
    """Postings and reorganisations of units, the latest first."""
    current = {a.pk for a in dossier.held}
    items: list[tuple[date, int, TimelineItem]] = []
    for row in dossier.appointments:
        details = [
            str(row.get_how_display()).lower(),
            f"nhiệm kỳ {row.term}" if row.term else "",
            f"QĐ {row.decision_no}" if row.decision_no else "",
            str(row.get_end_reason_display()).lower() if row.ends_on else "",
        ]
        item = TimelineItem(
            title=row.post.name + ("" if row.is_primary else " (kiêm)"),
            place=str(row.unit),
            when=period(row.starts_on, row.ends_on, start_unknown=row.start_unknown),
            detail=" · ".join(part for part in details if part),
            current=row.pk in current,
        )
        items.append((row.starts_on, 1 if row.is_primary else 0, item))
    for change in dossier.successions:
        title = f"{change.predecessor.full_name} thành {change.successor}"
        note = f"NQ {change.basis}" if change.basis else "sắp xếp đơn vị"
        items.append((change.effective_on, -1, TimelineItem(title, day_text(change.effective_on), note)))
    items.sort(key=lambda entry: entry[:2], reverse=True)
    return [item for _, _, item in items]


def postings_timeline(request: HttpRequest, official: Official) -> dict[str, Any]:
    return {"items": timeline(dossier_of(request, official))}


# --- history ------------------------------------------------------------------------------------------------
def history(request: HttpRequest, official: Official) -> dict[str, Any]:
    return {"lines": history_of(request.user, official), "dash": DASH}


def may_read_history(user: Any, official: Any) -> bool:
    return bool(user.may("read", "audit.records", "all") or user.may("read", "audit.own", "own"))
