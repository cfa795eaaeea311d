"""Facts that are published in several cuts at once: ages by tens, as BM02 cuts them in tables, and as its form does.

Each cut alone keeps its small numbers (ADR 0010); laid over each other they would tell: who is 30 is "to 30" less "under
30". So one cut is published to everybody and protected like any other table; the others only to whoever may read the
ages of people, and to a unit its own.
"""

from __future__ import annotations

import numpy as np

from reports.frames import columns
from reports.suppression import Hidden, Lattice

# Ages by tens stand on every dashboard; these are cut otherwise.
CUT_OTHERWISE = frozenset({columns.AGE_BM02.name, columns.AGE_FORM.name})


def hidden_as_cut_otherwise(n_cells: int, lattice: Lattice, published: Hidden) -> Hidden:
    """Hides all of a further cut of `n_cells`, zeros too, but for the people of unknown age (the last cell, in either
    cut), who stand in the published one as well.
    """
    hidden = Hidden(np.zeros((*published.cells.shape[:2], n_cells), dtype=bool))
    every = {(cell, other) for cell in range(n_cells) for other in range(cell)}
    for place, _ in lattice.parents:
        hidden.cells[place] = True
        hidden.cells[place, :, -1] = published.cells[place, :, -1]
        for variant in range(hidden.cells.shape[1]):
            hidden.pairs[place, variant] = set(every)
    return hidden
