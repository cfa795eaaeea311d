"""Registries: how a page of a lower floor shows what a higher floor knows (house.md).

Each app registers small frozen objects in its `registrations.py`, imported when Django is ready.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, Protocol, TypeVar

from django.http import HttpRequest


class _Item(Protocol):
    @property
    def code(self) -> str: ...


T = TypeVar("T", bound=_Item)


class Registry(Generic[T]):
    """Declared objects of one kind by code, in the order of their `order` where they have one."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._items: dict[str, T] = {}

    def register(self, item: T) -> T:
        """Add `item`; ValueError when its code is taken by another object."""
        if self._items.get(item.code, item) != item:
            raise ValueError(f"{self.name}: {item.code} is registered twice")
        self._items[item.code] = item
        return item

    def __iter__(self) -> Iterator[T]:
        return iter(sorted(self._items.values(), key=lambda item: getattr(item, "order", 0)))

    def __getitem__(self, code: str) -> T:
        return self._items[code]

    def __contains__(self, code: object) -> bool:
        return code in self._items

    def __len__(self) -> int:
        return len(self._items)

    def get(self, code: str) -> T | None:
        return self._items.get(code)

    def codes(self) -> list[str]:
        return list(self._items)


def everyone(user: Any) -> bool:
    return True


@dataclass(frozen=True)
class MenuItem:
    """One entry of the left menu: `url_name` without arguments; `may_see(user)` decides whether it stands there.

    `holds()`: names of the addresses whose pages are reached through this entry, though they lie elsewhere.
    """

    code: str
    label: str
    url_name: str
    icon: str
    order: int
    may_see: Callable[[Any], bool] = everyone
    count: Callable[[HttpRequest], int | None] | None = None
    holds: Callable[[], Iterable[str]] = tuple


@dataclass(frozen=True)
class ProfileSection:
    """A section of one official's page: rendered with `template` and `context(request, official)`.

    It stands on the tab `tab` and adds `tab_label` to that tab's name. `sensitive` names the sensitive facts it
    shows, if any: opening it is noted in the access log.
    """

    code: str
    title: str
    template: str
    order: int
    context: Callable[[HttpRequest, Any], dict[str, Any]]
    may_see: Callable[[Any, Any], bool] = lambda user, official: True
    tab: str = "tom-tat"
    tab_label: str = ""
    sensitive: str = ""


@dataclass(frozen=True)
class UnitPanel:
    """A panel of one unit's page: rendered with `template` and `context(request, unit)`."""

    code: str
    title: str
    template: str
    order: int
    context: Callable[[HttpRequest, Any], dict[str, Any]]
    may_see: Callable[[Any, Any], bool] = lambda user, unit: True


@dataclass(frozen=True)
class SearchHit:
    """One line of a search result."""

    label: str
    detail: str
    url: str


@dataclass(frozen=True)
class SearchSource:
    """A kind of thing the top search finds: `find(user, text, limit)` returns only what the user may see."""

    code: str
    title: str
    order: int
    find: Callable[[Any, str, int], list[SearchHit]]


@dataclass(frozen=True)
class CatalogueRow:
    """A row of a law or catalogue table, as shown: finished texts, then when, by which text and how far checked.

    `detail` stands small under the first cell; `edit_url` leads to the form where a reader with the right may amend
    the row.
    """

    cells: tuple[str, ...]
    detail: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    basis: str = ""
    source: str = ""
    verified: str = ""
    note: str = ""
    edit_url: str = ""


@dataclass(frozen=True)
class CatalogueTable:
    """A table of the page of law and catalogues; `rows()` reads all of it.

    `actions`: label and address name of what who may amend the law can do with it.
    """

    code: str
    title: str
    order: int
    columns: tuple[str, ...]
    rows: Callable[[], list[CatalogueRow]]
    about: str = ""
    actions: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class YearlyPage:
    """A page of the yearly work, listed on "Nghiệp vụ hằng năm" under `group`; `about` says what is done there."""

    code: str
    label: str
    url_name: str
    group: str
    about: str
    order: int
    may_see: Callable[[Any], bool] = everyone


@dataclass(frozen=True)
class WorkItem:
    """One thing that waits to be done: what, where it is done, until when, what else helps to choose.

    `tone`: "danger" when it is late, "warning" when it is near, else "info" or "quiet". `unit`: public id of the unit
    it belongs to, where it does, so that a reader of all units may look at one.
    """

    title: str
    url: str
    due_on: date | None = None
    detail: str = ""
    tone: str = "info"
    unit: str = ""


@dataclass(frozen=True)
class WorkItemSource:
    """A kind of work that waits: `find(user, day)` gives what `user` is to do, the most urgent first.

    `find` reads only what the user may see and costs a fixed number of queries, however many people there are.
    `nameless(n)` is the sentence of the daily mail, which names nobody.
    """

    code: str
    title: str
    order: int
    find: Callable[[Any, date], list[WorkItem]]
    nameless: Callable[[int], str]
    may_see: Callable[[Any], bool] = everyone


@dataclass(frozen=True)
class DataSetState:
    """How complete one set of data of one unit and year is: rows wanted, rows there, and what contradicts itself.

    `missing`: public ids of the officials whose rows are wanted and not there; `absent`: names of other facts that are.
    """

    expected: int
    filled: int
    contradictions: tuple[WorkItem, ...] = ()
    missing: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()

    @property
    def is_complete(self) -> bool:
        return self.filled >= self.expected and not self.contradictions


@dataclass(frozen=True)
class DataSet:
    """A set of data a unit sends each year: `states(units, year)` by primary key of the unit, in a fixed number of
    queries; `url(unit, year)` is where it is filled in.

    `of_district`: kept by the district itself, so no unit sends it. `may_see(user)`: who may know how complete it is.
    `tab`: the tab of a person's page where what is missing is written. `entry_url(unit, year)`: the page on which who
    may write rows of `entry_model` fills in the whole set; who may not read such rows learns how far the set is on its
    way, but not how many rows there are, nor whose are missing.
    """

    code: str
    label: str
    order: int
    states: Callable[[list[Any], int], dict[int, DataSetState]]
    url: Callable[[Any, int], str]
    of_district: bool = False
    may_see: Callable[[Any], bool] = everyone
    tab: str = ""
    entry_url: Callable[[Any, int], str] | None = None
    entry_model: str = ""

    def is_open_to(self, user: Any) -> bool:
        """Whether the user may know what is there and what is missing."""
        return not self.entry_model or self._may(user, "read")

    def address(self, user: Any, unit: Any, year: int) -> str:
        """Where this user works on the set: the page that fills it in for who may write it, else what shows it."""
        if self.entry_url is not None and self._may(user, "write"):
            return self.entry_url(unit, year)
        return self.url(unit, year)

    def _may(self, user: Any, action: str) -> bool:
        """The unit on the page is one the user may see, so either extent will do."""
        return any(user.may(action, self.entry_model, extent) for extent in ("own", "all"))


@dataclass(frozen=True)
class PersonDoubt:
    """Something in one person's records that looks wrong though it may be true."""

    official_id: str
    message: str


@dataclass(frozen=True)
class DoubtSource:
    """A source of doubts: `find(reader)` in what the reader may see, in a fixed number of queries."""

    code: str
    find: Callable[[Any], list[PersonDoubt]]


@dataclass(frozen=True)
class DemonstrationPart:
    """What a room adds to the demonstration, once, after its records: `install(user)` acts by the accounts that
    `user(username)` gives. All of it is synthetic, and the figures of the records stay what they are.
    """

    code: str
    order: int
    install: Callable[[Callable[[str], Any]], None]


menu_items: Registry[MenuItem] = Registry("menu")
top_links: Registry[MenuItem] = Registry("links of the top bar")
profile_sections: Registry[ProfileSection] = Registry("profile sections")
unit_panels: Registry[UnitPanel] = Registry("unit panels")
search_sources: Registry[SearchSource] = Registry("search sources")
catalogue_tables: Registry[CatalogueTable] = Registry("catalogue tables")
yearly_pages: Registry[YearlyPage] = Registry("yearly pages")
work_item_sources: Registry[WorkItemSource] = Registry("work item sources")
data_sets: Registry[DataSet] = Registry("data sets")
doubt_sources: Registry[DoubtSource] = Registry("doubts")
demonstration_parts: Registry[DemonstrationPart] = Registry("parts of the demonstration")
