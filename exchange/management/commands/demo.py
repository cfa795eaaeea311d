"""`manage.py demo`: the synthetic workforce of Kinh Môn and an account for each role (contracts 1)."""

from __future__ import annotations

from typing import Any

from exchange.demonstration import install
from foundation.commands import DONE, ContractCommand

ROLES = {
    "district": "Phòng Nội vụ",
    "commune": "Xã, phường",
    "leadership": "Lãnh đạo",
    "admin": "Quản trị hệ thống",
    "auditor": "Kiểm tra nhật ký",
}


class Command(ContractCommand):
    help = "Nạp số liệu minh họa (không phải người thật) và tạo tài khoản cho từng vai trò; chạy lại chỉ đặt mật khẩu mới."

    def run(self, **options: Any) -> tuple[int, dict[str, Any]]:
        self.say("Đang tạo số liệu minh họa và tài khoản…")
        accounts = install(by=self.actor)
        return DONE, {"accounts": [account.as_dict() for account in accounts]}

    def show(self, document: dict[str, Any]) -> None:
        self.stdout.write("Toàn bộ là số liệu minh họa, đặt tại ngày 31/12/2021. Tài khoản:")
        for account in document["accounts"]:
            unit = f" {account['unit']}" if account["unit"] else ""
            role = f"{ROLES[account['role']]}{unit}"
            self.stdout.write(f"  {account['username']:<10} {account['password']}  {role}")
