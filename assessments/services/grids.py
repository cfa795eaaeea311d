"""Saving a yearly grid: every changed row at once, or none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import IntegrityError, transaction

from assessments.grids.judging import Written, judge, put_error
from assessments.grids.model import GridSet, Line, Sheet
from assessments.grids.sheet import Sent, open_sheet, overlay
from foundation import versions
from foundation.errors import Denied, Refused
from foundation.scope import unscoped
from foundation.versions import StaleVersion, errors_by_field
from officials.models import Proposal, Unit
from officials.services import proposals


class SheetWrong(Exception):
    """Something on the sheet has to be put right first: nothing was written. `sheet` holds what and where."""

    def __init__(self, sheet: Sheet) -> None:
        super().__init__("the sheet has faults")
        self.sheet = sheet


@dataclass
class Saved:
    """What one save did; `again` when the same form had been saved before."""

    n_rows: int = 0
    n_owners: int = 0
    n_proposed: int = 0
    again: bool = False


def save_grid(grid: GridSet, *, by: Any, unit: Unit | None, year: int, sent: list[Sent], key: str) -> Saved:
    """Write the changed cells of a sheet in one transaction, each row through the service of its kind.

    One audit event per row written. The same `key` with the same content writes once. Rows that the user may only
    propose become proposals. Errors: SheetWrong (with the sheet; also for rows somebody else changed), Refused (the
    key was used for another content), Denied.
    """
    saved = Saved(again=True)
    place = unit.public_id if unit is not None else "all"
    content = [place, year, [[one.owner, one.row, one.version, one.changed] for one in sent]]

    def make() -> Any:
        nonlocal saved
        saved = _save(grid, by=by, unit=unit, year=year, sent=sent)
        return _Done(f"{grid.code} {place} {year}"[:80])

    def find(held: str) -> Any:
        return _Done(held)

    with transaction.atomic():
        versions.create_once(
            by=by, key=key, action=f"grid {grid.code}", content=content, make=make, find=find
        )
    return saved


@dataclass(frozen=True)
class _Done:
    """What an idempotency key of a sheet stands for: no row of its own."""

    public_id: str


def _save(grid: GridSet, *, by: Any, unit: Unit | None, year: int, sent: list[Sent]) -> Saved:
    sheet = open_sheet(by, grid, unit, year)
    # Whoever saves rows of the same people waits here: two new rows of one person and year cannot both be first.
    touched = [
        owner.obj.pk for owner in sheet.owners if owner.public_id in {s.owner for s in sent if s.changed}
    ]
    if touched:
        model = type(sheet.owners[0].obj)
        with unscoped("locking the owners of rows about to be written"):
            list(model._base_manager.select_for_update(of=("self",)).filter(pk__in=touched).order_by("pk"))
        sheet = open_sheet(by, grid, unit, year)
    overlay(sheet, sent)
    wanted = judge(sheet)
    if sheet.is_wrong:
        raise SheetWrong(sheet)
    for written in wanted:
        _write(sheet, written, by=by)
    if sheet.is_wrong:
        raise SheetWrong(sheet)
    n_owners = len({written.line.owner.public_id for written in wanted})
    if sheet.proposing:
        return Saved(n_owners=n_owners, n_proposed=len(wanted))
    return Saved(len(wanted), n_owners)


def _write(sheet: Sheet, written: Written, *, by: Any) -> None:
    """One row; what its service refuses becomes a fault of the line, and the whole save is taken back."""
    line = written.line
    try:
        with transaction.atomic():
            _write_row(sheet, written, by=by)
    except Refused as error:
        put_error(sheet, line, error.field, str(error))
    except ValidationError as error:
        for name, texts in errors_by_field(error).items():
            for text in texts:
                put_error(sheet, line, name, text)
    except StaleVersion as error:
        _say_stale(line, error.changed_by)
    except (ObjectDoesNotExist, IntegrityError):
        line.general.append("Dòng này vừa được người khác sửa hoặc xóa. Đề nghị lưu lại lần nữa.")
    except Denied as error:
        line.general.append(str(error))


def _say_stale(line: Line, who: str) -> None:
    line.general.append(
        f"Dòng này vừa được ông/bà {who} cập nhật. Đề nghị lưu lại lần nữa để xem hai giá trị."
    )


def _write_row(sheet: Sheet, written: Written, *, by: Any) -> None:
    grid, line = sheet.set, written.line
    if sheet.proposing:
        assert grid.record_kind is not None
        proposals.propose(
            grid.record_kind,
            by=by,
            official=line.owner.obj,
            act=Proposal.Act.ADD if line.row is None else Proposal.Act.CHANGE,
            values=written.facts if line.row is None else written.changes,
            row=line.row,
            version=line.version,
        )
    elif line.row is None:
        grid.add(by=by, owner=line.owner.obj, facts=written.facts)
    else:
        grid.change(line.row, by=by, changes=written.changes, version=line.version)
