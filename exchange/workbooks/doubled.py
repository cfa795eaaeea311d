"""A column that stands twice, or is filled on two lines of one person: one answer, or a question. Pure."""

from __future__ import annotations

import re

from exchange.workbooks.columns import Column, RowContext
from exchange.workbooks.columns.base import Cell
from exchange.workbooks.problems import Problem, problem
from exchange.workbooks.values.cells import as_written, clean, is_blank

# Fields that have one answer a part; of the others several cells add up (posts, levels, rewards) or conflict by rule.
_DATES = frozenset({"birth", "party_date", "post_date"})
_TEXTS = frozenset(
    {"full_name", "ethnicity", "religion", "hometown", "unit", "general_education", "trainings"}
)
_MEANINGS = frozenset({"national_id", "health_class", "evaluations", "party_member"})
ONE_ANSWER = _DATES | _TEXTS | _MEANINGS


def settled(column: Column, cells: list[Cell], context: RowContext, broken: list[Problem]) -> list[Cell]:
    """One cell a part: equal answers, or one that says the other more fully, are one; else a problem and no answer."""
    by_part: dict[str, list[Cell]] = {}
    for cell in cells:
        by_part.setdefault(cell.part, []).append(cell)
    result: list[Cell] = []
    for part, alike in by_part.items():
        filled = [cell for cell in alike if not is_blank(cell.value)]
        if len(alike) == 1 or len(filled) < 2:
            result += filled or alike[:1]
            continue
        answer = _one_answer(column, filled, context)
        if answer is None:
            code = "date_ambiguous" if column.field in _DATES else "value_unknown"
            written = " / ".join(str(as_written(cell.value)) for cell in filled)
            broken.append(problem(column.problem_field(part), code, written))
            answer = Cell(part, None, broken=True)
        result.append(answer)
    return result


def _one_answer(column: Column, filled: list[Cell], context: RowContext) -> Cell | None:
    texts = {clean(str(as_written(cell.value))).casefold(): cell for cell in filled}
    fullest = max(texts, key=len)
    if len(texts) == 1:
        return texts[fullest]
    if column.field in _MEANINGS:
        values = [column.read([cell], context).values for cell in filled]
        known = any(value is not None for value in values[0].values())
        return texts[fullest] if known and all(value == values[0] for value in values) else None
    held = all(re.search(rf"(?<!\w){re.escape(text)}(?!\w)", fullest) for text in texts)
    return texts[fullest] if held else None
