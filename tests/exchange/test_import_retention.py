"""How long the bytes of a sent file are kept: a week for its uploader, no longer; nothing after it was given up."""

from __future__ import annotations

import io
import json

import pytest
from django.core.management import call_command

from exchange import services
from exchange.models import ImportBatch, ImportFile
from foundation.actors import SystemActor
from foundation.models import AuditEvent
from tests.exchange.made import HEADER, xlsx

SENT = "2021-12-01T10:00:00+07:00"
A_WEEK_LATER = "2021-12-08T09:59:00+07:00"
THEN = "2021-12-08T10:01:00+07:00"


@pytest.fixture
def batch(town, time_machine):
    time_machine.move_to(SENT, tick=False)
    content = xlsx(("DS", [HEADER, [1, "Trần Thị Bình", "Nữ", "1985", "VP-TK"]]))
    upload = services.Upload("ds.xlsx", content, town.minh, None, as_district=False)
    return services.preview(upload, by=town.people.xa_minh)


def confirm(batch, town):
    services.confirm(batch, by=town.people.xa_minh, digest=batch.digest, choices={"rows": {}, "kinds": {}})


def test_a_confirmed_file_is_kept_for_a_week_and_not_longer(batch, town, time_machine):
    confirm(batch, town)
    time_machine.move_to(A_WEEK_LATER, tick=False)
    assert services.delete_old_files(by=SystemActor()) == 0
    assert ImportFile.objects.get().batch == batch
    time_machine.move_to(THEN, tick=False)
    assert services.delete_old_files(by=SystemActor()) == 1
    assert not ImportFile.objects.exists()
    batch.refresh_from_db()
    assert batch.state == "committed"
    assert AuditEvent.objects.order_by("-seq").first().action == "workbook_file_deleted"


def test_a_preview_that_nobody_confirmed_is_closed_with_its_file(batch, time_machine):
    time_machine.move_to(THEN, tick=False)
    assert services.delete_old_files(by=SystemActor()) == 1
    batch.refresh_from_db()
    assert batch.state == "expired"
    assert not ImportFile.objects.exists()
    assert services.delete_old_files(by=SystemActor()) == 0


def test_the_daily_command_says_how_many_it_deleted(batch, time_machine):
    time_machine.move_to(THEN, tick=False)
    out = io.StringIO()
    call_command("delete_old_uploads", "--format", "json", stdout=out)
    assert json.loads(out.getvalue()) == {"deleted": 1}


def test_the_next_upload_deletes_what_is_old_without_any_command(batch, town, time_machine):
    confirm(batch, town)
    time_machine.move_to(THEN, tick=False)
    upload = services.Upload("ds.xlsx", xlsx(("DS", [HEADER])), town.minh, None, as_district=False)
    services.preview(upload, by=town.people.xa_minh)
    assert not ImportFile.objects.filter(batch=batch).exists()


def test_a_file_that_nobody_could_fetch_is_not_kept(town):
    content = xlsx(("DS", [HEADER, [1, "Trần Thị Bình", "Nữ", "1985", "VP-TK"]]))
    upload = services.Upload("ds.xlsx", content, town.minh, None, as_district=False)
    services.import_at_once(upload, by=SystemActor(), with_warnings=False)
    assert ImportBatch.objects.get().state == "committed"
    assert not ImportFile.objects.exists()
