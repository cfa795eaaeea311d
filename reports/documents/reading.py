"""What documents know of people: read within the reader's scope, in as many queries for fifty people as for one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from assessments.models import Award, Discipline, HealthCheck, Training
from officials.dossier import highest_levels, in_force, primary_of
from officials.models import (
    Absence,
    Appointment,
    Committee,
    FamilyMember,
    Official,
    Qualification,
    SalaryStep,
    Unit,
)

# Everything a personal file prints; a document that needs less names what it needs.
EVERYTHING: tuple[type[Any], ...] = (
    Qualification,
    SalaryStep,
    FamilyMember,
    Committee,
    Absence,
    Award,
    Discipline,
    HealthCheck,
    Training,
)


@dataclass
class File:
    """One person on `day`: postings, and the rows of each kind that was asked for and that the reader may see."""

    user: Any
    official: Official
    day: date
    appointments: list[Appointment] = field(default_factory=list)
    rows: dict[type[Any], list[Any]] = field(default_factory=dict)

    def of(self, model: type[Any]) -> list[Any]:
        """The rows of a kind, in the order of the model."""
        return self.rows.get(model, [])

    @property
    def held(self) -> list[Appointment]:
        return in_force(self.appointments, self.day)

    @property
    def primary(self) -> Appointment | None:
        return primary_of(self.held)

    @property
    def levels(self) -> dict[str, Qualification]:
        return highest_levels(self.of(Qualification), self.day)

    def sees(self, name: str, model: type[Any] = Official) -> bool:
        return bool(self.user.may_see_field(model, name))

    def fact(self, name: str) -> Any:
        """A fact of the person; None where it is unknown or not for this reader."""
        return getattr(self.official, name) if self.sees(name) else None


def people_of(user: Any, unit: Unit, day: date) -> list[Official]:
    """The people whose primary posting of `day` is in the unit, in the official order of posts, then by name."""
    rows = Appointment.objects.visible_to(user).on(day).filter(is_primary=True)
    there = rows.filter(unit=unit).values("official_id")
    held: dict[int, list[Appointment]] = {}
    for row in rows.filter(official__in=there).select_related("post", "official__unit"):
        held.setdefault(row.official_id, []).append(row)
    found = [posting for posting in map(primary_of, held.values()) if posting and posting.unit_id == unit.pk]
    found.sort(key=lambda posting: (posting.post.position, posting.official.name_sort, posting.official_id))
    return [posting.official for posting in found]


def read_files(
    user: Any, officials: Sequence[Official], day: date, models: Iterable[type[Any]] = ()
) -> list[File]:
    """The files of these people, in their order: postings and the rows of `models`, one query a kind."""
    files = {official.pk: File(user, official, day) for official in officials}
    postings = Appointment.objects.visible_to(user).filter(official__in=files)
    for row in postings.select_related("unit", "post").order_by("starts_on", "-is_primary", "pk"):
        files[row.official_id].appointments.append(row)
    for model in models:
        rows = model.objects.visible_to(user).filter(official__in=files)
        for row in rows.select_related("unit") if model is Committee else rows:
            files[row.official_id].rows.setdefault(model, []).append(row)
    return list(files.values())
