"""`manage.py indicator_catalogue`: writes docs/indicators.md from the registry."""

from __future__ import annotations

from typing import Any

from foundation.commands import DONE, ContractCommand
from reports.indicators.documents import write_catalogue


class Command(ContractCommand):
    help = "Ghi danh mục chỉ tiêu vào docs/indicators.md."

    def run(self, **options: Any) -> tuple[int, dict[str, Any]]:
        return DONE, {"written": str(write_catalogue())}

    def show(self, document: dict[str, Any]) -> None:
        self.stdout.write(f"Đã ghi {document['written']}.")
