"""What this floor shows elsewhere: its menu entry, the names of its acts, notes beside live findings."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q
from django.urls import reverse

from foundation import history
from foundation.registries import MenuItem, menu_items
from plans.models import KnownFinding, RuleRun
from reports.rules.notes import FindingNote, NoteSource, note_sources


def reads_runs(user: Any) -> bool:
    return user.may("read", RuleRun, "all") or user.may("read", RuleRun, "own")


def _notes(user: Any, year: int) -> dict[tuple[str, str], FindingNote]:
    """For each finding of the year that a run has kept: how many causes were chosen, and where they stand."""
    if not reads_runs(user):
        return {}
    standing = Count("causes", filter=Q(causes__withdrawn_at__isnull=True))
    rows = KnownFinding.objects.visible_to(user).filter(year=year).annotate(n=standing).order_by()
    return {
        (rule, scope): FindingNote(
            f"Đã ghi nhận · {n} nguyên nhân" if n else "Đã ghi nhận · chưa chọn nguyên nhân",
            reverse("plans:finding", args=[public_id]),
        )
        for rule, scope, public_id, n in rows.values_list("rule", "scope", "public_id", "n")
    }


menu_items.register(MenuItem("rule-runs", "Theo dõi hạn chế", "plans:runs", "history", 62, reads_runs))
note_sources.register(NoteSource("plans", _notes))
history.register_actions({"run_rules": "Chạy quy tắc", "withdraw_cause": "Rút nguyên nhân của hạn chế"})
history.register_labels({"new": "Mới", "still": "Vẫn còn", "gone": "Không còn", "levels": "Cấp"})
