"""What looks wrong in the records though it may be true: the doubts of contracts 2, found by set-based queries.

The same rules speak when a package is loaded and on the page "Chất lượng số liệu": they read the records, limited to
what the reader may see.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, F, IntegerField, OuterRef, Q, QuerySet
from django.db.models.functions import ExtractDay, ExtractMonth, ExtractYear

from assessments.models import Discipline, Evaluation
from foundation.dates import today
from officials.models import Appointment, Official

OF_AGE = 18  # Luật Cán bộ, công chức 2008 Điều 36 khoản 1 điểm b: đủ 18 tuổi trở lên
LAST_YEAR_OF_LEVEL = {"han_che_nang_luc": 2019}  # contracts 2: the level is gone with the ratings of 2020
_LEVEL_COLUMNS = ("level", "self_level", "party_level")


@dataclass(frozen=True)
class Doubt:
    """One doubtful row: `table`, `key` and `column` name it as the package does; the official it concerns.

    `other_key` is the second row of a doubt about two rows of one table.
    """

    code: str
    table: str
    key: str
    column: str
    message: str
    official_id: str
    official_name: str
    unit_name: str
    other_key: str = ""


@dataclass(frozen=True)
class DoubtRule:
    """A kind of doubt: its code, what a page calls it, and the query that finds it in what a user may see."""

    code: str
    title: str
    find: Callable[[Any], Iterator[Doubt]]


def find_doubts(user: Any, code: str = "") -> list[Doubt]:
    """All doubts (of one kind, with `code`) in the records that `user` may see, ordered by kind and person."""
    return [doubt for rule in RULES if not code or rule.code == code for doubt in rule.find(user)]


_OFFICIAL = ("official__public_id", "official__full_name", "official__unit__name")


def _doubts(rows: QuerySet, prefix: str, *columns: str) -> Iterator[tuple[Any, ...]]:
    """`(public_id, *columns, official's id, name, unit name)` of each row, people in order."""
    person = [f"{prefix}public_id", f"{prefix}full_name", f"{prefix}unit__name"]
    ordered = rows.order_by(f"{prefix}name_sort", f"{prefix}pk", "pk")
    yield from ordered.values_list("public_id", *columns, *person)


def _day_number(path: str) -> Any:
    """A day as the number 20211231, which both databases compute alike."""
    return ExtractYear(path) * 10_000 + ExtractMonth(path) * 100 + ExtractDay(path)


def _under_age(user: Any) -> Iterator[Doubt]:
    """Officials not yet 18 when a post began, or today. A partial birth date counts as its last possible day."""
    day = today()
    birth_number = _day_number("birth_date")
    too_early = Appointment._base_manager.annotate(
        start_number=_day_number("starts_on"), birth_number=_day_number("official__birth_date")
    ).filter(official=OuterRef("pk"), start_number__lt=F("birth_number") + OF_AGE * 10_000)
    day_number = day.year * 10_000 + day.month * 100 + day.day
    rows = (
        Official.objects.visible_to(user)
        .filter(birth_date__isnull=False)
        .annotate(birth_number=birth_number)
        .filter(Q(birth_number__gt=day_number - OF_AGE * 10_000) | Exists(too_early))
    )
    for key, official_id, name, unit in _doubts(rows, ""):
        message = f"Cán bộ, công chức chưa đủ {OF_AGE} tuổi khi giữ chức danh hoặc vào ngày làm việc."
        yield Doubt("under_age", "officials", key, "birth_date", message, official_id, name, unit or "")


def _two_primary_posts(user: Any) -> Iterator[Doubt]:
    """Primary posts that begin while an earlier primary post of the same person still runs."""
    other = "official__appointments__"
    rows = Appointment.objects.visible_to(user).filter(
        Q(**{f"{other}starts_on__lt": F("starts_on")})
        | Q(**{f"{other}starts_on": F("starts_on"), f"{other}pk__lt": F("pk")}),
        Q(**{f"{other}ends_on__isnull": True}) | Q(**{f"{other}ends_on__gte": F("starts_on")}),
        is_primary=True,
        **{f"{other}is_primary": True},
    )
    columns = ("starts_on", f"{other}public_id", f"{other}post__name")
    for key, starts_on, other_key, post, *person in _doubts(rows, "official__", *columns):
        message = (
            f"Chức danh chính này bắt đầu ngày {starts_on:%d/%m/%Y} khi chức danh chính {post} "
            "vẫn chưa kết thúc."
        )
        yield _doubt("two_primary_posts", "appointments", key, "is_primary", message, person, other_key)


def _outside_unit_life(user: Any) -> Iterator[Doubt]:
    """Posts that begin before their unit exists or run on after it has ended.

    An open post in a unit whose end is still to come is none: nobody can know yet what follows.
    """
    rows = Appointment.objects.visible_to(user).filter(
        Q(starts_on__lt=F("unit__starts_on"))
        | Q(unit__ends_on__lt=today(), ends_on__isnull=True)
        | Q(ends_on__gt=F("unit__ends_on"))
    )
    columns = ("starts_on", "ends_on", "unit__name", "unit__starts_on", "unit__ends_on")
    for key, starts_on, ends_on, unit, first, last, *person in _doubts(rows, "official__", *columns):
        column = "starts_on" if _before(starts_on, first) or _before(last, starts_on) else "ends_on"
        life = f"từ {first:%d/%m/%Y} " if first else ""
        life += f"đến {last:%d/%m/%Y}" if last else "đến nay"
        until = f"đến {ends_on:%d/%m/%Y}" if ends_on else "đến nay"
        message = (
            f"Chức danh giữ từ {starts_on:%d/%m/%Y} {until}, còn đơn vị {unit} chỉ tồn tại {life.strip()}."
        )
        yield _doubt("outside_unit_life", "appointments", key, column, message, person)


def _before(first: date | None, second: date | None) -> bool:
    return first is not None and second is not None and first < second


def _retired_level(user: Any) -> Iterator[Doubt]:
    """Ratings with a level that no longer existed in their year."""
    for column in _LEVEL_COLUMNS:
        for level, last_year in LAST_YEAR_OF_LEVEL.items():
            rows = Evaluation.objects.visible_to(user).filter(**{column: level}, year__gt=last_year)
            for key, year, *person in _doubts(rows, "official__", "year"):
                message = f"Mức xếp loại “còn hạn chế về năng lực” không còn dùng cho năm {year}."
                yield _doubt("retired_level", "evaluations", key, column, message, person)


def _undated_discipline(user: Any) -> Iterator[Doubt]:
    """Disciplines that belong to no year, as neither the act nor the decision is dated."""
    rows = Discipline.objects.visible_to(user).filter(acted_on__isnull=True, decided_on__isnull=True)
    message = "Quyết định kỷ luật không có ngày vi phạm và ngày quyết định nên không tính được vào năm nào."
    for key, *person in _doubts(rows, "official__"):
        yield _doubt("undated_discipline", "disciplines", key, "decided_on", message, person)


def _evaluation_without_post(user: Any) -> Iterator[Doubt]:
    """Ratings of a year in which the person held no post."""
    posts = Appointment._base_manager.annotate(
        first_year=ExtractYear("starts_on", output_field=IntegerField()),
        last_year=ExtractYear("ends_on", output_field=IntegerField()),
    ).filter(
        Q(last_year__isnull=True) | Q(last_year__gte=OuterRef("year")),
        official=OuterRef("official"),
        first_year__lte=OuterRef("year"),
    )
    rows = Evaluation.objects.visible_to(user).filter(~Exists(posts))
    for key, year, *person in _doubts(rows, "official__", "year"):
        message = f"Có xếp loại năm {year} nhưng không giữ chức danh nào trong năm đó."
        yield _doubt("evaluation_without_post", "evaluations", key, "year", message, person)


def _doubt(
    code: str, table: str, key: str, column: str, message: str, person: list[Any], other_key: str = ""
) -> Doubt:
    official_id, name, unit = person
    return Doubt(code, table, key, column, message, official_id, name, unit or "", other_key)


RULES: tuple[DoubtRule, ...] = (
    DoubtRule("under_age", "Chưa đủ 18 tuổi", _under_age),
    DoubtRule("two_primary_posts", "Hai chức danh chính cùng lúc", _two_primary_posts),
    DoubtRule("outside_unit_life", "Chức danh ngoài thời gian tồn tại của đơn vị", _outside_unit_life),
    DoubtRule("retired_level", "Mức xếp loại không còn dùng", _retired_level),
    DoubtRule("undated_discipline", "Kỷ luật không có ngày", _undated_discipline),
    DoubtRule("evaluation_without_post", "Xếp loại khi không giữ chức danh", _evaluation_without_post),
)
