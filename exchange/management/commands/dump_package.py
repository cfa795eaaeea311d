"""`dump_package PATH`: contracts 1 and 2."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from exchange.package.dumping import dump
from foundation.commands import DONE, ContractCommand
from foundation.errors import Refused


class Command(ContractCommand):
    help = "Xuất mọi bảng của gói dữ liệu ra một thư mục hoặc, khi tên kết thúc bằng .zip, một tệp .zip."

    def add_options(self, parser: CommandParser) -> None:
        parser.add_argument("path", metavar="PATH", type=Path, help="thư mục hoặc tệp .zip sẽ được tạo")

    def run(self, *, path: Path, **options: Any) -> tuple[int, dict[str, Any]]:
        try:
            return DONE, {"dumped": str(path), "tables": dump(path)}
        except OSError as error:
            raise Refused(f"Không ghi được vào {path}: {error.strerror or error}.") from error

    def show(self, document: dict[str, Any]) -> None:
        for name, rows in document["tables"].items():
            self.stdout.write(f"{name}: {rows} dòng")
        self.stdout.write(f"Đã xuất gói dữ liệu ra {document['dumped']}.")
