"""Questions about officials that are answered yes or no, asked all at once by a statement that is built once."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Case, Exists, IntegerField, OuterRef, Q, When

from foundation.models import Attachment
from officials.models import Official, Proposal, SurplusStatus

Condition = Q | Exists
Mark = tuple[str, Callable[[], Condition]]  # a code and the condition on Official under which it holds


def points(condition: Condition) -> Case:
    """1 where the condition holds, else 0."""
    return Case(When(condition, then=1), default=0, output_field=IntegerField())


def marks_of(rows: Any, marks: tuple[Mark, ...]) -> dict[int, frozenset[str]]:
    """Which of the marks hold for each of these officials (a queryset), by primary key; one query.

    No condition may depend on the day or on a request: building the statement takes ten times as long as asking it.
    """
    try:
        chosen, values = rows.order_by().values("pk").query.sql_with_params()
    except EmptyResultSet:  # nobody is asked for
        return {}
    statement, constants = _statement(marks)
    with connection.cursor() as cursor:
        # Both parts are made by the ORM; the values are passed apart from them.
        cursor.execute(f"{statement} WHERE officials_official.id IN ({chosen})", [*constants, *values])
        return {
            pk: frozenset(code for (code, _), holds in zip(marks, found, strict=True) if holds)
            for pk, *found in cursor.fetchall()
        }


@cache
def _statement(marks: tuple[Mark, ...]) -> tuple[str, tuple[Any, ...]]:
    """The statement that asks for every mark, without saying of whom, and its constants."""
    named = {f"mark_{code}": points(condition()) for code, condition in marks}
    rows = Official._base_manager.order_by().annotate(**named).values_list("pk", *named)
    statement, constants = rows.query.sql_with_params()
    return str(statement), tuple(constants)


def _has_photo() -> Condition:
    files = Attachment._base_manager.filter(
        owner_type=Official._meta.label_lower,
        owner_id=OuterRef("public_id"),
        purpose=Attachment.Purpose.PHOTO,
    )
    return Exists(files)


def _has_proposals() -> Condition:
    waiting = Proposal._base_manager.filter(official=OuterRef("pk"), state=Proposal.State.PROPOSED)
    return Exists(waiting)


def _was_surplus() -> Condition:
    return Exists(SurplusStatus._base_manager.filter(official=OuterRef("pk")))


PHOTO, PROPOSALS, SURPLUS = "photo", "proposals", "surplus"
# What most people do not have; a page reads such rows only of who has some, through `visible_to`.
SELDOM: tuple[Mark, ...] = ((PHOTO, _has_photo), (PROPOSALS, _has_proposals), (SURPLUS, _was_surplus))
