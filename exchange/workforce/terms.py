"""Terms of office, the reorganisation of 01/11/2019 and concurrent posts, written into finished careers."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from exchange.workforce import layout
from exchange.workforce.calibration import MERGED_UNITS
from exchange.workforce.people import CAN_BO, PARTY_POSTS, STATE_POSTS, Person, Posting, between, shift

Split = Callable[[Posting], date | None]


def carry_over(
    rng: random.Random, people: list[Person], congress: dict[str, date], council: dict[str, date]
) -> None:
    """Turn each career into the rows an office would have written.

    In order: concurrent posts; successor units from 01/11/2019 (`sap_nhap`); re-election at the congresses of
    2020, the councils of 2021 and the women's congresses of 2021 (`het_nhiem_ky`, then the same post again);
    names of the terms.
    """
    women = {unit: between(rng, date(2021, 3, 1), date(2021, 4, 25)) for unit in layout.CURRENT}
    # a merged unit has several deputies, so there the secretary chairs the council
    both_offices = {unit: rng.random() < 0.70 or unit in MERGED_UNITS for unit in layout.CURRENT}
    for person in people:
        person.postings += _concurrent(person, both_offices)
        _split(person, lambda p: layout.REORGANISED if p.unit in layout.EARLIER else None, "sap_nhap")
        for posting in person.postings:
            posting.unit = layout.unit_on(posting.unit, posting.starts_on)
        _split(person, lambda p: congress.get(p.unit) if p.post in PARTY_POSTS else None, "het_nhiem_ky")
        _split(person, lambda p: council.get(p.unit) if p.post in STATE_POSTS else None, "het_nhiem_ky")
        _split(
            person, lambda p: women.get(p.unit) if p.post == "chu_tich_hoi_phu_nu" else None, "het_nhiem_ky"
        )
        for posting in person.postings:
            posting.term = term_of(posting)
        _join_merger(person)


def _concurrent(person: Person, both_offices: dict[str, bool]) -> list[Posting]:
    """Secondary posts: the council's chair beside the Party's secretary (or his deputy), and the deputy
    secretary's seat of the chair of the people's committee."""
    extra = []
    for posting in person.postings:
        final = layout.MERGING.get(posting.unit, posting.unit)
        second = ""
        if (posting.post == "bi_thu_dang_uy" and both_offices[final]) or (
            posting.post == "pho_bi_thu_dang_uy" and not both_offices[final]
        ):
            second = "chu_tich_hdnd"
        elif posting.post == "chu_tich_ubnd":
            second = "pho_bi_thu_dang_uy"
        if second:
            extra.append(replace(posting, post=second, primary=False, how="bau", start_unknown=False))
    return extra


def _split(person: Person, day_of: Split, reason: str) -> None:
    """Cut each posting that runs across the day: the first part ends the day before, the second begins on it."""
    result = []
    for posting in person.postings:
        day = day_of(posting)
        if day is None or posting.starts_on >= day or (posting.ends_on is not None and posting.ends_on < day):
            result.append(posting)
            continue
        how = "bau" if reason == "het_nhiem_ky" else "chi_dinh" if posting.post in CAN_BO else "bo_nhiem"
        result.append(replace(posting, ends_on=shift(day, -1), end_reason=reason))
        result.append(replace(posting, starts_on=day, how=how, start_unknown=False))
    person.postings = sorted(result, key=lambda p: (p.starts_on, not p.primary))


def _join_merger(person: Person) -> None:
    """Every posting in a unit that ended on 31/10/2019 ends with it, whoever it belongs to."""
    last = shift(layout.REORGANISED, -1)
    continues = any(p.primary and p.starts_on == layout.REORGANISED for p in person.postings)
    for posting in person.postings:
        if posting.ends_on == last and continues and not posting.end_reason:
            posting.end_reason = "sap_nhap"


def term_of(posting: Posting) -> str:
    """The term of the body the post belongs to; empty for công chức."""
    if posting.post in PARTY_POSTS:
        return (
            "2020-2025"
            if posting.starts_on >= date(2020, 3, 1)
            else "2015-2020"
            if posting.starts_on.year >= 2015
            else ""
        )
    if posting.post in STATE_POSTS:
        return (
            "2021-2026"
            if posting.starts_on >= date(2021, 6, 1)
            else "2016-2021"
            if posting.starts_on.year >= 2016
            else ""
        )
    if posting.post == "chu_tich_hoi_phu_nu":
        return (
            "2021-2026"
            if posting.starts_on >= date(2021, 3, 1)
            else "2016-2021"
            if posting.starts_on.year >= 2016
            else ""
        )
    return ""
