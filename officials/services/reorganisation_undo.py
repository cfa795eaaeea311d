"""Taking a reorganisation back as one, as long as nothing later depends on it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import ForeignObjectRel
from django.db.models.deletion import ProtectedError
from django.utils import timezone

from foundation import audit
from foundation.errors import Refused
from foundation.forms import day_text
from foundation.scope import unscoped
from officials.models import Appointment, Reorganisation, SurplusStatus, Unit, UnitSuccession
from officials.services.reorganisation import check_can_reorganise, fingerprint, refresh_officials

MOST_NAMED = 12


class NotUndoable(Exception):
    """Something later depends on the act; nothing was taken back. `obstacles` are sentences that name it."""

    def __init__(self, obstacles: list[str]) -> None:
        self.obstacles = obstacles
        super().__init__("Không hoàn tác được: có việc làm sau đó dựa vào lần sắp xếp này.")


def obstacles_of(row: Reorganisation) -> list[str]:
    """What speaks against undoing the act now, at most a dozen sentences and how many more."""
    with unscoped("what a reorganisation of the district has become"):
        found = [*_later_acts(row), *_changed_units(row), *_changed_postings(row), *_on_made_units(row)]
    if len(found) > MOST_NAMED:
        found = [*found[:MOST_NAMED], f"và {len(found) - MOST_NAMED} việc khác."]
    return found


@transaction.atomic
def undo_reorganisation(row: Reorganisation, *, by: Any, reason: str, version: int) -> None:
    """Put units, postings and people back as they were. Errors: Denied; Refused (no reason, undone already);
    NotUndoable, naming what depends on it. One audit event.
    """
    check_can_reorganise(by)
    if not reason.strip():
        raise Refused("Đề nghị nêu lý do hoàn tác.", field="reason")
    locked = Reorganisation.objects.select_for_update().get(pk=row.pk)
    if locked.is_undone or locked.version != version:
        raise Refused("Lần sắp xếp này đã được hoàn tác.")
    with unscoped("undoing a reorganisation of the district"):
        _lock(locked)
        obstacles = obstacles_of(locked)
        if obstacles:
            raise NotUndoable(obstacles)
        try:
            _take_back(locked)
        except ProtectedError as error:
            raise NotUndoable(["Đơn vị mới đang được dùng ở phần khác của hệ thống."]) from error
    locked.undone_at = timezone.now()
    locked.undone_by_name = by.full_name or by.username
    locked.undo_reason = reason.strip()[:300]
    locked.version += 1
    locked.save(update_fields=["undone_at", "undone_by_name", "undo_reason", "version"])
    audit.record(
        by=by,
        action="undo_reorganisation",
        obj=locked,
        changes={"n_people": [locked.n_people, 0]},
        reason=locked.undo_reason,
        summary=f"Hoàn tác: {locked}",
    )


# --- what depends on it -----------------------------------------------------------------------------------------------
def _later_acts(row: Reorganisation) -> Iterable[str]:
    news = {new for _, new in row.pairs}
    for later in Reorganisation.objects.filter(undone_at=None, done_at__gt=row.done_at).exclude(pk=row.pk):
        if news & {unit for pair in later.pairs for unit in pair}:
            yield f"Lần sắp xếp sau ({later}) dựa vào đơn vị mới. Đề nghị hoàn tác lần đó trước."


def _changed_units(row: Reorganisation) -> Iterable[str]:
    wanted = row.effects["units"]
    found = {unit.public_id: unit for unit in Unit.objects.filter(public_id__in=wanted)}
    for public_id, mark in wanted.items():
        unit = found.get(public_id)
        if unit is None:
            yield f"Đơn vị mã {public_id} không còn trong dữ liệu."
        elif fingerprint(unit) != mark:
            yield f"{unit.full_name} đã được sửa sau lần sắp xếp này."


def _changed_postings(row: Reorganisation) -> Iterable[str]:
    """Postings of the people concerned that were changed, added or taken out since."""
    wanted = row.effects["postings"]
    people = set(Appointment.objects.filter(public_id__in=wanted).values_list("official_id", flat=True))
    now = Appointment.objects.filter(official__in=people).select_related("official", "post", "unit")
    held = set()
    for posting in now.order_by("official__name_sort", "starts_on", "pk"):
        held.add(posting.public_id)
        if wanted.get(posting.public_id) != fingerprint(posting):
            done = "được thêm" if posting.public_id not in wanted else "được sửa"
            yield (
                f"Quá trình công tác của {posting.official.full_name} ({posting.post.name}, {posting.unit}, từ "
                f"{day_text(posting.starts_on)}) {done} sau lần sắp xếp này."
            )
    n_gone = len(set(wanted) - held)
    if n_gone:
        yield f"{n_gone} dòng quá trình công tác đã bị xóa sau lần sắp xếp này."


def _on_made_units(row: Reorganisation) -> Iterable[str]:
    """Records of any kind that stand on a unit the act made, besides what the act made itself."""
    effects = row.effects
    ours = {
        Appointment: set(effects["made"]) | set(effects["moved"]),
        UnitSuccession: set(effects["successions"]),
        SurplusStatus: set(effects["surplus"]),
    }
    units = list(Unit.objects.filter(public_id__in=effects["units_made"]))
    if not units:
        return
    for relation in Unit._meta.get_fields(include_hidden=True):
        if not isinstance(relation, ForeignObjectRel) or relation.many_to_many:
            continue
        key: Any = relation.field
        rows = key.model._base_manager.filter(**{f"{key.name}__in": units})
        own = ours.get(key.model)
        if own is not None:
            rows = rows.exclude(public_id__in=own)
        if key.model._meta.label == "officials.Official":
            rows = rows.exclude(appointments__public_id__in=list(effects["postings"]))
        n = rows.count()
        if n:
            yield f"Đơn vị mới đã có {n} dòng “{key.model._meta.verbose_name}”."


# --- putting back -------------------------------------------------------------------------------------------------
def _lock(row: Reorganisation) -> None:
    units = Unit.objects.select_for_update(of=("self",)).filter(public_id__in=row.effects["units"])
    list(units.order_by("pk"))
    list(
        Appointment.objects.select_for_update(of=("self",))
        .filter(public_id__in=row.effects["postings"])
        .order_by("pk")
    )


def _take_back(row: Reorganisation) -> None:
    effects = row.effects
    people = set(
        Appointment.objects.filter(public_id__in=effects["postings"]).values_list("official_id", flat=True)
    )
    SurplusStatus.objects.filter(public_id__in=effects["surplus"]).delete()
    Appointment.objects.filter(public_id__in=effects["made"]).delete()
    _restore_postings(effects)
    UnitSuccession.objects.filter(public_id__in=effects["successions"]).delete()
    refresh_officials(people)
    for unit in Unit.objects.filter(public_id__in=effects["closed"]):
        unit.ends_on = _day(effects["closed"][unit.public_id])
        unit.version += 1
        unit.save(update_fields=["ends_on", "version"])
    Unit.objects.filter(public_id__in=effects["units_made"]).delete()


def _restore_postings(effects: dict[str, Any]) -> None:
    units = {unit.public_id: unit for unit in Unit.objects.filter(public_id__in=effects["units"])}
    rows = list(Appointment.objects.filter(public_id__in=[*effects["ended"], *effects["moved"]]))
    for posting in rows:
        if posting.public_id in effects["ended"]:
            ends_on, posting.end_reason = effects["ended"][posting.public_id]
            posting.ends_on = _day(ends_on)
        else:
            unit_id, posting.post_id = effects["moved"][posting.public_id]
            posting.unit = units[unit_id]
        posting.version += 1
    Appointment.objects.bulk_update(
        rows, ["unit", "post", "ends_on", "end_reason", "version"], batch_size=200
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
