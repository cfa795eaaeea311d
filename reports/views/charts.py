"""The charts of figures pages: what they say stands in their titles."""

from __future__ import annotations

from collections.abc import Sequence

from foundation.charts import Break, ChartSpec, Series
from foundation.formats import vi_numbers
from reports.views.choice import Choice
from reports.views.figures import Figures, method_url

RATINGS = (
    ("xuat_sac", "Xuất sắc", "step-5"),
    ("tot", "Tốt", "step-4"),
    ("hoan_thanh", "Hoàn thành", "step-3"),
    ("han_che_nang_luc", "Còn hạn chế về năng lực", "step-2"),
    ("khong_hoan_thanh", "Không hoàn thành", "alert"),
)
DEGREES = (
    ("tien_si", "Tiến sĩ", "step-5"),
    ("thac_si", "Thạc sĩ", "step-5"),
    ("dai_hoc", "Đại học", "step-4"),
    ("cao_dang", "Cao đẳng", "step-3"),
    ("trung_cap", "Trung cấp", "step-2"),
    ("so_cap", "Sơ cấp", "step-1"),
    ("none", "Chưa qua đào tạo", "muted"),
)
AGES = (("under_30", "Dưới 30"), ("30_39", "30–39"), ("40_49", "40–49"), ("50_plus", "Từ 50"))
CODES = (
    *(f"E1.{code}" for code, _, _ in RATINGS),
    *(f"C2.{code}" for code, _, _ in DEGREES),
    *(f"A5.{code}" for code, _ in AGES),
    "E2",
    "E3",
    "A9",
)
_EMPTY = {
    True: "Số liệu được che với vai trò này vì có nhóm quá ít người.",
    False: "Chưa có số liệu cho phạm vi này.",
}
LEAST_CHANGE = 1.0  # percentage points below which a change is not worth a word
REGIME_BREAK = Break("2020", "Từ năm 2020 xếp loại theo NĐ 90/2020/NĐ-CP, trước đó theo NĐ 56/2015/NĐ-CP")


def overview_charts(figures: Figures, choice: Choice) -> list[ChartSpec]:
    """Ratings and degrees by year, ages of the year; an empty category of all years is left out."""
    return [_ratings(figures, choice), _degrees(figures, choice), _ages(figures, choice)]


def trend_title(
    name: str,
    values: Sequence[float | None],
    years: Sequence[int],
    *,
    unit: str = "điểm %",
    least: float = LEAST_CHANGE,
    decimals: int = 1,
    hidden: bool = False,
) -> str:
    """What a series says in a sentence: it rose, fell, or hardly changed (less than `least`) between its ends."""
    span = f"{years[0]}–{years[-1]}" if len(years) > 1 else str(years[0])
    first, last = values[0], values[-1]
    if first is None or last is None:
        return f"{name}: {'có năm được che,' if hidden else 'chưa đủ số liệu các năm'} {span}"
    if abs(last - first) < least:
        return f"{name} gần như không đổi, {span}"
    word = "tăng" if last > first else "giảm"
    size = f"{vi_numbers.number(abs(last - first), decimals)} {unit}".rstrip()
    return f"{name} {word} {size}, {span}"


def _source(choice: Choice) -> str:
    return f"Nguồn: hồ sơ trong hệ thống, 31/12/{choice.year}."


def _stack(
    figures: Figures, choice: Choice, prefix: str, parts: Sequence[tuple[str, str, str]]
) -> list[Series]:
    scope = choice.code(choice.base)
    found = []
    for code, label, tone in parts:
        full = f"{prefix}.{code}"
        values = figures.series(full, choice.years, scope)
        if any(values):
            notes = [figures.n_text(full, year, scope) for year in choice.years]
            found.append(Series(label, values, tone, notes))  # type: ignore[arg-type]
    return found


def _ratings(figures: Figures, choice: Choice) -> ChartSpec:
    scope, years = choice.code(choice.base), choice.years
    good = figures.series("E2", years, scope)
    if all(value is not None and value >= 100 for value in good):
        title = f"Ba năm liền 100% số người được xếp loại từ Hoàn thành tốt trở lên, {years[0]}–{years[-1]}"
    else:
        best = figures.series("E3", years, scope)
        title = trend_title("Hoàn thành xuất sắc nhiệm vụ", best, years)
    return ChartSpec(
        code="xep-loai",
        title=title,
        subtitle="% trên tổng số người có mặt, tính cả người chưa xếp loại.",
        kind="stacked",
        horizontal=True,
        categories=[str(year) for year in years],
        series=_stack(figures, choice, "E1", RATINGS),
        unit="%",
        decimals=1,
        maximum=100,
        breaks=[REGIME_BREAK] if years[0] < 2020 <= years[-1] else [],
        category_name="Năm",
        source=_source(choice),
        method_url=method_url("E2", choice),
    )


def _degrees(figures: Figures, choice: Choice) -> ChartSpec:
    scope, years = choice.code(choice.base), choice.years
    title = trend_title("Trình độ đại học", figures.series("C2.dai_hoc", years, scope), years)
    return ChartSpec(
        code="chuyen-mon",
        title=title,
        subtitle="% theo trình độ chuyên môn cao nhất; cùng số người có mặt ngày 31/12.",
        kind="stacked",
        horizontal=True,
        categories=[str(year) for year in years],
        series=_stack(figures, choice, "C2", DEGREES),
        unit="%",
        decimals=1,
        maximum=100,
        category_name="Năm",
        source=_source(choice),
        method_url=method_url("C2u", choice),
    )


def _ages(figures: Figures, choice: Choice) -> ChartSpec:
    scope, year = choice.code(choice.base), choice.year
    soon = figures.value("A9", year, scope)
    codes = [f"A5.{code}" for code, _ in AGES]
    is_hidden = any(figures.is_hidden(code, year, scope) for code in codes)
    title = f"Độ tuổi: {'số liệu được che' if is_hidden else 'chưa đủ số liệu'}, 31/12/{year}"
    if soon is not None:
        title = f"{vi_numbers.percent(soon)} đến tuổi nghỉ hưu trong 5 năm tới"
    return ChartSpec(
        code="do-tuoi",
        title=title,
        subtitle=f"% theo nhóm tuổi tại ngày 31/12/{year}.",
        kind="bar",
        horizontal=True,
        categories=[label for _, label in AGES],
        series=[
            Series(
                "Tỷ lệ",
                [figures.value(code, year, scope) for code in codes],
                notes=[figures.n_text(code, year, scope) for code in codes],
            )
        ],
        unit="%",
        decimals=1,
        category_name="Nhóm tuổi",
        source=_source(choice),
        method_url=method_url("A9", choice),
        empty_text=_EMPTY[is_hidden],
    )
