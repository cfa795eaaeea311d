"""One step of a round with many people at once: the form, what is wrong with single rows, what others changed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from assessments.models import EvaluationCase, EvaluationRound
from assessments.round_board import SHORT, Board, Line, board_of
from assessments.round_forms import BY_TYPING, ROW_FIELDS, StepForm
from assessments.round_states import ACT_DECIDE, ROUND_CASE
from assessments.services.rating_steps import RefusedRows, StaleCases, step_cases, was_sent
from assessments.views.rounds import round_crumbs
from foundation.components import Chip, Crumb
from foundation.errors import Denied, Refused
from foundation.finding import visible_or_404
from foundation.scope import demand_right
from foundation.versions import StaleVersion, errors_by_field
from officials.checks import check_can_write
from officials.models import Unit

MANAGER, UNKNOWN = "dien", "chua-ro"
ACTS = {act.code: act for act in ROUND_CASE.table}
ABOUT = {
    "ghi_tu_xep_loai": "Ghi mức mỗi người tự xếp loại. Dòng để trống không thay đổi. Người không xếp loại chỉ cần ghi tự nhận xét (đã kiểm điểm, hoặc lý do không kiểm điểm).",
    "ghi_y_kien": "Ghi mức và ý kiến của tập thể đơn vị, cấp ủy cùng cấp. Mức ban đầu là mức tự xếp loại.",
    "ghi_de_xuat": "Ghi mức đề xuất với cấp có thẩm quyền. Mức ban đầu theo ý kiến đơn vị và các lưu ý; chọn khác thì nêu lý do.",
    "ghi_quyet_dinh": "Ghi quyết định đã ký của cấp có thẩm quyền. Kết quả được ghi vào hồ sơ từng người.",
    "ghi_thong_bao": "Ghi ngày đã thông báo kết quả bằng văn bản.",
    "dong_ho_so": "Đóng hồ sơ đánh giá của những người đã được thông báo. Khi mọi hồ sơ đã đóng, đợt đánh giá đóng theo.",
    "tra_lai": "Trả hồ sơ về bước trước, kèm ý kiến cần bổ sung, điều chỉnh.",
    "mo_lai": "Đưa hồ sơ đã quyết định về bước đề xuất. Kết quả trong hồ sơ vẫn giữ cho đến khi có quyết định mới.",
    "ghi_them": "Ghi kết quả xếp loại đảng viên và nhận xét của đơn vị cũ. Dòng để nguyên không thay đổi.",
}  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def round_step(request: HttpRequest, unit_id: str, year: int, act: str) -> HttpResponse:
    """`/danh-gia/<unit>/<year>/buoc/<act>/`: take a step with the chosen people; one save, all of them or nobody."""
    user: Any = request.user
    demand_right(user, "write", EvaluationCase)
    unit = visible_or_404(Unit.objects.all(), user, public_id=unit_id)
    rows = EvaluationRound.objects.visible_to(user).select_related("unit", "regime")
    row = rows.filter(unit=unit, year=year).first()
    if row is None or act not in ACTS:
        raise Http404
    try:
        check_can_write(user, EvaluationCase, unit)
    except Denied as error:
        raise PermissionDenied(str(error)) from error
    board = board_of(user, row)
    able, chips = _of_manager(request, board, act)
    data = request.POST if request.method == "POST" else None
    form = StepForm(board, act, able, data)
    notices: list[str] = []
    if data is not None:
        if was_sent(by=user, act=act, key=form.key):
            messages.info(request, "Biểu mẫu này đã được ghi trước đó, không ghi lần nữa.")
            return redirect(row)
        notices = _gone(board, able, act, data)
        saved = _save(request, form, row, notices)
        if saved is not None:
            return saved
    context = {
        "unit": unit,
        "row": row,
        "board": board,
        "act": ACTS[act],
        "about": ABOUT[act],
        "form": form,
        "form_rows": form.rows(),
        "heads": [label for _, label, _ in ROW_FIELDS.get(act, ())],
        "has_ticks": act not in BY_TYPING,
        "chips": chips,
        "notices": notices,
        "cancel_url": row.get_absolute_url(),
        "crumbs": [*round_crumbs(year), Crumb(unit.full_name, row.get_absolute_url())],
    }
    return render(request, "assessments/step.html", context)


def _of_manager(request: HttpRequest, board: Board, act: str) -> tuple[list[Line], list[Chip]]:
    """The lines that may take the step; for a decision those of one deciding body, the others a click away."""
    able = board.able(act)
    if act != ACT_DECIDE:
        return able, []
    groups: dict[str, list[Line]] = {}
    for line in able:
        groups.setdefault(line.manager.manager if line.manager else UNKNOWN, []).append(line)
    wanted = request.GET.get(MANAGER, "")
    chosen = wanted if wanted in groups else next(iter(groups), "")
    chips = [
        Chip(
            str(lines[0].manager.get_manager_display()) if lines[0].manager else "Chưa rõ diện quản lý",
            f"?{MANAGER}={code}",
            code == chosen,
            len(lines),
        )
        for code, lines in groups.items()
    ]
    return groups.get(chosen, []), chips


def _save(
    request: HttpRequest, form: StepForm, row: EvaluationRound, notices: list[str]
) -> HttpResponse | None:
    """The answer once it is saved; None when the form is to be shown again with what is wrong."""
    if not form.is_valid():
        return None
    try:
        n = step_cases(
            by=request.user, row=row, act=form.act, steps=form.steps(), shared=form.shared, key=form.key
        )
    except Denied as error:
        raise PermissionDenied(str(error)) from error
    except Refused as refused:
        form.add_problem(refused.field, str(refused))
    except RefusedRows as refused:
        for case_id, problems in refused.problems.items():
            for name, text in problems.items():
                form.add_row_problem(case_id, name, text)
    except StaleCases as stale:
        _tell_stale(form, stale)
    except ValidationError as error:
        for texts in errors_by_field(error).values():
            form.add_problem("", " ".join(texts))
    else:
        messages.success(request, f"{ACTS[form.act].label}: đã ghi cho {n} người.")
        return redirect(row)
    return None


def _tell_stale(form: StepForm, stale: StaleCases) -> None:
    """What others saved meanwhile stands beside what was typed; sending again saves over it knowingly."""
    for case_id, case in stale.rows.items():
        changed_by = StaleVersion(case, {}).changed_by
        now = [f"{label.lower()} {_now(case, name)}" for name, label, _ in ROW_FIELDS.get(form.act, ())]
        text = f"Hồ sơ vừa được ông/bà {changed_by} cập nhật. Hiện nay: {'; '.join([ROUND_CASE.label_of(case.state).lower(), *now])}."
        form.add_row_problem(case_id, "", f"{text} Đề nghị xem lại rồi lưu lần nữa.")
    form.add_problem("", "Có hồ sơ vừa được người khác cập nhật; chưa dòng nào được ghi.")
    form.renew({case_id: case.version for case_id, case in stale.rows.items()})


def _now(case: EvaluationCase, name: str) -> str:
    value = getattr(case, name)
    return SHORT.get(value, value) or SHORT[""]


def _gone(board: Board, able: list[Line], act: str, data: Any) -> list[str]:
    """People of the form that was sent who can no longer take this step, with what was typed for them."""
    here = {line.case.public_id for line in able}
    found = []
    for line in board.lines:
        case_id = line.case.public_id
        if case_id in here or f"version-{case_id}" not in data:
            continue
        typed = [data.get(f"{name}-{case_id}", "")[:200] for name, _, _ in ROW_FIELDS.get(act, ())]
        words = ", ".join(SHORT.get(value, value) for value in typed if value)
        text = f"{line.case.official.full_name}: nay là “{line.state}”, không thực hiện bước này nữa."
        found.append(text + (f" Ông/bà vừa nhập: {words}." if words else ""))
    return found
