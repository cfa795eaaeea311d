"""Saving what a form holds: one way for every record, so that no page forgets a refusal or a second editor."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from foundation import audit
from foundation.amending import show_problem
from foundation.components import ConflictField
from foundation.errors import Denied, Refused
from foundation.forms import HouseForm
from foundation.models import AccessEvent
from foundation.versions import StaleVersion
from officials.record_forms import RecordForm
from officials.services import people
from officials.services.posting_checks import Doubted, Override


@dataclass(frozen=True)
class Conflict:
    """Someone else saved meanwhile: what to show beside each other, and the version to save on."""

    changed_by: str
    fields: list[ConflictField]
    version: int


OVERRIDE, SEEN = "ly_do_van_ghi", "canh_bao"
LONGEST_REASON = 250


def override_of(request: HttpRequest) -> Override:
    """Why a posting is to be written in spite of the warnings that this form has shown."""
    reason = " ".join(request.POST.get(OVERRIDE, "").split())
    return Override(
        "".join(ch for ch in reason if ch.isprintable())[:LONGEST_REASON], request.POST.get(SEEN, "")
    )


def doubts_shown(request: HttpRequest, outcome: Outcome) -> dict[str, Any]:
    """The warnings for the page of a form, with what was typed as a reason."""
    if outcome.doubts is None:
        return {}
    return {
        "doubts": outcome.doubts.findings,
        "doubts_mark": outcome.doubts.mark,
        "doubts_reason": override_of(request).reason,
        # The reason was typed for other warnings, or none was typed the second time.
        "doubts_again": SEEN in request.POST,
    }


@dataclass(frozen=True)
class Outcome:
    """`saved`, or the form has its problems, or there is a `conflict` to decide, or `doubts` that want a reason.

    `result` is the act's answer.
    """

    saved: bool = False
    result: Any = None
    conflict: Conflict | None = None
    doubts: Doubted | None = None


def attempt(form: HouseForm, act: Callable[[], Any]) -> Outcome:
    """Run `act` if the form is valid; what services refuse becomes a message at the form.

    PermissionDenied (a 403 page) when the user may not do this at all.
    """
    if not form.is_valid():
        return Outcome()
    try:
        return Outcome(saved=True, result=act())
    except Denied as error:
        raise PermissionDenied(str(error)) from error
    except Doubted as error:
        return Outcome(doubts=error)
    except (Refused, ValidationError) as error:
        show_problem(form, error)
    except StaleVersion as error:
        fields = form.conflicts(error.current) if isinstance(form, RecordForm) else []
        if isinstance(form, RecordForm) and not fields:
            return Outcome(saved=True, result=False)  # both typed the same
        return Outcome(conflict=Conflict(error.changed_by, fields, error.current.version))
    except (ObjectDoesNotExist, IntegrityError):  # what the row hangs on was taken away meanwhile
        form.add_problem("", "Mục này vừa được người khác xóa. Đề nghị mở lại hồ sơ.")
    return Outcome()


ID_HIT = "id_taken"
MOST_ID_HITS_A_DAY = 30


def attempt_person(form: RecordForm, act: Callable[[], Any], *, by: Any) -> Outcome:
    """As `attempt`, for forms that ask an ID number: each hit on a number in use is noted, and there is an end to
    trying (contracts 3: the officer learns at most that a number cannot be used here)."""
    if form.is_valid() and form.facts["national_id"] and _id_hits_today(by) >= MOST_ID_HITS_A_DAY:
        form.add_problem(
            "national_id", "Quá nhiều số CCCD không dùng được trong ngày. Đề nghị liên hệ Phòng Nội vụ."
        )
    outcome = attempt(form, act)
    if people.ID_TAKEN in form.errors.get("national_id", []):
        official = form.asking.official
        audit.log_access(by=by, action=ID_HIT, object_id=official.public_id if official.pk else "")
    return outcome


def _id_hits_today(by: Any) -> int:
    since = timezone.now() - timedelta(days=1)
    return AccessEvent.objects.filter(actor=by.username, action=ID_HIT, at__gte=since).count()


def done(request: HttpRequest, message: str, url: str) -> HttpResponse:
    """After a save: say it, and go on; a form opened inside the page has the page loaded anew."""
    messages.success(request, message)
    if getattr(request, "htmx", False):
        response = HttpResponse()
        response["HX-Refresh"] = "true"
        return response
    return redirect(url)
