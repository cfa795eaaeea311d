"""Comparing units honestly: what chance alone would do to units of their size stands beside every difference."""

from reports.comparison.funnel import Funnel, FunnelPoint, funnel, funnel_codes

__all__ = ["Funnel", "FunnelPoint", "funnel", "funnel_codes"]
