"""`verify_audit`: walk the chain of the audit from its first row to its last."""

from __future__ import annotations

from typing import Any

from foundation import audit
from foundation.commands import DONE, REFUSED, ContractCommand

MESSAGES = {
    audit.MISSING: "Nhật ký đứt ở việc số {seq}: dòng này không còn.",
    audit.UNCHAINED: "Nhật ký đứt ở việc số {seq}: dấu của dòng trước không khớp.",
    audit.CHANGED: "Nhật ký đứt ở việc số {seq}: nội dung đã bị sửa sau khi ghi.",
}


class Command(ContractCommand):
    help = "Kiểm tra chuỗi nhật ký: dòng nào bị sửa, bị xóa hoặc chen vào thì chỉ ra dòng đầu tiên."

    def run(self, **options: Any) -> tuple[int, dict[str, Any]]:
        broken = audit.first_broken_row()
        last = audit.last_event()
        document: dict[str, Any] = {
            "holds": broken is None,
            "events": last.seq if last else 0,
            "last_hash": last.hash if last else "",
            "broken": None,
        }
        if broken is None:
            return DONE, document
        seq, problem = broken
        message = MESSAGES[problem].format(seq=seq)
        return REFUSED, document | {"broken": {"seq": seq, "problem": problem, "message": message}}

    def show(self, document: dict[str, Any]) -> None:
        if document["broken"]:
            self.stdout.write(document["broken"]["message"])
            return
        self.stdout.write(f"Chuỗi nhật ký nguyên vẹn: {document['events']} việc.")
        if document["last_hash"]:
            self.stdout.write(f"Dấu cuối cùng: {document['last_hash']}")
