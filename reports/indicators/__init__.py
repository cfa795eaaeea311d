"""Indicators: declared sets over codes, computed in one pass for years × scopes, each able to explain itself."""

from reports.indicators import catalogue  # noqa: F401
from reports.indicators.compare import Change, Comparison, comparison
from reports.indicators.compute import compute_indicators, definitions
from reports.indicators.explain import explain
from reports.indicators.model import Indicator, SeriesBreak, indicators

__all__ = [
    "Change",
    "Comparison",
    "Indicator",
    "SeriesBreak",
    "comparison",
    "compute_indicators",
    "definitions",
    "explain",
    "indicators",
]
