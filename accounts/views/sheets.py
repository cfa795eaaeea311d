"""The lists of administration as files: exactly what is shown, at most `MOST` lines."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse

from accounts.models import User
from foundation.components import query
from foundation.dates import local_time
from foundation.history import HistoryLine, action_name
from foundation.models import AccessEvent
from foundation.sheets import Column, Sheet, download

MOST = 20_000
KINDS = ("xlsx", "csv")
UNIT_LINE = "Thị xã Kinh Môn"


def links(request: HttpRequest) -> list[tuple[str, str]]:
    """Kind and address of the same list as a file."""
    return [(kind, query(request.GET, xuat=kind, trang=None)) for kind in KINDS]


def wanted(request: HttpRequest) -> str:
    """`xlsx` or `csv` when the address asks for a file, else ""."""
    kind = request.GET.get("xuat", "")
    return kind if kind in KINDS else ""


def events(request: HttpRequest, kind: str, rows: Iterable[dict[str, Any]], total: int) -> HttpResponse:
    """The audit; `rows` of {line, person, unit}."""
    columns = [
        Column("Số", "int"),
        *(Column(label, width=18) for label in ("Thời điểm", "Tài khoản")),
        *(Column(label, width=28) for label in ("Người thực hiện", "Việc", "Hồ sơ", "Đơn vị", "Lý do")),
        Column("Giá trị trước → sau", width=60),
    ]
    lines = [_event(**row) for row in rows]
    return _file(request, kind, "Nhật ký thay đổi", columns, lines, total)


def readings(request: HttpRequest, kind: str, rows: Iterable[AccessEvent], total: int) -> HttpResponse:
    """The log of readings."""
    labels = ("Thời điểm", "Tài khoản", "Người thực hiện", "Việc", "Mã hồ sơ", "Mã đơn vị", "Chi tiết")
    columns = [Column(label, width=24) for label in labels]
    lines = [
        [
            _moment(row.at),
            row.actor,
            row.actor_name,
            action_name(row.action),
            row.object_id,
            row.unit_id,
            row.detail,
        ]
        for row in rows
    ]
    return _file(request, kind, "Nhật ký truy cập", columns, lines, total)


def users(request: HttpRequest, kind: str, rows: Iterable[User], total: int) -> HttpResponse:
    """Accounts with today's roles (`roles_today`)."""
    labels = ("Tên đăng nhập", "Họ và tên, bộ phận", "Vai trò hôm nay", "Đăng nhập gần nhất", "Tình trạng")
    columns = [Column(label, width=30) for label in labels]
    lines = [
        [
            row.username,
            row.full_name,
            "; ".join(str(role) for role in row.roles_today),  # type: ignore[attr-defined]
            _moment(row.last_login),
            "Đang hoạt động" if row.is_active else "Đã khóa",
        ]
        for row in rows
    ]
    return _file(request, kind, "Danh sách tài khoản", columns, lines, total)


def _event(line: HistoryLine, person: Any, unit: str) -> list[Any]:
    about = person.full_name if person is not None else line.summary or line.subject_id or line.object_id
    changes = "\n".join(f"{change.label}: {change.before} → {change.after}" for change in line.changes)
    return [line.seq, _moment(line.at), line.account, line.who, line.what, about, unit, line.reason, changes]


def _moment(moment: Any) -> str | None:
    return f"{local_time(moment):%d/%m/%Y %H:%M:%S}" if moment else None


def _file(
    request: HttpRequest, kind: Any, title: str, columns: list[Column], lines: list[list[Any]], total: int
) -> HttpResponse:
    notes = [f"Tệp này có {len(lines)} dòng mới nhất trong {total} dòng."] if total > len(lines) else []
    sheet = Sheet(
        title=title,
        unit_line=UNIT_LINE,
        columns=columns,
        rows=lines,
        source="Nhật ký, tài khoản của hệ thống",
        notes=notes,
    )
    return download(by=request.user, sheet=sheet, kind=kind, name=title, detail=f"{len(lines)} dòng")
