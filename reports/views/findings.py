"""Hạn chế, giải pháp: what the rules found, with its evidence; rules advise, people decide (style 6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from foundation.components import Tone, query
from foundation.formats import vi_numbers
from officials.law import verification_label
from officials.models import Norm
from reports.indicators import indicators
from reports.rules import SOLUTION_GROUPS, Finding, rules
from reports.rules.access import findings_for, not_judged_for
from reports.rules.notes import FindingNote, notes_for
from reports.views.choice import Choice, read_choice
from reports.views.figures import format_value, method_url

SHOWN_FIRST = 5
SHORT_GROUPS = {
    1: "Tuyển dụng",
    2: "Trang thiết bị",
    3: "Chính sách",
    4: "Đánh giá",
    5: "Đào tạo",
    6: "Khen thưởng, kỷ luật",
}
LEVELS = {"": "Thị xã và khu", "don_vi": "Xã, phường"}


@dataclass(frozen=True)
class EvidenceLine:
    """One figure with its threshold, as text."""

    title: str
    year: int
    value: str
    threshold: str
    source: str
    verified: str
    url: str


@dataclass(frozen=True)
class Shown:
    """A finding ready to be shown; `detail` is the line under it in short lists."""

    anchor: str
    group_number: int
    group_title: str
    group_full: str
    title: str
    text: str
    detail: str
    url: str
    severity: str
    tone: Tone
    people: str
    guard: str
    change: str
    actions: Sequence[str]
    evidence: Sequence[EvidenceLine]
    place: str
    note: FindingNote | None = None


@dataclass(frozen=True)
class Card:
    """One rule with all it found: `head` is the widest finding, `lines` all of them, widest first."""

    head: Shown
    lines: Sequence[Shown]
    sources: Sequence[str]


def _cards(found: Sequence[Shown]) -> list[Card]:
    """Findings by rule, the rule with the gravest finding first."""
    by_rule: dict[str, list[Shown]] = {}
    for item in found:
        by_rule.setdefault(item.anchor.partition("@")[0], []).append(item)
    cards = []
    for items in by_rule.values():
        lines = sorted(items, key=lambda item: not item.anchor.endswith("@all"))
        sources = dict.fromkeys(f"{e.source} ({e.verified})" for item in items for e in item.evidence)
        cards.append(Card(lines[0], lines, list(sources)))
    return cards


def top_findings(choice: Choice) -> dict[str, Any]:
    """The gravest findings for the dashboard: of the town and khu; of one unit when that is chosen."""
    level = choice.scope.level
    found = _gravest_first(choice, ("unit",) if level == "unit" else ("town", "area"))
    if level != "town":
        found = [pair for pair in found if pair[0].scope.code == choice.base]
    # One place for each solution group first, so that one weak khu does not fill the list.
    first: list[tuple[Finding, bool]] = []
    rest: list[tuple[Finding, bool]] = []
    seen: set[int] = set()
    for pair in found:
        (rest if pair[0].solution_group in seen else first).append(pair)
        seen.add(pair[0].solution_group)
    return {
        "shown": _drawn(choice, (first + rest)[:SHOWN_FIRST]),
        "total": len(found),
        "n_missing": len(_missing(choice, ("unit",) if level == "unit" else ("town", "area"))),
        "url": f"{reverse('reports:findings')}{choice.address(chi_tieu=None)}",
    }


@require_safe
def finding_list(request: HttpRequest) -> HttpResponse:
    """Every finding of the year, by solution group, with figures, thresholds, their source and what may be done."""
    choice = read_choice(request)
    level = request.GET.get("cap", "")
    level = "don_vi" if choice.scope.level == "unit" else level if level in LEVELS else ""
    by = ("unit",) if level else ("town", "area")
    found = _shown(choice, by)
    if choice.scope.level != "town":
        found = [item for item in found if item.anchor.endswith(f"@{choice.base}")]
    wanted = request.GET.get("giai_phap", "")
    notes = notes_for(request.user, choice.year)
    shown = [
        replace(item, note=notes.get(_key(item.anchor)))
        for item in found
        if wanted in ("", str(item.group_number))
    ]
    counts = {number: sum(item.group_number == number for item in found) for number in SOLUTION_GROUPS}
    context = choice.context() | {
        "cards": _cards(shown),
        "groups": [
            (number, SHORT_GROUPS[number], counts[number], query(request.GET, giai_phap=number), wanted == str(number))
            for number in SOLUTION_GROUPS
        ],
        "all_url": query(request.GET, giai_phap=None),
        "levels": [(title, query(request.GET, cap=key or None, pham_vi=None), key == level) for key, title in LEVELS.items()],
        "total": len(found),
        "wanted": wanted,
        "missing": _missing(choice, by),
    }  # fmt: skip
    return render(request, "reports/findings.html", context)


def _key(anchor: str) -> tuple[str, str]:
    """Rule and scope of an anchor."""
    rule, _, scope = anchor.partition("@")
    return rule, scope


def _gravest_first(choice: Choice, by: Sequence[str]) -> list[tuple[Finding, bool]]:
    return sorted(findings_for(choice.request.user, choice.year, by), key=lambda pair: -pair[0].severity)


def _shown(choice: Choice, by: Sequence[str]) -> list[Shown]:
    return _drawn(choice, _gravest_first(choice, by))


def _drawn(choice: Choice, found: Sequence[tuple[Finding, bool]]) -> list[Shown]:
    pages = {at_unit: _page(choice, at_unit=at_unit) for at_unit in (False, True)}
    return [
        _one(choice, finding, is_quiet, pages[finding.scope.level == "unit"]) for finding, is_quiet in found
    ]


def _page(choice: Choice, *, at_unit: bool) -> str:
    """The list of findings of the year, of units or of what stands above them; asked once for all findings."""
    address = query(
        choice.request.GET, nam=choice.year, cap="don_vi" if at_unit else None, chi_tieu=None, pham_vi=None, nhom=None
    )  # fmt: skip
    return f"{reverse('reports:findings')}{address}"


def _one(choice: Choice, finding: Finding, is_quiet: bool, page: str) -> Shown:
    rule, anchor = rules[finding.rule], f"{finding.rule}@{finding.scope.code}"
    lines = [] if is_quiet else [_evidence(choice, finding, item) for item in finding.evidence]
    grave = finding.severity >= 0.5
    return Shown(
        anchor=anchor,
        group_number=finding.solution_group,
        group_title=SHORT_GROUPS[finding.solution_group],
        group_full=SOLUTION_GROUPS[finding.solution_group],
        title=rule.title,
        text=finding.quiet_text if is_quiet else finding.text,
        detail=f"Ngưỡng {lines[0].threshold} · {lines[0].source}" if lines else "Số liệu được che.",
        url=f"{page}#{anchor}",
        severity="" if is_quiet else vi_numbers.percent(100 * finding.severity, 0),
        tone="danger" if grave else "warning",
        people="" if is_quiet else f"{vi_numbers.number(finding.people)} {rule.people_name}",
        guard="" if is_quiet else finding.guard,
        change="" if is_quiet else finding.change.text,
        actions=finding.actions,
        evidence=lines,
        place=finding.scope.label,
    )


def _evidence(choice: Choice, finding: Finding, item: Any) -> EvidenceLine:
    return EvidenceLine(
        title=indicators[item.indicator].title,
        year=item.year,
        value=format_value(item.indicator, item.value),
        threshold=format_value(item.indicator, item.threshold),
        source=item.source,
        verified=verification_label(item.verified),
        url=method_url(item.indicator, choice, scope=finding.scope.code, year=item.year),
    )


def _missing(choice: Choice, by: Sequence[str]) -> list[dict[str, str]]:
    """Rules that could not be judged: which, where, for want of what."""
    found = not_judged_for(choice.request.user, choice.year, by, choice.snapshot)
    names = _names_of({code for item in found for code in item.missing})
    return [
        {
            "rule": rules[item.rule].title,
            "scope": item.scope.label,
            "missing": ", ".join(names[code] for code in item.missing),
        }
        for item in found
        if choice.scope.level == "town" or item.scope.code == choice.base
    ]


def _names_of(codes: set[str]) -> dict[str, str]:
    """Indicators and norms in words; a norm by the title of any of its rows, since none is in force that day."""
    norms = codes - set(indicators.codes())
    titles = dict(Norm.objects.filter(code__in=norms).values_list("code", "title")) if norms else {}
    return {
        code: indicators[code].title if code in indicators else f"ngưỡng “{titles.get(code, code)}”"
        for code in codes
    }
