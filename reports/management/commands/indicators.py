"""`manage.py indicators`: the indicators of contracts 4, unsuppressed; also writes their catalogue."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser

from foundation.commands import DONE, ContractCommand
from foundation.formats import vi_numbers
from reports.indicators import compute_indicators, indicators
from reports.options import add_figure_options, chosen, figure_options, looked_from


class Command(ContractCommand):
    help = "In các chỉ tiêu chất lượng đội ngũ theo năm và phạm vi."

    def add_options(self, parser: CommandParser) -> None:
        add_figure_options(parser)
        parser.add_argument(
            "--indicator",
            action="append",
            nargs="+",
            choices=indicators.codes(),
            metavar="CODE",
            help="Chỉ các chỉ tiêu này.",
        )

    def run(self, **options: Any) -> tuple[int, dict[str, Any]]:
        codes = chosen(options["indicator"], ()) or None
        asked = figure_options(options)
        return DONE, looked_from(
            asked["snapshot"], asked["years"], as_closed=options["closed"]
        ) | compute_indicators(**asked, codes=codes)

    def show(self, document: dict[str, Any]) -> None:
        for row in document["rows"]:
            indicator = indicators[row["indicator"]]
            value = f"{vi_numbers.number(row['value'], 1)} {indicator.unit}"
            self.stdout.write(
                f"{indicator.code} {indicator.title} · {row['year']} · {row['scope']}: {value} "
                f"({row['numerator']}/{row['denominator']}, chưa có số liệu: {row['unknown']})"
            )
