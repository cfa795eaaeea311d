"""`manage.py tables`: the tables of contracts 4, unsuppressed."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser

from foundation.commands import DONE, ContractCommand
from reports.options import add_figure_options, chosen, figure_options, looked_from
from reports.tables import compute_tables, tables
from reports.tables.compute import AGE_BANDS
from reports.tables.names import split_names
from reports.tables.numbered import compute_numbered, numbered_tables


class Command(ContractCommand):
    help = "In các bảng số lượng, cơ cấu, chất lượng theo năm và phạm vi."

    def add_options(self, parser: CommandParser) -> None:
        add_figure_options(parser)
        parser.add_argument(
            "--table",
            action="append",
            nargs="+",
            choices=[*tables.codes(), *numbered_tables.codes()],
            metavar="NAME",
            help="Chỉ các bảng này; các bảng đánh số T1–T25 chỉ in khi được nêu tên.",
        )
        parser.add_argument("--age-bands", choices=AGE_BANDS, default="decade", help="Cách chia độ tuổi.")

    def run(self, **options: Any) -> tuple[int, dict[str, Any]]:
        names, numbered = split_names(chosen(options["table"], ()) or None)
        asked = figure_options(options)
        document = compute_tables(**asked, names=names, age_bands=options["age_bands"])
        document["tables"] += compute_numbered(**asked, names=numbered)
        return DONE, looked_from(asked["snapshot"], asked["years"], as_closed=options["closed"]) | document

    def show(self, document: dict[str, Any]) -> None:
        for row in document["tables"]:
            table = tables.get(row["table"]) or numbered_tables[row["table"]]
            title = table.title
            cells = ", ".join(f"{cell} {n}" for cell, n in row["cells"].items())
            self.stdout.write(f"{title} · {row['year']} · {row['scope']} · {row['headcount']} người: {cells}")
