"""What happens each year: ratings, health, awards, discipline."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from assessments.models import Award, Discipline, Evaluation, HealthCheck
from exchange.workbooks.labels import label_of, rating_label
from exchange.workbooks.planning.base import Maker
from exchange.workbooks.values.cells import words
from foundation.dates import PartialDate


def ratings(maker: Maker) -> None:
    """The yearly rating; a rating of the file replaces that of the record for the year."""
    for year, level in (maker.values.get("evaluations") or {}).items():
        if level:
            _evaluation(maker, int(year), level)


def _evaluation(maker: Maker, year: int, level: str) -> None:
    part = f"evaluations.{year}"
    held = [e for e in maker.person.evaluations if e.year == year]
    current = _latest(held, "decided_on")
    if current is None:
        maker.add(part, Evaluation, year=year, level=level)
    elif current.level != level:
        maker.change(part, current, level=level, status="rated")
    else:
        return
    maker.tell(part, rating_label(current.level) if current else "–", rating_label(level))


def health(maker: Maker) -> None:
    """The health class of a year that the heading names; an undated one is of the as-of year (contracts 3)."""
    stated = maker.row.facts.get("health_by_year") or {maker.as_of.year: maker.values.get("health_class")}
    for year, health_class in stated.items():
        if health_class:
            _health(maker, int(year), str(health_class))


def _health(maker: Maker, year: int, health_class: str) -> None:
    current = _latest([h for h in maker.person.health_checks if h.year == year], "checked_on")
    if current is None:
        maker.add("health_class", HealthCheck, year=year, health_class=health_class)
    elif current.health_class != health_class:
        maker.change("health_class", current, health_class=health_class)
    else:
        return
    maker.tell("health_class", f"loại {current.health_class}" if current else "–", f"loại {health_class}")


def awards(maker: Maker) -> None:
    """Rewards not yet recorded, one a year named."""
    held = {(words(award_title(award.title)), award.year) for award in maker.person.awards}
    for text in maker.values.get("rewards") or []:
        title = award_title(text)
        years: list[int | None] = [*years_in(text)]
        for year in years or [None]:
            if (words(title), year) in held:
                continue
            held.add((words(title), year))
            maker.add("rewards", Award, title=title[:200], kind=award_kind(title), year=year)
            maker.tell("rewards", "–", text)


def disciplines(maker: Maker) -> None:
    """Discipline not yet recorded; only for who may write it."""
    held = {(d.form, _year_of(d)) for d in maker.person.disciplines}
    for item in maker.values.get("disciplines") or []:
        if (item["form"], item["year"]) in held:
            continue
        decided = PartialDate.parse(str(item["year"])) if item["year"] else None
        maker.add("disciplines", Discipline, form=item["form"], decided_on=decided)
        maker.tell("disciplines", "–", label_of(item["form"]))


_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_YEARS_SAID = re.compile(
    r"[\s,(]*(?:năm\s*)?(?<!\d)(?:19|20)\d\d(?!\d)[)\s]*(?:(?:,|và|-|–)\s*(?:19|20)\d\d[)\s]*)*", re.I
)
_FORMS = re.compile(r"\b(?:giay khen|bang khen|huan chuong|huy chuong|ky niem chuong|huy hieu|thu khen)\b")
_TITLES = re.compile(
    r"\b(?:chien si thi dua|cstd|cstdcs|lao dong tien tien|ldtt|chien si tien tien|thi dua)\b"
)


def years_in(text: str) -> list[int]:
    """The years a line names, in order: "Lao động tiên tiến 2020, 2021" → [2020, 2021]."""
    return list(dict.fromkeys(int(year) for year in _YEAR.findall(text)))


def award_title(text: str) -> str:
    """A reward without its years: "Giấy khen … năm 2021" → "Giấy khen …"."""
    return _YEARS_SAID.sub(" ", text).strip(" ,;-–") or text


def award_kind(title: str) -> str:
    """`danh_hieu`, `hinh_thuc`, or "" when the words do not say."""
    spoken = words(title)
    return "hinh_thuc" if _FORMS.search(spoken) else "danh_hieu" if _TITLES.search(spoken) else ""


def _latest(rows: list[Any], date_field: str) -> Any:
    """The row that counts (contracts 4): the latest date, an empty one as the earliest, then the greatest id."""
    return max(rows, key=lambda row: (getattr(row, date_field) or dt.date.min, row.public_id), default=None)


def _year_of(discipline: Discipline) -> int | None:
    day = discipline.decided_on or discipline.acted_on
    return day.year if day else None
