"""Rules that raise solutions in the six groups of the thesis from the figures; people decide."""

from reports.rules import (  # noqa: F401  (each registers its rules)
    conduct,
    development,
    evaluation,
    ratings,
    recruitment,
    thresholds,
)
from reports.rules.engine import Recommendations, Standing, recommend, standings
from reports.rules.model import SOLUTION_GROUPS, Evidence, Finding, NotEnough, Rule, rules

__all__ = [
    "SOLUTION_GROUPS",
    "Evidence",
    "Finding",
    "NotEnough",
    "Recommendations",
    "Rule",
    "Standing",
    "recommend",
    "rules",
    "standings",
]
