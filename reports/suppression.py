"""Hiding small cells so that they cannot be worked out from the cells that stay (contracts 4, indicators 6.1).

A number with 1 up to below the limit is hidden, and so is a unit's row that is unanimous. Each such number is then put
on a *loop*: hidden numbers along which one amount can be moved up and down without changing any sum that stays
visible: rows against their headcount, groups against the whole, units against their khu, khu against the town. The loop
must have room for `ROOM` people between its two ends, so an attacker who solves every published equation still has a
range at least that wide for every number on it. The loops run over everything published to the reader, whatever was
asked for, so two requests cannot be subtracted from each other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from reports.snapshot import Snapshot

Counts = NDArray[Any]
Flags = NDArray[np.bool_]
ROOM = 3
WHOLE, N_VARIANTS = 0, 3
DEAR = 20  # so many numbers of a level are rather hidden than one of the level above
TOWN = 0


@dataclass(frozen=True)
class Lattice:
    """The published places of a reader as a tree: positions in `Sums.stacked`, each with its parent (town: -1).

    `own`: places of the reader's own units, whose figures the reader knows anyway; they are no part of the tree.
    `units`: the places of it that are single units.
    """

    parents: tuple[tuple[int, int], ...]
    own: tuple[int, ...]
    units: frozenset[int]

    @cached_property
    def parent(self) -> dict[int, int]:
        return dict(self.parents)

    @cached_property
    def children(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {place: [] for place in self.parent}
        for place, above in self.parents:
            if above >= 0:
                found[above].append(place)
        return found

    @cached_property
    def below(self) -> dict[int, list[tuple[int, ...]]]:
        """Every way down from a place to a place without parts, the place itself first."""
        found: dict[int, list[tuple[int, ...]]] = {}
        for place in reversed([place for place, _ in self.parents]):
            parts = self.children[place]
            found[place] = [(place, *way) for part in parts for way in found[part]] or [(place,)]
        return found


def lattice_of(snapshot: Snapshot, own: frozenset[str], with_units: bool) -> Lattice:
    """The lattice of a reader who gets the town, the areas and, `with_units`, every unit."""
    area, n_areas = snapshot.units.area.tolist(), len(snapshot.units.area_names)
    parents = [(TOWN, -1), *((1 + k, TOWN) for k in range(n_areas))]
    units = range(len(snapshot.units.ids))
    if with_units:
        parents += [(1 + n_areas + u, 1 + area[u] if area[u] >= 0 else TOWN) for u in units]
    mine = tuple(1 + n_areas + u for u in units if snapshot.units.ids[u] in own)
    singles = frozenset(1 + n_areas + u for u in units) if with_units else frozenset()
    return Lattice(tuple(parents), mine, singles)


def others(snapshot: Snapshot, values: Counts, lattice: Lattice) -> Counts:
    """The counts without the reader's own units, which the reader could subtract."""
    n_areas = len(snapshot.units.area_names)
    result = np.array(values, copy=True)
    for place in lattice.own:
        result[TOWN] -= values[place]
        khu = snapshot.units.area[place - 1 - n_areas]
        if khu >= 0:
            result[1 + khu] -= values[place]
        result[place] = 0
    return result


@dataclass
class Hidden:
    """Which cells of a table (places, 3 groups, cells) are hidden, and the pairs of cells between which people could
    be moved unseen, by (place, group): a sum that holds one cell of a pair would tell of the other."""

    cells: Flags
    pairs: dict[tuple[int, int], set[tuple[int, int]]] = field(default_factory=dict)

    def splits(self, place: int, variant: int, inside: Flags) -> bool:
        """True when a sum over the cells `inside` would move along a loop through this row."""
        return any(
            inside[k] != (other >= 0 and inside[other]) for k, other in self.pairs.get((place, variant), ())
        )


def hidden_cells(
    values: Counts,
    lattice: Lattice,
    limit: int,
    *,
    rows_add_up: bool = True,
    by_group: bool = True,
    plain: Flags | None = None,
) -> Hidden:
    """What to hide of `values` (places, 3, cells). `rows_add_up`: the reader knows the sum of each row.

    `by_group` False: the groups hold no numbers of their own, only the whole counts.
    `plain`: cells that say nothing of a person when a whole unit stands in them ("Không", "Chưa khám").
    """
    cells = np.zeros(values.shape, dtype=bool)
    hidden = Hidden(cells)
    primary = _primary(values, lattice, limit, rows_add_up, plain)
    if not primary.any():
        return hidden
    loops = _Loops(
        values, lattice, hidden, rows_add_up and values.shape[2] > 1, (1, 2) if by_group else (WHOLE,)
    )
    # Wide places first: the ways down from them serve the units below as well.
    for place, _ in lattice.parents:
        for variant in (WHOLE, 1, 2) if by_group else (WHOLE,):
            for cell in np.flatnonzero(primary[place, variant]).tolist():
                if not cells[place, variant, cell] and not loops.close(place, variant, cell):
                    loops.hide_everything()
                    return hidden
    return hidden


def _primary(values: Counts, lattice: Lattice, limit: int, rows_add_up: bool, plain: Flags | None) -> Flags:
    found = np.zeros(values.shape, dtype=bool)
    places = [place for place, _ in lattice.parents]
    found[places] = (values[places] > 0) & (values[places] < limit)
    singles = sorted(lattice.units)
    if singles and rows_add_up and values.shape[2] > 1:
        rows = values[singles]
        is_all = (rows == rows.sum(axis=2, keepdims=True)) & (rows > 0)
        found[singles] |= is_all if plain is None else is_all & ~plain
    return found


@dataclass(frozen=True)
class _Spread:
    """A loop with one way in and several out; `cost`: how dear what it hides is."""

    cost: float
    rising: tuple[int, ...]
    falling: tuple[tuple[int, ...], ...]
    group: int
    partner: int


def _givers(into: Counts, ends: Counts, hides: Counts, wanted: float) -> list[int]:
    """The cheapest ways whose ends and the row `into` can pass enough people round among themselves; none: [].

    Columns of `into` (2) and `ends` (ways, 2): the cell and its partner. Every row on the loop must have room: what can
    enter its cell (out of its partner, from the cells of the others) and what can leave it.
    """
    order = np.argsort(hides / (1 + ends[:, 0]), kind="stable")
    order = order[ends[order].sum(axis=1) >= wanted]  # fewer people than that have no room
    for n in range(2, len(order) + 1):
        rows = np.vstack([into[None], ends[order[:n]]])
        cells, partners = rows[:, 0], rows[:, 1]
        room = np.minimum(partners, cells.sum() - cells) + np.minimum(cells, partners.sum() - partners)
        if (room >= wanted).all():
            return [int(way) for way in order[:n]]
    return []


class _Loops:
    """Finds the loop that hides least for one number, and hides it.

    A loop moves people into one cell (`cell`) on a way down the tree and out of it on another, and the reverse in a
    second cell of the same rows (`partner`), in one group and so in the whole. Numbers only shrink on the way down, so
    its room is decided by the lowest place of either way: what can leave the partner there and the cell here, or the
    other way round. With the town on the first way nothing need leave elsewhere.
    """

    def __init__(
        self, values: Counts, lattice: Lattice, hidden: Hidden, rows_add_up: bool, groups: tuple[int, ...]
    ) -> None:
        self.values, self.lattice, self.hidden, self.rows_add_up = values, lattice, hidden, rows_add_up
        self.groups = groups
        self.ways_beside: dict[int, NDArray[np.int64]] = {}
        self.dear = np.ones(values.shape[0] + 1)  # the last: of no place
        for place in lattice.parent:
            self.dear[place] = DEAR ** (len(lattice.below[place][0]) - 1)

    def close(self, place: int, variant: int, cell: int) -> bool:
        """Hide a loop through the number; False when there is none with enough room. Of a row of fewer people than
        `ROOM` the headcount says as much: there the room need only be the whole row. What such a loop hides in longer
        rows is put on a loop of its own.
        """
        if self._close(place, variant, cell, ROOM):
            return True
        row = self.values[place, variant].sum() if self.rows_add_up else ROOM
        before = self.hidden.cells.copy()
        if row >= ROOM or not self._close(place, variant, cell, float(row)):
            return False
        return all(
            self.values[place, variant].sum() < ROOM or self._close(place, variant, cell, ROOM)
            for place, variant, cell in np.argwhere(self.hidden.cells & ~before).tolist()
        )

    def _close(self, place: int, variant: int, cell: int, wanted: float) -> bool:
        best: tuple[float, tuple[int, ...], tuple[int, ...], int, int] | None = None
        shown = np.concatenate((~self.hidden.cells, np.zeros((1, *self.values.shape[1:]), dtype=bool)))
        shown = shown * self.dear[:, None, None]
        for group in self.groups if variant == WHOLE else (variant,):
            for rising, beside in self._ways(place):
                found = self._cheapest(shown, rising, beside, group, cell, wanted)
                if found is not None and (best is None or found[0] < best[0]):
                    best = (found[0], rising, found[1], group, found[2])
        if self.rows_add_up and (best is None or best[0] >= DEAR):
            spread = self._spread(shown, place, variant, cell, wanted)
            if spread is not None and (best is None or spread.cost < best[0]):
                for falling in spread.falling:
                    self._hide(spread.rising, falling, spread.group, cell, spread.partner)
                return True
        if best is None:
            return False
        _, rising, falling, group, partner = best
        self._hide(rising, falling, group, cell, partner)
        return True

    def _spread(self, shown: Counts, place: int, variant: int, cell: int, wanted: float) -> _Spread | None:
        """The cheapest loop that leaves on several ways, where no single one has room: of units with one person of a
        kind each, none can give three, but together they can."""
        best: _Spread | None = None
        for group in self.groups if variant == WHOLE else (variant,):
            new = shown[:, (group, WHOLE)].sum(axis=1)
            for rising, beside in self._ways(place):
                if beside is None or not len(beside):
                    continue
                ends, into = self.values[beside[:, -1], group], self.values[rising[-1], group]
                hides, above = new[beside].sum(axis=1), new[list(rising)].sum(axis=0)
                for partner in np.flatnonzero(into + ends.sum(axis=0)).tolist():
                    pair = [cell, partner]
                    if partner == cell:
                        continue
                    chosen = _givers(into[pair], ends[:, pair], hides[:, pair].sum(axis=1), wanted)
                    cost = float(hides[np.ix_(chosen, pair)].sum() + above[pair].sum())
                    if chosen and (best is None or cost < best.cost):
                        ways = tuple(tuple(p for p in way if p >= 0) for way in beside[chosen].tolist())
                        best = _Spread(cost, rising, ways, group, partner)
        return best

    def _ways(self, place: int) -> Iterator[tuple[tuple[int, ...], NDArray[np.int64] | None]]:
        """(places in which people enter the cell, the ways beside them on which as many may leave it): one such pair
        for each ancestor that is to stay as it is; None = the town itself moves."""
        for down in self.lattice.below[place]:
            way, above = list(down), place
            while self.lattice.parent[above] >= 0:
                yield tuple(way), self._beside(above)
                above = self.lattice.parent[above]
                way.insert(0, above)
            yield tuple(way), None

    def _beside(self, place: int) -> NDArray[np.int64]:
        """The ways down from the siblings of `place`, one a row, -1 where a way is shorter."""
        if place not in self.ways_beside:
            siblings = self.lattice.children[self.lattice.parent[place]]
            ways = [way for other in siblings if other != place for way in self.lattice.below[other]]
            width = max((len(way) for way in ways), default=1)
            padded = [(-1,) * (width - len(way)) + way for way in ways]
            self.ways_beside[place] = np.array(padded, dtype=np.int64).reshape(-1, width)
        return self.ways_beside[place]

    def _cheapest(
        self,
        shown: Flags,
        rising: tuple[int, ...],
        beside: NDArray[np.int64] | None,
        group: int,
        cell: int,
        wanted: float,
    ) -> tuple[float, tuple[int, ...], int] | None:
        """(cost, falling way, partner) of the loop with room that hides the fewest numbers, of these the smallest."""
        into = self.values[rising[-1], group].astype(np.float64)
        if beside is None:  # one row of endless room: nobody need leave
            falling = np.full((1, 1), -1, dtype=np.int64)
            out = np.full((1, len(into)), np.inf)
        else:
            falling = beside
            out = self.values[falling[:, -1], group].astype(np.float64)
        if not len(falling):
            return None
        if not self.rows_add_up:
            room = (out[:, cell] + into[cell])[:, None]
            partners = np.array([cell])
        else:
            room = np.minimum(into, out[:, [cell]]) + np.minimum(into[cell], out)
            room[:, cell] = 0
            partners = np.arange(len(into))
        if not (room >= wanted).any():
            return None
        new = shown[falling][:, :, (group, WHOLE)].sum(axis=(1, 2)) + shown[list(rising)][
            :, (group, WHOLE)
        ].sum(axis=(0, 1))
        cost = (new[:, partners] + (new[:, [cell]] if self.rows_add_up else 0)).astype(np.float64)
        size = into[partners] + np.where(np.isinf(out[:, partners]), 0, out[:, partners])
        cost += size / (1 + np.abs(size).max())  # below 0 where a person of two units is taken out twice
        cost[room < wanted] = np.inf
        row, column = np.unravel_index(int(cost.argmin()), cost.shape)
        way = tuple(place for place in falling[row].tolist() if place >= 0)
        return float(cost[row, column]), way, int(partners[column])

    def _hide(
        self, rising: tuple[int, ...], falling: tuple[int, ...], group: int, cell: int, partner: int
    ) -> None:
        other = partner if self.rows_add_up else -1
        for place in (*rising, *falling):
            for variant in (group, WHOLE):
                self.hidden.cells[place, variant, [cell, partner]] = True
                self.hidden.pairs.setdefault((place, variant), set()).add((cell, other))

    def hide_everything(self) -> None:
        """No loop has room, as in a town of a handful of people: nothing of the table is shown."""
        n_cells = self.values.shape[2]
        every = {(cell, other) for cell in range(n_cells) for other in range(cell)} or {(0, -1)}
        for place, _ in self.lattice.parents:
            self.hidden.cells[place] = True
            for variant in range(N_VARIANTS):
                self.hidden.pairs[place, variant] = set(every)
