"""CLĐN, the composite index of the quality of a workforce: secondary, against the targets for 2025, with its doubt."""

from reports.index.compute import IndexResult, ScopeIndex, compute_index
from reports.index.model import COMPONENTS, LEVELS, PILLARS, VARIANTS, Component, Pillar

__all__ = [
    "COMPONENTS",
    "LEVELS",
    "PILLARS",
    "VARIANTS",
    "Component",
    "IndexResult",
    "Pillar",
    "ScopeIndex",
    "compute_index",
]
