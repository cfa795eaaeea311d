"""The town with one row of every kind in each of its two units, and the eight people at its doors.

Every text of a unit's rows holds the unit's mark (`MINH`, `KHAC`), every id ends with it, so that a test can look for
the other unit anywhere in an answer; `NADA` is the mark of nothing that exists.
"""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO

import xlsxwriter
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.test import Client
from django.utils import timezone
from rest_framework.authtoken.models import Token

from assessments.models import (
    Award,
    Course,
    Discipline,
    Enrolment,
    Evaluation,
    EvaluationCase,
    EvaluationRegime,
    EvaluationRound,
    HealthCheck,
    HealthRound,
    Inspection,
    Succession,
    Training,
    TrainingPlan,
    UnitYear,
)
from cycle.models import Submission
from exchange import services
from exchange.models import RememberedHeading
from foundation import audit
from foundation.dates import PartialDate
from foundation.models import Attachment, AuditArea
from officials.models import (
    Absence,
    Appointment,
    Committee,
    FamilyMember,
    MajorFit,
    ModulePeriod,
    Norm,
    Official,
    PersonalFile,
    Post,
    Proposal,
    ProposalPeriod,
    Qualification,
    Reorganisation,
    RetirementStep,
    RotationStep,
    SalaryStep,
    SurplusStatus,
    TheoryLink,
    Unit,
    UnitQuota,
    UnitSuccession,
)
from plans.models import FindingCause, KnownFinding, RuleRun, RunFinding
from reports import snapshot
from reports.services import freeze

EIGHT = ("anon", "noivu", "xa_minh", "xa_khac", "lanhdao", "quantri", "kiemtra", "chua_gan")
MINH, KHAC, NADA = "MINH", "KHAC", "NADA"
NATIONAL_IDS = {MINH: "030080000111", KHAC: "030080000222", NADA: "030080000333"}
# kind of row in addresses → letters of its ids
KINDS = {
    "cong-tac": "A", "trinh-do": "Q", "cap-uy": "C", "luong": "S", "gia-dinh": "F", "nghi": "B",
    "nghi-huu": "HU", "chuyen-doi": "CD",
    "doi-du": "DD", "xep-loai": "E", "suc-khoe": "H", "boi-duong": "T", "khen-thuong": "W", "ky-luat": "D",
}  # fmt: skip
RESOURCE_LETTERS = {
    "unit-successions": "US", "unit-quotas": "UQ", "officials": "P", "appointments": "A", "qualifications": "Q",
    "absences": "B", "salary-steps": "S", "family-members": "F", "committees": "C", "evaluations": "E",
    "health-checks": "H", "trainings": "T", "awards": "W", "disciplines": "D", "successions": "SU",
    "inspections": "I", "unit-years": "UY", "personal-files": "HS",
}  # fmt: skip


def fill(town):
    """Rows of every kind for both units; `town` gains `norm_id`, `major_id`, `events` and `batches` by mark."""
    town.units = {MINH: town.minh, KHAC: town.khac}
    town.officials = {MINH: _person(town.minh, MINH), KHAC: _person(town.khac, KHAC)}
    town.old = {mark: _unit_rows(unit, mark) for mark, unit in town.units.items()}
    ModulePeriod.objects.create(
        public_id="G-QUY-HOACH", module="quy_hoach", starts_on=date(2021, 1, 1), reason="Đã giải mật"
    )
    Course.objects.create(public_id="CO-THI-XA", year=2021, title="Lớp của thị xã", kind="qlnn")
    for mark, official in town.officials.items():
        _person_rows(official, town.units[mark], mark)
    for mark in town.units:
        _proposal(town, mark)
        _files(town, mark)
    town.norm_id = Norm.objects.order_by("pk").values_list("public_id", flat=True)[0]
    town.major_id = _major().public_id
    senders = {MINH: town.people.xa_minh, KHAC: town.people.xa_khac}
    town.batches = {mark: _batch(senders[mark], town.units[mark], mark) for mark in senders}
    _closed_batch(senders[MINH], town.units[MINH], MINH)
    for mark in senders:
        _heading(senders[mark], town.units[mark], mark)
    _organisation_rows(town)
    _kept_findings(town)
    for mark in town.units:
        _round(town, mark)
        _sent(town, mark)
    town.events = _events(town)
    for user in vars(town.people).values():
        Token.objects.get_or_create(user=user)
    return town


def _sent(town, mark):
    """A set that was sent, and the figures of 2021 closed."""
    unit, officer = town.units[mark], town.people.noivu
    Submission.objects.create(
        public_id=f"GS-{mark}", unit_key=unit.public_id, year=2021, data_set="nhan_su", state="sent",
        note=f"Gửi {mark}", sent_at=timezone.now(), sent_by=officer, sent_by_name=officer.full_name,
    )  # fmt: skip
    snapshot.forget()
    freeze(by=officer, unit=unit, year=2021)


def _organisation_rows(town):
    """A lawful surplus in each unit, and a reorganisation carried out, which the district and leadership read."""
    for mark, unit in town.units.items():
        SurplusStatus.objects.create(
            public_id=f"DD-{mark}", official=town.officials[mark], unit=unit, starts_on=date(2019, 11, 1),
            until=date(2024, 10, 31), basis=f"NQ {mark}", note=f"Dôi dư {mark}",
        )  # fmt: skip
    Reorganisation.objects.create(
        public_id="X-LAN", effective_on=date(2019, 11, 1), kind="merge", basis="768/NQ", pairs=[["cu", "moi"]],
        effects={"ended": {}, "moved": {}, "made": [], "surplus": [], "units": {}, "units_made": [], "closed": {},
                 "successions": [], "postings": {}},
        done_at=timezone.now(), done_by_name="Người thử",
    )  # fmt: skip


def _major():
    """A field of study decided for a post; everyone may read it."""
    row = MajorFit(
        public_id="L-NGANH", major="Luật", post_id="tu_phap_ho_tich", fit="phu_hop", decided_by="Sở Nội vụ",
        decided_on=date(2019, 12, 25), reason="Cùng lĩnh vực", verified="proposal",
    )  # fmt: skip
    row.clean()
    row.save()
    return row


def _person(unit, mark):
    official = Official(
        public_id=f"P-{mark}",
        full_name=f"Trịnh {mark.title()} Vân",
        sex="nu",
        ethnicity=f"Dân tộc {mark}",
        religion=f"Tôn giáo {mark}",
        national_id=NATIONAL_IDS[mark],
        hometown=f"Quê {mark}",
        general_education="12/12",
        party_member=True,
        synthetic=True,
        unit=unit,
    )
    official.birth_date_partial = PartialDate.parse("1979-03-21" if mark == MINH else "1978-08-17")
    official.party_joined_on_partial = PartialDate.parse("2005-09")
    official.derive()
    official.save()
    return official


def _unit_rows(unit, mark):
    old = Unit.objects.create(
        public_id=f"U-{mark}-CU",
        code=f"U-{mark}-CU",
        name=f"Cũ {mark}",
        kind="xa",
        ends_on=date(2019, 10, 31),
    )
    UnitSuccession.objects.create(
        public_id=f"US-{mark}",
        predecessor=old,
        successor=unit,
        effective_on=date(2019, 11, 1),
        basis=f"NQ {mark}",
    )
    UnitQuota.objects.create(
        public_id=f"UQ-{mark}", unit=unit, total=21, starts_on=date(2019, 11, 1), basis=f"Giao {mark}"
    )
    Inspection.objects.create(
        public_id=f"I-{mark}",
        unit=unit,
        subject=f"Kiểm tra {mark}",
        body=f"Đoàn {mark}",
        planned_on=date(2021, 5, 4),
    )
    HealthRound.objects.create(
        public_id=f"HR-{mark}", unit=unit, year=2021, facility=f"Nơi khám {mark}", starts_on=date(2021, 6, 1)
    )
    plan = TrainingPlan.objects.create(
        public_id=f"TP-{mark}", unit=unit, year=2021, kind="llct", planned=3, basis=f"Kế hoạch {mark}"
    )
    Course.objects.create(
        public_id=f"CO-{mark}", unit=unit, plan=plan, year=2021, title=f"Lớp {mark}", kind="llct",
        level_kind="political", level="trung_cap", place=f"Nơi học {mark}",
    )  # fmt: skip
    UnitYear.objects.create(public_id=f"UY-{mark}", unit=unit, year=2021, computers=7, population=5005)
    return old


def _person_rows(official, unit, mark):
    def make(model, letter, **facts):
        row = model(public_id=f"{letter}-{mark}", official=official)
        for name, value in facts.items():
            setattr(row, name, value)
        row.save()

    make(
        Appointment, "A", unit=unit, post=Post.objects.get(code="tu_phap_ho_tich"), starts_on=date(2017, 2, 3),
        decision_no=f"QĐ {mark}", decided_by=f"Ban {mark}",
    )  # fmt: skip
    make(
        Qualification, "Q", kind="professional", level="dai_hoc", field=f"Ngành {mark}", institution=f"Trường {mark}",
        certificate_no=f"Bằng {mark}",
    )  # fmt: skip
    make(
        PersonalFile, "HS", other_names=f"Tên {mark}", birth_place=f"Nơi sinh {mark}", phone=f"Số {mark}",
        current_address=f"Nhà {mark}", social_insurance_no=f"BH {mark}", past_history=f"Lịch sử {mark}",
        relatives_abroad=f"Thân nhân {mark}", policy_family=f"Chính sách {mark}",
    )  # fmt: skip
    make(Absence, "B", kind="om", starts_on=date(2021, 1, 5), ends_on=date(2021, 1, 9))
    make(SalaryStep, "S", rank_code=f"R{mark}", step=3, coefficient="3.00", starts_on=date(2020, 1, 1))
    make(FamilyMember, "F", relation="Chồng", full_name=f"Chồng {mark}", note=f"Ghi {mark}")
    make(
        RetirementStep,
        "HU",
        kind="thong_bao",
        day=date(2021, 6, 1),
        document_no=f"TB {mark}",
        note=f"Hưu {mark}",
    )
    make(
        RotationStep, "CD", post=Post.objects.get(code="tu_phap_ho_tich"), conclusion="chua_chuyen", day=date(2021, 6, 2),
        note=f"Chưa chuyển {mark}",
    )  # fmt: skip
    make(Committee, "C", unit=unit, body="bch", starts_on=date(2020, 6, 1))
    make(
        Evaluation,
        "E",
        year=2021,
        status="rated",
        level="tot",
        party_level="xuat_sac",
        decided_by=f"Chủ tịch {mark}",
    )
    make(HealthCheck, "H", year=2021, health_class="4", facility=f"Bệnh viện {mark}")
    make(
        Training,
        "T",
        course=f"Khóa {mark}",
        kind="qlnn",
        starts_on=date(2021, 3, 1),
        ends_on=date(2021, 3, 9),
    )
    for letter, course in (("EN", f"CO-{mark}"), ("ET", "CO-THI-XA")):
        make(
            Enrolment, letter, course=Course.objects.get(public_id=course), state="da_cu", reason=f"Cử {mark}",
            certificate_no=f"Chứng chỉ {mark}",
        )  # fmt: skip
    make(Award, "W", title=f"Khen {mark}", kind="hinh_thuc", year=2021, authority=f"Nơi khen {mark}")
    make(
        Discipline, "D", form="khien_trach", line="chinh_quyen", decided_on_partial=PartialDate.parse("2021-06-07"),
        act_ref=f"Vụ {mark}", authority=f"Nơi phạt {mark}", decision_no=f"KL {mark}",
    )  # fmt: skip
    make(
        Succession, "SU", unit=unit, post=Post.objects.get(code="chu_tich_ubnd"), term="2021-2026",
        approved_on=date(2021, 2, 2),
    )  # fmt: skip


def _proposal(town, mark):
    """A time in the past in which the unit only proposed, and what it proposed then."""
    unit = town.units[mark]
    ProposalPeriod.objects.create(
        public_id=f"G-{mark}",
        unit=unit,
        starts_on=date(2020, 1, 1),
        ends_on=date(2020, 12, 31),
        reason=f"Vì {mark}",
    )
    Proposal.objects.create(
        public_id=f"V-{mark}", official=town.officials[mark], unit=unit, kind="khen-thuong", act="add",
        new={"title": f"Đề nghị {mark}", "kind": "hinh_thuc", "year": 2020}, reason=f"Tờ trình {mark}",
        proposed_at=timezone.now(), proposed_by=town.people.xa_minh if mark == MINH else town.people.xa_khac,
    )  # fmt: skip


PDF = b"%PDF-1.4\n1 0 obj << >> endobj\ntrailer << >>\n%%EOF\n"


def _files(town, mark):
    """A scan and a photograph of the person, a scan of the proposal."""
    official, unit_id = town.officials[mark], town.units[mark].public_id
    for letter, owner, purpose in (
        ("TE", official, "scan"),
        ("TA", official, "photo"),
        ("TD", Proposal.objects.get(public_id=f"V-{mark}"), "scan"),
    ):
        Attachment.objects.create(
            public_id=f"{letter}-{mark}", owner_type=owner._meta.label_lower, owner_id=owner.public_id,
            unit_id=unit_id, file=default_storage.save("attachments/tep.pdf", ContentFile(PDF)),
            original_name=f"Tệp {mark}.pdf", title=f"Tệp {mark}", content_type="application/pdf", size=len(PDF),
            sha256="0" * 64, purpose=purpose, sensitivity="sensitive", added_at=timezone.now(), added_by="noivu",
        )  # fmt: skip


def _heading(sender, unit, mark):
    RememberedHeading.objects.create(
        public_id=f"K-{mark}", unit=unit, key=f"cot {mark.lower()}", heading=f"Cột {mark}", target="ethnicity",
        said_at=timezone.now(), said_by=sender, said_by_name=sender.full_name,
    )  # fmt: skip


RUN = "R-CHAY"


def _kept_findings(town):
    """A run of the rules that found one thing in each unit, and why somebody thinks it is so."""
    run = RuleRun.objects.create(
        public_id=RUN, year=2021, levels="unit", data_version=1, n_rules=1, run_at=timezone.now(),
        run_by_name="Người thử",
    )  # fmt: skip
    link, other = TheoryLink.objects.order_by("position")[:2]
    town.link, town.link_id = other, other.public_id
    for mark, unit in town.units.items():
        known = KnownFinding.objects.create(
            public_id=f"KF-{mark}", year=2021, rule="training", solution_group=5, scope=f"unit:{unit.public_id}",
            level="unit", unit_key=unit.public_id, place=f"Phường {mark}",
        )  # fmt: skip
        RunFinding.objects.create(
            public_id=f"RF-{mark}", run=run, finding=known, state="new", severity=0.5, people=9,
            text=f"Phường {mark}: 1 trên 10 người", quiet_text=f"Phường {mark}: ít người",
        )  # fmt: skip
        FindingCause.objects.create(
            public_id=f"NN-{mark}", finding=known, link=link, factor=link.factor, kind=link.factor_kind,
            basis=f"Biên bản {mark}", chosen_at=timezone.now(), chosen_by_name="Người thử",
        )  # fmt: skip


def workbook(mark, national_id=""):
    """A small file as an office sends it: one person who can be imported, one who cannot."""
    stream = BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    page = book.add_worksheet("DS")
    heads = ["STT", "Họ và tên", "Giới tính", "Ngày sinh", "Chức danh", "Số CCCD"]
    rows = [
        [1, f"Lê {mark.title()} Hạ", "Nữ", "12/05/1985", "Văn phòng - Thống kê", national_id],
        [2, f"Lê {mark.title()} Thu", "Nữ", "30/02/1985", "Tư pháp - Hộ tịch", ""],
    ]
    for number, row in enumerate([heads, *rows]):
        page.write_row(number, 0, row)
    book.close()
    return stream.getvalue()


def _batch(sender, unit, mark):
    upload = services.Upload(
        name=f"danh-sach-{mark}.xlsx",
        content=workbook(mark),
        unit=unit,
        as_of=date(2021, 12, 31),
        as_district=False,
    )
    batch = services.preview(upload, by=sender)
    type(batch).objects.filter(pk=batch.pk).update(public_id=f"N-{mark}")
    batch.refresh_from_db()
    return batch


def _closed_batch(sender, unit, mark):
    """A file whose import changed nothing."""
    batch = _batch(sender, unit, f"{mark}-XONG")
    now = {"closed_at": timezone.now(), "closed_by_name": sender.full_name}
    type(batch).objects.filter(pk=batch.pk).update(state="committed", **now)


def _round(town, mark):
    """A round of 2021 with the person's case at its beginning."""
    regime = EvaluationRegime.objects.get(code="nd90_2020")
    row = EvaluationRound.objects.create(
        public_id=f"DT-{mark}", unit=town.units[mark], year=2021, regime=regime, opened_at=timezone.now(),
        opened_by_name=f"Người mở {mark}",
    )  # fmt: skip
    EvaluationCase.objects.create(
        public_id=f"DS-{mark}", round=row, official=town.officials[mark], year=2021,
        post_code="tu_phap_ho_tich", group="cong_chuc", former_opinion=f"Vụ {mark}",
    )  # fmt: skip


def _events(town):
    """Numbers of events: of each unit's records, and a sign-in."""
    found = {}
    with transaction.atomic():
        for mark, official in town.officials.items():
            event = audit.record(
                by=town.people.noivu,
                action="change",
                obj=official,
                subject=official,
                unit=town.units[mark],
                changes={"hometown": [f"Làng {mark}", f"Quê {mark}"], "ethnicity": ["", f"Dân tộc {mark}"]},
                reason=f"Vì {mark}",
            )
            found[mark] = event.seq
        found["sign-in"] = audit.record(
            by=town.people.noivu, action="sign_in", area=AuditArea.SIGN_IN, summary="Từ 10.0.0.1."
        ).seq
    return found


# --- the eight people ---------------------------------------------------------------------------------------
def client_of(town, who, **kw):
    """A client with the person's session; sessions are made once a town."""
    client = Client(**kw)
    if who != "anon":
        sessions = town.__dict__.setdefault("sessions", {})
        if who not in sessions:
            client.force_login(getattr(town.people, who), backend="django.contrib.auth.backends.ModelBackend")
            sessions[who] = client.cookies[settings.SESSION_COOKIE_NAME].value
        client.cookies[settings.SESSION_COOKIE_NAME] = sessions[who]
    return client


# --- texts of answers ---------------------------------------------------------------------------------------
_VARYING = [
    (re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"'), "CSRF"),
    (re.compile(r'"x-csrftoken": ?"[^"]+"', re.IGNORECASE), "CSRF"),
    (re.compile(r"&quot;x-csrftoken&quot;: ?&quot;\w+&quot;", re.IGNORECASE), "CSRF"),
    (re.compile(r"\b[45]\d\d-[0-9a-f]{8}\b"), "REFERENCE"),
    (re.compile(r'name="khoa" value="[^"]*"'), "KEY"),
]


def plain(response):
    """The text of an answer without what differs in every answer: CSRF tokens, form keys, reference numbers."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    text = body.decode("utf-8", "replace")
    for pattern, word in _VARYING:
        text = pattern.sub(word, text)
    return text
