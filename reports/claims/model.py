"""What a claim of the thesis is, and what the records can say to it.

A claim is stated in our words, tested as declared, and answered with figures, their unknown and their bounds. While the
data are synthetic nothing here confirms or refutes the thesis (`CIRCULAR`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from foundation.registries import Registry

if TYPE_CHECKING:
    from reports.claims.case import Case

TRUE, TRUE_AS_KNOWN, FALSE, OPEN, UNMEASURED = "true", "true_as_known", "false", "open", "unmeasured"
VERDICTS = {
    TRUE: "Đúng",
    TRUE_AS_KNOWN: "Đúng với số có số liệu",
    FALSE: "Không đúng",
    OPEN: "Không kết luận được",
    UNMEASURED: "Không đo được bằng hồ sơ",
}
KINDS = {"ND": "Nhận định", "UD": "Ưu điểm", "HC": "Hạn chế"}
CIRCULAR = "Số liệu minh họa được tạo để giống luận văn; không kiểm chứng luận văn."
NO_SURVEY = "Không đo được: chưa có khảo sát."


@dataclass(frozen=True)
class ClaimFigure:
    """One number of an answer. `low`, `high`: between which values the truth lies when all unknown count against, and
    for (None where no bound can be given). `indicator`: the code whose "Cách tính" explains it.

    A figure hidden from the reader, or missing, has no value; `hidden` tells the two apart.
    """

    code: str
    label: str
    year: int
    unit: str
    numerator: float | None = None
    denominator: float | None = None
    unknown: float = 0
    value: float | None = None
    low: float | None = None
    high: float | None = None
    indicator: str = ""
    decimals: int = 1
    hidden: bool = False


@dataclass(frozen=True)
class Finding:
    """The answer to a claim: the verdict, the sentence that says why, the figures, and the codes that are missing."""

    verdict: str
    reason: str
    figures: tuple[ClaimFigure, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Claim:
    """One claim, strength or weakness. `says`: in our words; `tested`: how; `hides`: what the answer does not show.

    `needs`: codes of indicators; `tables`: names of tables; `levels`: where it can be asked.
    """

    code: str
    says: str
    tested: str
    hides: str
    judge: Callable[[Case], Finding]
    needs: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()
    norms: tuple[str, ...] = ()
    survey: str = ""
    order: int = field(default=0, compare=False)

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"{self.code}: no kind of claim begins so")

    @property
    def kind(self) -> str:
        return self.code[:2]


claims: Registry[Claim] = Registry("claims")


def register(*found: Claim) -> None:
    """Add claims, in the order in which they are declared."""
    for claim in found:
        object.__setattr__(claim, "order", len(claims))
        claims.register(claim)
