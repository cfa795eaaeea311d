"""`--replace`: the package tables are emptied first; users, audit and catalogues stay."""

import pytest
from django.utils import timezone

from accounts.models import Membership, User
from exchange.models import ImportBatch
from exchange.package.loading import load
from foundation.actors import SystemActor
from foundation.models import Attachment, AuditEvent
from officials.models import (
    Area,
    Official,
    Post,
    Proposal,
    ProposalPeriod,
    Reorganisation,
    SurplusStatus,
    Unit,
)
from officials.services import attachments
from officials.services.attachments import Sent
from tests.exchange.package_rows import RICH, rich, write_package
from tests.factories import make_user

pytestmark = pytest.mark.django_db
BY = SystemActor()
PDF = b"%PDF-1.4\n1 0 obj << >> endobj\ntrailer << >>\n%%EOF\n"
OTHER = {"units": [{"unit": "U1", "name": "Phố Mới", "kind": "thi_tran", "area": "KV1"}]}


@pytest.fixture
def base(tmp_path):
    report = load(write_package(tmp_path / "base", rich()), by=BY)
    assert report.loaded


@pytest.mark.usefixtures("base")
def test_rows_that_are_not_in_the_package_go(tmp_path):
    report = load(write_package(tmp_path / "other", OTHER), by=BY, replace=True)
    assert (report.loaded, report.tables["units"].new, report.removed.rows) == (
        True,
        1,
        sum(map(len, RICH.values())),
    )
    assert [unit.public_id for unit in Unit.objects.all()] == ["U1"]
    assert not Official.objects.exists()
    assert [area.name for area in Area.objects.all()] == ["KV1"]
    assert Post.objects.count() == 18


@pytest.mark.usefixtures("base")
def test_without_replace_nothing_goes(tmp_path):
    load(write_package(tmp_path / "other", OTHER), by=BY)
    assert (Unit.objects.count(), Official.objects.count()) == (4, 4)


@pytest.mark.usefixtures("base")
def test_the_unit_of_a_membership_is_matched_again(tmp_path):
    user = make_user("commune", unit=Unit.objects.get(public_id="10675"))
    before = Unit.objects.get(public_id="10675").pk
    tables = rich()
    tables["units"][0]["note"] = ""
    report = load(write_package(tmp_path / "next", tables, drop=["units.code"]), by=BY, replace=True)
    unit = Unit.objects.get(public_id="10675")
    assert (unit.pk, unit.note, unit.code) == (before, "", "")
    assert (report.tables["units"].new, report.tables["units"].changed) == (3, 0)
    assert User.objects.get(pk=user.pk).own_unit == unit


@pytest.mark.usefixtures("base")
def test_a_role_goes_with_its_unit_and_the_user_stays(tmp_path):
    user = make_user("commune", unit=Unit.objects.get(public_id="10675"), username="xa_10675")
    report = load(write_package(tmp_path / "other", OTHER), by=BY, replace=True)
    assert (report.loaded, report.removed.memberships) == (True, ["xa_10675"])
    assert not Membership.objects.exists()
    assert User.objects.get(pk=user.pk).is_active
    event = AuditEvent.objects.get(area="settings")
    assert (event.action, event.object_type) == ("remove", "accounts.membership")


@pytest.mark.usefixtures("base")
def test_uploads_go_with_their_unit_and_the_others_stay(tmp_path):
    for public_id, unit in (("n-1", Unit.objects.get(public_id="10675")), ("n-2", None)):
        ImportBatch.objects.create(
            public_id=public_id, unit=unit, as_of="2021-12-31", file_name="x.xlsx", sha256="0", n_bytes=1,
            state="previewed", uploaded_at=timezone.now(),
        )  # fmt: skip
    report = load(write_package(tmp_path / "other", OTHER), by=BY, replace=True)
    assert (report.loaded, report.removed.imports) == (True, 1)
    assert [batch.public_id for batch in ImportBatch.objects.all()] == ["n-2"]


@pytest.mark.usefixtures("base")
@pytest.mark.parametrize(("tables", "periods"), [(OTHER, 0), (rich(), 1)])
def test_proposals_go_and_a_setting_stays_with_its_unit(tmp_path, tables, periods):
    unit = Unit.objects.get(public_id="10675")
    user = make_user("district")
    ProposalPeriod.objects.create(public_id="g-1", unit=unit, starts_on="2021-01-01", reason="Thí điểm")
    Proposal.objects.create(
        public_id="v-1", official=Official.objects.first(), unit=unit, kind="luong", act="add", new={"step": 3},
        proposed_at=timezone.now(), proposed_by=user,
    )  # fmt: skip
    report = load(write_package(tmp_path / "next", tables), by=BY, replace=True)
    assert (report.loaded, report.removed.proposals) == (True, 1)
    assert not Proposal.objects.exists()
    assert ProposalPeriod.objects.count() == periods


@pytest.mark.usefixtures("base")
def test_a_dry_run_of_a_replacement_leaves_everything(tmp_path):
    make_user("commune", unit=Unit.objects.get(public_id="10675"))
    events = AuditEvent.objects.count()
    report = load(write_package(tmp_path / "other", OTHER), by=BY, replace=True, dry_run=True)
    assert (report.loaded, report.errors) == (False, [])
    assert (Unit.objects.count(), Membership.objects.count(), AuditEvent.objects.count()) == (3, 1, events)


@pytest.mark.usefixtures("base")
def test_a_bad_package_replaces_nothing(tmp_path):
    bad = {"units": [{"unit": "U1", "name": "Phố Mới", "kind": "pho"}]}
    assert not load(write_package(tmp_path / "bad", bad), by=BY, replace=True).loaded
    assert Unit.objects.count() == 3


@pytest.mark.usefixtures("base")
def test_the_same_id_number_may_come_back_with_another_id(tmp_path):
    tables = rich(**{name: [] for name in RICH if name not in ("units", "officials")})
    tables["officials"] = [{"official_id": "X1", "full_name": "Nguyễn Văn An", "national_id": "030080000001"}]
    assert load(write_package(tmp_path / "next", tables), by=BY, replace=True).loaded
    assert Official.objects.get().public_id == "X1"


@pytest.mark.usefixtures("base")
def test_a_replacement_is_one_event_with_what_was_removed(tmp_path):
    load(write_package(tmp_path / "other", OTHER), by=BY, replace=True)
    event = AuditEvent.objects.filter(action="load_package").first()
    assert f"đã xóa {sum(map(len, RICH.values()))} dòng trước khi nạp" in event.summary


@pytest.mark.usefixtures("base")
def test_reorganisations_and_the_surplus_they_left_go_with_what_they_speak_of(tmp_path):
    official = Official.objects.exclude(unit=None).first()
    SurplusStatus.objects.create(
        public_id="D1",
        official=official,
        unit=official.unit,
        starts_on="2019-11-01",
        until="2024-10-31",
        basis="NQ",
    )
    Reorganisation.objects.create(
        public_id="X1", effective_on="2019-11-01", kind="merge", basis="NQ", pairs=[["a", "b"]],
        done_at=timezone.now(), done_by_name="Người thử",
    )  # fmt: skip
    report = load(write_package(tmp_path / "other", OTHER), by=BY, replace=True)
    assert report.loaded
    assert (report.removed.surplus, report.removed.reorganisations) == (1, 1)
    assert not SurplusStatus.objects.exists()
    assert not Reorganisation.objects.exists()


@pytest.mark.usefixtures("base")
def test_files_of_people_who_do_not_come_back_go_with_them(
    tmp_path, settings, django_capture_on_commit_callbacks
):
    settings.MEDIA_ROOT = tmp_path / "media"
    for public_id in ("O1", "O9"):
        official = Official.objects.get(public_id=public_id)
        attachments.attach_scan(official, by=BY, sent=Sent(PDF, "a.pdf"), title="Bản quét")
    staying = [row for row in RICH["officials"] if row["official_id"] != "O9"]
    with django_capture_on_commit_callbacks(execute=True):
        report = load(write_package(tmp_path / "less", rich(officials=staying)), by=BY, replace=True)
    assert (report.loaded, report.removed.files) == (True, 1)
    assert Attachment.objects.get().owner_id == "O1"
    assert len(list((tmp_path / "media" / "attachments").iterdir())) == 1


@pytest.mark.usefixtures("base")
def test_a_dry_run_leaves_every_file(tmp_path, settings, django_capture_on_commit_callbacks):
    settings.MEDIA_ROOT = tmp_path / "media"
    official = Official.objects.get(public_id="O9")
    attachments.attach_scan(official, by=BY, sent=Sent(PDF, "a.pdf"), title="Bản quét")
    with django_capture_on_commit_callbacks(execute=True):
        load(write_package(tmp_path / "other", OTHER), by=BY, replace=True, dry_run=True)
    assert Attachment.objects.count() == len(list((tmp_path / "media" / "attachments").iterdir())) == 1
