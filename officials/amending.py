"""The form in which the district agrees to a proposal with other values."""

from __future__ import annotations

from typing import Any

from django.db import models

from foundation.forms import TextField
from officials.models import Proposal
from officials.record_forms import KEY, VERSION, RecordForm, hidden
from officials.record_kinds import Asking, record_kinds
from officials.services.proposals import value_of


class AmendForm(RecordForm):
    """The proposed fields with the proposed values, to be changed; and why they were."""

    def __init__(self, user: Any, proposal: Proposal, data: Any = None) -> None:
        kind = record_kinds[proposal.kind]
        whole = proposal.act == Proposal.Act.ADD
        asks = tuple(ask for ask in kind.asks if whole or ask.name in proposal.new)
        super().__init__(kind.model, asks, Asking(user, proposal.official), data)
        self.fields.pop(KEY)
        self.fields[VERSION] = hidden(proposal.version)
        self.fields["comment"] = TextField(
            label="Lý do điều chỉnh",
            required=False,
            max_length=500,
            help_text="Bắt buộc khi giá trị khác với đề nghị; đơn vị xem được.",
        )
        self.initial = {
            ask.name: self.fields[ask.name].prepare_value(_held(kind.model, ask.name, proposal.new))
            for ask in self.asks
        }
        self.name_errors()

    @property
    def comment(self) -> str:
        text: str = self.cleaned_data.get("comment", "")
        return text


def _held(model: type[models.Model], name: str, values: dict[str, Any]) -> Any:
    """A proposed value; None for one that points to a row which is gone."""
    try:
        return value_of(model, name, values.get(name))
    except models.ObjectDoesNotExist:
        return None
