"""T1–T20 and T23: the numbered tables of counts (indicators 1.5). Adding one = one object here and its case in the tests."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from assessments.models import Award, Discipline, Training
from reports.frames import columns
from reports.indicators import quantities as q
from reports.indicators.catalogue.knowledge import CERTIFICATES_2021
from reports.indicators.catalogue.results import LEVEL_THREE
from reports.indicators.catalogue.structure import MERGER_2019
from reports.indicators.model import PEOPLE, SMALL_SENSITIVE
from reports.indicators.unit_numbers import unit
from reports.tables.numbered.blocks import (
    EVENTS,
    column_block,
    event_block,
    figure_block,
    inspected,
    only,
    post_block,
    reported,
    unit_block,
)
from reports.tables.numbered.model import (
    FUNNEL,
    SURVEY,
    TRIGGERS,
    Block,
    Line,
    Lines,
    NumberedTable,
    numbered_tables,
)

if TYPE_CHECKING:
    from reports.snapshot import Snapshot

_POST = (("officials.Appointment", "post"),)
_LEVEL = (("officials.Qualification", "level"),)
_PLAN = (("assessments.Succession", "post"),)
_UNIT_YEAR = (("assessments.UnitYear", "computers"),)
_INSPECTION = (("assessments.Inspection", "findings"),)
_TRAINING, _AWARD = (("assessments.Training", "course"),), (("assessments.Award", "title"),)
_DISCIPLINE = (("assessments.Discipline", "form"),)
_BM02 = "Biểu BM02/BNV (TT 11/2012/TT-BNV); các luận văn về cán bộ, công chức cấp xã"
_THESIS = "Các luận văn về cán bộ, công chức cấp xã"
_CAREER, _LEVELS = "quá trình công tác", "trình độ, văn bằng, chứng chỉ"
SCORECARD = (
    "A1", "A2", "A4", "A6", "C2u", "C2s", "C3", "C4.trung_cap", "C5.chuyen_vien", "B3", "E2", "E3", "E5", "E6", "E7",
    "F2", "G3", "H1",
)  # fmt: skip


def _labels(choices: type[Training.Kind] | type[Award.Kind] | type[Discipline.Form]) -> dict[str, str]:
    return {str(choice.value): str(choice.label) for choice in choices}


def _people_line(code: str, label: str, quantity: q.Quantity, indicator: str) -> Line:
    """Different people with an event; hidden as the indicator that publishes the same number."""
    return Line(code, label, only(quantity), indicator)


def _event_people(
    code: str, lines: tuple[Line, ...], fields: tuple[tuple[str, str], ...], small: int
) -> Block:
    return Block(
        code=code,
        title="Số người (mỗi người một lần)",
        lines=lambda snapshot: lines,
        counts=EVENTS,
        fields=fields,
        small=small,
    )


def _plan_lines(snapshot: Snapshot) -> Lines:
    texts = ("", ": nữ", ": trẻ", ": đại học trở lên")
    return tuple(
        Line(f"{post}.{kind}", f"{name}{text}", only((kind, post)))
        for post, name, group in zip(
            snapshot.posts.codes, snapshot.posts.names, snapshot.posts.group.tolist(), strict=True
        )
        if group == 0
        for kind, text in zip(q.PLANNED_FOR, texts, strict=True)
    )


_DECLARED = (
    NumberedTable(
        "T1", "Tổng số cán bộ, công chức và theo chức danh", (_CAREER,), _BM02,
        (
            column_block(columns.GROUP, _POST),
            post_block("post", "Chức danh chính (tính theo người)", _POST, total=only(PEOPLE), unit_name="người"),
            post_block("posts_held", "Chức danh đang giữ, kể cả kiêm nhiệm", _POST, total=only(("posts_held", q.ANY)),
                       unit_name="chức danh"),
        ),
        fills=("A1",), breaks=(MERGER_2019,),
    ),
    NumberedTable(
        "T2", "Số lượng được giao, có mặt, còn thiếu, dư", (_CAREER, "số lượng được giao của từng đơn vị"), _THESIS,
        (
            unit_block("quota", "Số lượng", (
                Line("quota", "Được giao", only(unit("quota")), known=only(unit("quota"))),
                Line("present", "Có mặt (đơn vị đã biết số được giao)", only(unit("people_with_quota")), known=only(unit("quota"))),
                Line("vacant", "Còn thiếu", only(unit("vacant")), known=only(unit("quota"))),
                Line("surplus", "Dư", only(unit("surplus")), known=only(unit("quota"))),
                Line("unknown", "Đơn vị chưa có số được giao", only(unit("without_quota"))),
            ), _POST, unit_name="người"),
            figure_block("rates", "Tỷ lệ", ("A2", "A3")),
        ),
        fills=("A2",), layout="don_vi", breaks=(MERGER_2019,),
        note="Còn thiếu và dư cộng theo từng đơn vị, không bù trừ giữa các đơn vị; dư theo lộ trình sau sáp nhập là đúng luật.",
    ),
    NumberedTable("T3", "Giới tính", (_CAREER, "giới tính"), _BM02,
                  (column_block(columns.SEX, (("officials.Official", "sex"),)), figure_block("rates", "Tỷ lệ", ("A4",))),
                  fills=("A4",)),
    NumberedTable("T4", "Độ tuổi", (_CAREER, "ngày sinh"), _BM02,
                  (column_block(columns.AGE_DECADE, (("officials.Official", "birth_date"),)),
                   column_block(columns.AGE_BM02, (("officials.Official", "birth_date"),)),
                   figure_block("rates", "Bình quân, nghỉ hưu", ("A6", "A9"))), fills=("A6",)),
    NumberedTable("T5", "Thâm niên công tác ở cấp xã", (_CAREER,), _THESIS,
                  (column_block(columns.SENIORITY, (("officials.Appointment", "starts_on"),)),), fills=("A7.under_5",)),
    NumberedTable("T6", "Phân loại sức khỏe", ("kết quả khám sức khỏe định kỳ",), "QĐ 1613/BYT-QĐ ngày 15/08/1997",
                  (column_block(columns.HEALTH, (("assessments.HealthCheck", "health_class"),), small=SMALL_SENSITIVE),
                   figure_block("rates", "Tỷ lệ", ("B2", "B3", "B4"))), fills=("B2",)),
    NumberedTable("T7", "Trình độ học vấn phổ thông", ("trình độ giáo dục phổ thông",), _BM02,
                  (column_block(columns.GENERAL_EDUCATION, (("officials.Official", "general_education"),)),),
                  fills=("C1.thpt",)),
    NumberedTable("T8", "Trình độ chuyên môn", (_LEVELS,), _BM02,
                  (column_block(columns.DEGREE, _LEVEL),
                   column_block(columns.STANDARD, (*_LEVEL, ("officials.Qualification", "field"))),
                   column_block(columns.MAJOR_FIT, (("officials.Qualification", "field"),)),
                   figure_block("rates", "Tỷ lệ", ("C2u", "C2s", "C3"))), fills=("C2u",)),
    NumberedTable("T9", "Trình độ lý luận chính trị", (_LEVELS,), _BM02, (column_block(columns.POLITICAL, _LEVEL),),
                  fills=("C4.none",)),
    NumberedTable("T10", "Trình độ quản lý nhà nước", (_LEVELS,), _BM02,
                  (column_block(columns.STATE_MANAGEMENT, _LEVEL),), fills=("C5.none",)),
    NumberedTable("T11", "Trình độ tin học", (_LEVELS,), _BM02,
                  (column_block(columns.IT_LEVEL, _LEVEL), column_block(columns.IT, _LEVEL)), fills=("C6.none",),
                  breaks=(CERTIFICATES_2021,), note="Có chứng chỉ chưa chứng minh được sử dụng thành thạo."),
    NumberedTable("T12", "Trình độ ngoại ngữ", (_LEVELS,), _BM02,
                  (column_block(columns.LANGUAGE_LEVEL, _LEVEL), column_block(columns.LANGUAGE, _LEVEL)),
                  fills=("C7.none",), breaks=(CERTIFICATES_2021,),
                  note="Có chứng chỉ chưa chứng minh được sử dụng thành thạo. Tiếng dân tộc thiểu số không phải ngoại ngữ."),
    NumberedTable("T13", "Kết quả đánh giá, xếp loại chất lượng", ("kết quả xếp loại hằng năm",),
                  "NĐ 56/2015/NĐ-CP, NĐ 88/2017/NĐ-CP (đến 2019); NĐ 90/2020/NĐ-CP (từ 2020)",
                  (column_block(columns.EVALUATION, (("assessments.Evaluation", "level"),)),
                   figure_block("rates", "Tỷ lệ", ("E2", "E3", "E4"))), fills=("E2",), breaks=(LEVEL_THREE,)),
    NumberedTable(
        "T14", "Đào tạo, bồi dưỡng", ("khóa học đã dự, ngày kết thúc",), _THESIS,
        (
            event_block("trainings", "Lượt học theo loại", q.TRAININGS, _labels(Training.Kind), _TRAINING, unit_name="lượt"),
            _event_people("trained_people", (_people_line("people", "Người được bồi dưỡng trong năm", q.TRAINED_PEOPLE, "F2"),),
                          _TRAINING, 5),
            figure_block("rates", "Tỷ lệ", ("F2", "F3")),
            column_block(columns.TRAINED, _TRAINING, title="Có mặt 31/12 đã được bồi dưỡng trong năm"),
        ),
        fills=("F1",),
    ),
    NumberedTable(
        "T15", "Quy hoạch cán bộ", ("quy hoạch đã công khai hoặc đã giải mật",), "Biểu 12C-BTCTW; HD 15-HD/BTCTW năm 2012",
        (
            Block("plans", "Theo chức danh quy hoạch", _plan_lines, unit="lượt người", counts="Còn hiệu lực ngày 31/12",
                  fields=_PLAN, restricted=True),
            figure_block("rates", "Hệ số, cơ cấu", ("F4", "F5.women", "F5.young", "F6")),
        ),
        fills=("F4",),
    ),
    NumberedTable(
        "T16", "Khen thưởng", ("danh hiệu, hình thức khen thưởng",), "Luật Thi đua, khen thưởng; NĐ 91/2017/NĐ-CP",
        (
            event_block("awards", "Lượt khen theo loại", q.AWARDS, _labels(Award.Kind), _AWARD, unit_name="lượt"),
            event_block("award_titles", "Lượt khen theo danh hiệu, hình thức", q.AWARD_TITLES, q.TITLE_LABELS, _AWARD,
                        unit_name="lượt"),
            _event_people("rewarded_people", (_people_line("people", "Người được khen thưởng", q.REWARDED_PEOPLE, "G1"),),
                          _AWARD, 5),
            figure_block("rates", "Tỷ lệ", ("G1",)),
            column_block(columns.REWARDED, _AWARD, title="Có mặt 31/12 đã được khen thưởng trong năm"),
        ),
        fills=("G1",),
    ),
    NumberedTable(
        "T17", "Kỷ luật", ("quyết định kỷ luật",), "Luật Cán bộ, công chức; NĐ 112/2020/NĐ-CP",
        (
            event_block("disciplines", "Quyết định theo hình thức", q.DISCIPLINES, _labels(Discipline.Form), _DISCIPLINE,
                        unit_name="quyết định", small=SMALL_SENSITIVE),
            _event_people("disciplined_people", (_people_line("people", "Người bị kỷ luật", q.DISCIPLINED_PEOPLE, "G2"),),
                          _DISCIPLINE, SMALL_SENSITIVE),
            figure_block("rates", "Tỷ lệ", ("D3", "G4")),
            column_block(columns.DISCIPLINED, _DISCIPLINE, small=SMALL_SENSITIVE,
                         title="Có mặt 31/12 đã bị kỷ luật trong năm"),
        ),
        fills=("G2",),
        note="Một hành vi có thể có hai quyết định: của chính quyền và của Đảng.",
    ),
    NumberedTable(
        "T18", "Thanh tra, kiểm tra công vụ", ("cuộc thanh tra, kiểm tra của từng đơn vị",), _THESIS,
        (
            unit_block("inspections", "Số cuộc, kết quả", (
                inspected("held", "Số cuộc", "held"), inspected("planned", "Theo kế hoạch", "planned"),
                inspected("sudden", "Đột xuất", "sudden"), inspected("units", "Đơn vị được thanh tra, kiểm tra", "units"),
                inspected("with_findings", "Cuộc có kết luận nêu thiếu sót, vi phạm", "with_findings"),
                inspected("violations", "Vi phạm phát hiện", "violations"), inspected("sanctions", "Đã xử lý", "sanctions"),
                inspected("due", "Đến hạn khắc phục trong năm", "due"),
                inspected("remedied", "Khắc phục đúng hạn", "remedied_on_time"),
            ), _INSPECTION, unit_name="cuộc, đơn vị, vi phạm"),
            figure_block("rates", "Tỷ lệ", ("G3.units", "G3.findings", "G3.remedied")),
        ),
        fills=("G3",),
    ),
    NumberedTable(
        "T19", "Tuyển dụng", ("chỉ tiêu, dự tuyển, trúng tuyển của từng đơn vị",), _THESIS,
        (
            unit_block("recruitment", "Số lượng", (
                reported("posts_advertised", "Chỉ tiêu", "posts_advertised", "units_with_posts_advertised"),
                reported("applicants", "Dự tuyển", "applicants", "units_with_applicants"),
                reported("recruited", "Trúng tuyển", "recruited", "units_with_recruited"),
            ), _UNIT_YEAR, unit_name="người"),
            figure_block("rates", "Tỷ lệ", ("H4.competition", "H4.filled")),
        ),
        fills=("H4.posts_advertised",),
    ),
    NumberedTable(
        "T20", "Trang thiết bị", ("số máy tính của từng đơn vị",), "QĐ 50/2017/QĐ-TTg",
        (
            unit_block("equipment", "Máy tính", (
                reported("computers", "Máy tính sử dụng được", "computers", "people_with_computers"),
                reported("old", "Trên 5 năm", "old_computers", "computers_of_known_age"),
                Line("unknown", "Đơn vị chưa có số liệu", only(unit("without_computers"))),
            ), _UNIT_YEAR, unit_name="máy, đơn vị"),
            figure_block("rates", "Tỷ lệ", ("H1",)),
        ),
        fills=("H1",),
    ),
    NumberedTable("T21", "Khảo sát cán bộ, công chức", ("phiếu khảo sát cán bộ, công chức (phiếu A)",), _THESIS,
                  (figure_block("survey", "Điểm bình quân", ("C8", "H2")),), kind=SURVEY,
                  missing="chưa có khảo sát cán bộ, công chức"),
    NumberedTable("T22", "Khảo sát người dân", ("phiếu khảo sát người dân (phiếu B)",), _THESIS,
                  (figure_block("survey", "Điểm bình quân", ("D1", "D2")),), kind=SURVEY, missing="chưa có khảo sát người dân"),
    NumberedTable("T23", "Bảng chỉ tiêu của từng đơn vị", ("mọi hồ sơ", "số liệu năm của đơn vị"), "Đề xuất của hệ thống",
                  (figure_block("scorecard", "Chỉ tiêu", SCORECARD),), layout="don_vi",
                  note="Đặt cạnh nhau, không xếp hạng: mỗi đơn vị khoảng 20 người, khác nhau có thể chỉ do ngẫu nhiên."),
    NumberedTable("T24", "So sánh đơn vị với mức chung, có giới hạn ngẫu nhiên", ("mọi hồ sơ",),
                  "Giới hạn nhị thức chính xác 95 % và 99,8 % (biểu đồ phễu)", kind=FUNNEL, layout="don_vi",
                  note="Đơn vị trong giới hạn không khác mức chung; bảng không xếp hạng."),
    NumberedTable("T25", "Dấu hiệu để chọn giải pháp", ("mọi hồ sơ", "ngưỡng ở mục Văn bản, danh mục"),
                  "Các quy tắc ở mục Hạn chế, giải pháp", kind=TRIGGERS, layout="don_vi",
                  note="1 = quy tắc nêu hạn chế, 0 = không; để trống = chưa đủ số liệu. Quy tắc chỉ gợi ý, người quyết định."),
)  # fmt: skip
for _order, _table in enumerate(_DECLARED):
    numbered_tables.register(replace(_table, order=_order))
