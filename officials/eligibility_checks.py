"""The checks of this floor: standard of the post, age for a term, Party membership, time in post, time at the step."""

from __future__ import annotations

from collections.abc import Iterable

from foundation.formats.vi_numbers import number
from foundation.forms import day_text
from officials import standards
from officials.dossier import partial
from officials.eligibility import (
    ELECTION,
    MET,
    PLANNING,
    RAISE,
    STUDY,
    TRANSITION,
    UNKNOWN,
    UNMET,
    Candidate,
    Check,
    Guard,
    Line,
    eligibility_checks,
)
from officials.models import Official, Post, Qualification, SalaryStep
from officials.months import add_months
from officials.raises import raise_of
from officials.salary import OVER_TOP, TOP
from officials.salary import RAISE as NEXT_STEP

BIRTH, SEX = Guard(Official, "birth_date"), Guard(Official, "sex")
PARTY = Guard(Official, "party_member")
SALARY = Guard(SalaryStep, "step")
TERM_NORM = "nhiem_ky.thang"
# Posts of the Party: held by Party members by its charter; for other posts no text that was read demands it.
PARTY_POSTS = frozenset({"bi_thu_dang_uy", "pho_bi_thu_dang_uy"})
_STATUS = {
    standards.Status.MET.value: MET,
    standards.Status.UNMET.value: UNMET,
    standards.Status.UNKNOWN.value: UNKNOWN,
    standards.Status.IN_TRANSITION.value: TRANSITION,
}


def standard_lines(candidate: Candidate) -> Iterable[Line]:
    """The standard of the post on the day, condition by condition."""
    post, dossier = candidate.post, candidate.dossier
    if post is None:
        return [Line("Tiêu chuẩn của chức danh", UNKNOWN, "chưa chọn chức danh", "", verified="read")]
    person = standards.person_of(
        candidate.official,
        qualifications=dossier.qualifications,
        appointments=dossier.appointments,
        post=post.code,
    )
    judged = standards.judge(standards.standards_on(candidate.day, [post.code]), post.code, person)
    if not judged.findings:
        return [
            Line(
                f"Tiêu chuẩn chức danh {post.name}",
                UNKNOWN,
                "danh mục chưa có tiêu chuẩn của chức danh này",
                "",
            )
        ]
    lines = []
    for finding in judged.findings:
        rule, is_age = finding.rule, finding.rule.criterion in standards.AGE_CRITERIA
        held = f"theo hồ sơ: {finding.held_label.lower()}"
        status = _STATUS[finding.status]
        if is_age:
            status, held = _first_age(candidate, post, rule, status, finding.held)
        until = f"; chuyển tiếp đến {day_text(rule.transition_until)}" if rule.transition_until else ""
        lines.append(
            Line(
                f"{rule.label}: {'không quá' if is_age else 'từ'} {finding.required_label.lower()}",
                status,
                held + until,
                rule.basis,
                rule.source,
                rule.verified,
                (BIRTH,) if is_age else (Guard(Qualification, "level"),),
            )
        )
    return lines


def _first_age(
    candidate: Candidate, post: Post, rule: standards.Rule, status: str, held: str | None
) -> tuple[str, str]:
    """How the age at the first holding stands; for a post never held the age on the day is the one that counts."""
    if held is not None:
        return status, f"{held} tuổi khi giữ chức danh này lần đầu"
    age = candidate.official.age_on(candidate.day)
    if any(row.post_id == post.code for row in candidate.dossier.appointments) or age is None:
        return UNKNOWN, "chưa rõ ngày sinh hoặc ngày giữ chức danh này lần đầu"
    return (MET if age <= int(rule.required) else UNMET), f"{age} tuổi; chưa giữ chức danh này lần nào"


def term_lines(candidate: Candidate) -> Iterable[Line]:
    """Age: at least one whole term left before retirement, by the rule of the day."""
    norm = candidate.norms.get(TERM_NORM)
    if norm is None:
        return [Line("Còn đủ tuổi trọn một nhiệm kỳ", UNKNOWN, "chưa có định mức", "", guards=(BIRTH, SEX))]
    birth = partial(candidate.official, "birth_date")
    window = candidate.retirement.window(candidate.official.sex, birth)
    retires_on = candidate.retirement.retirement_date(candidate.official.sex, birth)
    months = int(norm.value)
    if window is None or retires_on is None:
        status, facts = UNKNOWN, "chưa rõ giới tính hoặc ngày sinh"
    else:
        needed = add_months(candidate.day, months)
        status = MET if retires_on >= needed else UNMET
        facts = f"nghỉ hưu {day_text(retires_on)} ({window.basis}); cần đến {day_text(needed)}"
    return [
        Line(
            f"Còn đủ tuổi trọn một nhiệm kỳ ({months} tháng) tính từ {day_text(candidate.day)}",
            status,
            facts,
            norm.basis,
            norm.source,
            norm.verified if window is None or window.verified == "read" else "partly",
            (BIRTH, SEX),
        )
    ]


def party_lines(candidate: Candidate) -> Iterable[Line]:
    """Party membership, for posts of the Party."""
    if candidate.post is None or candidate.post.code not in PARTY_POSTS:
        return []
    member = candidate.official.party_member
    joined = candidate.official.party_joined_on
    if member is None and joined is not None:
        member = joined <= candidate.day
    status = UNKNOWN if member is None else MET if member else UNMET
    since = partial(candidate.official, "party_joined_on")
    facts = {True: "là đảng viên", False: "chưa là đảng viên", None: "chưa ghi đảng viên hay không"}[member]
    return [
        Line(
            "Là đảng viên, với chức danh của Đảng",
            status,
            facts + (f", vào Đảng {since.display()}" if since else ""),
            "Điều lệ Đảng Cộng sản Việt Nam",
            verified="memory",
            guards=(PARTY,),
        )
    ]


def not_retired_lines(candidate: Candidate) -> Iterable[Line]:
    """In post and below the retirement age on the day."""
    primary = candidate.dossier.primary
    lines = [
        Line(
            "Đang giữ chức danh",
            MET if primary else UNMET,
            f"{primary.post.name}, {primary.unit.full_name}"
            if primary
            else "không giữ chức danh vào ngày này",
            "Luật Cán bộ, công chức 2008, Điều 4",
        )
    ]
    birth = partial(candidate.official, "birth_date")
    window = candidate.retirement.window(candidate.official.sex, birth)
    retires_on = candidate.retirement.retirement_date(candidate.official.sex, birth)
    if retires_on is None or window is None:
        status, facts, basis, verified = UNKNOWN, "chưa rõ giới tính hoặc ngày sinh", "", "read"
    else:
        status = MET if retires_on >= candidate.day else UNMET
        facts, basis, verified = f"nghỉ hưu {day_text(retires_on)}", window.basis, window.verified
    return [
        *lines,
        Line("Chưa đến tuổi nghỉ hưu", status, facts, basis, verified=verified, guards=(BIRTH, SEX)),
    ]


def study_lines(candidate: Candidate) -> Iterable[Line]:
    """Years of service and age for postgraduate study; other courses have no condition that was read."""
    lines = []
    served = candidate.norms.get("di_hoc.cong_tac.nam")
    if served is not None:
        since = candidate.official.recruited_on or candidate.dossier.served_since
        needed = add_months(since, int(served.value) * 12) if since else None
        status = UNKNOWN if needed is None else MET if needed <= candidate.day else UNMET
        facts = f"công tác từ {day_text(since)}" if since else "chưa rõ ngày bắt đầu công tác"
        lines.append(
            Line(
                f"{served.title} {served.value:.0f} năm",
                status,
                facts,
                served.basis,
                served.source,
                served.verified,
            )
        )
    oldest = candidate.norms.get("di_hoc.tuoi.nam")
    if oldest is not None:
        age = candidate.official.age_on(candidate.day)
        status = UNKNOWN if age is None else MET if age <= oldest.value else UNMET
        facts = f"{age} tuổi" if age is not None else "chưa rõ ngày sinh"
        title = f"{oldest.title} {oldest.value:.0f}"
        lines.append(Line(title, status, facts, oldest.basis, oldest.source, oldest.verified, (BIRTH,)))
    return lines


def step_lines(candidate: Candidate) -> Iterable[Line]:
    """Time at the salary step: is the next regular raise due?"""
    if not SALARY.lets(candidate.user):
        return [
            Line("Đủ thời gian giữ bậc lương", UNKNOWN, "", "TT 08/2013/TT-BNV, Điều 2", guards=(SALARY,))
        ]
    post = candidate.dossier.primary.post.code if candidate.dossier.primary else ""
    answer, _ = raise_of(candidate.user, candidate.official, post, candidate.day)
    words = " ".join(answer.in_words(candidate.user))
    if answer.due_on is None:
        status = UNMET if answer.kind == TOP else UNKNOWN
        return [
            Line(
                "Đủ thời gian giữ bậc lương",
                status,
                words,
                answer.basis,
                verified=answer.verified,
                guards=(SALARY,),
            )
        ]
    then = {
        NEXT_STEP: f"bậc {answer.next_step} ({number(answer.next_coefficient, 2)})",
        OVER_TOP: f"phụ cấp thâm niên vượt khung {number(answer.percent)}%",
    }[answer.kind]
    return [
        Line(
            f"Đủ thời gian giữ bậc lương để hưởng {then}",
            MET if answer.due_on <= candidate.day else UNMET,
            f"đến hạn {day_text(answer.due_on)}. {words}",
            answer.basis,
            verified=answer.verified,
            guards=(SALARY,),
        )
    ]


def register_checks() -> None:
    for check in (
        Check("dang-giu-chuc-danh", frozenset({ELECTION, PLANNING, STUDY, RAISE}), 10, not_retired_lines),
        Check("tieu-chuan", frozenset({ELECTION, PLANNING}), 20, standard_lines),
        Check("tuoi-nhiem-ky", frozenset({ELECTION, PLANNING}), 30, term_lines),
        Check("dang-vien", frozenset({ELECTION, PLANNING}), 40, party_lines),
        Check("di-hoc", frozenset({STUDY}), 45, study_lines),
        Check("giu-bac", frozenset({RAISE}), 50, step_lines),
    ):
        eligibility_checks.register(check)
