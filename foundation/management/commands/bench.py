"""`bench [--suite …]`: measure against floors in one run, on a database of its own."""

from __future__ import annotations

from io import StringIO
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandParser
from django.db import connection

from foundation.bench import bench_suites
from foundation.commands import ContractCommand


class Command(ContractCommand):
    help = "Đo tốc độ so với mức sàn trong cùng một lần chạy, trên cơ sở dữ liệu riêng với số liệu minh họa."

    def add_options(self, parser: CommandParser) -> None:
        parser.add_argument("--suite", action="append", choices=bench_suites.codes(), default=None)

    def run(self, **options: Any) -> tuple[int, dict[str, Any]]:
        wanted = options["suite"] or bench_suites.codes()
        settings.KINHMON_ENV = "demo"
        settings.DEMO = True
        original = connection.settings_dict["NAME"]
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        try:
            call_command("demo", stdout=StringIO(), stderr=StringIO())
            rows = [row for code in wanted for row in bench_suites[code].run()]
        finally:
            connection.creation.destroy_test_db(original, verbosity=0)
        return 0, {"results": [row.as_json() for row in rows]}

    def show(self, document: dict[str, Any]) -> None:
        for row in document["results"]:
            ratio = "" if row["ratio"] is None else f"{row['ratio']:.2f} × mức sàn (tối đa {row['bar']})"
            holds = "đạt" if row["holds"] else "KHÔNG ĐẠT"
            self.stdout.write(f"{row['suite']}: {row['name']}: {row['figure']} {row['unit']} {ratio} {holds}")
