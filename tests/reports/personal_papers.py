"""Form 2C as the regulations print it (section 9 of the domain notes), typed here a second time; and a person whose
file fills all of it."""

from __future__ import annotations

from datetime import date

from assessments.models import Award, Discipline, HealthCheck, Training
from foundation.dates import PartialDate
from officials.models import Committee, FamilyMember, PersonalFile, Rank, SalaryStep
from tests import factories
from tests.papers import every_vietnamese_letter

BNV_CAPTIONS = """
Mẫu 2C-BNV/2008 ban hành kèm theo Quyết định số 02/2008/QĐ-BNV ngày 06/10/2008 của Bộ trưởng Bộ Nội vụ
Cơ quan, đơn vị có thẩm quyền quản lý CBCC
Cơ quan, đơn vị sử dụng CBCC
Số hiệu cán bộ, công chức
SƠ YẾU LÝ LỊCH CÁN BỘ, CÔNG CHỨC
1) Họ và tên khai sinh (viết chữ in hoa)
2) Tên gọi khác
3) Sinh ngày
, Giới tính (nam, nữ):
4) Nơi sinh
5) Quê quán
6) Dân tộc
7) Tôn giáo
8) Nơi đăng ký hộ khẩu thường trú
(Số nhà, đường phố, thành phố, xóm, thôn, xã, huyện, tỉnh)
9) Nơi ở hiện nay
10) Nghề nghiệp khi được tuyển dụng
11) Ngày tuyển dụng
Cơ quan tuyển dụng
12) Chức vụ (chức danh) hiện tại
(Về chính quyền hoặc Đảng, đoàn thể, kể cả chức vụ kiêm nhiệm)
13) Công việc chính được giao
14) Ngạch công chức (viên chức)
Mã ngạch:
Bậc lương:
Hệ số:
Ngày hưởng:
Phụ cấp chức vụ:
Phụ cấp khác:
Trình độ giáo dục phổ thông
15.2- Trình độ chuyên môn cao nhất
(TSKH, TS, Ths, cử nhân, kỹ sư, cao đẳng, trung cấp, sơ cấp, chuyên ngành)
15.3- Lý luận chính trị
(Cao cấp, trung cấp, sơ cấp và tương đương)
15.4- Quản lý nhà nước
(chuyên viên cao cấp, chuyên viên chính, chuyên viên, cán sự,…)
15.5- Ngoại ngữ
(Tên ngoại ngữ + Trình độ A, B, C, D…)
15.6- Tin học
(Trình độ A, B, C,…)
16) Ngày vào Đảng Cộng sản Việt Nam
Ngày chính thức:
17) Ngày tham gia tổ chức chính trị - xã hội
(Ngày tham gia tổ chức: Đoàn, Hội, … và làm việc gì trong tổ chức đó)
18) Ngày nhập ngũ
Ngày xuất ngũ:
Quân hàm cao nhất:
19) Danh hiệu được phong tặng cao nhất
(Anh hùng lao động, anh hùng lực lượng vũ trang; nhà giáo, thày thuốc, nghệ sĩ nhân dân và ưu tú, …)
20) Sở trường công tác
21) Khen thưởng
(Hình thức cao nhất, năm nào)
22) Kỷ luật
(về đảng, chính quyền, đoàn thể hình thức cao nhất, năm nào)
23) Tình trạng sức khoẻ
Chiều cao:
Cân nặng:
Nhóm máu:
24) Là thương binh hạng:
Là con gia đình chính sách
(Con thương binh, con liệt sĩ, người nhiễm chất độc da cam Dioxin)
25) Số chứng minh nhân dân
Ngày cấp:
26) Số sổ BHXH
27) Đào tạo, bồi dưỡng về chuyên môn, nghiệp vụ, lý luận chính trị, ngoại ngữ, tin học
Tên trường
Chuyên ngành đào tạo, bồi dưỡng
Từ tháng, năm - đến tháng, năm
Hình thức đào tạo
Văn bằng, chứng chỉ, trình độ gì
28) Tóm tắt quá trình công tác
Từ tháng, năm đến tháng, năm
Chức danh, chức vụ, đơn vị công tác (đảng, chính quyền, đoàn thể, tổ chức xã hội), kể cả thời gian được đào tạo, bồi dưỡng về chuyên môn, nghiệp vụ,…
29) Đặc điểm lịch sử bản thân
Khai rõ: bị bắt, bị tù (từ ngày tháng năm nào đến ngày tháng năm nào, ở đâu), đã khai báo cho ai, những vấn đề gì? Bản thân có làm việc trong chế độ cũ (cơ quan, đơn vị nào, địa điểm, chức danh, chức vụ, thời gian làm việc…)
Tham gia hoặc có quan hệ với các tổ chức chính trị, kinh tế, xã hội nào ở nước ngoài (làm gì, tổ chức nào, đặt trụ sở ở đâu…?)
Có thân nhân (Cha, Mẹ, Vợ, Chồng, con, anh chị em ruột) ở nước ngoài (làm gì, địa chỉ…)?
30) Quan hệ gia đình
a) Về bản thân: Cha, Mẹ, Vợ (hoặc chồng), các con, anh chị em ruột
b) Về bên vợ (hoặc chồng): Cha, Mẹ, anh chị em ruột
Mối quan hệ
Họ và tên
Năm sinh
Quê quán, nghề nghiệp, chức danh, chức vụ, đơn vị công tác, học tập, nơi ở (trong, ngoài nước); thành viên các tổ chức chính trị - xã hội …?
31) Diễn biến quá trình lương của cán bộ, công chức
Tháng/năm
Mã ngạch/bậc
Hệ số lương
32) Nhận xét, đánh giá của cơ quan, đơn vị quản lý và sử dụng cán bộ, công chức
Người khai
Tôi xin cam đoan những lời khai trên đây là đúng sự thật
(Ký tên, ghi rõ họ tên)
Thủ trưởng cơ quan, đơn vị quản lý và sử dụng CBCC
(Ký tên, đóng dấu)
""".strip().splitlines()

PARTY_CAPTIONS = """
Mẫu 2C/TCTW-98
1) Họ và tên khai sinh
Nam, nữ
2) Các tên gọi khác
3) Cấp ủy hiện tại
Cấp ủy kiêm
Chức vụ (Đảng, đoàn thể, Chính quyền, kể cả chức vụ kiêm nhiệm)
Phụ cấp chức vụ
4) Sinh ngày
5) Nơi sinh
6) Quê quán
7) Nơi ở hiện nay
Điện thoại
8) Dân tộc
9) Tôn giáo
10) Thành phần gia đình xuất thân
11) Nghề nghiệp bản thân trước khi được tuyển dụng
12) Ngày được tuyển dụng
Vào cơ quan nào, ở đâu
13) Ngày vào cơ quan hiện đang công tác
Ngày tham gia cách mạng
14) Ngày vào Đảng Cộng sản Việt Nam
Ngày chính thức
15) Ngày tham gia các tổ chức chính trị, xã hội
16) Ngày nhập ngũ
Ngày xuất ngũ
Quân hàm, chức vụ cao nhất (năm)
17) Trình độ học vấn: Giáo dục phổ thông (lớp mấy)
Học hàm, học vị cao nhất
Lý luận chính trị
Ngoại ngữ
18) Công tác chính đang làm
19) Ngạch công chức
Bậc lương
Hệ số
Từ tháng
20) Danh hiệu được phong (năm nào)
21) Sở trường công tác
Công việc đã làm lâu nhất
22) Khen thưởng (Huân, huy chương, năm nào)
23) Kỷ luật (Đảng, Chính quyền, Đoàn thể, Cấp quyết định, năm nào, lý do, hình thức)
24) Tình trạng sức khỏe
(tốt, bình thường, yếu hoặc có bệnh mãn tính gì)
Cân nặng
Nhóm máu
25) Số CMTND
Thương binh loại
Gia đình liệt sĩ
26) Đào tạo, bồi dưỡng
27) Tóm tắt quá trình công tác
28) Đặc điểm lịch sử bản thân
29) Quan hệ với người nước ngoài
30) Quan hệ gia đình
31) Hoàn cảnh kinh tế gia đình
""".strip().splitlines()

LONG = "Đã khai báo <&> " + " ".join(f"việc{number}" for number in range(330)) + " hết."
VALUES = {
    "other_names": "Trần Thị Bí Danh", "birth_place": "xã Nơi Sinh, Kinh Môn", "permanent_address": "Xóm Hộ Khẩu",
    "current_address": "Phố Hiện Nay", "phone": "0912345678", "social_insurance_no": "3012345678",
    "family_origin": "Bần nông", "occupation_before": "Làm ruộng <&>", "recruiting_body": "UBND huyện cũ",
    "main_work": every_vietnamese_letter(), "strength": "Viết văn bản", "longest_work": "Kế toán hợp tác xã",
    "organisations": "Đoàn viên, Bí thư chi đoàn", "military_rank": "Thượng sĩ Ỷ", "honour_title": "Nghệ nhân ưu tú",
    "invalid_class": "4/4", "policy_family": "Con liệt sĩ", "past_history": LONG, "foreign_ties": "Không có quan hệ",
    "relatives_abroad": "Em gái ở Cộng hòa Séc", "economic_circumstances": "Lương 5,2 triệu; nhà tự xây 80 m2",
    "body_comment": "Hoàn thành tốt nhiệm vụ được giao",
}  # fmt: skip
DAYS = {
    "national_id_issued_on": "2016-05-04", "joined_body_on": "2014-03", "joined_revolution_on": "2003",
    "organisation_joined_on": "1995-03-26", "enlisted_on": "1998-02", "discharged_on": "2000-01",
}  # fmt: skip
# Of them what each form does not ask for.
NOT_IN_BNV = {
    "phone",
    "family_origin",
    "longest_work",
    "economic_circumstances",
    "joined_body_on",
    "joined_revolution_on",
}
NOT_IN_PARTY = {"permanent_address", "social_insurance_no", "body_comment", "national_id_issued_on"}
N_POSTINGS, N_FAMILY = 40, 25


def fill_file(official, unit):
    """Every item of the form, forty postings, twenty-five relatives."""
    official.ethnicity, official.religion, official.national_id = "Tày", "Phật giáo", "030080001234"
    official.hometown, official.general_education, official.party_member = "làng Quê, Kinh Môn", "12/12", True
    official.party_joined_on_partial = PartialDate.parse("2005-09-02")
    official.party_official_on_partial = PartialDate.parse("2006-09")
    official.recruited_on_partial = PartialDate.parse("2004-11-20")
    official.save()
    file = PersonalFile(
        public_id=f"HS-{official.public_id}", official=official, height_cm=165, weight_kg="58.5"
    )
    file.blood_group = "ab"
    for name, value in VALUES.items():
        setattr(file, name, value)
    for name, value in DAYS.items():
        setattr(file, f"{name}_partial", PartialDate.parse(value))
    file.save()
    for number in range(N_POSTINGS):
        factories.make_appointment(
            official, unit, "van_hoa_xa_hoi", is_primary=False, starts_on=date(1975 + number, 3, 1),
            ends_on=date(1976 + number, 2, 1),
        )  # fmt: skip
    for number in range(N_FAMILY):
        FamilyMember.objects.create(
            public_id=f"F-{official.public_id}-{number}", official=official,
            relation="Em vợ" if number % 5 == 0 else "Con", full_name=f"Người Thân {number:02}",
            birth_year=1950 + number, note=f"Ruộng & vườn số {number:02}",
        )  # fmt: skip
    _more(official, unit)
    return file


def _more(official, unit):
    Rank.objects.get_or_create(code="01.003", defaults={"public_id": "R-CV", "name": "Chuyên viên"})
    for number in range(9):
        SalaryStep.objects.create(
            public_id=f"S-{official.public_id}-{number}", official=official, rank_code="01.003", step=number + 1,
            coefficient=f"{2.34 + number * 0.33:.2f}", starts_on=date(2003 + number * 2, 7, 1), allowance="0.25",
        )  # fmt: skip
    row = factories.make_qualification(
        official,
        level="thac_si",
        field="Luật kinh tế",
        attained_on="2009-06",
        institution="Đại học Luật Hà Nội",
    )
    row.studied_from_partial, row.mode = PartialDate.parse("2007-09"), "vua_lam_vua_hoc"
    row.save()
    factories.make_qualification(official, "foreign_language", "b1", "2012", field="Tiếng Anh")
    factories.make_qualification(official, "political", "cao_cap", "2015-07")
    factories.make_qualification(official, "state_management", "chuyen_vien", "2016")
    factories.make_qualification(official, "it", "co_ban")
    facts = {"official": official}
    Training.objects.create(public_id="T-1", course="Kỹ năng tiếp dân", ends_on=date(2021, 4, 2), **facts)
    Award.objects.create(public_id="W-1", title="Bằng khen của Chủ tịch tỉnh", year=2018, **facts)
    HealthCheck.objects.create(public_id="H-1", year=2021, health_class="2", **facts)
    Committee.objects.create(public_id="C-1", unit=unit, body="bch", starts_on=date(2020, 6, 1), **facts)
    Discipline.objects.create(
        public_id="D-1", form="khien_trach", line="chinh_quyen", decided_on=date(2013, 5, 6),
        decided_on_precision="day", **facts,
    )  # fmt: skip


def expected_values(*, party):
    """Every value that must stand on the paper, as it is written there."""
    left_out = NOT_IN_PARTY if party else NOT_IN_BNV
    found = [value for name, value in VALUES.items() if name not in left_out and value != LONG]
    found += ["Đã khai báo <&> việc0", "việc165", "việc329 hết."]  # a page may end anywhere in it
    found += [PartialDate.parse(day).display() for name, day in DAYS.items() if name not in left_out]
    found += [
        "NGUYỄN VĂN AN", "Sinh ngày: 12 tháng 05 năm 1980", "Tày", "Phật giáo", "030080001234", "làng Quê, Kinh Môn",
        "12/12", "02/09/2005", "09/2006", "20/11/2004", "Văn phòng - thống kê phường Minh Tân",
        "Chuyên viên", "Bậc lương: 9", "Hệ số: 4,98", "Thạc sĩ, Luật kinh tế", "Tiếng Anh: B1 (bậc 3)", "Cao cấp",
        "Bằng khen của Chủ tịch tỉnh (2018)", "Chính quyền: khiển trách (2013)", "Loại II (khỏe), năm 2021", "165 cm",
        "58,5 kg", "AB", "Đại học Luật Hà Nội", "09/2007 - 06/2009", "Vừa làm vừa học", "Kỹ năng tiếp dân",
        "03/1975 - 02/1976", "03/2014 - 02/2015", "07/2016 - nay", "Ban Chấp hành, phường Minh Tân",
    ]  # fmt: skip
    if not party:
        found += ["01.003/1", "01.003/9", "07/2019", "2,34"]
    return (
        found + [f"Người Thân {n:02}" for n in range(N_FAMILY)] + [f"Ruộng & vườn số {n:02}" for n in (0, 24)]
    )
