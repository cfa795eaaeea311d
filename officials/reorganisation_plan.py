"""What a reorganisation of units would do: read and computed, nothing written; the preview and the act share it."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Q

from foundation.dates import today
from foundation.forms import day_text
from foundation.registries import Registry
from foundation.scope import unscoped
from officials.law import norms_on
from officials.models import Appointment, Official, Post, PostValidity, Reorganisation, Unit, UnitSuccession
from officials.models.units import UnitKind
from officials.months import add_months
from officials.services.posting_checks import most_holders

KEEP, OUT = "giu", "thoi:"
OUT_REASONS = ("chuyen_cong_tac", "doi_du", "thoi_viec", "nghi_huu")
ALL = "tat_ca"  # the question that stands for everybody where the catalogue knows no post of that day
SURPLUS_YEARS = "surplus.years"
DEFAULT_SURPLUS_YEARS = 5


@dataclass(frozen=True)
class NewUnit:
    """A successor as it is to be made, unless a unit of that public id exists."""

    public_id: str
    code: str
    name: str
    kind: str
    area: str = ""
    note: str = ""

    @property
    def full_name(self) -> str:
        return f"{UnitKind(self.kind).label} {self.name}"


@dataclass(frozen=True)
class Outline:
    """What is asked for: the day, the kind, the text it rests on, and which unit becomes which (public ids)."""

    effective_on: date
    kind: str
    basis: str
    pairs: tuple[tuple[str, str], ...]
    new_units: tuple[NewUnit, ...] = ()

    @property
    def last_day(self) -> date:
        return self.effective_on - timedelta(days=1)

    @property
    def old_ids(self) -> list[str]:
        return list(dict.fromkeys(old for old, _ in self.pairs))

    @property
    def new_ids(self) -> list[str]:
        return list(dict.fromkeys(new for _, new in self.pairs))


@dataclass(frozen=True)
class Question:
    """What a person has to decide about one posting (`key` = its id), or `ALL`; `default` "" = must be chosen."""

    key: str
    text: str
    options: tuple[tuple[str, str], ...]
    default: str = ""


@dataclass(frozen=True)
class Move:
    """A posting in force (or to come) in an old unit, and the successors it may go to; `asks` when something is open."""

    posting: Appointment
    targets: tuple[str, ...]
    post_question: str = ""
    unit_question: str = ""


@dataclass(frozen=True)
class SurplusProposal:
    """Someone over the number of holders of a post after the act; `chosen`: ticked when the preview opens."""

    official: Official
    unit_id: str
    post: Post
    from_unit: str
    most: int
    chosen: bool


@dataclass
class Plan:
    """The preview: `problems` stop the act; `questions` want an answer; the rest is told."""

    outline: Outline
    olds: list[Unit] = field(default_factory=list)
    news: dict[str, Unit | NewUnit] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    moves: list[Move] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    surplus: list[SurplusProposal] = field(default_factory=list)
    surplus_until: date | None = None
    dependents: list[tuple[str, list[str]]] = field(default_factory=list)
    missing_successions: list[tuple[str, str]] = field(default_factory=list)

    @property
    def n_people(self) -> int:
        return len({move.posting.official_id for move in self.moves})

    @property
    def has_work(self) -> bool:
        makes = any(isinstance(unit, NewUnit) for unit in self.news.values())
        ends = any(unit.ends_on != self.outline.last_day for unit in self.olds)
        return bool(makes or ends or self.moves or self.missing_successions)

    def name_of(self, unit_id: str) -> str:
        return self.news[unit_id].full_name if unit_id in self.news else unit_id

    def people_by_unit(self) -> dict[str, int]:
        """Public id of an old unit → people whose chief post is carried over from it."""
        rows = {(m.posting.unit.public_id, m.posting.official_id) for m in self.moves if m.posting.is_primary}
        return Counter(unit for unit, _ in rows)

    def digest(self) -> str:
        """Changes when anything the preview rests on does: the act is refused then, and shown anew."""
        parts = [repr(self.outline), *(f"{u.public_id}:{u.version}" for u in self.olds)]
        parts += [
            f"{key}:{getattr(unit, 'version', 0)}"
            for key, unit in sorted(self.news.items(), key=lambda i: i[0])
        ]
        parts += [f"{m.posting.public_id}:{m.posting.version}:{m.targets}" for m in self.moves]
        parts += [question.key for question in self.questions] + [str(s.official.pk) for s in self.surplus]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:20]


@dataclass(frozen=True)
class UnitDependent:
    """What else hangs on a unit that ends, for whoever looks after it: `lines(units)` names it."""

    code: str
    title: str
    lines: Callable[[list[Unit]], list[str]]
    order: int = 0


unit_dependents: Registry[UnitDependent] = Registry("what hangs on a unit")


def make_plan(outline: Outline) -> Plan:
    """The preview of `outline`, read now; some fifteen queries, whatever the number of people."""
    plan = Plan(outline)
    with unscoped("the preview of a reorganisation, a district act over several units"):
        _read_units(plan)
        _check_units(plan)
        _check_done_before(plan)
        if plan.problems:
            return plan
        _read_moves(plan)
        _propose_surplus(plan)
        plan.dependents = [(item.title, item.lines(plan.olds)) for item in unit_dependents]
    if not plan.has_work:
        plan.problems.append(
            "Việc sắp xếp này đã có trong dữ liệu và không còn ai ở đơn vị cũ; không có gì để làm."
        )
    return plan


# --- units --------------------------------------------------------------------------------------------------------
def _read_units(plan: Plan) -> None:
    outline = plan.outline
    found = {u.public_id: u for u in Unit.objects.filter(public_id__in=[*outline.old_ids, *outline.new_ids])}
    made = {unit.public_id: unit for unit in outline.new_units}
    plan.olds = [found[old] for old in outline.old_ids if old in found]
    for new in outline.new_ids:
        unit = found.get(new) or made.get(new)
        if unit is not None:
            plan.news[new] = unit
    missing = [old for old in outline.old_ids if old not in found]
    if missing:
        plan.problems.append(f"Chưa có đơn vị cũ trong dữ liệu: mã {', '.join(missing)}.")
    unknown = [new for new in outline.new_ids if new not in plan.news]
    if unknown:
        plan.problems.append(f"Chưa có đơn vị mới trong dữ liệu: mã {', '.join(unknown)}.")
    held = set(
        UnitSuccession.objects.filter(predecessor__in=plan.olds).values_list(
            "predecessor__public_id", "successor__public_id"
        )
    )
    plan.missing_successions = [pair for pair in outline.pairs if pair not in held]


def _check_units(plan: Plan) -> None:
    outline, problems = plan.outline, plan.problems
    day, last_day = outline.effective_on, outline.last_day
    if not outline.pairs:
        problems.append("Đề nghị chọn ít nhất một đơn vị cũ.")
    if not outline.basis.strip():
        problems.append("Đề nghị ghi căn cứ (số nghị quyết, quyết định).")
    for old in plan.olds:
        if old.public_id in outline.new_ids:
            problems.append(f"{old.full_name} không thể vừa là đơn vị cũ vừa là đơn vị mới.")
        if not old.exists_on(last_day):
            problems.append(f"{old.full_name} không tồn tại vào ngày {day_text(last_day)}.")
        elif old.ends_on is not None and old.ends_on != last_day:
            problems.append(f"{old.full_name} đã có ngày kết thúc khác: {day_text(old.ends_on)}.")
    for unit in plan.news.values():
        if isinstance(unit, Unit) and not unit.exists_on(day):
            problems.append(f"{unit.full_name} không tồn tại vào ngày {day_text(day)}.")


def _check_done_before(plan: Plan) -> None:
    olds = set(plan.outline.old_ids)
    for row in Reorganisation.objects.filter(undone_at=None):
        both = olds & {old for old, _ in row.pairs}
        if both:
            names = ", ".join(unit.full_name for unit in plan.olds if unit.public_id in both)
            plan.problems.append(
                f"{names} đã được sắp xếp từ ngày {day_text(row.effective_on)} (ông/bà {row.done_by_name} thực hiện "
                f"ngày {row.done_at:%d/%m/%Y})."
            )


# --- people -------------------------------------------------------------------------------------------------------
def _read_moves(plan: Plan) -> None:
    """Postings of the old units that hold on the day or begin later, each with where it goes."""
    day = plan.outline.effective_on
    targets: dict[str, list[str]] = defaultdict(list)
    for old, new in plan.outline.pairs:
        targets[old].append(new)
    rows = Appointment.objects.filter(unit__in=plan.olds).filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=day)
    )
    rows = rows.select_related("official", "unit", "post").order_by(
        "unit__public_id", "post__position", "-is_primary", "starts_on", "public_id"
    )
    valid = _valid_posts(plan)
    silent = [kind for kind, posts in valid.items() if not posts]
    for row in rows:
        plan.moves.append(_move(plan, row, tuple(targets[row.unit.public_id]), valid))
    if silent and plan.moves:
        plan.questions.insert(0, _question_for_all(plan, silent))


def _valid_posts(plan: Plan) -> dict[str, dict[str, str]]:
    """Kind of unit → post → its name there on the day, for the kinds of the successors."""
    kinds = {unit.kind for unit in plan.news.values()}
    found: dict[str, dict[str, str]] = {kind: {} for kind in kinds}
    rows = PostValidity.objects.on(plan.outline.effective_on).filter(unit_kind__in=kinds)
    for kind, post, title in rows.order_by("post__position", "starts_on").values_list(
        "unit_kind", "post_id", "title"
    ):
        found[kind][post] = title
    return found


def _move(
    plan: Plan, row: Appointment, targets: tuple[str, ...], valid: Mapping[str, Mapping[str, str]]
) -> Move:
    who = f"{row.official.full_name}, {row.post.name}, {row.unit.full_name}"
    unit_question = post_question = ""
    if len(targets) > 1:
        unit_question = f"den-{row.public_id}"
        options = tuple((new, plan.name_of(new)) for new in targets)
        plan.questions.append(Question(unit_question, f"{who}: sang đơn vị nào?", options))
    posts: dict[str, str] = {}
    is_silent = False
    for new in targets:
        kind = plan.news[new].kind
        is_silent = is_silent or not valid[kind]
        posts |= valid[kind]
    if is_silent:
        post_question = ALL
    elif any(row.post_id not in valid[plan.news[new].kind] for new in targets):
        post_question = f"chuc-danh-{row.public_id}"
        kinds = ", ".join(sorted({str(UnitKind(plan.news[new].kind).label).lower() for new in targets}))
        plan.questions.append(
            Question(
                post_question,
                f"{who}: {kinds} không có chức danh này vào ngày {day_text(plan.outline.effective_on)}.",
                (*posts.items(), *_outs(row, plan)),
            )
        )
    return Move(row, targets, post_question, unit_question)


def _outs(row: Appointment | None, plan: Plan) -> list[tuple[str, str]]:
    """Ways to leave with the old unit; a posting that begins on the day or later has no last day there."""
    if row is not None and row.starts_on >= plan.outline.effective_on:
        return []
    labels = dict(Appointment.EndReason.choices)
    return [(f"{OUT}{code}", f"Thôi giữ chức danh: {str(labels[code]).lower()}") for code in OUT_REASONS]


def _question_for_all(plan: Plan, kinds: Iterable[str]) -> Question:
    names = ", ".join(str(UnitKind(kind).label).lower() for kind in kinds)
    text = (
        f"Danh mục chưa có chức danh nào của {names} vào ngày {day_text(plan.outline.effective_on)}. "
        f"{plan.n_people} người được chuyển thế nào?"
    )
    keep = (KEEP, "Giữ chức danh đang có, sửa sau khi có danh mục mới")
    return Question(ALL, text, (keep, *_outs(None, plan)), default=KEEP)


# --- surplus ------------------------------------------------------------------------------------------------------
def _propose_surplus(plan: Plan) -> None:
    """Who is over the number of holders of a post in the new unit; who of them stays is for a person to say.

    Ticked are those who do not come from the unit of the same name, then the later started. Postings about which a
    question is open are left out, and all of them where the catalogue of the day knows no post: it sets no number.
    """
    day = plan.outline.effective_on
    norms = norms_on(day)
    years = norms.get(SURPLUS_YEARS)
    plan.surplus_until = _years_later(day, int(years.value) if years else DEFAULT_SURPLUS_YEARS)
    held: dict[tuple[str, str], list[Appointment]] = defaultdict(list)
    for move in plan.moves:
        row = move.posting
        if row.is_primary and row.starts_on < day and len(move.targets) == 1 and not move.post_question:
            held[move.targets[0], row.post_id].append(row)
    standing = Appointment.objects.on(day).filter(unit__public_id__in=list(plan.news), is_primary=True)
    for row in standing.select_related("official", "unit", "post"):
        held[row.unit.public_id, row.post_id].append(row)
    for (unit_id, _), rows in sorted(held.items()):
        unit = plan.news[unit_id]
        as_unit = unit if isinstance(unit, Unit) else Unit(kind=unit.kind)
        most = most_holders(rows[0].post, as_unit, norms)[0]
        if len(rows) <= most:
            continue
        ranked = sorted(rows, key=lambda r: (r.unit.name != unit.name, r.starts_on, r.public_id))
        for place, row in enumerate(ranked):
            plan.surplus.append(
                SurplusProposal(row.official, unit_id, row.post, row.unit.full_name, most, place >= most)
            )


def _years_later(day: date, years: int) -> date:
    """The last day of a path of `years` that begins on `day`."""
    reached = add_months(day, years * 12)
    return reached - timedelta(days=1) if reached.day == day.day else reached  # 29/02 is reached on 28/02


def is_to_come(outline: Outline) -> bool:
    """People follow on the day itself, by the daily command."""
    return outline.effective_on > today()
