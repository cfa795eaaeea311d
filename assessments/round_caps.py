"""The cap on "hoàn thành xuất sắc" in one unit's round: a warning with its numbers, by the rules of the year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assessments.models import NOT_RATED, Evaluation, EvaluationCase
from foundation.formats import vi_numbers
from officials.law import NormValue
from officials.rating_cap import rating_cap

EXCELLENT, GOOD = Evaluation.Level.XUAT_SAC.value, Evaluation.Level.TOT.value
PARTY_SHARE = "rating.party_share"
GROUPS = (("can_bo", "Cán bộ"), ("cong_chuc", "Công chức"))


@dataclass(frozen=True, slots=True)
class CapLine:
    """One group of a unit: `text` says the numbers, `source` the text and how far it was checked."""

    group: str
    text: str
    is_over: bool
    source: str


def cap_lines(
    cases: Sequence[tuple[EvaluationCase, str]], norms: Mapping[str, NormValue], *, shows_party: bool
) -> list[CapLine]:
    """The cap by group, of cases with the result each has come to; empty where the day knows no cap."""
    found = []
    for group, title in GROUPS:
        chosen = [(case, result) for case, result in cases if case.group == group]
        if chosen:
            found += _by_good(title, chosen, norms)
            found += _by_party(title, chosen, norms) if shows_party else []
    return found


def _by_good(
    title: str, chosen: Sequence[tuple[EvaluationCase, str]], norms: Mapping[str, NormValue]
) -> list[CapLine]:
    cap = rating_cap(norms)
    if cap is None:
        return []
    n_best = sum(result == EXCELLENT for _, result in chosen)
    n_good = sum(result == GOOD for _, result in chosen)
    most, base = cap.most(n_good, n_best), "tốt và xuất sắc" if cap.counts_excellent else "tốt"
    n_base = n_good + n_best if cap.counts_excellent else n_good
    share = vi_numbers.percent(100 * cap.ratio, 0)
    if not n_best and not n_good:
        text = f"chưa có ai được xếp loại tốt hay xuất sắc để so với tỷ lệ {share}."
        return [CapLine(title, text, False, _source(cap.norms[0]))]
    verdict = f", vượt {n_best - most}" if n_best > most else ""
    text = f"xuất sắc {n_best}, nhiều nhất {most} ({share} của {n_base} người xếp loại {base}, bỏ phần lẻ){verdict}."
    return [CapLine(title, text, n_best > most, _source(cap.norms[0]))]


def _by_party(
    title: str, chosen: Sequence[tuple[EvaluationCase, str]], norms: Mapping[str, NormValue]
) -> list[CapLine]:
    norm = norms.get(PARTY_SHARE)
    if norm is None or not norm.value:
        return []
    rated = [result for _, result in chosen if result and result != NOT_RATED]
    party = [case.party_level for case, _ in chosen if case.party_level]
    if not rated or not party:
        return [
            CapLine(
                title, "chưa đủ số liệu để so với tỷ lệ đảng viên được xếp xuất sắc.", False, _source(norm)
            )
        ]
    n_best, n_party = rated.count(EXCELLENT), party.count(EXCELLENT)
    text = (
        f"xuất sắc {vi_numbers.share(n_best, len(rated))} tổng số, "
        f"đảng viên xuất sắc {vi_numbers.share(n_party, len(party))}."
    )
    return [CapLine(title, text, n_best * len(party) > n_party * len(rated), _source(norm))]


def _source(norm: NormValue) -> str:
    return f"{norm.basis} ({norm.verified_label})"
