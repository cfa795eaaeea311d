"""Registering a new official: the person's facts and the first posting on one page, saved together."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from foundation import vn_text
from foundation.dates import PartialDate, today
from foundation.models import IdempotencyKey
from foundation.scope import demand_right
from officials.kinds import POSTING, unit_in_list
from officials.models import Appointment, Official, Unit
from officials.personal import PERSONAL_ASKS, check_personal
from officials.record_forms import KEY, RecordForm, make_field
from officials.record_kinds import Ask, Asking
from officials.services import people
from officials.services.posting_checks import Override
from officials.views.officials import may_register
from officials.views.records import FORM_METHODS, checked_form, form_page, profile_url
from officials.views.saving import Outcome, attempt_person, done, doubts_shown, override_of

_FIRST = (
    "unit",
    "post",
    "starts_on",
    "start_unknown",
    "how",
    "term",
    "decision_no",
    "decided_on",
    "decided_by",
)
SAME_PERSON = "khac_nguoi"


def posting_asks(user: Any) -> tuple[Ask, ...]:
    """The first posting as it is asked for here: only in units of today in which this user registers people."""

    def units(asking: Asking) -> Any:
        return Unit.objects.visible_to(user).existing_on(today()).order_by("name", "pk")

    def start(asking: Asking) -> Any:
        wanted = str(asking.params.get("don_vi", ""))
        return wanted if wanted.isprintable() and wanted else user.own_unit

    asks = {ask.name: ask for ask in POSTING.asks if ask.name in _FIRST}
    asks["unit"] = Ask("unit", choices=units, describe=unit_in_list, start=start)
    asks["starts_on"] = Ask("starts_on", label="Giữ chức danh từ ngày")
    return tuple(asks[name] for name in _FIRST)


class RegisterForm(RecordForm):
    """The facts of a person, then the first posting."""

    def __init__(self, asking: Asking, data: Any = None) -> None:
        super().__init__(Official, PERSONAL_ASKS, asking, data)
        key = self.fields.pop(KEY)
        self.first = posting_asks(asking.user)
        for ask in self.first:
            self.fields[ask.name] = make_field(Appointment, ask, asking)
            if ask.start is not None:
                self.initial[ask.name] = ask.start(asking)
        self.fields[KEY] = key
        self.name_errors()

    @property
    def groups(self) -> list[tuple[str, list[Any]]]:
        """Headings and their fields, for the page."""
        return [
            ("Bản thân", [self[ask.name] for ask in self.asks]),
            ("Chức danh đang giữ", [*(self[ask.name] for ask in self.first), self[KEY]]),
        ]

    @property
    def posting(self) -> dict[str, Any]:
        return {ask.name: self.cleaned_data[ask.name] for ask in self.first}


def namesakes(user: Any, form: RegisterForm) -> list[Official]:
    """People this user may see with the same name and birth: perhaps the same person.

    Nobody where an ID number tells them apart, or where this very form has been sent before.
    """
    birth: PartialDate | None = form.facts["birth_date"]
    sent_before = IdempotencyKey.objects.filter(user=user, key=form.key).exists()
    if birth is None or form.facts["national_id"] or sent_before:
        return []
    found = Official.objects.visible_to(user).filter(
        name_folded=vn_text.fold(form.facts["full_name"]), birth_date=birth.last_day
    )
    return list(found[:5])


@require_http_methods(FORM_METHODS)
def add(request: HttpRequest) -> HttpResponse:
    demand_right(request.user, "write", Official)
    if not may_register(request.user):
        raise PermissionDenied
    data = request.POST if request.method == "POST" else None
    asking = Asking(request.user, Official(), None, request.GET)
    form = checked_form(check_personal, RegisterForm(asking, data))
    notice, outcome = "", Outcome()
    if isinstance(form, RegisterForm) and data is not None:
        same = namesakes(request.user, form) if form.is_valid() and not data.get(SAME_PERSON) else []
        if same:
            notice = doubt(same)
        else:
            outcome = attempt_person(
                form, lambda: save(request.user, form, override_of(request)), by=request.user
            )
            if outcome.saved:
                official: Official = outcome.result
                return done(request, f"Đã thêm {official.full_name}.", profile_url(official))
    return form_page(
        request,
        form,
        official=None,
        title="Thêm cán bộ, công chức",
        submit="Thêm",
        cancel_url="/ho-so/",
        namesakes=notice,
        same_person=SAME_PERSON,
        same_person_checked=data is not None and bool(data.get(SAME_PERSON)),
        **doubts_shown(request, outcome),
    )


def doubt(same: list[Official]) -> str:
    names = ", ".join(f"{person.full_name} ({person.unit or 'chưa có đơn vị'})" for person in same)
    return f"Đã có hồ sơ cùng họ tên và ngày sinh: {names}. Đề nghị kiểm tra trước khi thêm."


def save(user: Any, form: RegisterForm, override: Override) -> Official:
    posting = form.posting
    first = {name: posting.pop(name) for name in ("unit", "post", "starts_on", "start_unknown")}
    return people.register_official(
        by=user, facts=form.facts, key=form.key, posting=posting, override=override, **first
    )
