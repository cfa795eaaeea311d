"""`manage.py generate_workforce`: a synthetic data package of any size, the same for the same arguments."""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from exchange.workforce.generic import Request, generate
from foundation.commands import DONE, ContractCommand


def _years(text: str) -> tuple[int, ...]:
    match = re.fullmatch(r"(\d{4})(?:-(\d{4}))?", text)
    if not match:
        raise argparse.ArgumentTypeError("phải có dạng 2019-2021.")
    first, last = int(match[1]), int(match[2] or match[1])
    if not 2000 <= first <= last <= 2100 or last - first > 20:
        raise argparse.ArgumentTypeError("phải là các năm liền nhau, tối đa 21 năm, trong khoảng 2000-2100.")
    return tuple(range(first, last + 1))


def _at_least(least: int) -> Any:
    def number(text: str) -> int:
        if not text.isascii() or not text.isdigit() or int(text) < least:
            raise argparse.ArgumentTypeError(f"phải là số nguyên từ {least} trở lên.")
        return int(text)

    return number


class Command(ContractCommand):
    help = "Sinh gói số liệu minh họa: N người đang giữ chức danh vào ngày 31/12 của năm cuối."

    def add_options(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path, help="Thư mục hoặc tệp .zip sẽ ghi.")
        parser.add_argument("--units", type=_at_least(1), required=True, help="Số xã, phường, thị trấn.")
        parser.add_argument(
            "--officials", type=_at_least(0), required=True, help="Số người có mặt ngày 31/12 năm cuối."
        )
        parser.add_argument("--years", type=_years, required=True, help="Các năm, ví dụ 2019-2021.")
        parser.add_argument("--seed", type=_at_least(0), default=1, help="Số mầm: cùng số, cùng gói.")

    def run(self, **options: Any) -> tuple[int, dict[str, Any]]:
        request = Request(options["units"], options["officials"], options["years"], options["seed"])
        rows = generate(options["path"], request)
        return DONE, {
            "path": str(options["path"]),
            "synthetic": True,
            "units": request.units,
            "officials_in_post": request.officials,
            "years": list(request.years),
            "seed": request.seed,
            "rows": rows,
        }

    def show(self, document: dict[str, Any]) -> None:
        total = sum(document["rows"].values())
        self.stdout.write(
            f"Đã ghi {total} dòng vào {document['path']}: {document['officials_in_post']} người có mặt "
            f"trong {document['units']} đơn vị. Toàn bộ là số liệu minh họa."
        )
