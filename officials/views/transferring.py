"""One form for a transfer: where to, which post, from when, by which decision."""

from __future__ import annotations

import secrets
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from foundation.dates import today
from foundation.errors import Denied
from foundation.forms import (
    DAY_HINT,
    PARTIAL_HINT,
    DayField,
    HouseForm,
    PartialDateField,
    RecordChoiceField,
    TextField,
    choice_field,
    day_text,
)
from officials.kinds import unit_in_list
from officials.models import Appointment, Official, Post, Unit
from officials.record_forms import KEY, VERSION, hidden, version_of
from officials.services import transfers
from officials.views.records import FORM_METHODS, form_page, official_to_write, profile_url
from officials.views.saving import Outcome, attempt, done, doubts_shown, override_of

LEAVING = "roi_chuc_danh"
FACTS = ("unit", "post", "starts_on", "how", "term", "decision_no", "decided_on", "decided_by", "managed_by")


class TransferForm(HouseForm):
    """A transfer; it carries which posting is left and the version its reader saw."""

    def __init__(self, user: Any, current: Appointment | None, data: Any = None) -> None:
        super().__init__(data)
        units = Unit.objects.visible_to(user).order_by("name", "-starts_on")
        self.fields |= {
            "unit": RecordChoiceField(
                label="Đơn vị đến", queryset=units, to_field_name="public_id", describe=unit_in_list
            ),
            "post": RecordChoiceField(
                label="Chức danh ở đơn vị mới",
                queryset=Post.objects.all(),
                to_field_name="code",
                describe=lambda post: post.name,
            ),
            "starts_on": DayField(
                label="Từ ngày", help_text=f"Chức danh cũ kết thúc ngày hôm trước. {DAY_HINT}"
            ),
            "how": choice_field(
                [(how.value, how.label) for how in transfers.HOWS], required=True, label="Hình thức"
            ),
            "end_reason": choice_field(
                [
                    (reason.value, reason.label)
                    for reason in (
                        Appointment.EndReason.CHUYEN_CONG_TAC,
                        Appointment.EndReason.HET_NHIEM_KY,
                        Appointment.EndReason.DOI_DU,
                    )
                ],
                required=True,
                label="Lý do kết thúc chức danh cũ",
            ),
            "term": TextField(label="Nhiệm kỳ", required=False, max_length=20, help_text="Ví dụ 2020–2025."),
            "decision_no": TextField(label="Số quyết định", required=False, max_length=60),
            "decided_on": PartialDateField(label="Ngày quyết định", required=False, help_text=PARTIAL_HINT),
            "decided_by": TextField(label="Cơ quan quyết định", required=False, max_length=150),
            "managed_by": TextField(label="Diện quản lý", required=False, max_length=150),
            VERSION: hidden(current.version if current else 0),
            LEAVING: hidden(current.public_id if current else ""),
            KEY: hidden(secrets.token_urlsafe(18)),
        }
        self.initial = {"how": "dieu_dong", "end_reason": "chuyen_cong_tac"}
        self.name_errors()

    @property
    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in FACTS}


@require_http_methods(FORM_METHODS)
def transfer(request: HttpRequest, public_id: str) -> HttpResponse:
    """`/ho-so/<mã>/dieu-dong/`: from one unit to another; the district only."""
    official = official_to_write(request, Official, public_id)
    try:
        transfers.check_can_transfer(request.user)
    except Denied as error:
        raise PermissionDenied(str(error)) from error
    current = transfers.current_posting(official, today())
    form = TransferForm(request.user, current, request.POST if request.method == "POST" else None)
    outcome, stale = Outcome(), ""
    if form.is_bound:
        outcome = attempt(form, lambda: _save(request, official, form))
        if outcome.saved:
            row: Appointment = outcome.result
            text = f"{official.full_name}: {row.post.name}, {row.unit} từ {day_text(row.starts_on)}."
            return done(request, text, profile_url(official, "cong-tac"))
        if outcome.conflict is not None:
            stale = outcome.conflict.changed_by
            current = transfers.current_posting(official, today())
            sent: Any = form.data
            renewed = sent.copy()
            renewed[VERSION] = str(outcome.conflict.version)
            form.data = renewed
    return form_page(
        request,
        form,
        official=official,
        title="Điều động, luân chuyển",
        submit="Ghi điều động",
        cancel_url=profile_url(official, "cong-tac"),
        notice=f"Đang giữ: {current.post.name}, {current.unit}, từ {day_text(current.starts_on)}."
        if current
        else "Người này hiện không giữ chức danh chính nào.",
        stale=stale,
        stale_facts=[("chức danh", f"{current.post.name}, {current.unit}")] if current else [],
        **doubts_shown(request, outcome),
    )


def _save(request: HttpRequest, official: Official, form: TransferForm) -> Appointment:
    return transfers.transfer_official(
        by=request.user,
        official=official,
        facts=form.facts,
        end_reason=form.cleaned_data["end_reason"],
        leaving=str(form.data.get(LEAVING, "")),
        version=version_of(form.data),
        key=str(form.data.get(KEY, ""))[:80],
        override=override_of(request),
    )
