"""What runs of the rules have found, kept from run to run, and the causes that people see in it (ADR 0020).

Scopes and units are texts, not foreign keys: like the audit, a finding outlasts the rows it tells of, and loading a
package over the records leaves it alone.
"""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from foundation.scope import Record, ScopedModel, ScopedQuerySet
from foundation.sensitivity import classes
from officials.models import TheoryLink
from reports.scopes import LEVELS


class RuleRun(Record):
    """One run of the rules over a year: when, by whom, on which version of the records, at which levels.

    `levels`: codes of levels, parted by spaces. `data_version` is the number of the last event about records.
    """

    year = models.PositiveSmallIntegerField("Năm")
    levels = models.CharField("Cấp", max_length=30)
    data_version = models.BigIntegerField("Phiên bản số liệu")
    n_rules = models.PositiveSmallIntegerField("Số quy tắc")
    run_at = models.DateTimeField("Chạy lúc")
    run_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="Người chạy",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    run_by_name = models.CharField("Tên người chạy", max_length=200)

    id_letter = "r"
    field_classes = classes(public="year levels data_version n_rules run_at run_by run_by_name")

    class Meta:
        ordering = ["-run_at", "-pk"]
        verbose_name = "Lần chạy quy tắc"
        verbose_name_plural = "Lần chạy quy tắc"
        indexes = [models.Index(fields=["year", "-run_at"], name="rule_run_year")]

    def __str__(self) -> str:
        return f"Năm {self.year}, {self.run_by_name}"

    def get_absolute_url(self) -> str:
        return reverse("plans:run", args=[self.public_id])

    @property
    def level_codes(self) -> list[str]:
        return self.levels.split()


class FindingQuerySet(ScopedQuerySet):
    """Findings by their scope. A commune gets those of its unit; who reads all units but not the fields of a rule gets
    none of one unit whose numbers were hidden (ADR 0010): the sentence alone would tell of a person. Findings about
    restricted figures go only to who may read their fields."""

    def _limited_to(self, user: Any) -> Self:
        if not getattr(user, "is_authenticated", False) or not hasattr(user, "may"):
            return self.none()
        stem: str = self.model.finding_path  # type: ignore[attr-defined]
        if user.may("read", self.model, "all"):
            closed, opened = closed_rules(user)
            secret = {f"{stem}rule__in": secret_rules(closed)}
            hidden = Q(**{f"{stem}level": "unit", f"{stem}is_quiet": True}) & ~Q(
                **{f"{stem}rule__in": opened}
            )
            return self.exclude(hidden).exclude(**secret) if closed else self.all()
        if user.may("read", self.model, "own"):
            secret = {f"{stem}rule__in": secret_rules(closed_rules(user, "own")[0])}
            return self.filter(**{f"{stem}unit_key__in": user.unit_codes_today()}).exclude(**secret)
        return self.none()


def closed_rules(user: Any, extent: str = "all") -> tuple[list[str], list[str]]:
    """Codes of the rules whose fields `user` may not read (of everyone, or of the own units), and of the others."""
    from reports.access import may_read  # the registries need the models to be ready
    from reports.rules import rules

    opened = [rule.code for rule in rules if all(may_read(user, pair, extent) for pair in rule.fields)]
    return [code for code in rules.codes() if code not in opened], opened


def secret_rules(codes: list[str]) -> list[str]:
    """Those of the rules that rest on restricted figures: nobody else is to know of what they find."""
    from reports.rules import rules

    return [code for code in codes if rules[code].is_secret]


class KnownFinding(ScopedModel):
    """A finding that at least one run has made: one rule in one scope and year. Causes hang on it, so they outlast runs.

    `unit_key`: public id of the unit, "" for town and khu. `is_quiet`: at some run its numbers were hidden from
    readers who may not read the rule's fields.
    """

    year = models.PositiveSmallIntegerField("Năm")
    rule = models.CharField("Quy tắc", max_length=40)
    solution_group = models.PositiveSmallIntegerField("Nhóm giải pháp")
    scope = models.CharField("Phạm vi", max_length=120)
    level = models.CharField("Cấp", max_length=10, choices=[(level, level) for level in LEVELS])
    unit_key = models.CharField("Mã đơn vị", max_length=80, blank=True)
    place = models.CharField("Nơi", max_length=150)
    is_quiet = models.BooleanField("Có số được che", default=False)

    unit_path = "unit_key"
    finding_path = ""
    id_letter = "f"
    field_classes = classes(public="year rule solution_group scope level unit_key place is_quiet")
    objects = FindingQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        ordering = ["-year", "rule", "scope", "pk"]
        verbose_name = "Hạn chế đã ghi nhận"
        verbose_name_plural = "Hạn chế đã ghi nhận"
        constraints = [
            models.UniqueConstraint(fields=["year", "rule", "scope"], name="known_finding_once"),
            models.CheckConstraint(
                name="known_finding_unit_with_level",
                condition=Q(level="unit") & ~Q(unit_key="") | ~Q(level="unit") & Q(unit_key=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.scope} {self.year}"

    def get_absolute_url(self) -> str:
        return reverse("plans:finding", args=[self.public_id])


class RunFinding(ScopedModel):
    """What one run said of one finding: how it stands against the run before, and that day's figures.

    A finding that is gone has a row as well, with why. `figures`: indicator, year, value, numerator, denominator, unknown,
    bounds, threshold with its norm, source and status. `change`: what would have ended it. `is_quiet` as in the finding.
    """

    class State(models.TextChoices):
        NEW = "new", "Mới"
        STILL = "still", "Vẫn còn"
        GONE = "gone", "Không còn"

    class Gone(models.TextChoices):
        MET = "met", "Đã đạt ngưỡng"
        CHANCE = "chance", "Chưa đạt ngưỡng nhưng có thể do ngẫu nhiên"
        NO_DATA = "no_data", "Chưa đủ số liệu"
        NO_SCOPE = "no_scope", "Không còn đơn vị hoặc khu này"
        NO_RULE = "no_rule", "Không còn quy tắc này"

    run = models.ForeignKey(
        RuleRun, verbose_name="Lần chạy", on_delete=models.PROTECT, related_name="findings"
    )
    finding = models.ForeignKey(
        KnownFinding, verbose_name="Hạn chế", on_delete=models.PROTECT, related_name="runs"
    )
    state = models.CharField("Tình trạng", max_length=5, choices=State.choices)
    gone_because = models.CharField("Không còn vì", max_length=10, choices=Gone.choices, blank=True)
    severity = models.FloatField("Mức độ", null=True, blank=True)
    people = models.PositiveIntegerField("Số người", null=True, blank=True)
    text = models.TextField("Nội dung")
    quiet_text = models.TextField("Nội dung không có số")
    guard = models.TextField("Mức chắc chắn", blank=True)
    figures = models.JSONField("Số liệu", default=list, blank=True)
    change = models.JSONField("Điều làm thay đổi", default=dict, blank=True)
    actions = models.JSONField("Việc thường giúp được", default=list, blank=True)
    is_quiet = models.BooleanField("Có số được che", default=False)

    unit_path = "finding__unit_key"
    finding_path = "finding__"
    id_letter = "x"
    field_classes = classes(
        public="run finding state gone_because severity people text quiet_text guard figures change actions is_quiet"
    )
    objects = FindingQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        ordering = ["-run__run_at", "-severity", "pk"]
        verbose_name = "Hạn chế trong một lần chạy"
        verbose_name_plural = "Hạn chế trong một lần chạy"
        constraints = [
            models.UniqueConstraint(fields=["run", "finding"], name="run_finding_once"),
            models.CheckConstraint(
                name="run_finding_gone_with_because",
                condition=Q(state="gone") & ~Q(gone_because="") | ~Q(state="gone") & Q(gone_because=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.finding}: {self.state}"


class FindingCause(ScopedModel):
    """A cause that a person sees in a finding: a factor of the theory, objective or subjective, and on what basis.

    Factor and kind are kept as they read when chosen. Withdrawn, never deleted.
    """

    finding = models.ForeignKey(
        KnownFinding, verbose_name="Hạn chế", on_delete=models.PROTECT, related_name="causes"
    )
    link = models.ForeignKey(
        TheoryLink, verbose_name="Dòng cơ sở lý luận", on_delete=models.PROTECT, related_name="+"
    )
    factor = models.CharField("Yếu tố", max_length=200)
    kind = models.CharField("Loại nguyên nhân", max_length=12, choices=TheoryLink.FactorKind.choices)
    basis = models.CharField("Căn cứ", max_length=500)
    chosen_at = models.DateTimeField("Chọn lúc")
    chosen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="Người chọn",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    chosen_by_name = models.CharField("Tên người chọn", max_length=200)
    withdrawn_at = models.DateTimeField("Rút lúc", null=True, blank=True)
    withdrawn_by_name = models.CharField("Người rút", max_length=200, blank=True)
    withdrawn_because = models.CharField("Lý do rút", max_length=300, blank=True)

    unit_path = "finding__unit_key"
    finding_path = "finding__"
    id_letter = "c"
    field_classes = classes(
        public="finding link factor kind basis chosen_at chosen_by chosen_by_name withdrawn_at withdrawn_by_name "
        "withdrawn_because"
    )
    objects = FindingQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        ordering = ["kind", "chosen_at", "pk"]
        verbose_name = "Nguyên nhân của hạn chế"
        verbose_name_plural = "Nguyên nhân của hạn chế"
        constraints = [
            models.UniqueConstraint(
                fields=["finding", "factor"],
                condition=Q(withdrawn_at__isnull=True),
                name="finding_cause_once",
            ),
            models.CheckConstraint(
                name="finding_cause_withdrawn_at_with_by",
                condition=Q(withdrawn_at=None, withdrawn_by_name="", withdrawn_because="")
                | Q(withdrawn_at__isnull=False) & ~Q(withdrawn_by_name="") & ~Q(withdrawn_because=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.finding}: {self.factor}"
