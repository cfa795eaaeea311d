"""What may be told of closed figures: the same year is published as it is now as well, so the two can be held together.

Whoever may not read the facts of these people gets of the closed figures only the rows that are the rows of now: the
difference of the two would be the people who changed. What is hidden now is hidden there too (ADR 0010, 0021).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from reports.indicators.quantities import quantities
from reports.snapshot import Snapshot
from reports.suppression import Flags


def hidden_as_closed(standard: Flags, sides: Sequence[np.ndarray], n_cells: int) -> Flags:
    """Which cells (places, 3 groups, `n_cells`) to hide, where `standard` is hidden now.

    `sides`: the numbers as closed and now; empty where the two do not know the same cells, and then all is hidden.
    """
    if not sides:
        return np.ones((*standard.shape[:2], n_cells), dtype=bool)
    closed, live = sides
    return np.asarray(standard | (closed != live).any(axis=2, keepdims=True))


def parts_differ(snapshot: Snapshot, live: Snapshot, parts: Sequence[Iterable[Any]], year: int) -> Flags:
    """(places, 3, 1): where any of several sums of quantities is another one as closed than now."""
    sums = []
    for each in (quantities(snapshot, year), quantities(live, year)):
        known = [[quantity for quantity in part if quantity in each.place_of] for part in parts]
        sums.append(np.stack([each.total(part) for part in known], axis=2))
    return np.asarray((sums[0] != sums[1]).any(axis=2, keepdims=True))
