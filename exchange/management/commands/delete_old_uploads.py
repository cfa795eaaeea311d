"""Daily: the bytes of workbooks that were sent more than a week ago are deleted."""

from typing import Any

from exchange.services import KEEP_DAYS, delete_old_files
from foundation.commands import DONE, ContractCommand


class Command(ContractCommand):
    help = f"Xóa tệp Excel đã gửi quá {KEEP_DAYS} ngày; bản kiểm tra chưa ai xác nhận thì đóng lại (chạy hằng ngày)."

    def run(self, **options: Any) -> tuple[int, dict[str, Any]]:
        return DONE, {"deleted": delete_old_files(by=self.actor)}

    def show(self, document: dict[str, Any]) -> None:
        self.stdout.write(f"Đã xóa {document['deleted']} tệp.")
