"""What this floor shows on pages of the floors below: menu entries, sections, panels, search."""

from typing import Any

from django.http import HttpRequest

from foundation import history
from foundation.context import register_synthetic_check
from foundation.registries import (
    MenuItem,
    ProfileSection,
    UnitPanel,
    WorkItemSource,
    YearlyPage,
    menu_items,
    profile_sections,
    search_sources,
    unit_panels,
    work_item_sources,
    yearly_pages,
)
from officials import (
    attachments_shown,
    career_kinds,
    career_sections,
    career_work,
    catalogues,  # noqa: F401  registers the tables of law
    completeness,
    completeness_shown,
    eligibility_checks,
    file_sections,
    kinds,
    organisation_work,
    sections,
)
from officials.file_groups import file_groups
from officials.models import FamilyMember, Official, Proposal, Reorganisation, RotationStep, SalaryStep, Unit
from officials.models.qualifications import LEVELS
from officials.proposals_shown import waiting_section
from officials.searching import PEOPLE, UNITS
from officials.views.organisation import unit_board
from officials.work_items import PROPOSALS

PEOPLE_GROUP = "Tổ chức, nhân sự"


def _reads(model: Any) -> Any:
    return lambda user: user.may("read", model, "all") or user.may("read", model, "own")


def _any_synthetic() -> bool:
    """True when one official is synthetic; a partial index answers it, whatever the number of people."""
    return Official._base_manager.filter(synthetic=True).exists()


def _waiting(request: HttpRequest) -> int | None:
    """How many proposals wait for whoever decides about them; nothing for others, nor when none waits."""
    user: Any = request.user
    if not user.may("write", Proposal, "all"):
        return None
    return Proposal.objects.visible_to(user).filter(state=Proposal.State.PROPOSED).count() or None


register_synthetic_check(_any_synthetic)
kinds.register_kinds()
career_kinds.register_career_kinds()
eligibility_checks.register_checks()
menu_items.register(
    MenuItem("units", "Xã, phường", "officials:units", "building-community", 20, _reads(Unit))
)
menu_items.register(
    MenuItem("officials", "Hồ sơ cán bộ, công chức", "officials:list", "users", 30, _reads(Official))
)
menu_items.register(
    MenuItem("proposals", "Đề nghị", "officials:proposals", "checklist", 35, _reads(Proposal), _waiting)
)
search_sources.register(PEOPLE)
search_sources.register(UNITS)
work_item_sources.register(PROPOSALS)
for source in career_work.SOURCES:
    work_item_sources.register(source)

for yearly in (
    YearlyPage(
        "nang-luong",
        "Nâng lương",
        "officials:raises",
        PEOPLE_GROUP,
        "Ai đến hạn nâng lương từng quý, vì sao, lý do kéo dài; nâng trước thời hạn; ghi một quyết định cho nhiều người.",
        10,
        _reads(SalaryStep),
    ),
    YearlyPage(
        "nghi-huu",
        "Nghỉ hưu",
        "officials:retirement",
        PEOPLE_GROUP,
        "Dự báo theo năm, đơn vị, chức danh; thông báo, quyết định đến hạn của từng người.",
        20,
        _reads(Official),
    ),
    YearlyPage(
        "chuyen-doi-vi-tri",
        "Chuyển đổi vị trí công tác",
        "officials:rotation",
        PEOPLE_GROUP,
        "Người giữ chức danh phải chuyển đổi sau 2–5 năm: từ khi nào, đến hạn khi nào, kết luận.",
        30,
        _reads(RotationStep),
    ),
    YearlyPage(
        "quan-he",
        "Người thân cùng đơn vị",
        "officials:relatives",
        PEOPLE_GROUP,
        "Quan hệ gia đình đã khai giữa những người cùng đơn vị, theo quy định về cặp chức danh; trang hạn chế.",
        40,
        _reads(FamilyMember),
    ),
):
    yearly_pages.register(yearly)

for section in (
    ProfileSection(
        "bo-sung",
        "Cần bổ sung",
        "officials/_attention.html",
        5,
        completeness_shown.attention,
        sections.may_complete,
    ),
    ProfileSection(
        "de-nghi",
        "Đề nghị đang chờ quyết định",
        "officials/_waiting.html",
        7,
        waiting_section,
        lambda user, official: _reads(Proposal)(user),
    ),
    ProfileSection(
        "trinh-do-cao-nhat", "Trình độ", "officials/_summary_levels.html", 10, sections.summary_levels
    ),
    ProfileSection("tieu-chuan", "Tiêu chuẩn chức danh", "officials/_standard.html", 30, sections.standard),
    ProfileSection(
        "tai-lieu",
        "Tài liệu",
        "officials/_documents.html",
        10,
        attachments_shown.section,
        attachments_shown.may_read,
        tab="tai-lieu",
        tab_label="Tài liệu",
    ),
    *(file_sections.section_of_group(group) for group in file_groups),
    sections.section_of(kinds.COMMITTEE, "Tham gia cấp ủy"),
    sections.section_of(kinds.POSTING, "Quá trình công tác", tab_label="Quá trình công tác"),
    sections.section_of(kinds.SURPLUS, "Dôi dư theo lộ trình"),
    sections.section_of(kinds.ABSENCE, "Thời gian nghỉ"),
    sections.section_of(kinds.QUALIFICATION, "Bằng cấp, chứng chỉ", tab_label="Trình độ"),
    sections.section_of(kinds.SALARY, "Diễn biến lương", tab_label="Lương"),
    sections.section_of(kinds.FAMILY, "Gia đình", tab_label="Gia đình"),
    sections.section_of(career_kinds.RETIREMENT, "Các bước nghỉ hưu"),
    *career_sections.SECTIONS,
    sections.section_of(career_kinds.ROTATION, "Chuyển đổi vị trí công tác"),
    ProfileSection(
        "lich-su",
        "Lịch sử sửa đổi",
        "officials/_history.html",
        10,
        sections.history,
        sections.may_read_history,
        tab="lich-su",
        tab_label="Lịch sử sửa đổi",
    ),
):
    profile_sections.register(section)

for page in (
    YearlyPage(
        "vi-tri",
        "Vị trí chức danh",
        "officials:posts-board",
        "Tổ chức, nhân sự",
        "Từng chức danh của từng đơn vị do ai giữ, chức danh nào còn thiếu, vào ngày bất kỳ.",
        10,
        _reads(Official),
    ),
    YearlyPage(
        "so-luong",
        "Số lượng được giao, có mặt",
        "officials:units",
        "Tổ chức, nhân sự",
        "Có mặt so với số được giao, thiếu, dư theo đơn vị.",
        11,
        _reads(Unit),
    ),
    YearlyPage(
        "tieu-chuan",
        "Tiêu chuẩn chức danh",
        "officials:standards",
        "Tổ chức, nhân sự",
        "Ai đạt, trong thời hạn chuyển tiếp, chưa đạt, chưa đủ số liệu, theo quy định của ngày.",
        12,
        _reads(Official),
    ),
    YearlyPage(
        "sap-xep",
        "Sắp xếp đơn vị",
        "officials:reorganisations",
        "Tổ chức, nhân sự",
        "Sáp nhập, đổi tên, xã thành phường: xem trước, thực hiện, hoàn tác cả lần.",
        13,
        _reads(Reorganisation),
    ),
):
    yearly_pages.register(page)
work_item_sources.register(
    WorkItemSource(
        "to-chuc",
        "Chức danh, dôi dư, tiêu chuẩn",
        30,
        organisation_work.find,
        organisation_work.nameless,
        organisation_work.may_see,
    )
)
unit_panels.register(
    UnitPanel(
        "vi-tri",
        "Vị trí chức danh",
        "officials/_unit_board.html",
        5,
        unit_board,
        lambda user, unit: _reads(Official)(user),
    )
)
unit_panels.register(
    UnitPanel(
        "day-du",
        "Mức đầy đủ của hồ sơ",
        "officials/_completeness_panel.html",
        20,
        completeness_shown.unit_panel,
        lambda user, unit: completeness.may_see(user),
    )
)
yearly_pages.register(
    YearlyPage(
        "day-du",
        "Mức đầy đủ của hồ sơ",
        "officials:completeness",
        "Hồ sơ",
        "Từng đơn vị, từng người còn thiếu mục nào của sơ yếu lý lịch mẫu 2C.",
        10,
        completeness.may_see,
    )
)
history.register_actions(
    {
        "register": "Lập hồ sơ",
        "correct officials.official": "Sửa thông tin cá nhân",
        "attach": "Thêm tệp",
        "detach": "Xóa tệp",
        "appoint": "Bố trí chức vụ",
        "end_posting": "Thôi giữ chức vụ",
        "transfer": "Điều động, luân chuyển",
        "reorganise": "Sắp xếp đơn vị",
        "undo_reorganisation": "Hoàn tác sắp xếp đơn vị",
        "propose": "Gửi đề nghị",
        "decide_proposal": "Xử lý đề nghị",
        "set_proposals_only": "Đặt chế độ chỉ đề nghị",
        "end_proposals_only": "Kết thúc chế độ chỉ đề nghị",
        "switch_module_on": "Bật phần mặc định tắt",
        "switch_module_off": "Tắt phần mặc định tắt",
        "refresh_units": "Cập nhật đơn vị theo ngày",
        "raise_salary": "Nâng lương",
    }
)
history.register_labels(
    {
        "units_made": "Đơn vị lập mới",
        "postings_made": "Chức danh tiếp tục ở đơn vị mới",
        "postings_ended": "Chức danh kết thúc ở đơn vị cũ",
        "surplus_made": "Dôi dư theo lộ trình",
    }
)
history.register_companion("officials.official", "officials.appointment")
history.register_value_labels(
    "officials.qualification",
    "level",
    # "none" is worded by kind; in the history, without the kind, it is "Chưa có"
    {code: label for levels in LEVELS.values() for code, label in levels.items()} | {"none": "Chưa có"},
)
