"""Forms of a reorganisation: which units become which, then the answers to what the preview asks."""

from __future__ import annotations

import re
import secrets
from collections import Counter
from typing import Any, NamedTuple

from django import forms
from django.db.models import Q
from django.forms.boundfield import BoundWidget

from foundation.dates import today
from foundation.forms import (
    DAY_HINT,
    DayField,
    HouseForm,
    RecordChoiceField,
    TextField,
    choice_field,
    day_text,
)
from foundation.vn_text import fold
from officials.kinds import unit_in_list
from officials.models import Area, Reorganisation, Unit
from officials.models.units import UnitKind
from officials.record_forms import KEY, hidden
from officials.reorganisation_plan import NewUnit, Outline, Plan
from officials.services.reorganisation import Answers

MARK, SURPLUS, UNTIL = "dau", "doi_du", "doi_du_den"
_KINDS = [(kind.value, kind.label) for kind in Reorganisation.Kind if kind != Reorganisation.Kind.SEVERAL]
_SPLIT = Reorganisation.Kind.SPLIT.value


class UnitsField(forms.ModelMultipleChoiceField):
    """Several units by public id, named with their years."""

    def label_from_instance(self, obj: Any) -> str:
        return unit_in_list(obj)


class OutlineForm(HouseForm):
    """The first step, sent by GET: nothing is written, and the address of the preview can be passed on."""

    def __init__(self, user: Any, data: Any = None, *, with_ended: bool = False) -> None:
        """`with_ended`: also units that have ended: the preview of an act that is done already says so itself."""
        super().__init__(data)
        units = Unit.objects.visible_to(user).order_by("name", "pk")
        if not with_ended:
            units = units.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today()))
        areas = [(area.name, area.name) for area in Area.objects.all()]
        self.fields |= {
            "ngay": DayField(label="Ngày hiệu lực", help_text=DAY_HINT),
            "loai": choice_field(_KINDS, required=True, label="Hình thức"),
            "can_cu": TextField(
                label="Căn cứ", max_length=200, help_text="Số nghị quyết, quyết định, ví dụ 768/NQ-UBTVQH14."
            ),
            "cu": UnitsField(
                label="Đơn vị cũ",
                queryset=units,
                to_field_name="public_id",
                widget=forms.CheckboxSelectMultiple,
                help_text="Các đơn vị kết thúc vào ngày trước ngày hiệu lực.",
            ),
            "moi": RecordChoiceField(
                label="Nhập vào đơn vị đang có",
                queryset=units,
                to_field_name="public_id",
                describe=unit_in_list,
                required=False,
                help_text="Bỏ trống nếu lập đơn vị mới ở dưới.",
            ),
            **_new_unit_fields("", "Đơn vị mới", areas),
            **_new_unit_fields("2", "Đơn vị mới thứ hai (khi chia tách)", areas),
        }
        self.name_errors()

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("moi") and data.get("ten"):
            self.add_error("ten", "Đề nghị chọn đơn vị đang có, hoặc lập đơn vị mới, không chọn cả hai.")
        if not data.get("moi") and not data.get("ten"):
            self.add_error("ten", "Đề nghị nhập tên đơn vị mới, hoặc chọn một đơn vị đang có.")
        for suffix in ("", "2"):
            if data.get(f"ten{suffix}") and not data.get(f"kieu{suffix}"):
                self.add_error(f"kieu{suffix}", "Đề nghị chọn loại của đơn vị mới.")
        is_split = data.get("loai") == _SPLIT
        if is_split and not data.get("ten2"):
            self.add_error("ten2", "Đề nghị nhập đơn vị mới thứ hai khi chia tách.")
        if is_split and len(data.get("cu") or ()) > 1:
            self.add_error("cu", "Đề nghị chia tách mỗi lần một đơn vị.")
        if not is_split and data.get("ten2"):
            self.add_error("ten2", "Chỉ nhập đơn vị mới thứ hai khi chia tách.")
        return data

    def outline(self) -> Outline:
        """What is asked for; the ids of new units follow from what was typed, so that the preview and the act agree."""
        data = self.cleaned_data
        made = [unit for unit in (self._new_unit(""), self._new_unit("2")) if unit is not None]
        news = ([data["moi"].public_id] if data["moi"] else []) + [unit.public_id for unit in made]
        pairs = tuple((old.public_id, new) for old in data["cu"] for new in news)
        return Outline(data["ngay"], data["loai"], data["can_cu"], pairs, tuple(made))

    def _new_unit(self, suffix: str) -> NewUnit | None:
        data = self.cleaned_data
        name = data[f"ten{suffix}"]
        if not name:
            return None
        code = data[f"ma{suffix}"]
        stem = code or "-".join(fold(name).split())
        return NewUnit(f"{stem}-{data['ngay'].year}", code, name, data[f"kieu{suffix}"], data[f"khu{suffix}"])


def _new_unit_fields(suffix: str, title: str, areas: list[tuple[str, str]]) -> dict[str, forms.Field]:
    return {
        f"ten{suffix}": TextField(
            label=f"{title}: tên", required=False, max_length=60, help_text="Ví dụ Duy Tân."
        ),
        f"kieu{suffix}": choice_field(UnitKind.choices, required=False, label=f"{title}: loại"),
        f"ma{suffix}": forms.RegexField(
            re.compile(r"^[0-9A-Za-z]{1,15}\Z"),
            label=f"{title}: mã đơn vị hành chính",
            required=False,
            error_messages={"invalid": "Đề nghị ghi mã chỉ gồm chữ số, ví dụ 10696."},
        ),
        f"khu{suffix}": choice_field(areas, required=False, label=f"{title}: khu"),
    }


class SurplusLine(NamedTuple):
    """One person over the number of holders of a post: the tick, the way from unit to unit, holders and the most."""

    tick: BoundWidget
    name: str
    post: str
    from_unit: str
    to_unit: str
    n_holders: int
    most: int


class PreviewForm(HouseForm):
    """The answers to the preview's questions, who is on a surplus path, and what the preview showed."""

    def __init__(self, plan: Plan, data: Any = None) -> None:
        super().__init__(data)
        self.plan = plan
        for question in plan.questions:
            self.fields[question.key] = choice_field(
                question.options, required=True, label=question.text, initial=question.default
            )
            self.fields[question.key].error_messages["required"] = "Đề nghị chọn một cách xử lý."
        if plan.surplus:
            self.fields[SURPLUS] = forms.MultipleChoiceField(
                label="Ghi là dôi dư theo lộ trình",
                required=False,
                widget=forms.CheckboxSelectMultiple,
                choices=[(item.official.public_id, item.official.full_name) for item in plan.surplus],
                initial=[item.official.public_id for item in plan.surplus if item.chosen],
                help_text="Những người này vẫn giữ chức danh; số dôi dư không bị coi là sai hay là còn thiếu.",
            )
            self.fields[UNTIL] = DayField(
                label="Lộ trình giải quyết dôi dư đến ngày",
                initial=day_text(plan.surplus_until),
                help_text="Khoảng 5 năm theo trí nhớ, chưa đối chiếu văn bản; sửa được.",
            )
        self.fields[MARK] = hidden(plan.digest())
        self.fields[KEY] = hidden(secrets.token_urlsafe(18))
        for name in (MARK, KEY):
            self.fields[name].label = "Mã của trang"

    def surplus_lines(self) -> list[SurplusLine]:
        """The ticks with whom they are about, in the order of the plan: by new unit, then post."""
        if SURPLUS not in self.fields:
            return []
        n_holders = Counter((item.unit_id, item.post.pk) for item in self.plan.surplus)
        return [
            SurplusLine(
                tick,
                item.official.full_name,
                item.post.short_name,
                item.from_unit,
                self.plan.name_of(item.unit_id),
                n_holders[item.unit_id, item.post.pk],
                item.most,
            )
            for tick, item in zip(self[SURPLUS].subwidgets, self.plan.surplus, strict=True)
        ]

    def answers(self) -> Answers:
        data = self.cleaned_data
        return Answers(
            choices={question.key: data[question.key] for question in self.plan.questions},
            surplus=frozenset(data.get(SURPLUS) or ()),
            surplus_until=data.get(UNTIL),
        )
