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
from django.views.decorators.http import require_POST, require_safe

from foundation.components import PAGE_PARAMETER, PAGE_SIZES, SIZE_PARAMETER, Chip, Crumb, query
from foundation.errors import Denied, Refused
from foundation.finding import visible_or_404
from foundation.forms import lower_first
from foundation.scope import demand_right
from foundation.versions import StaleVersion, errors_by_field
from officials.models import Official, Proposal, Unit
from officials.proposals_shown import compared, title_of
from officials.record_forms import version_of
from officials.services import proposals

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
    context = {
        "proposal": proposal,
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
