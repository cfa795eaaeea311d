"""The summary of an official's last three years on their page."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from django.http import HttpRequest

from assessments.kinds import EVALUATION_SHORT
from assessments.models import Award, Evaluation, EvaluationCase, Training
from assessments.round_board import TONES
from assessments.round_states import ROUND_CASE
from foundation.dates import today, year_end, year_start
from foundation.formats.vi_numbers import DASH
from officials.models import Official
from officials.services.postings import id_order

N_YEARS = 3


def years_summary(request: HttpRequest, official: Official) -> dict[str, Any]:
    """Rating, courses and awards of the last three years, each year a column; three queries at most."""
    user: Any = request.user
    years = list(range(today().year - N_YEARS + 1, today().year + 1))
    lines = [("Xếp loại", _ratings(user, official, years))]
    if _reads(user, Training):
        lines.append(("Bồi dưỡng", _courses(user, official, years)))
    if _reads(user, Award):
        lines.append(("Khen thưởng", _awards(user, official, years)))
    return {"years": years, "lines": lines}


def _ratings(user: Any, official: Official, years: list[int]) -> list[str]:
    """The latest decision of each year counts; an undated one counts as the earliest (contracts 4)."""
    rows = Evaluation.objects.visible_to(user).filter(official=official, year__in=years)
    facts = rows.values_list("decided_on", "public_id", "year", "status", "level")
    found: dict[int, str] = {}
    for _, _, year, status, level in sorted(facts, key=lambda r: (r[0] or date.min, id_order(r[1]))):
        rated = status == Evaluation.Status.RATED and level
        found[year] = (
            EVALUATION_SHORT[Evaluation.Level(level)] if rated else str(Evaluation.Status(status).label)
        )
    return [found.get(year, DASH) for year in years]


def _courses(user: Any, official: Official, years: list[int]) -> list[str]:
    span = (year_start(years[0]), year_end(years[-1]))
    ends = Training.objects.visible_to(user).filter(official=official, ends_on__range=span)
    counted = Counter(day.year for day in ends.values_list("ends_on", flat=True) if day)
    return [f"{counted[year]} lớp" if counted[year] else DASH for year in years]


def _awards(user: Any, official: Official, years: list[int]) -> list[str]:
    found: dict[int, list[str]] = {}
    rows = Award.objects.visible_to(user).filter(official=official)
    for given, decided_on, title in rows.values_list("year", "decided_on", "title"):
        year = given or (decided_on.year if decided_on else None)
        if year in years:
            found.setdefault(year, []).append(title)
    return ["; ".join(found.get(year, [])) or DASH for year in years]


def _reads(user: Any, model: Any) -> bool:
    return bool(user.may("read", model, "all") or user.may("read", model, "own"))


def rounds_of(request: HttpRequest, official: Official) -> dict[str, Any]:
    """The rounds of evaluation the official is in, the latest first; one query."""
    cases = EvaluationCase.objects.visible_to(request.user).filter(official=official)
    rows = [
        {
            "year": case.year,
            "state": ROUND_CASE.label_of(case.state),
            "tone": TONES.get(case.state, ""),
            "unit": case.round.unit,
            "url": case.get_absolute_url(),
            "is_open": case.round.is_open,
        }
        for case in cases.select_related("round__unit").order_by("-year", "-pk")
    ]
    return {"rows": rows}
