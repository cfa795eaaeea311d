"""What pages cost: as many queries for 50 rows as for 5, and no library for bulk work loaded to show a page."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessments.models import (
    Award,
    Course,
    Discipline,
    Enrolment,
    Evaluation,
    EvaluationCase,
    EvaluationRound,
    HealthCheck,
    Training,
)
from exchange import services
from exchange.models import ImportBatch, ImportEffect, ImportRow, RememberedHeading
from foundation import audit
from foundation.models import AccessEvent
from officials.models import FamilyMember, Proposal, ProposalPeriod, SalaryStep
from plans.models import FindingCause, KnownFinding, RuleRun, RunFinding
from reports import snapshot
from tests import factories
from tests.whole_town import RUN, client_of, fill

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parent.parent
FEW, MANY = 5, 50

# Queries of each page, sign-in and frame included, with nothing of the figures held.
QUERIES = {
    ("noivu", "/ho-so/?so_dong=100"): 11,
    ("noivu", "/ho-so/?so_dong=100&tim=nguyen&sap_xep=don_vi"): 11,
    ("noivu", "/ho-so/?so_dong=100&tinh_trang=moi&trinh_do=dai_hoc"): 14,
    ("noivu", "/ho-so/?xuat=csv"): 11,
    ("noivu", "/ho-so/P-MINH/"): 19,
    ("noivu", "/ho-so/P-MINH/?muc=hang-nam"): 19,
    ("noivu", "/ho-so/P-MINH/?muc=khen-thuong"): 22,
    ("noivu", "/ho-so/P-MINH/?muc=luong"): 27,
    ("noivu", "/ho-so/P-MINH/?muc=lich-su"): 20,
    ("noivu", "/ho-so/P-MINH/?muc=ban-than"): 18,
    ("noivu", "/ho-so/P-MINH/gia-tri/phone/"): 14,
    ("noivu", "/ho-so/day-du/"): 9,
    ("noivu", "/ho-so/day-du/?don_vi=10702"): 9,
    ("noivu", "/ho-so/P-MINH/?muc=tai-lieu"): 16,
    ("noivu", "/de-nghi/?so_dong=100"): 8,
    ("quantri", "/quan-tri/chi-de-nghi/"): 5,
    ("noivu", "/danh-gia/"): 8,
    ("noivu", "/danh-gia/10702/2021/"): 20,
    ("lanhdao", "/danh-gia/10702/2021/"): 12,
    ("xa_minh", "/danh-gia/10702/2021/buoc/ghi_tu_xep_loai/"): 15,
    ("noivu", "/danh-gia/ho-so/DS-MINH/"): 18,
    ("noivu", "/nghiep-vu/"): 6,
    ("noivu", "/viec/"): 83,
    ("noivu", "/bang-nhap/"): 11,
    ("noivu", "/bang-nhap/xep-loai/10702/2021/"): 24,
    ("noivu", "/bang-nhap/suc-khoe/10702/2021/"): 16,
    ("noivu", "/bang-nhap/boi-duong/10702/2021/"): 16,
    ("noivu", "/bang-nhap/khen-thuong/10702/2021/"): 16,
    ("noivu", "/gui-so-lieu/?nam=2021"): 55,
    ("noivu", "/gui-so-lieu/10702/2021/"): 58,
    ("noivu", "/gui-so-lieu/10702/2021/chenh-lech/"): 45,
    ("noivu", "/bang/?theo=don_vi&so_lieu=chot"): 32,
    ("xa_minh", "/bang-nhap/xep-loai/10702/2021/"): 20,
    ("noivu", "/dieu-kien-nam/"): 9,
    ("noivu", "/dieu-kien-nam/10702/2021/"): 8,
    ("noivu", "/kham-suc-khoe/"): 9,
    ("xa_minh", "/kham-suc-khoe/"): 9,
    ("xa_minh", "/kham-suc-khoe/10702/2021/"): 12,
    ("noivu", "/luong/?quy=ca-nam&tinh_trang=thieu"): 15,
    ("noivu", "/luong/?don_vi=10702&quy=ca-nam&tinh_trang=qua_han"): 15,
    ("noivu", "/luong/quyet-dinh/?nguoi=P-MINH"): 14,
    ("noivu", "/nghi-huu/?thang=24"): 10,
    ("lanhdao", "/nghi-huu/"): 8,
    ("xa_minh", "/quan-he/"): 8,
    ("noivu", "/chuyen-doi-vi-tri/"): 12,
    ("noivu", "/ho-so/P-MINH/dieu-kien/"): 24,
    ("noivu", "/ho-so/P-MINH/?muc=cong-tac"): 24,
    ("noivu", "/xa-phuong/"): 12,
    ("noivu", "/xa-phuong/vi-tri/"): 9,
    ("noivu", "/xa-phuong/tieu-chuan/"): 10,
    ("noivu", "/xa-phuong/tieu-chuan/?don_vi=10702"): 10,
    ("noivu", "/xa-phuong/10702/so-luong/"): 8,
    ("noivu", "/sap-xep/"): 13,
    ("noivu", "/xa-phuong/10702/"): 43,
    ("noivu", "/dao-tao/"): 13,
    ("noivu", "/dao-tao/nhu-cau/?don_vi=10702"): 10,
    ("noivu", "/dao-tao/lop/CO-THI-XA/"): 9,
    ("noivu", "/dao-tao/lop/CO-MINH/cu-nguoi/"): 14,
    ("xa_minh", "/dao-tao/lop/CO-THI-XA/"): 9,
    ("noivu", "/khen-thuong/"): 12,
    ("noivu", "/ky-luat/"): 10,
    ("noivu", "/kiem-tra/"): 8,
    ("noivu", "/quy-hoach/?don_vi=10702"): 19,
    ("noivu", "/quy-hoach/tong-hop/"): 10,
    ("noivu", "/tim/?q=nguyen"): 8,
    ("noivu", "/"): 35,
    ("noivu", "/don-vi/10702/"): 40,
    ("noivu", "/khu/Nhị Chiểu/"): 40,
    ("noivu", "/chi-tieu/"): 32,
    ("noivu", "/chi-tieu/A1/"): 37,
    ("noivu", "/bang/?theo=don_vi"): 30,
    ("noivu", "/bang/?bang=health"): 32,
    ("noivu", "/bao-cao/"): 29,
    ("noivu", "/bao-cao/T8/"): 30,
    ("noivu", "/bao-cao/T8/?theo=don_vi"): 30,
    ("noivu", "/bao-cao/T8/?theo=chuc_danh"): 30,
    ("noivu", "/bao-cao/T8/?theo=cheo&voi=age"): 30,
    ("noivu", "/bao-cao/T8/?ngay=30/06&don_vi_ngay=01/07/2025"): 30,
    ("noivu", "/bao-cao/T20/"): 30,
    ("noivu", "/bao-cao/T24/"): 30,
    ("noivu", "/bao-cao/T25/"): 31,
    ("lanhdao", "/bao-cao/T7/?theo=don_vi"): 29,
    ("xa_minh", "/bao-cao/T7/"): 29,
    ("noivu", "/chi-tieu/BM02.7/?ngay=30/06"): 34,
    ("noivu", "/bieu-mau/bm02/"): 31,
    ("noivu", "/bieu-mau/bm04/"): 35,
    ("noivu", "/van-ban/"): 5,
    ("noivu", "/van-ban/2c-bnv-2008/?don_vi=10702"): 23,
    ("noivu", "/van-ban/nang-luong/?don_vi=10702&nam=2021&quy=4"): 16,
    ("noivu", "/van-ban/phieu-danh-gia/?don_vi=10702&nam=2021"): 12,
    ("noivu", "/van-ban/thong-bao-xep-loai/?don_vi=10702&nam=2021"): 15,
    ("noivu", "/han-che/?cap=don_vi"): 34,
    ("noivu", "/giai-phap/lan-chay/"): 9,
    ("noivu", "/giai-phap/lan-chay/R-CHAY/?cap=don_vi"): 8,
    ("noivu", "/giai-phap/han-che/KF-MINH/"): 8,
    ("lanhdao", "/giai-phap/lan-chay/R-CHAY/"): 8,
    ("noivu", "/chi-tieu/nhan-dinh/"): 37,
    ("noivu", "/chi-tieu/co-so-ly-luan/"): 35,
    ("noivu", "/chi-tieu/kinh-nghiem/"): 35,
    ("noivu", "/chi-tieu/xem-lai-xep-loai/"): 35,
    ("noivu", "/chi-tieu/xem-lai-xep-loai/truong-hop/"): 35,
    ("noivu", "/danh-muc/"): 6,
    ("noivu", "/danh-muc/nganh/"): 10,
    ("noivu", "/nhap-excel/"): 9,
    ("noivu", "/nhap-excel/N-MINH/"): 10,
    ("noivu", "/nhap-excel/N-MINH/dong/?so_dong=100"): 8,
    ("noivu", "/nhap-excel/N-MINH-XONG/"): 12,
    ("noivu", "/nhap-excel/N-MINH-XONG/thay-doi/?so_dong=100"): 15,
    ("noivu", "/nhap-excel/N-MINH-XONG/hoan-tac/?so_dong=100"): 23,
    ("noivu", "/nhap-excel/cot/?so_dong=100"): 7,
    ("noivu", "/du-lieu/chat-luong/?so_dong=100"): 14,
    ("noivu", "/quan-tri/nhat-ky/?so_dong=100"): 14,
    ("kiemtra", "/quan-tri/nhat-ky/truy-cap/?so_dong=100"): 6,
    ("quantri", "/quan-tri/tai-khoan/?so_dong=100"): 7,
    ("quantri", "/quan-tri/tai-khoan/nhieu/"): 8,
}


@pytest.fixture
def whole(town):
    fill(town)
    factories.make_user(username="nhieu")
    town.minh.quotas.update(
        total=1
    )  # a surplus from the first row on: whose merger it comes from is asked once more
    return town


def grow(town, first, last):
    """Rows `first` … `last` of everything that a page lists."""
    many = town.officials["MINH"]
    now = timezone.now()
    for number in range(first, last):
        unit = factories.make_unit(f"20{number:03}", area=f"Khu {number % 7}")
        official = factories.make_official(unit=town.minh, public_id=f"X{number}", birth_date="2003")
        factories.make_official(unit=unit)
        factories.make_qualification(official, attained_on="2015")
        factories.make_appointment(official, town.minh, "tu_phap_ho_tich", is_primary=False)
        factories.make_appointment(
            many, town.minh, "tu_phap_ho_tich", is_primary=False, starts_on=date(2018, 1, 1)
        )
        for person in (official, many):
            key = f"{person.pk}-{number}"
            Evaluation.objects.create(public_id=f"E{key}", official=person, year=1960 + number, level="tot")
            HealthCheck.objects.create(public_id=f"H{key}", official=person, year=2021, health_class="2")
            Training.objects.create(
                public_id=f"T{key}", official=person, course="Khóa", ends_on=date(2021, 3, 1)
            )
            course = Course.objects.create(
                public_id=f"CO{key}", unit=town.minh, year=2021, title="Lớp", kind="llct", level_kind="political",
                level="trung_cap",
            )  # fmt: skip
            for to in (course, Course.objects.get(public_id="CO-THI-XA")):
                Enrolment.objects.get_or_create(
                    course=to,
                    official=person,
                    defaults={"public_id": f"EN{key}-{to.pk}", "state": "cho_duyet"},
                )
            Award.objects.create(public_id=f"W{key}", official=person, title="Khen", year=2021)
            Discipline.objects.create(public_id=f"D{key}", official=person, form="khien_trach")
            SalaryStep.objects.create(
                public_id=f"S{key}", official=person, starts_on=date(2015, 1, 1) + timedelta(days=number)
            )
            FamilyMember.objects.create(
                public_id=f"F{key}", official=person, relation="Con", relative_official=town.an
            )
        EvaluationCase.objects.create(
            public_id=f"DS{number}", round=EvaluationRound.objects.get(public_id="DT-MINH"), official=official, year=2021,
            post_code="van_phong_thong_ke", group="cong_chuc",
        )  # fmt: skip
        user = factories.make_user("commune", unit=unit, username=f"xa{number}")
        ImportBatch.objects.create(
            public_id=f"NB{number}", unit=unit, as_of=date(2021, 12, 31), file_name="tep.xlsx", n_bytes=1,
            state="previewed", uploaded_by=user, uploaded_by_name=user.full_name, uploaded_at=now,
        )  # fmt: skip
        ProposalPeriod.objects.create(
            public_id=f"G{number}", unit=unit, starts_on=date(2021, 1, 1), reason="Thí điểm"
        )
        Proposal.objects.create(
            public_id=f"V{number}", official=official, unit=town.minh, kind="khen-thuong", act="add",
            new={"title": "Giấy khen", "year": 2021}, proposed_at=now, proposed_by=user,
        )  # fmt: skip
        RememberedHeading.objects.create(
            public_id=f"K{number}", unit=unit, key="cot", heading="Cột", target="ethnicity", said_at=now,
            said_by=user, said_by_name=user.full_name,
        )  # fmt: skip
        _grow_findings(town, number, unit)
        AccessEvent.objects.create(at=now, actor="noivu", actor_name="Người thử", action="export")
    _grow_events(town, first, last)
    batch = town.batches["MINH"]
    row = services.document(batch)["rows"][0]
    ImportRow.objects.bulk_create(
        ImportRow(
            public_id=f"X-{number}", batch=batch, position=number, sheet=row["sheet"], number=number,
            status="ok", room="good", data=row,
        )
        for number in range(first, last)
    )  # fmt: skip
    batch.summary["rooms"]["good"] = last
    batch.save()


def _grow_findings(town, number, unit):
    """One more run that found one more thing, one more finding of the first run, one more cause of the one found there."""
    first, known = RuleRun.objects.get(public_id=RUN), KnownFinding.objects.get(public_id="KF-MINH")
    run = RuleRun.objects.create(
        public_id=f"R{number}", year=2021, levels="unit", data_version=1, n_rules=1, run_at=timezone.now(),
        run_by_name="Người thử",
    )  # fmt: skip
    more = KnownFinding.objects.create(
        public_id=f"KF{number}", year=2021, rule="training", solution_group=5, scope=f"unit:{unit.public_id}",
        level="unit", unit_key=unit.public_id, place="Phường",
    )  # fmt: skip
    for public_id, of, finding in ((f"RF{number}", run, known), (f"RG{number}", first, more)):
        RunFinding.objects.create(
            public_id=public_id, run=of, finding=finding, state="still", text="T", quiet_text="Q", severity=0.5
        )  # fmt: skip
    link = town.link
    FindingCause.objects.create(
        public_id=f"NN{number}", finding=known, link=link, factor=f"Yếu tố {number}", kind="chu_quan", basis="B",
        chosen_at=timezone.now(), chosen_by_name="Người thử",
    )  # fmt: skip


def _grow_events(town, first, last):
    with transaction.atomic():
        for number in range(first, last):
            official = town.officials["MINH"] if number % 2 else town.officials["KHAC"]
            unit = [f"20{number - 1:03}", f"20{number:03}"]
            event = audit.record(
                by=town.people.noivu, action="import", obj=official, subject=official, unit=official.unit,
                changes={"unit": unit, "hometown": ["A", "B"]},
            )  # fmt: skip
            ImportEffect.objects.create(
                public_id=f"Z{number}", batch=ImportBatch.objects.get(public_id="N-MINH-XONG"), position=number,
                official_id=official.public_id, is_new=False, event_seq=event.seq,
                sealed=audit.seal({official.public_id: []})[official.public_id],
            )  # fmt: skip


def counted(town):
    found = {}
    for who, url in QUERIES:
        client = client_of(town, who)
        client.get(url)  # templates, content types
        snapshot.forget()
        with CaptureQueriesContext(connection) as queries:
            response = client.get(url)
        assert response.status_code == 200, url
        found[who, url] = len(queries)
    return found


def test_pages_ask_as_many_queries_for_50_rows_as_for_5(whole):
    grow(whole, 1, FEW)
    few = counted(whole)
    grow(whole, FEW, MANY)
    many = counted(whole)
    assert {page: (few[page], many[page]) for page in QUERIES if many[page] > few[page]} == {}
    assert {page: many[page] for page, limit in QUERIES.items() if many[page] > limit} == {}


# --- what is loaded -----------------------------------------------------------------------------------------
HEAVY = ("pandas", "scipy", "openpyxl", "weasyprint", "matplotlib", "docx")
VISIT = f"""
import json, sys
from importlib import import_module
from django.conf import settings
settings.MIGRATION_MODULES = {{app.rpartition(".")[2]: None for app in settings.INSTALLED_APPS}}
import django
django.setup()
from django.apps import apps
from django.core.management import call_command
call_command("migrate", run_syncdb=True, verbosity=0)
for app in ("officials", "assessments"):
    for operation in import_module(f"{{app}}.migrations.0002_load_law").Migration.operations:
        operation.code(apps, None)
from django.test import Client
from tests import factories
unit = factories.make_unit("10702")
official = factories.make_official(unit=unit, public_id="P-AN")
user = factories.make_user("district", username="noivu")
settings.ALLOWED_HOSTS = ["testserver"]
settings.STORAGES["staticfiles"] = {{"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
client = Client()
client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
pages = ["/", "/ho-so/", "/ho-so/P-AN/", "/ho-so/P-AN/sua/", "/xa-phuong/", "/xa-phuong/10702/", "/bang/", "/bao-cao/T8/", "/chi-tieu/",
         "/chi-tieu/C2u/", "/chi-tieu/xem-lai-xep-loai/", "/han-che/", "/tim/?q=an", "/nhap-excel/", "/danh-muc/", "/tai-khoan/",
         "/van-ban/phieu-danh-gia/?don_vi=10702&nam=2021"]
statuses = {{page: client.get(page).status_code for page in pages}}
heavy = sorted(name for name in {HEAVY!r} if name in sys.modules)
print(json.dumps({{"statuses": statuses, "heavy": heavy}}))
"""


def test_showing_a_page_loads_no_library_for_bulk_work():
    environment = {
        "PATH": "/usr/bin:/bin",
        "PYTHONPATH": str(ROOT),
        "DJANGO_SETTINGS_MODULE": "kinhmon_cadre.settings",
        "DATABASE_URL": "sqlite://:memory:",
        "KINHMON_ENV": "demo",
        "KINHMON_TODAY": "2021-12-31",
        "SECRET_KEY": "x1-Y2_z3.W4" * 6,
    }
    done = subprocess.run(
        [sys.executable, "-c", VISIT],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout.splitlines()[-1])
    assert set(seen["statuses"].values()) == {200}, seen
    assert seen["heavy"] == []
