"""What kind of thing a cell says, so that a cell moved into another column is not taken for a plain text there."""

from __future__ import annotations

import re
from functools import lru_cache

from exchange.workbooks.values.cells import TICKS, clean, words
from exchange.workbooks.values.levels import (
    DEGREE,
    DISCIPLINE,
    EVALUATION,
    NONE_WORDS,
    STATE_MANAGEMENT,
    THEORY,
    read_level,
)
from exchange.workbooks.values.origin import PEOPLES, RELIGIONS
from exchange.workbooks.values.posts import names_a_post

_LONGEST = 120  # characters; a longer text is a text
_DATE = re.compile(
    r"\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*(?:\d{4}|\d{2})\Z|\d{1,2}\s*[/.-]\s*\d{4}\Z|\d{4}-\d{2}(?:-\d{2})?\Z"
)
_NUMBER = re.compile(r"[\d\s.,/()-]+\Z")
_SCHOOL = re.compile(r"(?:lop )?(?P<n>\d{1,2})[ /](?P<of>1[02])\Z|thpt\Z|thcs\Z|ptth\Z")
_SEX = frozenset({"nam", "nu", "nam gioi", "nu gioi"})
_HEALTH = re.compile(r"(?:(?:suc khoe|sk)(?: loai)?|loai) ?(?:i{1,3}|iv|v|[1-5])\Z")
_AWARD = re.compile(
    r"(?:\d{1,2} )?(?:giay khen|bang khen|gk|bk|huan chuong|huy chuong|ky niem chuong|knc|chien si thi dua|cstd\w*|lao dong tien tien|ldtt|co thi dua)\b"
)
_PLACE = re.compile(r"(?:xa|phuong|thi tran|thi xa|huyen|tinh|thanh pho|thon|ban|tp|tx|tt) [a-z]")
_LEVELS = (DEGREE, THEORY, STATE_MANAGEMENT)


@lru_cache(maxsize=20_000)
def kinds_of(text: str) -> frozenset[str]:
    """The kinds a short text clearly is; several where it could be either, none where it is a plain text."""
    text = clean(text)
    if not text or len(text) > _LONGEST:
        return frozenset()
    spoken = words(text)
    found = {name for name, is_one in _TESTS if is_one(text, spoken)}
    return frozenset(found)


def _is_level(text: str, spoken: str) -> bool:
    return any(
        (reading := read_level(text, levels)).code and not reading.rest and not reading.guess
        for levels in _LEVELS
    )


_TESTS = (
    ("tick", lambda text, spoken: text.lower() in TICKS or spoken in TICKS),
    ("number", lambda text, spoken: _NUMBER.match(text) is not None),
    ("date", lambda text, spoken: _DATE.match(text) is not None),
    ("school", lambda text, spoken: _SCHOOL.match(spoken) is not None),
    ("none", lambda text, spoken: NONE_WORDS.match(spoken) is not None),
    ("sex", lambda text, spoken: spoken in _SEX),
    ("ethnicity", lambda text, spoken: spoken in PEOPLES),
    ("religion", lambda text, spoken: spoken in RELIGIONS),
    ("post", lambda text, spoken: names_a_post(text)),
    ("rating", lambda text, spoken: read_level(text, EVALUATION).code is not None),
    ("health", lambda text, spoken: _HEALTH.match(spoken) is not None),
    ("discipline", lambda text, spoken: read_level(text, DISCIPLINE).code is not None),
    ("award", lambda text, spoken: _AWARD.match(spoken) is not None),
    ("place", lambda text, spoken: _PLACE.match(spoken) is not None),
    ("level", _is_level),
)
