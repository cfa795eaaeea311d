"""The completeness of files as pages show it: on a person's page, on a unit's page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from foundation.formats.vi_numbers import number, percent
from officials import completeness
from officials.completeness import CountedFact, FileState, in_post, may_see, states_of
from officials.dossier import dossier_of
from officials.models import Official, Unit

N_EMPTIEST = 5
HALF = 50
_KEPT = "_kinhmon_file_state"


@dataclass(frozen=True)
class Meter:
    """A bar with its words: `29/34 mục, 85,3%`."""

    filled: int
    expected: int
    text: str
    tone: str

    @property
    def is_full(self) -> bool:
        return self.filled == self.expected


def meter(filled: int, expected: int) -> Meter:
    """The bar of a file or of a unit; the share is cut, not rounded, so that only a full file says 100%."""
    share = 100 * filled / expected if expected else None
    shown = percent(int(1000 * filled / expected) / 10 if expected else None)
    tone = "ok" if expected and filled == expected else "primary" if share and share >= HALF else "warning"
    return Meter(filled, expected, f"{number(filled)}/{number(expected)} mục, {shown}", tone)


def place_url(official: Official, fact: CountedFact) -> str:
    """Where a missing fact is filled in."""
    kind, _, code = fact.place.partition(":")
    if kind == "group":
        return reverse("officials:file-change", args=[official.public_id, code])
    return f"{official.get_absolute_url()}?muc={code}"


def state_of(request: HttpRequest, official: Official) -> FileState | None:
    """What this request's official, whom the reader sees, lacks, read once; None for who may not read the file."""
    user: Any = request.user
    if not may_see(user):
        return None
    kept: FileState | None = getattr(request, _KEPT, None)
    if kept is None or kept.official.pk != official.pk:
        kept = completeness.state_of(official)
        setattr(request, _KEPT, kept)
    return kept


def person_meter(request: HttpRequest, official: Official) -> Meter | None:
    """The bar of the page's head."""
    state = state_of(request, official)
    return meter(state.n_filled, state.n_expected) if state is not None else None


def attention(request: HttpRequest, official: Official) -> dict[str, Any]:
    """What the file of a person in post lacks, each with the way to complete it."""
    state = state_of(request, official) if dossier_of(request, official).primary is not None else None
    return {"missing": missing_links(state) if state is not None else []}


def missing_links(state: FileState) -> list[tuple[str, str, str]]:
    """`(item, label, address)` of what a file lacks, in the order of the form."""
    return [(fact.no, fact.label, place_url(state.official, fact)) for fact in state.missing]


def unit_panel(request: HttpRequest, unit: Unit) -> dict[str, Any]:
    """The bar of a unit and its emptiest files; two queries."""
    people = Official.objects.visible_to(request.user).filter(unit=unit)
    states = states_of(in_post(people).only("public_id", "full_name", "name_sort"))
    return {
        "meter": meter(sum(s.n_filled for s in states), sum(s.n_expected for s in states))
        if states
        else None,
        "emptiest": [
            (state.official, meter(state.n_filled, state.n_expected))
            for state in states[:N_EMPTIEST]
            if state.missing
        ],
        "n_full": sum(not state.missing for state in states),
        "n_people": len(states),
        "all_url": reverse("officials:completeness") + f"?don_vi={unit.public_id}",
    }
