"""Checks of isolation, as functions, so that a test can also show that they notice a scope taken away."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace

from django.db import transaction
from django.urls import reverse

from tests.crawler import crawl
from tests.test_access import doors, send
from tests.whole_town import KHAC, MINH, NADA, NATIONAL_IDS, client_of, plain

UNIT_IDS = {MINH: "10702", KHAC: "10675", NADA: "99999"}
# What only another unit's rows hold. (The name of a khu is public; "khac" is also a code for "other".)
OF_KHAC = re.compile(
    r"KHAC|\bKhac\b|030080000222|Đỗ Thị Bình|P-BINH|An Lưu|10675|17/08/1978|1978-08-17|8/1978", re.UNICODE
)
# Facts of a person that only the district and the own commune read (contracts 6).
PERSONAL = re.compile(
    r"(Dân tộc|Tôn giáo|Quê|Làng|Bằng|Bệnh viện|Vụ|Nơi phạt|KL|Chồng|Ghi|R|Khóa|Khen|Nơi khen) ?(MINH|KHAC)"
    r"|(Tên|Nơi sinh|Số|Nhà|BH|Lịch sử|Thân nhân|Chính sách) (MINH|KHAC)"
    r"|030080000(111|222)|21/03/1979|1979-03-21|17/08/1978|1978-08-17|Xuất sắc nhiệm vụ đảng"
)
# Anything of a person at all.
OF_PEOPLE = re.compile(r"Trịnh|Nguyễn Văn An|Đỗ Thị Bình|030080000(111|222)")


def about(door, events, official=MINH, row=None):
    """The door of MINH's example turned to `official`'s rows; `row` names another owner for the row itself."""
    row = row or official

    def turned(text, mark):
        for old, new in (
            (MINH, mark),
            (UNIT_IDS[MINH], UNIT_IDS[mark]),
            (NATIONAL_IDS[MINH], NATIONAL_IDS[mark]),
        ):
            text = text.replace(old, new)
        return text

    if door.route == "accounts:audit-event":
        args = (str(events[official]),)
    else:
        args = tuple(turned(arg, official if place == 0 else row) for place, arg in enumerate(door.args))
    body = {k: turned(v, row) if isinstance(v, str) else v for k, v in (door.body or {}).items()}
    return replace(
        door, args=args, query=turned(door.query, row), body=body if door.body is not None else None
    )


def answer(town, who, door):
    """Status, content type and text of an answer; what it changed is undone."""
    is_api = door.route.startswith("api:")
    client = client_of(town, "anon" if is_api else who)
    headers = {"HX-Request": "true"} if door.htmx else {}
    if is_api:
        headers["Authorization"] = f"Token {getattr(town.people, who).auth_token.key}"
    url = reverse(door.route, args=door.args) + door.query
    with transaction.atomic():
        response = send(town, client, url, door, headers)
        text = words_of(response)
        transaction.set_rollback(True)
    return response.status_code, response.get("Content-Type", ""), response.get("Location", ""), text


def words_of(response):
    """Everything a reader can find in an answer: of a workbook all texts of all its parts."""
    if "spreadsheetml" in response.get("Content-Type", ""):
        parts = zipfile.ZipFile(io.BytesIO(response.content))
        return "\n".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())
    return plain(response)


def same_ids(text):
    """Ids of another unit's rows and of nothing, made the same."""
    for names in (UNIT_IDS, NATIONAL_IDS):
        text = text.replace(names[KHAC], "X").replace(names[NADA], "X")
    return re.sub(r"KHAC|NADA", "X", text)


def tells_foreign_from_missing(town, who, chosen=lambda door: True, events=None):
    """Doors at which another unit's id answers otherwise than an id that does not exist."""
    events = events or town.events | {NADA: 987_654}
    found = {}
    for door in doors(town):
        if not chosen(door):
            continue
        for official, row in ((KHAC, KHAC), (MINH, KHAC)):
            foreign = about(door, events, official, row)
            missing = about(door, events, NADA if official == KHAC else MINH, NADA)
            if foreign in (door, missing) or str(foreign) in found:
                continue
            one, other = answer(town, who, foreign), answer(town, who, missing)
            one_plain = tuple(_plain_seq(same_ids(str(part)), events) for part in one)
            other_plain = tuple(_plain_seq(same_ids(str(part)), events) for part in other)
            if one_plain != other_plain:
                found[str(foreign)] = (one[0], other[0], _first_difference(one_plain[3], other_plain[3]))
    return found


def _plain_seq(text, events):
    return text.replace(f"/{events[KHAC]}/", "/X/").replace(f"/{events[NADA]}/", "/X/")


def _first_difference(one, other):
    for place, (a, b) in enumerate(zip(one, other, strict=False)):
        if a != b:
            return one[max(0, place - 60) : place + 60], other[max(0, place - 60) : place + 60]
    return one[-80:], other[-80:]


INVENTED = {"foundation:gallery"}  # its samples are nobody's
ALL_OWNERS = ((MINH, MINH), (KHAC, KHAC), (MINH, KHAC), (KHAC, MINH))


def texts_read(town, who, chosen=lambda door: True, *, by_links=True, owners=ALL_OWNERS):
    """`(what was asked, text)` of every answer that `who` gets by the table's doors and by links.

    `owners`: whose official and whose row the example arguments name.
    """
    events = town.events | {NADA: 987_654}
    asked = set()
    for door in doors(town):
        for official, row in owners:
            turned = about(door, events, official, row)
            if not chosen(turned) or str(turned) in asked or turned.route in INVENTED:
                continue
            asked.add(str(turned))
            status, _, location, text = answer(town, who, turned)
            if status != 404:  # what was typed stands in no page of ours, but a 404 has been compared above
                yield str(turned), f"{location}\n{without_typed(text, turned)}"
    if by_links:
        for url, response, _ in crawl(client_of(town, who), limit=80):
            yield url, words_of(response)


def without_typed(text, door):
    """The text of an answer without what the asker typed: a form and an address give it back."""
    # That a unit exists is public: a table by unit lists all of them, those out of scope without a number, and in the
    # row of the own unit, which has nobody in another, with none.
    text = re.sub(r'"\d+":(\{"suppressed":true\}|0),?', "", text)
    typed = [*door.args, *(v for v in (door.body or {}).values() if isinstance(v, str))]
    typed += [part.partition("=")[2] for part in door.query.removeprefix("?").split("&")]
    typed += [value.partition(":")[2] for value in typed if ":" in value]
    for value in sorted({t for t in typed if len(t) > 3}, key=len, reverse=True):
        text = text.replace(value, "TYPED")
    return text


def reads(door):
    return door.verb == "GET" and not door.htmx


def marks_found(town, who, pattern, chosen=lambda door: True, **kw):
    """`{what was asked: the first hit with its surroundings}` of `pattern` in anything `who` can read."""
    found = {}
    for asked, text in texts_read(town, who, chosen, **kw):
        hit = pattern.search(text)
        if hit:
            found[asked] = text[max(0, hit.start() - 80) : hit.end() + 40]
    return found


def miscounts(town, who):
    """Addresses at which the list of officials counts other people than the two of the own unit."""
    client, found = client_of(town, who), {}
    for scope in ("all", "unit:10702", "unit:10675", "area:Tam Lưu", "unit:99999"):
        total = client.get(reverse("officials:list"), {"pham_vi": scope}).context["total"]
        if total != 2:
            found[scope] = total
    return found
