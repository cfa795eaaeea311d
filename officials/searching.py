"""What the top search finds on this floor: people and units, only those the reader may see."""

from __future__ import annotations

from typing import Any

from foundation import vn_text
from foundation.dates import today
from foundation.registries import SearchHit, SearchSource
from officials.models import Appointment, Official, Unit
from officials.people_asked import MOST_WORDS


def people(user: Any, text: str, limit: int) -> list[SearchHit]:
    """People by name without diacritics, or by the whole ID number where the reader may read it."""
    if not _reads(user, Official):
        return []
    words = " ".join(text.split(" ")[:MOST_WORDS])
    rows = Official.objects.visible_to(user).select_related("unit")
    digits = words.replace(" ", "").isdigit()
    if digits and not user.may_see_field(Official, "national_id"):
        return []
    found = list(rows.matching(words)[:limit])
    posts = dict(
        Appointment.objects.visible_to(user)
        .on(today())
        .filter(official__in=[person.pk for person in found], is_primary=True)
        .order_by("starts_on")
        .values_list("official_id", "post__short_name")
    )
    return [
        SearchHit(
            person.full_name,
            ", ".join(
                part
                for part in (
                    posts.get(person.pk, "không còn giữ chức danh"),
                    str(person.unit) if person.unit else "",
                )
                if part
            ),
            person.get_absolute_url(),
        )
        for person in found
    ]


def units(user: Any, text: str, limit: int) -> list[SearchHit]:
    """Units by name without diacritics or by code."""
    if not _reads(user, Unit):
        return []
    wanted = vn_text.fold(text)
    hits = []
    for unit in Unit.objects.visible_to(user).select_related("area").order_by("name", "-starts_on", "pk"):
        if wanted in vn_text.fold(unit.full_name) or wanted == unit.code.lower():
            hits.append(SearchHit(unit.full_name, _unit_detail(unit), unit.get_absolute_url()))
    return hits[:limit]


def _unit_detail(unit: Unit) -> str:
    parts = [f"khu {unit.area}" if unit.area else ""]
    if unit.ends_on and unit.ends_on < today():
        parts.append(f"đến {unit.ends_on:%d/%m/%Y}")
    elif unit.starts_on and unit.starts_on > today():
        parts.append(f"từ {unit.starts_on:%d/%m/%Y}")
    return ", ".join(part for part in parts if part)


def _reads(user: Any, model: Any) -> bool:
    return bool(user.may("read", model, "all") or user.may("read", model, "own"))


PEOPLE = SearchSource("people", "Cán bộ, công chức", 10, people)
UNITS = SearchSource("units", "Xã, phường", 20, units)
