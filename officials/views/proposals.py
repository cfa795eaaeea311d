"""What units propose: the list, one proposal with both values, and the decision."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from foundation.components import PAGE_PARAMETER, PAGE_SIZES, SIZE_PARAMETER, Chip, Crumb, query
from foundation.errors import Denied, Refused
from foundation.finding import visible_or_404
from foundation.forms import lower_first
from foundation.models import Attachment
from foundation.scope import demand_right
from foundation.versions import StaleVersion, errors_by_field
from officials.amending import AmendForm
from officials.checks import can_write
from officials.models import Official, Proposal, Unit
from officials.proposals_shown import compared, proposal_files, row_named, title_of, written
from officials.record_forms import version_of
from officials.services import proposals
from officials.views.saving import attempt

STATE_PARAMETER, UNIT_PARAMETER = "tinh_trang", "don_vi"
ROWS = ("official", "official__unit", "unit", "proposed_by", "decided_by")


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """`/de-nghi/?tinh_trang=<state>&don_vi=<unit>`: what waits first, else of one state."""
    demand_right(request.user, "read", Proposal)
    state = request.GET.get(STATE_PARAMETER, Proposal.State.PROPOSED)
    found = Proposal.objects.visible_to(request.user).select_related(*ROWS)
    if state in Proposal.State.values:
        found = found.filter(state=state)
    unit_id = request.GET.get(UNIT_PARAMETER, "")
    if unit_id and unit_id.isprintable():
        found = found.filter(official__unit__public_id=unit_id)
    decides = may_decide(request.user)
    units: Any = (
        Unit.objects.visible_to(request.user).filter(proposals__isnull=False).distinct() if decides else ()
    )
    size = request.GET.get(SIZE_PARAMETER, "")
    per_page = int(size) if size in {str(number) for number in PAGE_SIZES} else PAGE_SIZES[1]
    page = Paginator(found.order_by("-proposed_at", "-pk"), per_page).get_page(
        request.GET.get(PAGE_PARAMETER)
    )
    context = {
        "page": page,
        "lines": [(proposal, title_of(proposal)) for proposal in page],
        "chips": _chips(request, state),
        "units": units,
        "unit_id": unit_id,
        "state": state,
        "decides": decides,
    }
    return render(request, "officials/proposals.html", context)


def may_decide(user: Any) -> bool:
    return bool(user.may("write", Proposal, "all"))


def _chips(request: HttpRequest, state: str) -> list[Chip]:
    choices = [*Proposal.State.choices, ("tat-ca", "Tất cả")]
    return [
        Chip(
            str(label),
            query(request.GET, **{STATE_PARAMETER: code, PAGE_PARAMETER: None}),
            active=code == state,
        )
        for code, label in choices
    ]


@require_safe
def detail(request: HttpRequest, public_id: str) -> HttpResponse:
    demand_right(request.user, "read", Proposal)
    proposal = visible_or_404(Proposal.objects.select_related(*ROWS), request.user, public_id=public_id)
    return _page(request, proposal)


def _page(request: HttpRequest, proposal: Proposal, *, problem: str = "", comment: str = "") -> HttpResponse:
    decides = may_decide(request.user)
    official: Official = proposal.official
    files = proposal_files(request, proposal)
    context = {
        "proposal": proposal,
        "files": files,
        "add_file_url": reverse("officials:proposal-file-add", args=[proposal.public_id])
        if proposal.is_open and can_write(request.user, Attachment, official.unit)
        else "",
        "amend_url": reverse("officials:proposal-amend", args=[proposal.public_id])
        if decides and proposal.is_open and proposal.act != Proposal.Act.REMOVE
        else "",
        "row_name": row_named(request.user, proposal),
        "written": written(request.user, proposal),
        "title": f"{title_of(proposal)}: {official.full_name}",
        "changes": compared(request.user, proposal),
        "decides": decides and proposal.is_open,
        "withdraws": not decides and proposal.is_open,
        "problem": problem,
        "comment": comment,
        "crumbs": [
            Crumb("Đề nghị", reverse("officials:proposals")),
            Crumb(official.full_name, official.get_absolute_url()),
        ],
    }
    return render(request, "officials/proposal.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def amend(request: HttpRequest, public_id: str) -> HttpResponse:
    """Agree with other values than those proposed; both are kept and shown."""
    demand_right(request.user, "write", Proposal)
    proposal = visible_or_404(Proposal.objects.select_related(*ROWS), request.user, public_id=public_id)
    if not may_decide(request.user):
        raise PermissionDenied
    if not proposal.is_open or proposal.act == Proposal.Act.REMOVE:
        return redirect("officials:proposal", proposal.public_id)
    form = AmendForm(request.user, proposal, request.POST if request.method == "POST" else None)
    if form.is_bound:
        outcome = attempt(
            form,
            lambda: proposals.approve(
                proposal, by=request.user, version=form.version, comment=form.comment, amended=form.facts
            ),
        )
        if outcome.saved:
            decided: Proposal = outcome.result
            say = messages.warning if decided.state == Proposal.State.OVERTAKEN else messages.success
            say(request, SAID[decided.state])
            return redirect("officials:proposal", decided.public_id)
    context = {
        "form": form,
        "official": proposal.official,
        "proposal": proposal,
        "changes": compared(request.user, proposal),
        "title": f"Đồng ý với giá trị khác: {lower_first(title_of(proposal))}",
        "submit": "Đồng ý, ghi giá trị này",
        "cancel_url": proposal.get_absolute_url(),
        "in_place": False,
        "crumbs": [
            Crumb("Đề nghị", reverse("officials:proposals")),
            Crumb(proposal.official.full_name, proposal.get_absolute_url()),
        ],
    }
    return render(request, "officials/proposal_amend.html", context)


ACTS: dict[str, Callable[..., Proposal]] = {
    "dong-y": proposals.approve,
    "khong-dong-y": proposals.reject,
    "rut": proposals.withdraw,
}
SAID = {
    "approved": "Đã đồng ý; hồ sơ được cập nhật.",
    "rejected": "Đã ghi không đồng ý.",
    "withdrawn": "Đã rút đề nghị.",
    "overtaken": "Hồ sơ đã thay đổi từ khi có đề nghị nên không ghi gì. Đề nghị đơn vị xem lại và gửi đề nghị mới.",
}


@require_POST
def decide(request: HttpRequest, public_id: str) -> HttpResponse:
    """Approve, reject or withdraw (`viec`); what the services refuse is said on the page of the proposal."""
    demand_right(request.user, "write", Proposal)
    proposal = visible_or_404(Proposal.objects.select_related(*ROWS), request.user, public_id=public_id)
    act = ACTS.get(request.POST.get("viec", ""))
    if act is None:
        return _page(request, proposal)
    comment = request.POST.get("y_kien", "").replace("\x00", "")[:500]
    try:
        decided = act(proposal, by=request.user, version=version_of(request.POST), comment=comment)
    except Denied as error:
        raise PermissionDenied(str(error)) from error
    except (Refused, StaleVersion) as error:
        problem = str(error)
    except ValidationError as error:
        problem = " ".join(text for texts in errors_by_field(error).values() for text in texts)
    except ObjectDoesNotExist:
        problem = "Mục này vừa được người khác xóa."
    else:
        say = messages.warning if decided.state == Proposal.State.OVERTAKEN else messages.success
        say(request, SAID[decided.state])
        return redirect("officials:proposal", decided.public_id)
    proposal = visible_or_404(Proposal.objects.select_related(*ROWS), request.user, public_id=public_id)
    return _page(request, proposal, problem=problem, comment=comment)


def sent_text(proposal: Proposal | None, noun: str) -> str:
    """What is said to an officer after proposing."""
    if proposal is None:
        return f"Không có thay đổi ở {noun}."
    return f"Đã gửi đề nghị {lower_first(title_of(proposal))}; chờ Phòng Nội vụ quyết định."
