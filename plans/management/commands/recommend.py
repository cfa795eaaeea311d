"""`manage.py recommend`: what the rules find in a year (contracts 5), unsuppressed; the run is kept."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser

from foundation.commands import DONE, ContractCommand, WrongUsage
from plans.services import keep_run
from plans.services.runs import Judged
from reports import snapshot as snapshots
from reports.options import add_levels, chosen, years_of
from reports.rules import SOLUTION_GROUPS, recommend, rules


class Command(ContractCommand):
    help = "In các phát hiện và kiến nghị của một năm, theo sáu nhóm giải pháp; lưu lại thành một lần chạy."

    def add_options(self, parser: CommandParser) -> None:
        parser.add_argument("--year", required=True, help="Năm, ví dụ 2021.")
        parser.add_argument("--dry-run", action="store_true", help="Chỉ in, không lưu lần chạy.")
        add_levels(parser)

    def run(self, **options: Any) -> tuple[int, dict[str, Any]]:
        years = years_of(options["year"])
        if len(years) != 1:
            raise WrongUsage("Lệnh này xem xét một năm, ví dụ --year 2021.")
        snapshot, levels = snapshots.current(), tuple(chosen(options["by"], ("town",)))
        found = recommend(years[0], levels, snapshot=snapshot)
        if not options["dry_run"]:
            run = keep_run(by=self.actor, judged=Judged(snapshot, years[0], levels, found))
            self.say(f"Đã lưu lần chạy {run.public_id}.")
        return DONE, found.document()

    def show(self, document: dict[str, Any]) -> None:
        for row in document["findings"]:
            self.stdout.write(
                f"[{row['solution_group']}. {SOLUTION_GROUPS[row['solution_group']]}] {row['text']}"
            )
            self.stdout.write(f"    {row['guard']}")
            for action in row["actions"]:
                self.stdout.write(f"    – {action}")
        for row in document["not_enough_data"]:
            title = rules[row["rule"]].title
            self.stdout.write(
                f"Chưa đủ số liệu: {title} · {row['scope']} · thiếu {', '.join(row['missing'])}"
            )
