"""Can the ratings be believed: declared tests in four families, for town and khu, never for a unit or a person."""

from reports.credibility import distribution, people, results  # noqa: F401  (each registers its tests)
from reports.credibility.engine import NAME, Summary, Verdict, credibility, summaries
from reports.credibility.model import FAMILIES, STATES, CredibilityTest, credibility_tests

__all__ = [
    "FAMILIES",
    "NAME",
    "STATES",
    "CredibilityTest",
    "Summary",
    "Verdict",
    "credibility",
    "credibility_tests",
    "summaries",
]
