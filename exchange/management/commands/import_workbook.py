"""`manage.py import_workbook FILE --unit UNIT|all` (contracts 1 and 3)."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from exchange import services
from exchange.services import headings
from exchange.workbooks.columns.mapping import target_label
from exchange.workbooks.gate import MAX_BYTES
from foundation.commands import DONE, REFUSED, ContractCommand, WrongUsage
from foundation.dates import today
from officials.models import Unit


class Command(ContractCommand):
    help = "Nhập một tệp Excel của cơ quan: đọc, kiểm tra, và ghi các dòng không có vấn đề."

    def add_options(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument("--unit", required=True, help="Mã đơn vị (như cán bộ xã, phường nhập), hoặc all.")
        parser.add_argument("--as-of", type=_day, metavar="DATE", help="Số liệu đến ngày (YYYY-MM-DD).")
        parser.add_argument("--dry-run", action="store_true", help="Chỉ kiểm tra, không ghi.")
        parser.add_argument("--confirm-warnings", action="store_true", help="Ghi cả các dòng cần xác nhận.")

        parser.add_argument(
            "--map",
            action="append",
            default=[],
            metavar="TIÊU ĐỀ=MỤC",
            help='Cột hệ thống không nhận ra là mục nào, ví dụ --map "Nhóm người=ethnicity"; mục trống: không cần cột. '
            "Chỉ cho tệp này; dùng được nhiều lần.",
        )
        parser.add_argument(
            "--annotated",
            type=Path,
            metavar="OUT.xlsx",
            help="Ghi ra tệp này chính tệp đã gửi, thêm kết quả, lý do và cách sửa bên cạnh từng dòng.",
        )

    def run(self, **options: Any) -> tuple[int, dict[str, Any]]:
        out: Path | None = options["annotated"]
        if out is not None:
            _check_place(out, options["file"])
        upload = self._upload(options)
        if options["dry_run"]:
            document = services.read(upload).result
        else:
            document = self._import(upload, with_warnings=options["confirm_warnings"])
        made = services.annotated_upload(upload, document) if out is not None else None
        if out is not None and made is not None:
            part = out.with_name(f".{out.name}.part")
            part.write_bytes(made)
            part.replace(out)
            self.say(f"Đã ghi {out}.")
        return (REFUSED if document["outcome"] == "refuse" else DONE), document

    def _upload(self, options: dict[str, Any]) -> services.Upload:
        path: Path = options["file"]
        try:
            with path.open("rb") as stream:
                content = stream.read(MAX_BYTES + 1)
        except OSError as error:
            raise WrongUsage(f"Không đọc được tệp {path}: {error.strerror}.") from error
        unit = self._unit(options["unit"], options["as_of"] or today())
        spoken = _spoken(options["map"])
        return services.Upload(
            path.name, content, unit, options["as_of"], as_district=unit is None, spoken=spoken
        )

    def _unit(self, text: str, day: dt.date) -> Unit | None:
        if text == "all":
            return None
        unit = services.unit_by_code(text, day)
        if unit is None:
            raise WrongUsage(f"Không có đơn vị {text}.")
        return unit

    def _import(self, upload: services.Upload, *, with_warnings: bool) -> dict[str, Any]:
        try:
            batch, _ = services.import_at_once(upload, by=self.actor, with_warnings=with_warnings)
        except services.Changed:
            return services.read(upload).result | {
                "outcome": "refuse",
                "message": "Hồ sơ vừa được người khác cập nhật trong lúc nhập; chưa ghi gì. Đề nghị chạy lại.",
            }
        return services.document(batch)

    def show(self, document: dict[str, Any]) -> None:
        self.stdout.write(document["message"])
        for notice in document.get("notices", []):
            self.stdout.write(f"  {notice}")
        for item in document.get("mapping", {}).values():
            self.stdout.write(f"  Cột “{item['heading']}” hiểu là: {target_label(item['target'])}.")
        for item in document.get("unknown_headings", []):
            self.stdout.write(f"  {item['sheet']}, cột {item['column']} “{item['heading']}”: chưa nhận ra.")
        for row in document["rows"]:
            for item in row["problems"]:
                if item["level"] in ("error", "warning"):
                    self.stdout.write(f"  {row['sheet']}, dòng {row['row']}: {item['message']}")


def _spoken(options: list[str]) -> dict[str, str]:
    """`TIÊU ĐỀ=mục`, as often as given."""
    spoken: dict[str, str] = {}
    for option in options:
        heading, equals, target = (part.strip() for part in option.rpartition("="))
        if not equals or not heading:
            raise WrongUsage(f"--map {option}: đề nghị ghi TIÊU ĐỀ=mục.")
        spoken[heading] = target
    try:
        headings.check_targets(spoken)
    except headings.WrongHeadings as wrong:
        raise WrongUsage(
            f"--map: không có mục {', '.join(spoken[key] for key in wrong.errors if key)}."
        ) from wrong
    return spoken


def _check_place(out: Path, source: Path) -> None:
    """Before anything is imported: the file can be written, and not over the one that is read."""
    if out.suffix.lower() != ".xlsx" or out.is_dir():
        raise WrongUsage(f"--annotated: {out} phải là một tệp .xlsx.")
    if out.exists() and source.exists() and out.samefile(source):
        raise WrongUsage("--annotated: không ghi đè lên chính tệp được đọc.")
    if not out.parent.is_dir() or not os.access(out.parent, os.W_OK):
        raise WrongUsage(f"--annotated: không ghi được vào {out.parent}.")


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)
