"""What a person's page says of the next raise, of retirement, of relatives in the unit."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from foundation.components import Row
from foundation.formats.vi_numbers import DASH, number
from foundation.forms import day_text
from foundation.registries import ProfileSection
from officials.dossier import dossier_of
from officials.law import norms_on, retirement_rules, verification_label
from officials.models import FamilyMember, Official, RetirementStep, SalaryStep
from officials.raises import raise_of
from officials.relatives import LEVELS, pairs_on
from officials.retirement import retirement_line
from officials.roster import Seat
from officials.salary import OVER_TOP, RAISE, monthly_amount, over_top_percent
from officials.sections import may_read
from officials.views.retirement import task_text


def next_raise(request: HttpRequest, official: Official) -> dict[str, Any]:
    """The next raise of who holds a post, and why then; what a month pays by coefficient."""
    dossier = dossier_of(request, official)
    if dossier.primary is None:
        return {"rows": []}
    answer, law = raise_of(request.user, official, dossier.primary.post_id, dossier.day)
    base = law.norms.get("luong_co_so")
    amount = monthly_amount(
        answer.current.coefficient if answer.current else None, base.value if base else None
    )
    then = {RAISE: f"bậc {answer.next_step}, hệ số {number(answer.next_coefficient, 2)}"}.get(answer.kind)
    if answer.kind == OVER_TOP:
        now = over_top_percent(answer, law, dossier.day)
        then = f"phụ cấp thâm niên vượt khung {number(now if now is not None else answer.percent)}%"
    return {
        "rows": [
            Row("Lần nâng tới", then or answer.kind_label),
            Row("Ngày đến hạn", day_text(answer.due_on) or None),
            Row(
                "Tiền lương theo hệ số",
                f"{number(amount)} đồng/tháng" if amount is not None else None,
                f"lương cơ sở {number(base.value)} đồng, không gồm phụ cấp" if base else "",
            ),
        ],
        "why": answer.in_words(request.user),
        "verified": "" if answer.verified == "read" else verification_label(answer.verified),
    }


def retirement(request: HttpRequest, official: Official) -> dict[str, Any]:
    """The day of retirement, what is due before it, what is doubtful."""
    dossier = dossier_of(request, official)
    if dossier.primary is None or not dossier.sees("birth_date"):
        return {"rows": []}
    steps = list(
        RetirementStep.objects.visible_to(request.user).filter(official=official).order_by("day", "pk")
    )
    line = retirement_line(
        Seat(official, dossier.primary),
        steps,
        retirement_rules(dossier.day),
        norms_on(dossier.day),
        dossier.day,
    )
    if line is None:
        return {"rows": [Row("Ngày nghỉ hưu", None, "chưa rõ giới tính hoặc ngày sinh")], "doubts": ()}
    put_off = f"kéo dài; theo tuổi là {day_text(line.by_rule)}" if line.is_postponed else line.basis
    return {
        "rows": [
            Row("Ngày nghỉ hưu", day_text(line.retires_on), put_off),
            Row("Thông báo", task_text(line.notice)[1]),
            Row("Quyết định", task_text(line.decision)[1]),
        ],
        "doubts": line.doubts,
    }


def relatives(request: HttpRequest, official: Official) -> dict[str, Any]:
    """Declared relatives who serve in the same unit today, with the level of the pair."""
    pairs = pairs_on(request.user, dossier_of(request, official).day, of=official)
    return {
        "pairs": [
            {
                "name": (pair.other if pair.one.pk == official.pk else pair.one).full_name,
                "posts": ", ".join(pair.other_posts if pair.one.pk == official.pk else pair.one_posts)
                or DASH,
                "told": pair.told
                if pair.one.pk == official.pk
                else pair.told_back or "chưa khai ở hồ sơ này",
                "tone": LEVELS[pair.level][0],
                "level": LEVELS[pair.level][1],
                "rule": f"{pair.rules[0].title} ({pair.rules[0].basis})" if pair.rules else "",
                "doubt": pair.doubt,
            }
            for pair in pairs
        ],
        "all_url": reverse("officials:relatives"),
    }


SECTIONS = (
    ProfileSection(
        "nang-luong", "Lần nâng lương tới", "officials/_next_raise.html", 79, next_raise, may_read(SalaryStep), tab="luong"
    ),
    ProfileSection(
        "du-kien-nghi-huu", "Nghỉ hưu", "officials/_retirement.html", 109, retirement, may_read(RetirementStep),
        tab="cong-tac",
    ),
    ProfileSection(
        "nguoi-than-cung-don-vi", "Người thân cùng đơn vị", "officials/_relatives.html", 95, relatives,
        may_read(FamilyMember), tab="luong",
    ),
)  # fmt: skip
