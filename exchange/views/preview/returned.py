"""What the page says about the workbook that its uploader gets back."""

from __future__ import annotations

from dataclasses import dataclass

from exchange import services
from exchange.models import ImportBatch
from exchange.returned.own import MAX_ROWS
from exchange.services import QUESTION, WRONG, RowList
from foundation.dates import local_time

OWN = (
    "Chính tệp của ông/bà, thêm hai cột bên phải bảng: kết quả của từng dòng; lý do và cách sửa. Ô cần xem được tô màu. "
    "Lọc cột “Kết quả” để thấy các dòng phải sửa, sửa ngay trong tệp ấy rồi gửi lại."
)
NEW = (
    "Một tệp .xlsx có đủ nội dung tệp của ông/bà, đúng dòng, đúng cột, thêm hai cột: kết quả của từng dòng; lý do và cách "
    "sửa. Lọc cột “Kết quả” để thấy các dòng phải sửa, sửa ngay trong tệp ấy rồi gửi lại."
)


@dataclass(frozen=True, slots=True)
class ReturnedLine:
    """What stands about the file: `link` "" = there is nothing to fetch any more."""

    text: str
    link: str
    is_main: bool = False


def returned_line(batch: ImportBatch) -> ReturnedLine | None:
    """For the batch's own uploader; None where there never was anything to give back."""
    if batch.state not in services.GIVEN_BACK:
        return None
    until = local_time(services.kept_until(batch))
    n_left = RowList(batch, (QUESTION, WRONG), left=True).count()
    if services.has_file(batch):
        n_rows = sum(batch.counts.values())
        is_xlsx = batch.file_name.lower().endswith(".xlsx") and n_rows <= MAX_ROWS
        text = f"{OWN if is_xlsx else NEW} Tải được đến {until:%H:%M} ngày {until:%d/%m/%Y}."
        return ReturnedLine(text, "Tải tệp kèm kết quả (.xlsx)", is_main=n_left > 0)
    gone = f"Tệp gốc đã được xóa sau {services.KEEP_DAYS} ngày, từ ngày {until:%d/%m/%Y}."
    if n_left:
        return ReturnedLine(
            f"{gone} Vẫn tải được các dòng chưa nhập, kèm lý do, để sửa rồi gửi lại.",
            "Tải các dòng cần sửa (.xlsx)",
            is_main=True,
        )
    return ReturnedLine(gone, "")
