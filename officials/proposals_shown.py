"""Proposals in words: what is asked, and the values on record beside those proposed."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.urls import reverse

from foundation.history import ChangeInWords
from foundation.models import Attachment
from officials.attachments_shown import FileShown, may_read, shown
from officials.checks import can_write
from officials.dossier import dossier_of
from officials.marks import PROPOSALS
from officials.models import Official, Proposal
from officials.record_forms import RecordForm
from officials.record_kinds import Asking, record_kinds
from officials.services.attachments import files_of
from officials.services.proposals import value_of

NOTICE = "Đề nghị của đơn vị, chờ Phòng Nội vụ quyết định. Hồ sơ chỉ thay đổi khi Phòng Nội vụ đồng ý."


def title_of(proposal: Proposal) -> str:
    return f"{proposal.get_act_display()} {record_kinds[proposal.kind].noun}"


def row_named(user: Any, proposal: Proposal) -> str:
    """Which row of the file the proposal is about, as it is now; "" for a new row, or one not there for this reader."""
    if not proposal.row_id:
        return ""
    kind = record_kinds[proposal.kind]
    model: Any = kind.model
    rows = model.objects.visible_to(user).select_related(*kind.related)
    row = rows.filter(public_id=proposal.row_id, official=proposal.official).first()
    return kind.name_row(row) if row is not None else ""


def compared(user: Any, proposal: Proposal) -> list[ChangeInWords]:
    """The fields of a proposal in the order of the form, before and after; only those this user may read."""
    return _side_by_side(user, proposal, proposal.old, proposal.new)


def written(user: Any, proposal: Proposal) -> list[ChangeInWords]:
    """What was proposed beside what the district wrote instead; empty where it agreed as asked."""
    if not proposal.accepted:
        return []
    changed = {name: value for name, value in proposal.accepted.items() if value != proposal.new.get(name)}
    return _side_by_side(user, proposal, {name: proposal.new.get(name) for name in changed}, changed)


def proposal_files(request: HttpRequest, proposal: Proposal) -> list[FileShown]:
    """The scans that came with a proposal, for who may open them."""
    user: Any = request.user
    if not may_read(user):
        return []
    removes = proposal.is_open and can_write(user, Attachment, proposal.official.unit)
    return [
        shown(
            row,
            "Đề nghị",
            reverse("officials:proposal-file", args=[proposal.public_id, row.public_id]),
            reverse("officials:proposal-file-remove", args=[proposal.public_id, row.public_id])
            if removes
            else "",
        )
        for row in files_of(proposal)
    ]


def _side_by_side(
    user: Any, proposal: Proposal, old: dict[str, Any], new: dict[str, Any]
) -> list[ChangeInWords]:
    kind = record_kinds[proposal.kind]
    form = RecordForm(kind.model, kind.asks, Asking(user, proposal.official))
    found = []
    for ask in kind.asks:
        if ask.name not in old and ask.name not in new:
            continue
        if not user.may_see_field(kind.model, ask.name):
            continue
        before, after = (_text(form, kind.model, ask.name, values.get(ask.name)) for values in (old, new))
        if before or after:
            found.append(ChangeInWords(str(form.fields[ask.name].label), before or "–", after or "–"))
    return found


def _text(form: RecordForm, model: type[models.Model], name: str, held: Any) -> str:
    if held is None or held == "":
        return ""
    try:
        return form.in_words(name, value_of(model, name, held)) or str(held)
    except models.ObjectDoesNotExist:
        return str(held)


def waiting_section(request: HttpRequest, official: Official) -> dict[str, Any]:
    """What waits for a decision about this person."""
    if PROPOSALS not in dossier_of(request, official).there:
        return {"waiting": []}
    rows = Proposal.objects.visible_to(request.user).filter(official=official, state=Proposal.State.PROPOSED)
    return {
        "waiting": [
            (proposal, title_of(proposal), compared(request.user, proposal))
            for proposal in rows.select_related("official", "proposed_by")
        ]
    }
