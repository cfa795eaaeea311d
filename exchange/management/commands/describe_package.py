"""`describe_package`: print docs/package.md as the declared tables have it."""

from __future__ import annotations

from typing import Any

from exchange.package.documentation import as_markdown
from foundation.commands import DONE, ContractCommand


class Command(ContractCommand):
    help = "Viết ra mô tả gói dữ liệu: manage.py describe_package > docs/package.md"

    def run(self, **options: Any) -> tuple[int, dict[str, Any]]:
        return DONE, {"markdown": as_markdown()}

    def show(self, document: dict[str, Any]) -> None:
        self.stdout.write(document["markdown"], ending="")
