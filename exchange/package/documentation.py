"""docs/package.md, written from the declared tables; a test compares the two."""

from __future__ import annotations

from exchange.package.doubts import RULES
from exchange.package.tables import TABLES, Column, Kind, TableSpec
from officials.models import Qualification
from officials.models.qualifications import LEVELS

_KINDS = {
    Kind.ID: "mã, duy nhất trong bảng, giữ nguyên văn",
    Kind.TEXT: "văn bản",
    Kind.NAME: "họ và tên",
    Kind.AREA: "tên khu",
    Kind.POST: "mã chức danh",
    Kind.DATE: "ngày `NĂM-THÁNG-NGÀY`",
    Kind.PARTIAL_DATE: "ngày, tháng hoặc năm",
    Kind.BOOLEAN: "`1` hoặc `0`",
    Kind.INTEGER: "số nguyên không âm",
    Kind.DECIMAL: "số không âm, dấu thập phân là dấu chấm",
}
_HEAD = """\
# Gói dữ liệu

Tài liệu này do `manage.py describe_package` viết ra từ `exchange/package/tables.py`; không sửa bằng tay.

Gói dữ liệu là định dạng mở để đưa toàn bộ hồ sơ vào và ra: một thư mục hoặc một tệp .zip gồm các tệp CSV mã UTF-8
(RFC 4180, dòng đầu là tên cột, xuống dòng `\\n`) cùng `datapackage.json` theo Frictionless.

- Nạp: `manage.py load_package ĐƯỜNG_DẪN [--dry-run] [--replace]`; xuất: `manage.py dump_package ĐƯỜNG_DẪN`.
- Cột có dấu * phải có và không được để trống. Cột không có trong tệp: giá trị đã lưu được giữ nguyên. Ô trống: không
  biết, và xóa giá trị đã lưu. Cột mới chỉ được thêm vào cuối bảng.
- `starts_on`, `ends_on` đều tính cả ngày đó; `ends_on` trống là đến nay.
- Ngày chưa đủ (`1980-05`, `1980`) được giữ nguyên mức chính xác và được tính như ngày cuối cùng có thể.
- Dòng được nhận ra theo mã (hoặc theo hai cột khóa); không dòng nào bị xóa, trừ khi nạp với `--replace`: khi đó mọi bảng
  được xóa trước, và phân quyền ở đơn vị không còn trong gói được gỡ. Tài khoản và nhật ký không bị động đến.
- `"synthetic": true` trong `datapackage.json`: người không ghi cột `synthetic` là người minh họa.
- Có một lỗi thì không nạp dòng nào; mọi lỗi được nêu với bảng, dòng (dòng tên cột là 1) và cột.
- Xuất, nạp rồi xuất lại cho đúng từng byte.

Trong gói không có: tài khoản, nhật ký, tệp đính kèm.
"""


def as_markdown() -> str:
    """The whole of docs/package.md."""
    parts = [_HEAD, "## Các bảng, theo thứ tự nạp\n", *map(_table, TABLES), _doubts()]
    return "\n".join(parts)


def _table(spec: TableSpec) -> str:
    lines = [f"### `{spec.name}`: {spec.title}", ""]
    if not spec.has_own_id:
        lines += [f"Nhận ra và sắp theo: {', '.join(f'`{name}`' for name in spec.key)}.", ""]
    if spec.optional:
        lines += [
            "Bảng được thêm sau: chỉ có trong gói khi có dòng; gói không có bảng này vẫn nạp như trước.",
            "",
        ]
    lines += ["| cột | nội dung | cách ghi |", "|---|---|---|"]
    lines += [
        f"| `{column.name}`{'*' if column.required else ''} | {_label(column)} | {_kind(column)} |"
        for column in spec.columns
    ]
    if spec.model is Qualification:
        lines += ["", "Mức (`level`) của từng loại, cao nhất trước; trống là có nhưng không rõ mức:", ""]
        lines += [f"- `{kind}`: {_codes(tuple(levels))}" for kind, levels in LEVELS.items()]
    return "\n".join(lines) + "\n"


def _label(column: Column) -> str:
    return "Mã của dòng" if column.kind is Kind.ID else column.label


def _kind(column: Column) -> str:
    if column.kind is Kind.REFERENCE:
        return f"mã trong bảng `{column.refers}`"
    if column.field.model is Qualification and column.name == "level":
        return "mã theo loại, xem dưới bảng"
    if column.kind is Kind.CODE:
        return _codes(column.codes)
    return _KINDS[column.kind]


def _codes(codes: tuple[str, ...]) -> str:
    return " ".join(f"`{code}`" for code in codes)


def _doubts() -> str:
    lines = ["## Điều cần xem lại", "", "Những điều sau vẫn được nạp, được nêu khi nạp và hiện ở trang"]
    lines[-1] += " Chất lượng số liệu:"
    lines += ["", *(f"- {rule.title} (`{rule.code}`)" for rule in RULES)]
    lines += ["- Cột, tệp không thuộc gói dữ liệu (`column_unknown`, `table_unknown`; chỉ nêu khi nạp)", ""]
    return "\n".join(lines)
