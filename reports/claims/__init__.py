"""The claims, strengths and weaknesses of the thesis as declared objects, held against the figures."""

from reports.claims import achievements, strengths, weaknesses  # noqa: F401  (each registers its claims)
from reports.claims.model import CIRCULAR, KINDS, VERDICTS, Claim, ClaimFigure, Finding, claims

__all__ = ["CIRCULAR", "KINDS", "VERDICTS", "Claim", "ClaimFigure", "Finding", "claims"]
