"""A waiting file read once more, because its user has said what headings mean."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.db import transaction

from exchange.models import OPEN, ImportBatch
from exchange.services import batches, headings, kept, proposing
from exchange.services.access import check_may_import, note_hits, throttle
from exchange.services.headings import WrongHeadings
from exchange.services.importing import Changed
from exchange.services.reading import Read, read_opened
from exchange.workbooks import result as results
from exchange.workbooks.columns.mapping import IGNORED, collide, spoken_keys, target_label
from exchange.workbooks.progress import Tell, nobody
from foundation import audit
from foundation.scope import unscoped

NOT_IN_FILE = "Tệp không có cột này."
STILL_NO_NAME = "Chưa rõ cột nào là họ và tên. Đề nghị chọn “Họ và tên” cho một cột."


def say_headings(
    batch: ImportBatch,
    *,
    by: Any,
    digest: str,
    spoken: Mapping[str, str | None],
    choices: dict[str, Any] | None = None,
) -> ImportBatch:
    """Read the file again with what the user says about headings (`{key: target}`, None = nothing said any more).

    The new preview is kept with `choices` and shown next; what was said is remembered for the unit's next file. One
    event. Errors: NotOpen, Changed (another preview than the one with `digest` waits), WrongHeadings, Denied, Refused.
    """
    check_may_import(by, batch.unit, as_district=batch.as_district)
    throttle(by)
    return say_headings_now(batch, by=by, digest=digest, spoken=spoken, choices=choices)


def say_headings_now(
    batch: ImportBatch,
    *,
    by: Any,
    digest: str,
    spoken: Mapping[str, str | None],
    choices: dict[str, Any] | None = None,
    when: tuple[str, ...] = OPEN,
    tell: Tell = nobody,
    finish: Callable[[], None] = lambda: None,
) -> ImportBatch:
    """The same once rights and throttle have been asked; `tell`, `finish`: as in `waiting.Waiting`."""
    upload, workbook = batches.opened_file(batch, tell=tell)
    with transaction.atomic():
        locked = batches.lock(batch, when=when)
        written = check(locked, digest=digest, spoken=spoken)
        said = headings.with_said(locked.mapping, spoken, written, by=by)
        found = read_opened(upload, workbook, batch_id=batch.public_id, said=said)
        if found.result["outcome"] == "refuse":
            raise _refusal(found, spoken)
        proposing.mark(found, upload.unit, by=by)
        note_hits(found, by=by)
        before = {key: item["target"] for key, item in locked.mapping.items()}
        _keep(locked, found, choices)
        headings.remember(locked.unit, spoken, written, by=by)
        _record(locked, spoken, before, written, by=by)
        finish()
    batch.refresh_from_db()
    return batch


def check(locked: ImportBatch, *, digest: str, spoken: Mapping[str, str | None]) -> dict[str, str]:
    """The file's headings as written, by key. Errors: Changed, WrongHeadings."""
    headings.check_targets(spoken)
    if locked.digest != digest:
        raise Changed
    written = _headings_of(locked.result)
    _check(locked.result, spoken, written)
    return written


def spoken_by_key(batch: ImportBatch, spoken: Mapping[str, str | None]) -> dict[str, str | None]:
    """What was said of headings by their names, by the keys that the file has for them."""
    keys = set(_headings_of(batch.result))
    found: dict[str, str | None] = {}
    for text, target in spoken.items():
        key = next((key for key in spoken_keys(text) if key in keys), text)
        found[key] = target
    return found


def _headings_of(result: dict[str, Any]) -> dict[str, str]:
    """Headings of a file as written, by key."""
    told = [*result.get("unknown_headings", []), *result.get("known_headings", [])]
    return {item["key"]: item["heading"] for item in told}


def _check(result: dict[str, Any], spoken: Mapping[str, str | None], written: Mapping[str, str]) -> None:
    """WrongHeadings for headings the file does not have, and where two columns of a table would mean the same."""
    wrong = {key: NOT_IN_FILE for key in spoken if key not in written}
    told = [*result.get("unknown_headings", []), *result.get("known_headings", [])]
    for item in told:
        target = spoken.get(item["key"])
        if not target:
            continue
        for other in told:
            if other is item or other["sheet"] != item["sheet"]:
                continue
            # Taken back: the heading means again what the columns declare, which only the next reading knows.
            theirs = spoken.get(other["key"], other.get("target")) or IGNORED
            if theirs and collide(target, theirs):
                wrong[item["key"]] = _collision(item, other, theirs)
    if wrong:
        raise WrongHeadings(wrong)


def _collision(item: dict[str, Any], other: dict[str, Any], theirs: str) -> str:
    meaning = target_label(theirs)
    if item["key"] == other["key"]:
        return (
            f"Cột {item['column']} và cột {other['column']} cùng tiêu đề nên không thể cùng là “{meaning}”. "
            "Đề nghị đổi tiêu đề một cột trong Excel rồi gửi lại."
        )
    return (
        f"Cột {other['column']} “{other['heading']}” cũng được hiểu là “{meaning}”. "
        "Mỗi mục chỉ lấy ở một cột: đề nghị chọn mục khác hoặc không dùng một trong hai cột."
    )


def _refusal(found: Read, spoken: Mapping[str, str | None]) -> WrongHeadings:
    code = found.result["refuse_code"]
    text = STILL_NO_NAME if "unknown_headings" in found.result else found.result["message"]
    return WrongHeadings({"": text if code != "corrupt_file" else found.result["message"]})


def _keep(batch: ImportBatch, found: Read, choices: dict[str, Any] | None) -> None:
    batch.state = "previewed"
    kept.set_result(batch, found.result)
    batch.refuse_code = ""
    batch.mapping, batch.digest = found.said, results.digest(found.result)
    batch.as_of = found.as_of or batch.as_of
    batch.choices = batch.choices if choices is None else choices
    batch.version += 1
    changed = [
        "state",
        "result",
        "summary",
        "counts",
        "refuse_code",
        "mapping",
        "digest",
        "as_of",
        "choices",
        "version",
    ]
    with unscoped("the batch of this preview"):
        batch.save(update_fields=changed)
    kept.keep_rows(batch, found.result["rows"])


def _record(
    batch: ImportBatch,
    spoken: Mapping[str, str | None],
    before: Mapping[str, str],
    written: Mapping[str, str],
    *,
    by: Any,
) -> None:
    def words(target: str | None) -> str | None:
        return None if target is None else target_label(target)

    changes = {written[key]: [words(before.get(key)), words(target)] for key, target in spoken.items()}
    audit.record(
        by=by, action="say_headings", obj=batch, unit=batch.unit, changes=changes, summary=batch.file_name
    )
