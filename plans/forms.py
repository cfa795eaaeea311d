"""Forms of kept findings: which year to run, which cause a person sees and on what basis."""

from __future__ import annotations

import secrets
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.forms import HouseForm, TextField, choice_field
from officials.models import TheoryLink
from officials.models.theory import split_codes
from plans.models import FindingCause, KnownFinding
from reports.rules import rules

KEY = "khoa"


def _hidden(value: Any) -> forms.CharField:
    return forms.CharField(widget=forms.HiddenInput, required=False, initial=value, max_length=80)


def factors_for(finding: KnownFinding) -> list[tuple[str, list[tuple[str, str]]]]:
    """Factors of the theory to choose from: first those of the rule's own indicators, then all, by kind."""
    rule = rules.get(finding.rule)
    families = {code.partition(".")[0] for code in rule.needs} if rule else set()
    once: dict[tuple[str, str], TheoryLink] = {}
    near: dict[tuple[str, str], TheoryLink] = {}
    for link in TheoryLink.objects.all():
        key = (link.factor_kind, link.factor)
        once.setdefault(key, link)
        if families & {code.partition(".")[0] for code in split_codes(link.indicators)}:
            near.setdefault(key, once[key])
    groups = [
        ("Gợi ý theo chỉ tiêu", [(link.public_id, _with_kind(link)) for link in near.values()]),
        *(
            (str(label), [(link.public_id, link.factor) for key, link in once.items() if key[0] == kind and key not in near])
            for kind, label in TheoryLink.FactorKind.choices
        ),
    ]  # fmt: skip
    return [(title, options) for title, options in groups if options]


def _with_kind(link: TheoryLink) -> str:
    return f"{link.factor} ({link.get_factor_kind_display().lower()})"


class CauseForm(HouseForm):
    """A factor, objective or subjective, and the basis in words."""

    basis = TextField(
        label=_("Căn cứ"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "Số liệu, văn bản, biên bản nào cho thấy nguyên nhân này. Đề nghị không ghi tên cán bộ, công chức."
        ),
    )

    def __init__(self, *args: Any, finding: KnownFinding, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        basis = self.fields.pop("basis")
        self.fields["link"] = choice_field(
            factors_for(finding),
            required=True,
            label=_("Nguyên nhân (yếu tố ảnh hưởng)"),
            help_text=_("Khách quan hay chủ quan theo cơ sở lý luận."),
        )
        self.fields["basis"] = basis
        self.fields[KEY] = _hidden(secrets.token_urlsafe(18))
        self.name_errors()

    def link(self) -> TheoryLink:
        return TheoryLink.objects.get(public_id=self.cleaned_data["link"])


class CauseChangeForm(CauseForm):
    """Amending a cause: also why, and which version was read."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields[KEY]
        self.fields["reason"] = TextField(label=_("Lý do sửa"), max_length=300)
        self.fields["version"] = forms.IntegerField(
            widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1
        )
        self.name_errors()


class WithdrawForm(HouseForm):
    """Why a cause is taken back, and which version was read."""

    reason = TextField(label=_("Lý do rút"), max_length=300)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)


def cause_initial(cause: FindingCause) -> dict[str, Any]:
    """What the form starts with: the option of the cause's factor, which may stand in another line by now."""
    options = {link.factor: link.public_id for link in TheoryLink.objects.order_by("-position", "-pk")}
    chosen = options.get(cause.factor, cause.link.public_id)
    return {"link": chosen, "basis": cause.basis, "version": cause.version}
