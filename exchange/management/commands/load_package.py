"""`load_package PATH [--dry-run] [--replace]`: contracts 1 and 2."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from exchange.package.loading import load
from foundation.commands import DONE, REFUSED, ContractCommand, existing_path

LEVELS = {"error": "LỖI", "doubt": "Cần xem lại"}


class Command(ContractCommand):
    help = "Nạp một gói dữ liệu (thư mục hoặc tệp .zip) trong một giao dịch; có lỗi thì không nạp dòng nào."

    def add_options(self, parser: CommandParser) -> None:
        parser.add_argument("path", metavar="PATH", type=existing_path, help="thư mục hoặc tệp .zip")
        parser.add_argument("--dry-run", action="store_true", help="chỉ kiểm tra, không ghi gì")
        parser.add_argument(
            "--replace", action="store_true", help="xóa các bảng của gói trong hệ thống trước khi nạp"
        )

    def run(self, *, path: Path, dry_run: bool, replace: bool, **options: Any) -> tuple[int, dict[str, Any]]:
        report = load(path, by=self.actor, replace=replace, dry_run=dry_run)
        return (REFUSED if report.errors else DONE), report.as_dict()

    def show(self, document: dict[str, Any]) -> None:
        for problem in document["problems"]:
            place = [problem["table"] or "gói dữ liệu"]
            if problem["row"] is not None:
                place.append(f"dòng {problem['row']}")
            if problem["column"] is not None:
                place.append(f"cột {problem['column']}")
            self.stdout.write(f"{LEVELS[problem['level']]}: {', '.join(place)}: {problem['message']}")
        for name, counts in document["tables"].items():
            if any(counts.values()):
                self.stdout.write(
                    f"{name}: {counts['new']} mới, {counts['changed']} thay đổi, {counts['unchanged']} giữ nguyên"
                )
        removed = document["removed"]
        if removed["rows"]:
            self.stdout.write(f"Đã xóa trước khi nạp: {removed['rows']} dòng")
        if removed["memberships"]:
            names = ", ".join(removed["memberships"])
            self.stdout.write(f"Đã gỡ phân quyền ở đơn vị không còn trong gói của: {names}")
        if document["loaded"]:
            self.stdout.write("Đã nạp gói dữ liệu.")
        elif document["tables"]:
            self.stdout.write("Gói dữ liệu nạp được. Chưa ghi gì vì chỉ kiểm tra.")
        else:
            self.stdout.write("Không nạp dòng nào. Đề nghị sửa các lỗi trên rồi nạp lại.")
