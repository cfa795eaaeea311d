"""Invented samples for the gallery of components."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django import forms

from foundation.charts import Break, ChartSpec, Link, Point, Series, Target, Tile, TileGroup, shade_steps
from foundation.components import Chip, ConflictField, Crumb, Row, StatCard, Tab, TimelineItem
from foundation.formats import vi_numbers
from foundation.history import HIDDEN, ChangeInWords, HistoryLine
from foundation.job_progress import JobProgress, Stage

YEARS = ("2019", "2020", "2021")
SOURCE = "Nguồn: hồ sơ trong hệ thống, 31/12/2021"
LONG_NAME = "Nguyễn Phan Thị Hoàng Quỳnh Như Ngọc"


class SampleForm(forms.Form):
    """One field of each kind; bound without data it shows every error."""

    full_name = forms.CharField(
        label="Họ và tên", max_length=100, help_text="Viết đầy đủ như trong giấy khai sinh."
    )
    birth_date = forms.CharField(
        label="Ngày sinh", help_text="Ví dụ: 12/5/1980; chỉ biết tháng, năm: 05/1980 hoặc 1980."
    )
    sex = forms.ChoiceField(
        label="Giới tính", choices=[("nam", "Nam"), ("nu", "Nữ")], widget=forms.RadioSelect
    )
    unit = forms.ChoiceField(
        label="Đơn vị", choices=[("", "Chọn đơn vị"), ("1", "Phường An Lưu"), ("2", "Xã Thượng Quận")]
    )
    certificates = forms.MultipleChoiceField(
        label="Chứng chỉ",
        required=False,
        choices=[("th", "Tin học"), ("nn", "Ngoại ngữ"), ("qp", "Quốc phòng và an ninh")],
        widget=forms.CheckboxSelectMultiple,
    )
    agreed = forms.BooleanField(label="Tôi đã đối chiếu với hồ sơ gốc")
    scan = forms.FileField(label="Bản quét quyết định", required=False, help_text="Tệp .pdf, tối đa 10 MB.")
    note = forms.CharField(label="Ghi chú", required=False, widget=forms.Textarea(attrs={"rows": 3}))


class ReasonForm(forms.Form):
    """What an act that cannot be undone asks for."""

    reason = forms.CharField(label="Lý do", max_length=200)


def context() -> dict[str, Any]:
    """Everything the gallery's template shows."""
    typed = {
        "full_name": LONG_NAME,
        "birth_date": "30/02/1980",
        "certificates": ["th"],
        "note": "Đã hỏi đơn vị.",
    }
    wrong = SampleForm(data={f"loi-{name}": value for name, value in typed.items()}, prefix="loi")
    wrong.add_error("birth_date", "Ngày 30/02/1980 không tồn tại. Đề nghị kiểm tra lại ngày sinh.")
    wrong.add_error(None, "Hồ sơ này trùng họ tên và ngày sinh với một hồ sơ đang có.")
    return {
        "crumbs": [Crumb("Tổng quan", "/"), Crumb("Giao diện")],
        "year": 2021,
        "years": [2021, 2020, 2019],
        "scope": "all",
        "scope_label": "toàn thị xã",
        "scope_groups": [
            ("", [("all", "Toàn thị xã")]),
            ("Khu", [("area:Tam Lưu", "Khu Tam Lưu"), ("area:Nhị Chiểu", "Khu Nhị Chiểu")]),
        ],
        "cards": cards(),
        "counts": counts(),
        "tile_groups": tile_groups(),
        "tile_legend": ["dưới 60%", "60–68%", "69–76%", "77–85%", "trên 85%"],
        "charts": charts(),
        "empty_chart": ChartSpec("bieu-do-trong", "Tỷ lệ dự bồi dưỡng theo năm", YEARS, source=SOURCE),
        "form": SampleForm(),
        "wrong_form": wrong,
        "reason_form": ReasonForm(prefix="ly-do"),
        "timeline": timeline(),
        "facts": facts(),
        "history": history(),
        "tabs": tabs(),
        "running_job": running_job(),
        "chips": chips(),
        "segments": [Tab("Tất cả", "#", True), Tab("Cán bộ", "#"), Tab("Công chức", "#")],
        "conflicts": conflicts(),
        "steps": ["Chọn tệp", "Kiểm tra", "Xác nhận", "Kết quả"],
        "long_name": LONG_NAME,
        "missing": None,
    }


def cards() -> list[StatCard]:
    share = vi_numbers.percent
    return [
        StatCard("Có mặt so với số được giao", "455", "/ 483", "thiếu 28 · 94,2%", "warning", values=(471, 463, 455)),
        StatCard(
            "Đại học trở lên", share(75.16), "(342/455)", change="tăng 11,2 điểm % so với 2019", change_trend="up",
            change_tone="ok", values=(64.0, 70.1, 75.2), values_label="2019: 64,0%, 2020: 70,1%, 2021: 75,2%",
            url="#the-so-lieu",
        ),
        StatCard("Đạt tiêu chuẩn chức danh", "78,9%", "(359/455)", "52 người trong thời hạn chuyển tiếp", values=(70, 76, 78.9)),
        StatCard("Sức khỏe loại I–III, trong số đã khám", "100%", "(438/438)", "chưa khám 17 người", values=(100, 100, 100)),
        StatCard(
            "Hoàn thành tốt nhiệm vụ trở lên", "100%", "(450/450)", "xem lại kết quả xếp loại: 4/7 phép thử", "warning",
            values=(100, 100, 100),
        ),
        StatCard("Được bồi dưỡng trong năm", vi_numbers.DASH, "", "chưa đủ số liệu", values=(None, None, None)),
    ]  # fmt: skip


def counts() -> list[StatCard]:
    return [
        StatCard("Nhập được ngay", "16", value_tone="ok"),
        StatCard("Cần xác nhận", "3", value_tone="warning"),
        StatCard("Phải sửa", "2", value_tone="danger"),
        StatCard("Ngoài phạm vi thống kê", "4", value_tone="quiet"),
    ]


def tile_groups() -> list[TileGroup]:
    areas: dict[str, list[tuple[str, int | None]]] = {
        "Khu Bắc An Phụ": [
            ("Bạch Đằng", 61), ("Thất Hùng", 74), ("Lê Ninh", 58), ("Phạm Thái", 77),
            ("Hiệp Hòa", 63), ("An Sinh", 71), ("Hiệp Sơn", 79), ("Thượng Quận", 52),
        ],
        "Khu Nhị Chiểu": [("Hoành Sơn", 70), ("Duy Tân", 81), ("Tân Dân", 76), ("Minh Tân", 88), ("Phú Thứ", 90)],
        "Khu Nam An Phụ": [("Quang Thành", 78), ("Thăng Long", 72), ("Lạc Long", 69), ("An Phụ", None)],
        "Khu Tam Lưu": [
            ("An Lưu", 95), ("Hiệp An", 84), ("Long Xuyên", 79), ("Thái Thịnh", 73), ("Hiến Thành", 82), ("Minh Hòa", 68),
        ],
    }  # fmt: skip
    values = [value for units in areas.values() for _, value in units]
    shades = iter(shade_steps(values))
    return [
        TileGroup(
            area,
            [
                Tile(name, vi_numbers.percent(value, 0), next(shades), "#ban-do", name == "Thượng Quận", "11/21 người" if value else "Chưa đủ số liệu")
                for name, value in units
            ],
        )
        for area, units in areas.items()
    ]  # fmt: skip


def charts() -> dict[str, ChartSpec]:
    return {
        "stacked": ChartSpec(
            "xep-loai", "Xếp loại: gần như không đổi ba năm", YEARS, kind="stacked", horizontal=True, unit="%",
            series=[
                Series("Xuất sắc", (24.1, 22.3, 21.0), "step-5", ("110/456", "101/452", "95/453")),
                Series("Tốt", (75.9, 77.7, 76.8), "step-3", ("346/456", "351/452", "348/453")),
                Series("Hoàn thành", (0, 0, 2.2), "step-1", ("0/456", "0/452", "10/453")),
            ],
            subtitle="% số người được xếp loại. Nét chấm: thay đổi quy định.", decimals=1, maximum=100,
            breaks=[Break("2020", "NĐ 56 → NĐ 90")], source=SOURCE, method_url="#bieu-do", category_name="Năm",
            links=[Link("Tải CSV", "#bieu-do")],
        ),
        "bar": ChartSpec(
            "dong-gop", "Trình độ chuyên môn tăng, chủ yếu do người mới vào",
            ("Người ở lại", "Người mới vào", "Người ra", "Sắp xếp đơn vị"), [Series("Đóng góp", (3.2, 5.1, 2.6, 0.3))],
            horizontal=True, unit=" điểm %", decimals=1, subtitle="Thay đổi tỷ lệ đại học trở lên 2019 → 2021", source=SOURCE,
        ),
        "pyramid": ChartSpec(
            "thap-tuoi", "19% sẽ đến tuổi nghỉ hưu trước 2027", ("51–60", "41–50", "31–40", "≤ 30"), kind="pyramid",
            series=[Series("Nam", (73, 118, 126, 17), "group-1"), Series("Nữ", (16, 33, 58, 14), "group-2")],
            subtitle="Số người theo nhóm tuổi, nam và nữ, 31/12/2021", source=SOURCE, category_name="Nhóm tuổi",
        ),
        "line": ChartSpec(
            "duong", "Cán bộ tiến gần mục tiêu, công chức đã vượt", YEARS, kind="line", unit="%", decimals=1,
            series=[
                Series("Công chức", (71.3, 77.0, 82.4), "primary", ("162/227", "174/226", "188/228")),
                Series("Cán bộ", (56.6, 62.9, 67.8), "group-4", ("129/228", "142/226", "154/227")),
            ],
            subtitle="Tỷ lệ có trình độ đại học trở lên", target=Target(75, "Mục tiêu 75% (lộ trình 2025)"),
            source=SOURCE, category_name="Năm",
        ),
        "lines": ChartSpec(
            "nhieu-duong", "Bốn khu đều tăng, khu Nam An Phụ đi sau", YEARS, kind="line", unit="%", decimals=1,
            series=[
                Series("Toàn thị xã", (64.1, 69.5, 75.2), "primary"), Series("Khu Bắc An Phụ", (72.6, 78.8, 82.6), "group-3"),
                Series("Khu Nam An Phụ", (53.1, 56.8, 61.3), "group-2"), Series("Khu Tam Lưu", (63.0, 69.0, 74.2), "group-4"),
                Series("Khu Nhị Chiểu", (64.0, 70.0, 76.0), "muted"),
            ],
            subtitle="Tỷ lệ có trình độ đại học trở lên", source=SOURCE, category_name="Năm",
        ),
        "scatter": ChartSpec(
            "phan-tan", "Đơn vị nhiều người trẻ có trình độ cao hơn", kind="scatter", unit="%",
            points=[Point("An Lưu", 38.2, 95, "19/20 người"), Point("Phú Thứ", 40.1, 90), Point("Duy Tân", 41.9, 81),
                    Point("Thất Hùng", 43.7, 74), Point("Lê Ninh", 46.0, 58), Point("Thượng Quận", 47.1, 52, "11/21 người")],
            x_name="Tuổi trung bình", y_name="Đại học trở lên, %", source=SOURCE, category_name="Đơn vị",
        ),
    }  # fmt: skip


def timeline() -> list[TimelineItem]:
    return [
        TimelineItem(
            "Chủ tịch UBND", "07/2020 – nay", "bầu, phê chuẩn QĐ 1123/QĐ-UBND", "phường Long Xuyên", True, "#"
        ),
        TimelineItem("Phó Bí thư Đảng ủy", "06/2020 – nay", "nhiệm kỳ 2020–2025", "(kiêm)"),
        TimelineItem("Xã Long Xuyên thành phường Long Xuyên", "01/11/2019", "NQ 768/NQ-UBTVQH14"),
        TimelineItem("Văn phòng – thống kê", "08/2004 – 02/2011", "tuyển dụng", "xã Hiệp An"),
    ]


def history() -> list[HistoryLine]:
    changes = (
        ChangeInWords("Ngày sinh", "12/05/1979", "12/05/1976"),
        ChangeInWords("Tôn giáo", HIDDEN, HIDDEN, hidden=True),
    )
    known: dict[str, Any] = {
        "account": "noivu",
        "subject_id": "",
        "object_id": "",
        "unit_id": "",
        "erased": False,
    }
    return [
        HistoryLine(
            seq=2, at=datetime(2021, 12, 30, 8, 5, tzinfo=UTC), who="Phạm Thị Lan", what="Sửa", about="Bản thân",
            summary="", reason="Theo giấy khai sinh", changes=changes, **known,
        ),
        HistoryLine(
            seq=1, at=datetime(2020, 7, 1, 2, 0, tzinfo=UTC), who="Hệ thống", what="Thêm", about="Hồ sơ",
            summary="Nhập từ danh sách của xã", reason="", changes=(), **known,
        ),
    ]  # fmt: skip


def facts() -> list[Row]:
    return [
        Row("Chuyên môn", "Đại học, Hành chính công", "(2009)"),
        Row("Lý luận chính trị", "Trung cấp", "(2012)"),
        Row("Ngoại ngữ", "Tiếng Anh B", "– không rõ ngày cấp"),
        Row("Số CCCD", None),
        Row("Đơn vị", "Phường Long Xuyên", url="#"),
        Row(
            "Quê quán",
            "Thôn Đồng Quan Đông, xã Thượng Quận, huyện Kinh Môn (nay là thị xã Kinh Môn), tỉnh Hải Dương",
        ),
    ]


def running_job() -> JobProgress:
    stages = (
        Stage("Mở tệp", "done"),
        Stage("Đọc các dòng", "now"),
        Stage("Đối chiếu với hồ sơ", "next"),
    )
    return JobProgress(
        "Đọc tệp Excel", "running", "Đọc các dòng: 1.240/3.600", "Đọc các dòng", 1240, 3600, stages
    )


def tabs() -> list[Tab]:
    names = (
        "Tóm tắt", "Bản thân", "Quá trình công tác", "Trình độ", "Lương", "Xếp loại", "Đào tạo", "Sức khỏe",
        "Khen thưởng, kỷ luật", "Gia đình", "Tài liệu", "Lịch sử sửa đổi",
    )  # fmt: skip
    return [Tab(name, "#tabs", name == "Tóm tắt", 6 if name == "Tài liệu" else None) for name in names]


def chips() -> list[Chip]:
    return [
        Chip("Cán bộ", "#chips", count=227),
        Chip("Công chức", "#chips", active=True, count=228),
        Chip("Chưa đạt tiêu chuẩn", "#chips", count=96),
        Chip("Thiếu hồ sơ", "#chips", count=0),
    ]


def conflicts() -> list[ConflictField]:
    return [
        ConflictField("birth_date", "Ngày sinh", "12/05/1976", "12/05/1979"),
        ConflictField("hometown", "Quê quán", "Hiệp Hòa, Kinh Môn", "", "theirs"),
    ]
