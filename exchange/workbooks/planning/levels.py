"""Degrees, theory, state management, certificates: a level that is not held yet is added."""

from __future__ import annotations

from exchange.workbooks.labels import label_of, level_label
from exchange.workbooks.planning.base import CERTIFICATES, LEVELS, NONE_LEVELS, Maker
from officials.models import Qualification


def levels(maker: Maker) -> None:
    """Degree, theory, state management: a level not held yet, or the field of study of one that is."""
    for name, kind in LEVELS.items():
        code = maker.values.get(name)
        if code is None:
            continue
        held = [q for q in maker.person.qualifications if q.kind == kind]
        level = "none" if code in NONE_LEVELS else code
        major = _major(maker) if kind == "professional" and level != "none" else ""
        same = [q for q in held if q.level == level]
        if same:
            stated = (maker.values.get("degree_major") or "")[:150] if kind == "professional" else ""
            if stated and level != "none" and all(q.field != stated for q in same):
                maker.change("degree_major", same[0], field=stated)
                maker.tell("degree_major", same[0].field, stated)
            continue
        if level == "none" and held:
            continue  # a level once held is not lost by a list that leaves it out
        maker.add(name, Qualification, kind=kind, level=level, field=major)
        maker.tell(name, level_label(kind, held), label_of(code))


def _major(maker: Maker) -> str:
    return (maker.values.get("degree_major") or maker.row.facts.get("degree_level_rest") or "")[:150]


def certificates(maker: Maker) -> None:
    """IT and foreign languages: yes or no."""
    for name, (kind, level_fact) in CERTIFICATES.items():
        has = maker.values.get(name)
        if has is None:
            continue
        held = [q for q in maker.person.qualifications if q.kind == kind]
        if (has and any(q.level != "none" for q in held)) or (not has and held):
            continue
        level = maker.row.facts.get(level_fact, "") if has else "none"
        language = maker.row.facts.get("language", "") if has and kind == "foreign_language" else ""
        maker.add(name, Qualification, kind=kind, level=level, field=language)
        maker.tell(name, "chưa có" if held else "–", "có" if has else "chưa có")
