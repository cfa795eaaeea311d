"""What speaks against undoing an import: later acts that rest on it. Each names the person and, as far as the reader
may see it, who did what and when. Set-based: the number of queries follows the kinds of rows, not the people.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Max, Q

from exchange.models import ImportBatch, ImportEffect, ImportRow
from exchange.services import effects
from exchange.workbooks.commit import Touched, TouchedRow
from foundation import history
from foundation.models import Attachment, AuditEvent
from officials.checks import can_write, proposes_only
from officials.models import Official, Proposal, Unit

_CHUNK = 500
_OFFICIAL = Official._meta.label_lower


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One reason why an import cannot be undone. `who` and `at` are empty where the reader may not see the act."""

    official_id: str
    name: str
    what: str
    who: str = ""
    at: dt.datetime | None = None

    @classmethod
    def unknown(cls) -> Obstacle:
        return cls("", "", "Hồ sơ vừa được người khác cập nhật. Đề nghị thử lại.")

    def as_json(self) -> dict[str, str | None]:
        return {
            "official_id": self.official_id or None,
            "name": self.name or None,
            "what": self.what,
            "who": self.who or None,
            "at": self.at.isoformat() if self.at else None,
        }


def find(
    batch: ImportBatch,
    touched: list[Touched],
    rows: dict[tuple[str, str], Any],
    erased: list[str],
    *,
    by: Any,
) -> list[Obstacle]:
    """Everything that speaks against it, one a person, in the order of the file. Errors: none.

    `rows`: the touched rows as they stand; `erased`: people whose values were destroyed.
    """
    look = _Look(batch, touched, rows, by)
    reasons: dict[str, tuple[str, str]] = {}  # person → (what, id of the row that the later act is about)
    for official_id, what, row_id in (
        *((person, "Nội dung đã được xóa theo yêu cầu bảo vệ dữ liệu cá nhân.", "") for person in erased),
        *look.out_of_scope(),
        *look.later_batches(),
        *look.changed_rows(),
        *look.later_rows(),
        *look.attachments(),
        *look.proposals(),
        *look.numbers_taken(),
    ):
        reasons.setdefault(official_id, (what, row_id))
    return look.told(reasons)


class _Look:
    """One look at a batch, by one reader."""

    def __init__(
        self, batch: ImportBatch, touched: list[Touched], rows: dict[tuple[str, str], Any], by: Any
    ) -> None:
        self.batch, self.touched, self.rows, self.by = batch, touched, rows, by
        self.people = {item.official_id: item for item in touched}
        self.officials = {item.official_id: rows.get((_OFFICIAL, item.official_id)) for item in touched}
        self.new = {
            official.pk: person
            for person, official in self.officials.items()
            if official is not None and self.people[person].is_new
        }
        self.made = {
            (row.model, row.public_id) for item in touched for row in item.rows if row.before is None
        }

    # --- the reader's own rights ------------------------------------------------------------------------------
    def out_of_scope(self) -> Iterator[tuple[str, str, str]]:
        """People who are no longer the reader's, and kinds of rows that the reader may only propose now."""
        if self.by.may("write", Official, "all"):
            return
        units = {unit.pk: unit for unit in Unit._base_manager.all()}
        for person, official in self.officials.items():
            if official is not None and not can_write(self.by, Official, units.get(official.unit_id)):
                yield person, "Hồ sơ nay ngoài phạm vi của ông/bà. Đề nghị liên hệ Phòng Nội vụ.", ""
        asked = {
            label: proposes_only(self.by, apps.get_model(label), self.batch.unit)
            for label in {row.model for item in self.touched for row in item.rows}
        }
        for item in self.touched:
            if any(asked[row.model] for row in item.rows):
                yield item.official_id, "Đơn vị đang ở chế độ chỉ đề nghị: do Phòng Nội vụ hoàn tác.", ""

    # --- later acts -------------------------------------------------------------------------------------------
    def changed_rows(self) -> Iterator[tuple[str, str, str]]:
        """Rows that are gone, or no longer at the version that the import left."""
        undone = self._undone_later()
        for item in self.touched:
            for touched in item.rows:
                key = touched.model, touched.public_id
                row = self.rows.get(key)
                if row is None or row.version != _left_at(touched.version, undone.get(key, [])):
                    name = "Thông tin cá nhân" if touched.model == _OFFICIAL else _name_of(touched.model)
                    what = "đã được xóa" if row is None else "đã được sửa"
                    yield item.official_id, f"{name} {what} sau khi nhập.", touched.public_id

    def _undone_later(self) -> dict[tuple[str, str], list[TouchedRow]]:
        """What imports that were undone since had done to the same rows: these are again as this import left them."""
        found: dict[tuple[str, str], list[TouchedRow]] = defaultdict(list)
        since = ImportBatch._base_manager.filter(state="undone", closed_at__gte=self.batch.closed_at)
        for part in _chunks(sorted(self.people)):
            did = ImportEffect._base_manager.filter(
                official_id__in=part, batch__in=since.exclude(pk=self.batch.pk)
            )
            for item in effects.opened(list(did.order_by("batch__closed_at"))):
                for row in item.rows:
                    found[row.model, row.public_id].append(row)
        return found

    def later_rows(self) -> Iterator[tuple[str, str, str]]:
        """Rows of any kind that point to a person whom the import added, and that it did not add itself."""
        for relation in Official._meta.related_objects:
            model: Any = relation.related_model
            name = relation.field.name
            for part in _chunks(sorted(self.new)):
                found = model._base_manager.filter(**{f"{name}__in": part}).order_by("pk")
                for pk, row_id in found.values_list(name, "public_id"):
                    if (model._meta.label_lower, row_id) not in self.made:
                        yield (
                            self.new[pk],
                            f"Có thêm {_lower(model._meta.verbose_name)} sau khi nhập.",
                            row_id,
                        )

    def attachments(self) -> Iterator[tuple[str, str, str]]:
        """Files kept with what the import made."""
        owner = {
            row.public_id: item.official_id
            for item in self.touched
            for row in item.rows
            if row.before is None
        }
        for part in _chunks(sorted(owner)):
            for kind, owner_id in Attachment.objects.filter(owner_id__in=part).values_list(
                "owner_type", "owner_id"
            ):
                if (kind.lower(), owner_id) in self.made:
                    yield owner[owner_id], "Có tệp đính kèm thêm sau khi nhập.", owner_id

    def later_batches(self) -> Iterator[tuple[str, str, str]]:
        """Files imported since that name the same people: even where they changed nothing, they rest on this one."""
        later = ImportBatch._base_manager.filter(state="committed", closed_at__gte=self.batch.closed_at)
        names = dict(
            ImportBatch.objects.visible_to(self.by).filter(pk__in=later).values_list("pk", "file_name")
        )
        for part in _chunks(sorted(self.people)):
            found = ImportRow._base_manager.filter(imported=True, official_id__in=part, batch__in=later)
            found = found.exclude(batch=self.batch).order_by("official_id", "batch__closed_at")
            for person, pk in found.values_list("official_id", "batch").distinct():
                told = f" “{names[pk]}”" if pk in names else ""
                yield person, f"Tệp{told} nhập sau đó cũng ghi người này: hoàn tác lần nhập ấy trước.", ""

    def proposals(self) -> Iterator[tuple[str, str, str]]:
        """Approved proposals of this import, and open ones of others about rows that it touched."""
        approved = Q(source_id=self.batch.public_id, state=Proposal.State.APPROVED)
        for person, row_id in Proposal._base_manager.filter(approved).values_list(
            "official__public_id", "public_id"
        ):
            yield person, "Đề nghị của lần nhập này đã được đồng ý.", row_id
        owner = {row.public_id: item.official_id for item in self.touched for row in item.rows}
        for part in _chunks(sorted(owner)):
            waiting = Proposal._base_manager.filter(state=Proposal.State.PROPOSED, row_id__in=part)
            waiting = waiting.exclude(source_id=self.batch.public_id)
            for row_id, proposal_id in waiting.values_list("row_id", "public_id"):
                yield owner[row_id], "Có đề nghị đang chờ về mục đã nhập.", proposal_id

    def numbers_taken(self) -> Iterator[tuple[str, str, str]]:
        """ID numbers that would come back, and that someone else has now."""
        old = {
            row.before["national_id"]: item.official_id
            for item in self.touched
            for row in item.rows
            if row.model == _OFFICIAL and row.before and row.before.get("national_id")
        }
        for part in _chunks(sorted(old)):
            holders = Official._base_manager.filter(national_id__in=part).values_list(
                "national_id", "public_id"
            )
            for number, holder in holders:
                if holder not in self.people:
                    yield old[number], "Số CCCD, CMND trước khi nhập nay không dùng được.", ""

    # --- in words ---------------------------------------------------------------------------------------------
    def told(self, reasons: dict[str, tuple[str, str]]) -> list[Obstacle]:
        names = effects.names_in(self.batch, reasons)
        events = self._events(reasons)
        places = {item.official_id: place for place, item in enumerate(self.touched)}
        found = []
        for person in sorted(reasons, key=lambda person: places.get(person, len(places))):
            what, _ = reasons[person]
            event = events.get(person)
            who, at = (event.actor_name, event.at) if event is not None else ("", None)
            found.append(Obstacle(person, names.get(person, ""), what, who, at))
        return found

    def _events(self, reasons: dict[str, tuple[str, str]]) -> dict[str, AuditEvent]:
        """The latest act since the import about each person that the reader may see."""
        visible = history.visible_events(self.by)
        last: list[int] = []
        since = {item.official_id: item.seq for item in self.touched}
        for part in _chunks(sorted(person for person in reasons if person in since)):
            acts = visible.filter(subject_id__in=part, seq__gt=min(since[person] for person in part))
            last += (
                acts.order_by().values("subject_id").annotate(last=Max("seq")).values_list("last", flat=True)
            )
        found = {event.subject_id: event for part in _chunks(last) for event in visible.filter(seq__in=part)}
        return {person: event for person, event in found.items() if event.seq > since[person]}


def _left_at(version: int, undone: list[TouchedRow]) -> int:
    """The version of a row that later imports (in their order) changed and undoing them, the last first, put back; if
    nobody else touched it."""
    for place, row in enumerate(undone):
        if row.was == version:
            version = _left_at(row.version, undone[place + 1 :]) + 1
    return version


def _chunks(items: list[Any]) -> Iterator[list[Any]]:
    for start in range(0, len(items), _CHUNK):
        yield items[start : start + _CHUNK]


def _name_of(label: str) -> str:
    return str(apps.get_model(label)._meta.verbose_name)


def _lower(name: Any) -> str:
    text = str(name)
    return text[:1].lower() + text[1:]
