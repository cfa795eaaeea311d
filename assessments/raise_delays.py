"""What of a year's ratings and of discipline delays a raise (NĐ 92/2009/NĐ-CP Điều 6 khoản 3)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from assessments.models import Discipline, Evaluation
from foundation.dates import year_end
from foundation.scope import unscoped
from officials.law import NormValue, norms_on
from officials.raise_delays import Delay, RaiseDelaySource
from officials.services.postings import id_order

LEFT_BY = {Discipline.Form.BUOC_THOI_VIEC, Discipline.Form.BAI_NHIEM}
NO_NUMBER = "Danh mục chưa có số tháng kéo dài cho trường hợp này"


def find(people: Collection[int] | None, day: date) -> dict[int, list[Delay]]:
    """Delays from ratings and discipline by official, three queries.

    A rating counts on 31/12 of its year, a discipline on the day it was decided. In a year with a discipline "không
    hoàn thành nhiệm vụ" counts with it, once: that it followed from it is what the rating rules say (inference).
    """
    norms = norms_on(day)
    found = _disciplined(people, norms)
    for person, year in _not_fulfilled(people):
        norm = norms.get("nang_luong.cham.khong_hoan_thanh")
        act = next((one.act for one in found.get(person, ()) if one.day and one.day.year == year), "")
        found.setdefault(person, []).append(
            Delay(
                day=year_end(year),
                months=int(norm.value) if norm else None,
                why=f"không hoàn thành nhiệm vụ năm {year}",
                basis=norm.basis if norm else NO_NUMBER,
                verified=norm.verified if norm else "memory",
                act=act,
                model=Evaluation,
                fact="level",
            )
        )
    return found


def _disciplined(people: Collection[int] | None, norms: dict[str, NormValue]) -> dict[int, list[Delay]]:
    with unscoped("delays of raises: the caller shows only what its reader may see"):
        rows = Discipline.objects.exclude(form__in=LEFT_BY)
        if people is not None:
            rows = rows.filter(official__in=people)
        found: dict[int, list[Delay]] = {}
        for row in rows.order_by("pk"):
            norm = norms.get(f"nang_luong.cham.{row.form}")
            is_state = row.line in ("", Discipline.Line.CHINH_QUYEN)
            found.setdefault(row.official_id, []).append(
                Delay(
                    day=row.decided_on or row.acted_on,
                    months=int(norm.value) if norm and is_state else None,
                    why=f"kỷ luật {row.get_form_display().lower()}"
                    + ("" if is_state else f" ({row.get_line_display().lower()})"),
                    basis=norm.basis if norm and is_state else NO_NUMBER,
                    verified=norm.verified if norm else "memory",
                    act=f"vu {row.act_ref}" if row.act_ref else f"ky-luat {row.pk}",
                    model=Discipline,
                    fact="form",
                )
            )
    return found


def _not_fulfilled(people: Collection[int] | None) -> list[tuple[int, int]]:
    """(official, year) of ratings "không hoàn thành nhiệm vụ"; the latest decision of a year counts (contracts 4)."""
    with unscoped("delays of raises: the caller shows only what its reader may see"):
        rows = Evaluation.objects.filter(status=Evaluation.Status.RATED)
        if people is not None:
            rows = rows.filter(official__in=people)
        bad = set(
            rows.filter(level=Evaluation.Level.KHONG_HOAN_THANH).order_by().values_list("official_id", "year")
        )
        latest: dict[tuple[int, int], tuple[tuple[date, tuple[int, int, str]], str]] = {}
        if bad:
            doubtful = rows.filter(
                official__in={person for person, _ in bad}, year__in={year for _, year in bad}
            ).order_by()
            for person, year, level, decided, public_id in doubtful.values_list(
                "official_id", "year", "level", "decided_on", "public_id"
            ):
                order = (decided or date.min, id_order(public_id))
                if (person, year) in bad and (
                    (person, year) not in latest or order > latest[person, year][0]
                ):
                    latest[person, year] = (order, level)
    return sorted(key for key, (_, level) in latest.items() if level == Evaluation.Level.KHONG_HOAN_THANH)


def hidden_from(user: Any) -> str:
    return "" if user.may_see_field(Discipline, "form") else "kỷ luật"


SOURCE = RaiseDelaySource("danh-gia-ky-luat", 10, find, hidden_from)
