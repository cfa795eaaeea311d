"""Who gets what at every door of the site: one table route × verb × the eight people (contracts 6 and 7).

The example row belongs to `xa_minh`. A route without a line in the table fails; so does a line without a route.
Anonymous: pages 302 to the sign-in page, API 401. No membership: 404. A role without the right on that kind of record:
403 for any id. A row outside the scope: 404. Yours, but not this act: 403. A wrong verb: 405.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLPattern

from tests.whole_town import EIGHT, KINDS, MINH, RESOURCE_LETTERS, RUN, client_of, fill, workbook

pytestmark = pytest.mark.django_db

# --- what the eight get -------------------------------------------------------------------------------------
#            anon noivu xa_minh xa_khac lanhdao quantri kiemtra chua_gan
OPEN = (200, 200, 200, 200, 200, 200, 200, 200)
SIGNED_IN = (302, 200, 200, 200, 200, 200, 200, 200)
HAS_ROLE = (302, 200, 200, 200, 200, 200, 200, 404)
FIGURES = (302, 200, 200, 200, 200, 403, 403, 404)  # and the records leadership reads
A_RECORD = (302, 200, 200, 404, 200, 403, 403, 404)
START = (302, 200, 200, 200, 200, 302, 302, 404)  # the overview; who reads no figures goes to their own start
KEEPS_RECORDS = (302, 200, 200, 200, 403, 403, 403, 404)
A_RECORD_TO_WRITE = (302, 200, 200, 404, 403, 403, 403, 404)
WRITES_A_RECORD = (302, 302, 302, 404, 403, 403, 403, 404)
DISTRICT = (302, 200, 403, 403, 403, 403, 403, 404)
DISTRICT_WRITES = (302, 302, 403, 403, 403, 403, 403, 404)
ADMIN = (302, 403, 403, 403, 403, 200, 403, 404)
ADMIN_WRITES = (302, 403, 403, 403, 403, 302, 403, 404)
AUDITOR = (302, 403, 403, 403, 403, 403, 200, 404)
AUDIT = (302, 200, 200, 200, 403, 200, 200, 404)


def api(statuses, *, done=200):
    """The same doors over the API: no sign-in page, and an act answers `done` instead of a redirect."""
    return (401, *(done if status == 302 else status for status in statuses[1:]))


API_LIST = {
    "all": api(FIGURES),
    "commune": api(KEEPS_RECORDS),
    "district": api(DISTRICT),
}
API_ROW = {
    "all": api(A_RECORD),
    "commune": api(A_RECORD_TO_WRITE),
    "district": api(DISTRICT),
}
WRITTEN = {"all": WRITES_A_RECORD, "commune": WRITES_A_RECORD, "district": DISTRICT_WRITES}
# Which resources who reads: "all" with leadership, "commune" the district and the own commune, "district" alone.
READERS = dict.fromkeys(RESOURCE_LETTERS, "commune") | {
    "units": "all", "unit-successions": "all", "unit-quotas": "all", "unit-years": "all", "officials": "all",
    "appointments": "all", "qualifications": "all", "evaluations": "all", "disciplines": "district",
    "successions": "district",
}  # fmt: skip
# What is sent to write a resource; resources that are not here are read only.
API_BODIES = {
    "officials": {"full_name": "Lê Ánh", "sex": "nu", "unit": "10702", "post": "van_hoa_xa_hoi",
                  "starts_on": "2021-05-01"},
    "appointments": {"official_id": "P-MINH", "unit": "10702", "post": "van_hoa_xa_hoi", "is_primary": False,
                     "starts_on": "2021-05-01"},
    "qualifications": {"official_id": "P-MINH", "kind": "it", "level": "co_ban", "attained_on": "2020-05"},
    "evaluations": {"official_id": "P-MINH", "year": 2020, "status": "rated", "level": "tot"},
    "health-checks": {"official_id": "P-MINH", "year": 2020, "health_class": "2"},
    "trainings": {"official_id": "P-MINH", "course": "Kỹ năng", "kind": "ky_nang", "ends_on": "2021-04-01"},
    "awards": {"official_id": "P-MINH", "title": "Giấy khen", "kind": "hinh_thuc", "year": 2020},
    "disciplines": {"official_id": "P-MINH", "form": "canh_cao", "decided_on": "2021-07"},
    "unit-years": {"unit": "10702", "year": 2020, "computers": 5},
}  # fmt: skip
API_CHANGES = {
    "officials": {"hometown": "Quê mới"}, "appointments": {"decision_no": "12"}, "qualifications": {"institution": "X"},
    "evaluations": {"decided_by": "X"}, "health-checks": {"facility": "X"}, "trainings": {"result": "Giỏi"},
    "awards": {"authority": "X"}, "disciplines": {"authority": "X"}, "unit-years": {"computers": 9},
}  # fmt: skip

RECORD_BODIES = {
    "cong-tac": {"unit": "10702", "post": "van_hoa_xa_hoi", "starts_on": "01/05/2021"},
    "trinh-do": {"kind": "it", "level": "co_ban", "attained_on": "05/2020"},
    "cap-uy": {"unit": "10702", "body": "btv", "starts_on": "01/06/2020"},
    "luong": {"rank_code": "01.003", "step": "4", "coefficient": "3,33", "starts_on": "01/02/2021"},
    "gia-dinh": {"relation": "Con", "full_name": "Lê Ánh", "birth_year": "2005"},
    "doi-du": {
        "unit": "10702",
        "starts_on": "02/11/2019",
        "until": "31/10/2024",
        "basis": "NQ",
        "verified": "memory",
    },
    "nghi": {"kind": "om", "starts_on": "03/02/2021", "ends_on": "05/02/2021"},
    "nghi-huu": {"kind": "quyet_dinh", "day": "01/09/2021"},
    "chuyen-doi": {"post": "tu_phap_ho_tich", "conclusion": "ke_hoach", "day": "01/09/2021"},
    "xep-loai": {"year": "2020", "status": "rated", "level": "tot"},
    "suc-khoe": {"year": "2020", "health_class": "2"},
    "boi-duong": {"course": "Kỹ năng", "kind": "ky_nang", "ends_on": "01/04/2021"},
    "khen-thuong": {"title": "Giấy khen", "kind": "hinh_thuc", "year": "2020"},
    "ky-luat": {"form": "canh_cao", "line": "chinh_quyen", "decided_on": "07/2021"},
}
PERSON = {
    "full_name": "Trịnh Minh Vân",
    "sex": "nu",
    "birth_date": "21/03/1979",
    "national_id": "030079000999",
}
MAJOR = {
    "major": "Kế toán", "post": "tai_chinh_ke_toan", "fit": "phu_hop", "decided_by": "Sở Nội vụ",
    "decided_on": "25/12/2019", "reason": "Cùng lĩnh vực", "verified": "read",
}  # fmt: skip
ROW_CHANGES = {"trinh-do": {"kind": "professional", "level": "thac_si"}}
ROW_CHANGE = {"version": "1", "ly_do": "Ghi nhầm"}


@dataclass(frozen=True)
class Door:
    """One line of the table: what is asked, with what, and the statuses for the eight in their order."""

    route: str
    statuses: tuple[int, ...]
    verb: str = "GET"
    args: tuple[str, ...] = ()
    query: str = ""
    body: dict | None = None
    htmx: bool = False

    def __str__(self):
        return f"{self.verb}{' htmx' if self.htmx else ''} {self.route} {' '.join(self.args)}{self.query}".strip()


def page(route, statuses, *args, **kw):
    return Door(route, statuses, args=args, **kw)


def act(route, statuses, *args, body=None, **kw):
    return Door(route, statuses, verb="POST", args=args, body=body or {}, **kw)


def who_writes(code):
    """A row of this kind: of discipline only the district (contracts 6, off by default for communes)."""
    return (
        (DISTRICT, DISTRICT_WRITES) if code in ("ky-luat", "doi-du") else (A_RECORD_TO_WRITE, WRITES_A_RECORD)
    )


def who_asks(code):
    """Changing such a row, or asking the district for it: of what a commune reads but does not write it may ask."""
    return who_writes("ky-luat" if code == "ky-luat" else "")


def doors(town):
    """The table, with the example arguments of this town."""
    yield from _ground()
    yield from _accounts(town)
    yield from _officials(town)
    yield from _personal_files()
    yield from _figures()
    yield from _imports()
    yield from _yearly(town)
    yield from _grids(town)
    yield from _rounds()
    yield from _documents()
    yield from _luong(town)
    yield from _plans(town)
    yield from _organisation(town)
    yield from _dao_tao(town)
    yield from _api()


def _organisation(town):
    """Transfers, reorganisations, the board of posts, standards: what the organisation of the town is about."""
    yield page("officials:transfer", (302, 200, 403, 404, 403, 403, 403, 404), "P-MINH")
    district_and_leaders = (302, 200, 403, 403, 200, 403, 403, 404)
    for query in ("", "?ngay=31/12/2019", "?xuat=xlsx"):
        yield page("officials:posts-board", FIGURES, query=query)
    for query in ("", "?ngay=31/12/2019&don_vi=10702"):
        yield page("officials:standards", FIGURES, query=query)
    quota = {"total": "19", "starts_on": "01/08/2022", "basis": "QĐ"}
    change = {"total": "20", "starts_on": "01/11/2019", "basis": "QĐ", "version": "1"}
    yield page("officials:quotas", A_RECORD, "10702")
    for route, args, body in (
        ("officials:quota-add", ("10702",), quota),
        ("officials:quota-change", ("10702", "UQ-MINH"), change),
        ("officials:quota-remove", ("10702", "UQ-MINH"), {"version": "1", "reason": "Nhầm"}),
        ("officials:unit-class", ("10702",), {"unit_class": "2", "version": "1", "reason": "QĐ"}),
    ):
        yield page(route, DISTRICT, *args)
        yield act(route, DISTRICT_WRITES, *args, body=body)
    yield page("officials:quota-change", (302, 404, 403, 403, 403, 403, 403, 404), "10702", "UQ-KHAC")
    yield page("officials:reorganisations", district_and_leaders)
    yield page("officials:reorganisation", district_and_leaders, "X-LAN")
    yield page("officials:reorganisation", (302, 404, 403, 403, 404, 403, 403, 404), "X-KHONG")
    yield page("officials:reorganisation-new", DISTRICT)
    preview = "officials:reorganisation-preview"
    yield page(preview, DISTRICT, query="?biet=2019-11-01")
    yield page(preview, DISTRICT_WRITES, query="?ngay=x")  # nothing to preview: back to the first step
    yield act(preview, DISTRICT, query="?biet=2019-11-01")  # units that are not there: refused, shown again
    yield page("officials:reorganisation-undo", DISTRICT, "X-LAN")
    yield act(
        "officials:reorganisation-undo", DISTRICT_WRITES, "X-LAN", body={"version": "1", "reason": "Thử"}
    )


COURSE_BODY = {"title": "Kỹ năng số", "kind": "ky_nang", "year": "2021"}
NOT_OF_A_COURSE = (302, 302, 302, 404, 403, 403, 403, 404)


def _dao_tao(town):
    """Training, awards, discipline, inspections, succession plans."""
    for query in ("", "?nam=2021&don_vi=10702", "?nam=xx&don_vi=10675"):
        yield page("assessments:training", KEEPS_RECORDS, query=query)
        yield page("assessments:training-needs", KEEPS_RECORDS, query=query)
    yield page("assessments:plan-add", KEEPS_RECORDS)
    plan = {"year": "2021", "kind": "qlnn", "planned": "5"}
    yield act("assessments:plan-add", (302, 302, 302, 302, 403, 403, 403, 404), body=plan)
    yield page("assessments:plan-change", A_RECORD_TO_WRITE, "TP-MINH")
    yield act("assessments:plan-change", WRITES_A_RECORD, "TP-MINH", body=plan | {"version": "1"})
    yield page("assessments:course-add", KEEPS_RECORDS)
    yield act("assessments:course-add", (302, 302, 302, 302, 403, 403, 403, 404), body=COURSE_BODY)
    yield page("assessments:course", A_RECORD_TO_WRITE, "CO-MINH")
    yield page("assessments:course", KEEPS_RECORDS, "CO-THI-XA")
    yield page("assessments:course-change", A_RECORD_TO_WRITE, "CO-MINH")
    yield page("assessments:course-change", DISTRICT, "CO-THI-XA")
    yield act("assessments:course-change", WRITES_A_RECORD, "CO-MINH", body=COURSE_BODY | {"version": "1"})
    yield act("assessments:course-move", NOT_OF_A_COURSE, "CO-MINH", body={"act": "mo", "version": "1"})
    yield act("assessments:course-move", DISTRICT_WRITES, "CO-THI-XA", body={"act": "mo", "version": "1"})
    yield page("assessments:course-enrol", A_RECORD_TO_WRITE, "CO-MINH")
    yield page("assessments:course-enrol", KEEPS_RECORDS, "CO-THI-XA")
    yield act("assessments:course-enrol", WRITES_A_RECORD, "CO-MINH", body={"nguoi": "P-AN"})
    yield act(
        "assessments:course-decide", NOT_OF_A_COURSE, "CO-MINH", body={"hoc_vien": "EN-MINH", "act": "rut"}
    )
    yield page("assessments:course-results", A_RECORD_TO_WRITE, "CO-MINH")
    yield page("assessments:course-results", DISTRICT, "CO-THI-XA")
    yield act("assessments:course-results", A_RECORD_TO_WRITE, "CO-MINH", body={"version": "1"})
    yield act("assessments:course-levels", NOT_OF_A_COURSE, "CO-MINH", body={"hoc_vien": "EN-MINH"})
    for query in ("", "?nam=2021&don_vi=10702"):
        yield page("assessments:awards", KEEPS_RECORDS, query=query)
        yield page("assessments:discipline", DISTRICT, query=query)
        yield page("assessments:inspections", KEEPS_RECORDS, query=query)
    yield page("assessments:award-give", KEEPS_RECORDS)
    award = {"title": "Giấy khen mới", "kind": "hinh_thuc", "year": "2021", "nguoi": "P-MINH"}
    # The officer of another commune may give awards, but not to this person: the form says so.
    yield act("assessments:award-give", (302, 302, 302, 200, 403, 403, 403, 404), body=award)
    for query in ("", "?tim=van", "?nguoi=P-MINH", "?nguoi=P-MINH&vu=VP"):
        yield page("assessments:discipline-add", DISTRICT, query=query)
    decision = {"chinh_quyen_form": "khien_trach", "chinh_quyen_decided_on": "07/06/2021"}
    yield act("assessments:discipline-add", DISTRICT_WRITES, query="?nguoi=P-MINH", body=decision)
    yield page("assessments:inspection-add", DISTRICT)
    check = {"unit": "10702", "subject": "Công vụ", "trigger": "ke_hoach", "planned_on": "04/05/2021"}
    yield act("assessments:inspection-add", DISTRICT_WRITES, body=check)
    yield page("assessments:inspection", A_RECORD_TO_WRITE, "I-MINH")
    yield page("assessments:inspection-change", DISTRICT, "I-MINH")
    yield act("assessments:inspection-change", DISTRICT_WRITES, "I-MINH", body=check | {"version": "1"})
    yield page("assessments:inspection-move", DISTRICT, "I-MINH", "bat-dau")
    step = {"starts_on": "05/05/2021", "version": "1"}
    yield act("assessments:inspection-move", DISTRICT_WRITES, "I-MINH", "bat-dau", body=step)
    for query in ("", "?don_vi=10702"):
        yield page("assessments:succession", DISTRICT, query=query)
        yield page("assessments:succession-summary", DISTRICT, query=query)
    for query in ("", "?tim=van", "?nguoi=P-MINH"):
        yield page("assessments:succession-add", DISTRICT, query=query)
    planned = {"unit": "10702", "post": "pho_chu_tich_ubnd", "term": "2021-2026", "approved_on": "01/02/2021",
               "reason": "Vẫn đưa vào"}  # fmt: skip
    # Somebody in effect of a disciplinary decision is not planned: the form says so.
    yield act(
        "assessments:succession-add",
        DISTRICT,
        query="?nguoi=P-MINH",
        body=planned | {"approved_on": "01/07/2021"},
    )
    yield act("assessments:succession-add", DISTRICT_WRITES, query="?nguoi=P-MINH", body=planned)
    yield page("assessments:succession-take-out", DISTRICT, query="?dong=SU-MINH")
    leaving = {"dong-SU-MINH": "SU-MINH", "ly_do-SU-MINH": "Chuyển công tác", "removed_on": "31/12/2021"}
    yield act("assessments:succession-take-out", DISTRICT_WRITES, body=leaving)
    yield page("accounts:modules", ADMIN)
    yield page("accounts:module-on", ADMIN, "quy_hoach")
    yield act("accounts:module-on", ADMIN, "quy_hoach", body={"starts_on": "31/12/2021"})
    yield page("accounts:module-off", ADMIN, "G-QUY-HOACH")
    yield act("accounts:module-off", ADMIN_WRITES, "G-QUY-HOACH", body={"reason": "Hết việc", "version": "1"})


def _ground():
    yield page("foundation:alive", OPEN)
    yield page("foundation:ready", OPEN)
    yield page("foundation:gallery", SIGNED_IN)  # demonstration only; invented samples
    for query in ("", "?q=minh", "?q=A2", "?q=" + "030080000111"):
        yield page("foundation:search", HAS_ROLE, query=query)


def _accounts(town):
    yield page("accounts:sign-in", (200, 302, 302, 302, 302, 302, 302, 302))
    yield act(
        "accounts:sign-in", (200, 302, 302, 302, 302, 302, 302, 302), body={"username": "x", "password": "y"}
    )
    yield act("accounts:sign-out", (302,) * 8)
    yield page("accounts:password", SIGNED_IN)
    passwords = {"current_password": "mat-khau-thu-123", "new_password": "dong-song-xanh-88",
                 "new_password_again": "dong-song-xanh-88"}  # fmt: skip
    yield act("accounts:password", (302,) * 8, body=passwords)
    yield page("accounts:account", SIGNED_IN)
    yield act("accounts:token", (302, 200, 200, 200, 200, 200, 200, 403))
    yield act("accounts:token", (302,) * 8, body={"act": "delete"})
    yield act("accounts:mail", (302,) * 8, body={"mail_address": "ai@coquan.gov.vn"})
    yield page("accounts:administration", (302, 302, 302, 302, 403, 302, 302, 404))
    yield page("accounts:audit", AUDIT)
    yield page("accounts:audit-access", AUDITOR)
    yield page("accounts:audit-event", (302, 200, 200, 404, 403, 404, 200, 404), str(town.events[MINH]))
    yield page("accounts:audit-event", (302, 404, 404, 404, 403, 200, 200, 404), str(town.events["sign-in"]))
    yield page("accounts:users", ADMIN)
    yield page("accounts:user-create", ADMIN)
    yield act("accounts:user-create", ADMIN, body={"username": "xa_moi", "full_name": "Công chức mới"})
    for name in ("user-detail", "user-edit", "user-switch", "user-password", "membership-add"):
        yield page(f"accounts:{name}", ADMIN, "xa_minh")
    yield act("accounts:user-edit", ADMIN_WRITES, "xa_minh", body={"full_name": "Tên khác", "version": "1"})
    yield act("accounts:user-switch", ADMIN_WRITES, "xa_minh", body={"reason": "Chuyển việc", "version": "1"})
    yield act("accounts:user-password", ADMIN, "xa_minh")
    role = {"role": "commune", "unit": "10675", "starts_on": "01/01/2022"}
    yield act("accounts:membership-add", ADMIN_WRITES, "xa_minh", body=role)
    for name in ("proposal-periods", "proposal-period-add"):
        yield page(f"accounts:{name}", ADMIN)
    yield act(
        "accounts:proposal-period-add", ADMIN_WRITES, body=role | {"unit": "10702", "reason": "Thí điểm"}
    )
    yield page("accounts:proposal-period-end", ADMIN, "G-MINH")
    ending = {"ends_on": "31/12/2020", "version": "1"}
    yield act("accounts:proposal-period-end", ADMIN_WRITES, "G-MINH", body=ending)
    membership = town.people.xa_minh.memberships.get().public_id
    yield page("accounts:membership-end", ADMIN, membership)
    yield act(
        "accounts:membership-end",
        ADMIN_WRITES,
        membership,
        body={"ends_on": "31/12/2021", "reason": "Hết việc", "version": "1"},
    )


def _officials(town):
    for query in ("", "?tim=trinh", "?pham_vi=unit:10702", "?xuat=xlsx", "?xuat=csv"):
        yield page("officials:list", FIGURES, query=query)
    yield page("officials:list", FIGURES, htmx=True)
    yield page("officials:add", KEEPS_RECORDS)
    first = {"unit": "10702", "post": "van_hoa_xa_hoi", "starts_on": "01/05/2021"}
    whole = PERSON | {"full_name": "Lê Ánh"} | first
    # The officer of another commune may register people, but not here: the form says so.
    yield act("officials:add", (302, 302, 302, 200, 403, 403, 403, 404), body=whole)
    for tab in (
        "",
        "ban-than",
        "cong-tac",
        "trinh-do",
        "hang-nam",
        "khen-thuong",
        "suc-khoe",
        "luong",
        "lich-su",
    ):
        yield page("officials:detail", A_RECORD, "P-MINH", query=f"?muc={tab}" if tab else "")
    yield page("officials:change", A_RECORD_TO_WRITE, "P-MINH")
    yield page("officials:change", A_RECORD_TO_WRITE, "P-MINH", htmx=True)
    yield act("officials:change", WRITES_A_RECORD, "P-MINH", body=PERSON | ROW_CHANGE)
    for code, letter in KINDS.items():
        read, written = who_writes(code)
        row = ("P-MINH", code, f"{letter}-MINH")
        yield page("officials:record-add", read, "P-MINH", code)
        yield page("officials:record-add", read, "P-MINH", code, htmx=True)
        yield act("officials:record-add", written, "P-MINH", code, body=RECORD_BODIES[code])
        asks, asked = who_asks(code)
        yield page("officials:record-change", asks, *row)
        yield act(
            "officials:record-change",
            asked,
            *row,
            body=RECORD_BODIES[code] | ROW_CHANGES.get(code, {}) | ROW_CHANGE,
        )
        yield page("officials:record-remove", asks, *row)
        yield act("officials:record-remove", asked, *row, body={"version": "1", "reason": "Ghi trùng"})
    yield page("officials:posting-end", A_RECORD_TO_WRITE, "P-MINH", "A-MINH")
    ending = {"version": "1", "ends_on": "30/11/2021", "end_reason": "nghi_huu", "reason": ""}
    yield act("officials:posting-end", WRITES_A_RECORD, "P-MINH", "A-MINH", body=ending)
    for query in ("", "?tinh_trang=tat-ca", "?don_vi=10702"):
        yield page("officials:proposals", KEEPS_RECORDS, query=query)
    yield page("officials:proposal", A_RECORD_TO_WRITE, "V-MINH")
    decision = {"version": "1", "y_kien": "Chưa đủ căn cứ"}
    # The district decides, the unit that asked takes it back: neither does the other's act.
    for what, statuses in (
        ("khong-dong-y", (302, 302, 403, 404, 403, 403, 403, 404)),
        ("dong-y", (302, 302, 403, 404, 403, 403, 403, 404)),
        ("rut", (302, 403, 302, 404, 403, 403, 403, 404)),
    ):
        yield act("officials:proposal-decide", statuses, "V-MINH", body=decision | {"viec": what})
    yield page("api:proposals-list", api(KEEPS_RECORDS), query="?state=proposed&unit=10702")
    yield page("api:proposals-detail", api(A_RECORD_TO_WRITE), "V-MINH")
    for what, statuses in (
        ("reject", (302, 302, 403, 404, 403, 403, 403, 404)),
        ("approve", (302, 302, 403, 404, 403, 403, 403, 404)),
        ("withdraw", (302, 403, 302, 404, 403, 403, 403, 404)),
    ):
        body = {"decision": what, "version": 1, "comment": "Chưa đủ căn cứ"}
        yield act("api:proposals-decide", api(statuses), "V-MINH", body=body)
    for query in ("", "?nam=2020", "?xuat=xlsx", "?xuat=csv"):
        yield page("officials:units", FIGURES, query=query)
    yield page("officials:unit-detail", A_RECORD, "10702")
    yield page("officials:catalogues", HAS_ROLE)
    yield page("officials:norm-edit", DISTRICT, town.norm_id)
    yield act("officials:norm-edit", DISTRICT, town.norm_id, body={"version": "1", "value": "không phải số"})
    yield page("officials:reference-edit", DISTRICT, "ly-luan-17")
    yield act("officials:reference-edit", DISTRICT, "ly-luan-17", body={"version": "1", "concept": ""})
    yield page("officials:majors", DISTRICT)
    yield page("officials:major-add", DISTRICT, query="?nganh=Lu%E1%BA%ADt&chuc_danh=tu_phap_ho_tich")
    yield act("officials:major-add", DISTRICT_WRITES, body=MAJOR)
    yield page("officials:major-edit", DISTRICT, town.major_id)
    yield act(
        "officials:major-edit",
        DISTRICT_WRITES,
        town.major_id,
        body=MAJOR | {"version": "1", "change_reason": "Ghi nhầm"},
    )


def _personal_files():
    """The personal file in groups, and the history of single values and rows."""
    from officials.file_groups import file_groups

    goes_to_the_page = (302, 302, 302, 404, 302, 403, 403, 404)
    yield page("officials:file-group", goes_to_the_page, "P-MINH", "ban-than")
    yield page("officials:file-group", A_RECORD, "P-MINH", "ban-than", htmx=True)
    yield page("officials:file-group", A_RECORD_TO_WRITE, "P-MINH", "lich-su-ban-than", htmx=True)
    for group in file_groups:
        yield page("officials:file-change", A_RECORD_TO_WRITE, "P-MINH", group.code)
        yield page("officials:file-change", A_RECORD_TO_WRITE, "P-MINH", group.code, htmx=True)
    yield act(
        "officials:file-change",
        WRITES_A_RECORD,
        "P-MINH",
        "ban-than",
        body=PERSON | {"version": "2", "ly_do": "", "birth_place": "xã Hiệp Sơn", "goc": "{}"},
    )
    for name in ("full_name", "phone", "past_history"):
        yield page("officials:value-history", A_RECORD_TO_WRITE, "P-MINH", name)
    for query in ("", "?thieu=army", "?xuat=xlsx", "?xuat=csv"):
        yield page("officials:completeness", KEEPS_RECORDS, query=query)
    yield page("officials:completeness", A_RECORD_TO_WRITE, query="?don_vi=10702")
    yield from _attachments()
    for code, letter in KINDS.items():
        readers = A_RECORD_TO_WRITE if code == "doi-du" else who_writes(code)[0]
        yield page("officials:record-history", readers, "P-MINH", code, f"{letter}-MINH")


def _attachments():
    """Files of a person and of a proposal; a form without a file comes back with what is wrong."""
    removal = {"version": "1", "reason": "Ghi trùng"}
    for route, args in (
        ("officials:file-add", ("P-MINH",)),
        ("officials:photo-change", ("P-MINH",)),
        ("officials:proposal-file-add", ("V-MINH",)),
    ):
        yield page(route, A_RECORD_TO_WRITE, *args)
        yield act(route, A_RECORD_TO_WRITE, *args, body={"title": "Quyết định"})
    yield page("officials:file-open", A_RECORD_TO_WRITE, "P-MINH", "TE-MINH")
    yield page("officials:photo", A_RECORD_TO_WRITE, "P-MINH")
    yield page("officials:proposal-file", A_RECORD_TO_WRITE, "V-MINH", "TD-MINH")
    for route, args in (
        ("officials:file-remove", ("P-MINH", "TE-MINH")),
        ("officials:photo-remove", ("P-MINH",)),
        ("officials:proposal-file-remove", ("V-MINH", "TD-MINH")),
    ):
        yield page(route, A_RECORD_TO_WRITE, *args)
        yield act(route, WRITES_A_RECORD, *args, body=removal)
    amended = {
        "title": "Giấy khen",
        "kind": "hinh_thuc",
        "year": "2019",
        "version": "1",
        "comment": "Theo QĐ",
    }
    yield page("officials:proposal-amend", (302, 200, 403, 404, 403, 403, 403, 404), "V-MINH")
    yield act("officials:proposal-amend", (302, 302, 403, 404, 403, 403, 403, 404), "V-MINH", body=amended)


def _figures():
    for query in ("", "?pham_vi=unit:10702", "?nam=2020&nhom=can_bo"):
        yield page("reports:overview", START, query=query)
        yield page("reports:catalogue", FIGURES, query=query)
        yield page("reports:findings", FIGURES, query=query)
    for query in ("", "?pham_vi=unit:10702", "?nam=2020&pham_vi=area:Tam Lưu", "?xuat=xlsx"):
        yield page("reports:credibility", FIGURES, query=query)
    yield page("reports:credibility-cases", DISTRICT)
    for query in ("", "?xuat=xlsx"):
        yield page("reports:theory", FIGURES, query=query)
        yield page("reports:experience", FIGURES, query=query)
    for query in ("", "?pham_vi=unit:10702", "?pham_vi=area:Tam Lưu", "?loai=HC", "?xuat=xlsx"):
        yield page("reports:claims", FIGURES, query=query)
    yield page("reports:indicator", FIGURES, "A1")
    yield page("reports:indicator", FIGURES, "B3", query="?pham_vi=unit:10702&nguoi=tu_so")
    for query in ("", "?bang=health&theo=don_vi", "?xuat=xlsx", "?xuat=csv"):
        yield page("reports:tables", FIGURES, query=query)
    for query in ("", "?nam=2020&nhom=can_bo"):
        yield page("reports:unit-profile", A_RECORD, "10702", query=query)
        yield page("reports:area-profile", FIGURES, "Nhị Chiểu", query=query)
    yield page("reports:numbered", FIGURES)
    for code in ("T1", "T6", "T15", "T21", "T24", "T25"):
        yield page("reports:numbered-table", FIGURES, code)
    for query in (
        "?theo=khu",
        "?theo=nhom",
        "?xuat=xlsx",
        "?xuat=csv",
        "?xuat=pdf",
        "?pham_vi=unit:10702&tu=2020",
    ):
        yield page("reports:numbered-table", FIGURES, "T8", query=query)
    yield page("reports:forms", FIGURES)
    for query in ("", "?chi_tieu=B3&nam=2020", "?xuat=xlsx", "?xuat=pdf"):
        yield page("reports:comparison", FIGURES, query=query)
    for query in ("", "?bien_the=bang_nhau", "?xuat=csv"):
        yield page("reports:index", FIGURES, query=query)
    for query in ("", "?xuat=xlsx", "?xuat=pdf", "?nam=2020&pham_vi=unit:10702"):
        yield page("reports:form", FIGURES, "bm02", query=query)
        yield page("reports:form", KEEPS_RECORDS, "bm04", query=query)


def _imports():
    yield page("exchange:data-quality", KEEPS_RECORDS)
    yield page("exchange:import-list", KEEPS_RECORDS)
    # The officer of another commune may take templates, but of this unit there is none for them.
    template = "?set=danh-sach&unit=10702&year=2021"
    yield page("exchange:import-template", A_RECORD_TO_WRITE, query=template)
    yield page("api:import-templates-list", api(KEEPS_RECORDS))
    # As in the fields of the API: a unit that is not offered is a wrong value.
    offered = api((302, 200, 200, 400, 403, 403, 403, 404))
    yield page("api:import-templates-detail", offered, "danh-sach", query="?unit=10702&year=2021")
    upload = {"unit": "10702", "file": "workbook"}
    # The officer of another commune may send files, but not for this unit: the form says so.
    yield act("exchange:import-upload", (302, 302, 302, 200, 403, 403, 403, 404), body=upload)
    for name in ("import-detail", "import-rows", "import-changes"):
        yield page(f"exchange:{name}", A_RECORD_TO_WRITE, "N-MINH")
    # Who sent a file takes its import back, or the district.
    why = {"reason": "Gửi nhầm tệp"}
    yield page("exchange:import-undo", A_RECORD_TO_WRITE, "N-MINH-XONG")
    yield act("exchange:import-undo", WRITES_A_RECORD, "N-MINH-XONG", body=why)
    yield act("api:imports-undo", api(WRITES_A_RECORD), "N-MINH-XONG", body=why)
    yield page("exchange:headings", KEEPS_RECORDS)
    yield page("exchange:heading", A_RECORD_TO_WRITE, "K-MINH")
    other = {"target": "religion", "version": "1"}
    for what in ("luu", "quen"):
        yield act("exchange:heading", WRITES_A_RECORD, "K-MINH", body=other | {"viec": what})
    # Only who sent a file says what its headings mean, confirms or cancels it, and gets it back.
    yield page("exchange:import-return", (302, 403, 200, 404, 403, 403, 403, 404), "N-MINH")
    yield page("api:imports-workbook", api((302, 403, 200, 404, 403, 403, 403, 404)), "N-MINH")
    own_only = (302, 403, 302, 404, 403, 403, 403, 404)
    yield act("exchange:import-headings", own_only, "N-MINH", body={"digest": "digest"})
    yield act("exchange:import-cancel", own_only, "N-MINH")
    yield act("exchange:import-read-again", own_only, "N-MINH")
    yield act("exchange:import-confirm", own_only, "N-MINH", body={"digest": "digest"})
    yield page("api:imports-list", api(KEEPS_RECORDS))
    yield act("api:imports-list", api((302, 302, 302, 400, 403, 403, 403, 404), done=201), body=upload)
    yield page("api:imports-detail", api(A_RECORD_TO_WRITE), "N-MINH")
    yield act("api:imports-cancel", api(own_only), "N-MINH")
    yield act("api:imports-read-again", api(own_only, done=409), "N-MINH")
    yield act(
        "api:imports-headings",
        api(own_only, done=400),
        "N-MINH",
        body={"digest": "digest", "mapping": {"x": ""}},
    )
    yield page("api:import-headings-list", api(KEEPS_RECORDS))
    yield page("api:import-headings-targets", api(KEEPS_RECORDS))
    yield page("api:import-headings-detail", api(A_RECORD_TO_WRITE), "K-MINH")
    said = {"unit": "10702", "heading": "Cột lạ", "target": "religion"}
    yield act("api:import-headings-list", api((302, 302, 302, 400, 403, 403, 403, 404), done=201), body=said)
    row = ("api:import-headings-detail", api(A_RECORD_TO_WRITE))
    yield Door(*row, "PATCH", ("K-MINH",), body={"target": "religion", "version": 1})
    gone = ("api:import-headings-detail", api(WRITES_A_RECORD, done=204))
    yield Door(*gone, "DELETE", ("K-MINH",), query="?version=1", body={})
    yield act("api:imports-confirm", api(own_only), "N-MINH", body={"digest": "digest"})


def _yearly(town):
    """The list of the year's work."""
    yield page("cycle:yearly", FIGURES)
    for query in ("", "?don_vi=10702", "?loai=proposals"):
        yield page("cycle:work", FIGURES, query=query)
    yield from _submissions()


def _submissions():
    """What units send; a commune is led from the board to its own checklist."""
    board = (302, 200, 302, 302, 200, 403, 403, 404)
    for query in ("", "?nam=2020&tinh_trang=chua"):
        yield page("cycle:submissions", board, query=query)
    waiting = {"viec": "accept", "chon": ["10702|nhan_su:1"]}
    yield act("cycle:submissions-decide", DISTRICT_WRITES, body=waiting, query="?nam=2021")
    yield page("cycle:submission", A_RECORD, "10702", "2021")
    sending = {"viec": "send", "chon": ["trinh_do:0"], "ly_do": "Đang bổ sung"}
    yield act("cycle:submission-act", WRITES_A_RECORD, "10702", "2021", body=sending)
    yield page("cycle:submission-differences", A_RECORD, "10702", "2021")


def _grids(town):
    """Yearly grids: whoever writes such rows of the unit."""
    for query in ("", "?nam=2020"):
        yield page("assessments:grids", KEEPS_RECORDS, query=query)
    for code in ("xep-loai", "suc-khoe", "boi-duong", "khen-thuong"):
        yield page("assessments:grid", A_RECORD_TO_WRITE, code, "10702", "2021")
    meta = {"nguoi": "P-MINH", "dong": "H-MINH", "ban": 1, "goc": {"facility": "Bệnh viện MINH"}}
    body = {"khoa": "k9", "d-0": json.dumps(meta), "o-0-facility": "Bệnh viện khác"}
    yield act("assessments:grid", WRITES_A_RECORD, "suc-khoe", "10702", "2021", body=body)
    for query in ("", "?nam=2020"):
        yield page("assessments:unit-years", FIGURES, query=query)
        yield page("assessments:health", KEEPS_RECORDS, query=query)
    yield act("assessments:unit-years", (302, 302, 302, 302, 403, 403, 403, 404), body={"khoa": "k8"})
    yield page("assessments:unit-year", A_RECORD, "10702", "2021")
    numbers = {"version": "1", "computers": "9", "population": "5005"}
    yield act("assessments:unit-year", WRITES_A_RECORD, "10702", "2021", body=numbers)
    yield page("assessments:health-unit", A_RECORD_TO_WRITE, "10702", "2021")
    yield page("assessments:health-round-add", KEEPS_RECORDS)
    # The officer of another commune may plan rounds, but not here: the form says so.
    planned = {"khoa": "k7", "unit": "10702", "year": "2021", "facility": "Trung tâm Y tế"}
    yield act("assessments:health-round-add", (302, 302, 302, 200, 403, 403, 403, 404), body=planned)
    yield page("assessments:health-round-edit", A_RECORD_TO_WRITE, "HR-MINH")
    changed = {"version": "1", "unit": "10702", "year": "2021", "facility": "Nơi khác"}
    yield act("assessments:health-round-edit", WRITES_A_RECORD, "HR-MINH", body=changed)
    yield page("assessments:health-round-remove", A_RECORD_TO_WRITE, "HR-MINH")
    gone = {"version": "1", "reason": "Ghi trùng"}
    yield act("assessments:health-round-remove", WRITES_A_RECORD, "HR-MINH", body=gone)


def _documents():
    """Documents made from the records, and the bodies that issue them."""
    yield page("reports:documents", FIGURES)
    for query in ("?don_vi=10702&nam=2021", "?nguoi=P-MINH", "?don_vi=10702&nam=2021&xuat=docx"):
        yield page("reports:document", A_RECORD_TO_WRITE, "phieu-danh-gia", query=query)
        yield page("reports:document", A_RECORD, "thong-bao-xep-loai", query=query)
    for query in ("?don_vi=10702", "?nguoi=P-MINH", "?nguoi=P-MINH&xuat=pdf"):
        yield page("reports:document", A_RECORD_TO_WRITE, "2c-bnv-2008", query=query)
        yield page("reports:document", A_RECORD_TO_WRITE, "2c-tctw-98", query=query)
    yield page("reports:document", A_RECORD_TO_WRITE, "nang-luong", query="?don_vi=10702&nam=2021&quy=1")
    for query in ("", "?nam=2021&xa=10702&han=15/01/2022&xuat=pdf"):
        yield page("reports:document", DISTRICT, "don-doc", query=query)
    body = {"code": "noi_vu", "name": "Phòng Nội vụ", "signer": "Trưởng phòng", "verified": "read"}
    yield page("officials:body-add", DISTRICT)
    yield act("officials:body-add", DISTRICT_WRITES, body=body | {"starts_on": "01/07/2025"})
    yield page("officials:body-edit", DISTRICT, "co-quan-noi-vu-thi-xa")
    changed = body | {
        "starts_on": "01/11/2019",
        "ends_on": "30/06/2025",
        "version": "1",
        "change_reason": "Sửa",
    }
    yield act("officials:body-edit", DISTRICT_WRITES, "co-quan-noi-vu-thi-xa", body=changed)


def _rounds():
    """Rounds of evaluation: a unit's own, the district's all; leadership reads how far they are."""
    # An officer of one unit goes on to its round.
    for query in ("", "?nam=2020"):
        yield page("assessments:rounds", (302, 200, 302, 302, 200, 403, 403, 404), query=query)
    yield page("assessments:round", A_RECORD, "10702", "2021")
    yield page("assessments:round", A_RECORD, "10702", "2020")
    yield page("assessments:case", A_RECORD, "DS-MINH")
    opening = {"nam": "2020", "don_vi": "10702", "khoa": "k3"}
    yield act("assessments:round-open", WRITES_A_RECORD, body=opening)
    yield act("assessments:round-refresh", WRITES_A_RECORD, "10702", "2021")
    for code in ("ghi_tu_xep_loai", "ghi_quyet_dinh", "tra_lai", "ghi_them"):
        yield page("assessments:round-step", A_RECORD_TO_WRITE, "10702", "2021", code)
    typed = {"version-DS-MINH": "1", "self_level-DS-MINH": "tot"}
    yield act("assessments:round-step", WRITES_A_RECORD, "10702", "2021", "ghi_tu_xep_loai", body=typed)
    yield page("assessments:authority-add", DISTRICT)
    row = {
        "manager": "dang_uy",
        "basis": "QĐ phân cấp",
        "source": "Văn bản",
        "verified": "read",
        "change_reason": "Đối chiếu",
    }
    other = row | {"post_code": "van_phong_thong_ke", "manager": "chu_tich_ubnd"}
    yield act("assessments:authority-add", DISTRICT, body=other)  # its time is taken: the form says so
    yield page("assessments:authority-edit", DISTRICT, "dien-quan-ly-bi_thu_doan")
    changed = row | {"version": "1"}
    yield act("assessments:authority-edit", DISTRICT_WRITES, "dien-quan-ly-bi_thu_doan", body=changed)


def _luong(town):
    """Raises, retirement, rotation, relatives."""
    for query in (
        "",
        "?nam=2022&quy=2",
        "?quy=ca-nam&tinh_trang=thieu",
        "?xuat=xlsx",
        "?xuat=csv",
        "?xuat=pdf",
    ):
        yield page("officials:raises", KEEPS_RECORDS, query=query)
    yield page("officials:raises", A_RECORD_TO_WRITE, query="?don_vi=10702")
    for query in ("", "?thang=24", "?xuat=xlsx", "?xuat=csv", "?xuat=pdf"):
        yield page("officials:retirement", FIGURES, query=query)
    yield page("officials:retirement", A_RECORD, query="?don_vi=10702")
    for query in ("", "?chuc_danh=bi_thu_dang_uy"):
        yield page("officials:eligibility", A_RECORD, "P-MINH", query=query)
    for query in (
        "",
        "?ngay=30/06/2019",
        "?ngay=31/02/2021",
        "?muc=vi_pham",
        "?xuat=xlsx",
        "?xuat=csv",
        "?xuat=pdf",
    ):
        yield page("officials:relatives", KEEPS_RECORDS, query=query)
    yield page("officials:relatives", A_RECORD_TO_WRITE, query="?don_vi=10702")
    for query in ("", "?nam=2023&tinh_trang=qua_han", "?xuat=xlsx", "?xuat=csv", "?xuat=pdf"):
        yield page("officials:rotation", KEEPS_RECORDS, query=query)
    yield page("officials:rotation", A_RECORD_TO_WRITE, query="?don_vi=10702")
    # Of people who are not theirs there is nothing to decide: back to the list.
    back = (302, 200, 200, 302, 403, 403, 403, 404)
    yield page("officials:raise-add", back, query="?nguoi=P-MINH")
    yield act("officials:raise-add", back, body={"nguoi": "P-MINH", "decision_no": ""})


def _plans(town):
    for query in ("", "?nam=2021"):
        yield page("plans:runs", FIGURES, query=query)
    yield act("plans:run-add", DISTRICT_WRITES, body={"nam": "2020", "khoa": "k1"})
    for query in ("", "?cap=don_vi", "?tinh_trang=new"):
        yield page("plans:run", FIGURES, RUN, query=query)
    yield page("plans:finding", A_RECORD, "KF-MINH")
    link = town.link_id
    cause = {"link": link, "basis": "Biên bản kiểm tra", "khoa": "k2"}
    yield page("plans:cause-add", DISTRICT, "KF-MINH")
    yield act("plans:cause-add", DISTRICT_WRITES, "KF-MINH", body=cause)
    changed = {"link": link, "basis": "Biên bản khác", "reason": "Ghi nhầm", "version": "1"}
    yield page("plans:cause-edit", DISTRICT, "NN-MINH")
    yield act("plans:cause-edit", DISTRICT_WRITES, "NN-MINH", body=changed)
    yield page("plans:cause-withdraw", DISTRICT, "NN-MINH")
    yield act("plans:cause-withdraw", DISTRICT_WRITES, "NN-MINH", body={"reason": "Nhầm", "version": "1"})
    yield page("api:finding-runs-list", api(FIGURES))
    yield act("api:finding-runs-list", api(DISTRICT_WRITES, done=201), body={"year": 2020, "by": ["town"]})
    yield page("api:finding-runs-detail", api(FIGURES), RUN)
    for name, public_id in (
        ("run-findings", "RF-MINH"),
        ("known-findings", "KF-MINH"),
        ("finding-causes", "NN-MINH"),
    ):
        yield page(f"api:{name}-list", api(FIGURES))
        yield page(f"api:{name}-detail", api(A_RECORD), public_id)
    said = {"finding": "KF-MINH", "link": link, "basis": "Biên bản kiểm tra"}
    yield act("api:finding-causes-list", api(DISTRICT_WRITES, done=201), body=said)
    again = {"basis": "Khác", "version": 1, "reason": "Ghi nhầm"}
    yield Door("api:finding-causes-detail", api(DISTRICT), "PATCH", ("NN-MINH",), body=again)
    gone = {"version": 1, "reason": "Nhầm"}
    yield act("api:finding-causes-withdraw", api(DISTRICT), "NN-MINH", body=gone)


def _api():
    yield page("api:schema", api(SIGNED_IN))
    yield page("api:docs", api(SIGNED_IN))
    yield page("api:docs", api(SIGNED_IN), query="?script=")
    for name in ("tables", "indicators"):
        yield page(f"api:{name}", api(FIGURES), query="?years=2021&by=town&by=unit")
    yield page("api:findings", api(FIGURES), query="?year=2021&by=unit")
    yield page("api:claims", api(FIGURES), query="?years=2019-2021&by=town&by=area")
    yield page("api:credibility", api(FIGURES), query="?year=2021&by=town&by=area")
    yield page("api:form-bm02", api(FIGURES), query="?year=2021")
    for code, letter in ({"units": ""} | RESOURCE_LETTERS).items():
        public_id = f"{letter}-MINH" if letter else "10702"
        yield page(f"api:{code}-list", API_LIST[READERS[code]])
        yield page(f"api:{code}-detail", API_ROW[READERS[code]], public_id)
        if code not in API_BODIES:
            continue
        written = WRITTEN[READERS[code]]
        # Another commune's officer cannot name this unit's person: the field says it is not there.
        created = tuple(
            400 if s == 404 and who == "xa_khac" else s for who, s in zip(EIGHT, written, strict=True)
        )
        yield Door(f"api:{code}-list", api(created, done=201), "POST", body=API_BODIES[code])
        change = API_CHANGES[code] | {"version": 1}
        yield Door(f"api:{code}-detail", api(written), "PATCH", (public_id,), body=change)
        yield Door(f"api:{code}-detail", api(_bad_only(written)), "PUT", (public_id,), body={"version": 1})


def _bad_only(written):
    """The statuses of a change that lacks its fields: whoever may send it gets 400."""
    return tuple(400 if status == 302 else status for status in written)


# Verbs a route does not have, sent by someone who may use it with the right one.
WRONG_VERBS = {
    "POST": {"foundation:alive", "foundation:ready", "foundation:search", "accounts:audit", "accounts:users",
             "accounts:user-detail", "accounts:proposal-periods", "officials:proposals", "officials:proposal",
             "officials:list", "officials:detail", "officials:units", "officials:unit-detail",
             "officials:catalogues", "officials:majors", "reports:overview", "reports:catalogue", "reports:indicator", "reports:tables", "reports:numbered", "reports:numbered-table",
             "reports:findings", "exchange:data-quality", "exchange:import-list", "exchange:import-detail",
             "exchange:import-rows", "exchange:import-return", "exchange:import-changes", "exchange:headings", "exchange:import-template", "api:inspections-list",
             "api:tables", "api:schema", "plans:runs", "plans:run", "plans:finding", "assessments:grids", "assessments:health", "assessments:health-unit", "api:run-findings-list",
             "api:known-findings-detail", "assessments:rounds", "assessments:round", "assessments:case"},
    "GET": {"assessments:round-open", "assessments:round-refresh", "plans:run-add", "api:finding-causes-withdraw", "officials:proposal-decide", "accounts:sign-out", "accounts:token", "exchange:import-upload", "exchange:import-confirm",
            "exchange:import-cancel", "exchange:import-headings", "exchange:import-read-again"},
}  # fmt: skip


# --- asking -------------------------------------------------------------------------------------------------
def ask(town, who, door):
    """The status `who` gets at `door`; whatever it changed is undone."""
    is_api = door.route.startswith("api:")
    client = client_of(town, "anon" if is_api else who)
    url = reverse(door.route, args=door.args) + door.query
    headers = {"HX-Request": "true"} if door.htmx else {}
    if is_api and who != "anon":
        headers["Authorization"] = f"Token {getattr(town.people, who).auth_token.key}"
    with transaction.atomic():
        response = send(town, client, url, door, headers)
        status = response.status_code
        if who == "anon" and "HX-Redirect" in response:
            status = 302  # as htmx understands it
        elif who == "anon" and status == 302:
            assert response["Location"].startswith("/dang-nhap/"), door
        transaction.set_rollback(True)
    return status


def send(town, client, url, door, headers):
    if door.verb == "GET":
        return client.get(url, headers=headers)
    body = dict(door.body)
    if body.get("file") == "workbook":
        body["file"] = SimpleUploadedFile("danh-sach.xlsx", workbook("MOI"))
    elif door.route.startswith("api:"):
        body = json.dumps(body | ({"digest": town.batches[MINH].digest} if "digest" in body else {}))
        return client.generic(door.verb, url, body, content_type="application/json", headers=headers)
    if body.get("digest") == "digest":
        body["digest"] = town.batches[MINH].digest
    return client.post(url, body, headers=headers)


@pytest.fixture
def whole(town):
    return fill(town)


@pytest.mark.parametrize("who", EIGHT)
def test_what_each_person_gets_at_every_door(whole, who):
    place = EIGHT.index(who)
    wrong = {}
    for door in doors(whole):
        status = ask(whole, who, door)
        if status != door.statuses[place]:
            wrong[str(door)] = f"{status} instead of {door.statuses[place]}"
    assert not wrong


def walk(resolver, namespace=""):
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name}", pattern
        else:
            yield from walk(pattern, f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace)


def test_every_route_has_a_line_in_the_table(whole):
    routes = {name for name, _ in walk(get_resolver())}
    listed = {door.route for door in doors(whole)}
    assert not routes - listed, "routes without a line in tests/test_access.py"
    assert not listed - routes, "lines without a route"


def test_every_kind_of_row_and_every_resource_is_in_the_table(whole):
    from foundation.api.resources import resources
    from officials.record_kinds import record_kinds

    assert set(record_kinds.codes()) == set(KINDS)
    assert set(resources.codes()) == set(RESOURCE_LETTERS) | {"units"}
    assert {resource.code for resource in resources if resource.add is not None} == set(API_BODIES)


def test_a_wrong_verb_is_405(whole):
    """As someone who may open the route with the right verb."""
    some = {door.route: door for door in doors(whole)}
    for verb, routes in WRONG_VERBS.items():
        for route in routes:
            door = some[route]
            who = next(
                w for w, s in zip(EIGHT, door.statuses, strict=True) if s in (200, 302) and w != "anon"
            )
            wrong = Door(route, (), verb, door.args, body={})
            assert ask(whole, who, wrong) == 405, (verb, route)
    wrong = {}
    deletable = {door.route for door in doors(whole) if door.verb == "DELETE"}
    for route, door in some.items():
        if route in deletable:
            continue
        may = (w for w, s in zip(EIGHT, door.statuses, strict=True) if s in (200, 302) and w != "anon")
        who = "anon" if route == "accounts:sign-in" else next(may, "noivu")
        status = client_of(whole, who).delete(reverse(route, args=door.args)).status_code
        if status != 405:
            wrong[route] = status
    assert not wrong


def test_a_made_up_address_is_not_found_for_everyone_signed_in(whole):
    for who in EIGHT[1:]:
        assert client_of(whole, who).get("/khong-co-trang-nay/").status_code == 404
    assert client_of(whole, "noivu").get("/api/v1/khong-co/").status_code == 404


def test_a_fragment_asked_without_a_session_leads_to_the_sign_in_page(whole):
    answer = client_of(whole, "anon").get(
        f"{reverse('officials:list')}?{urlencode({'tim': 'x'})}", headers={"HX-Request": "true"}
    )
    assert answer["HX-Redirect"].startswith("/dang-nhap/")
