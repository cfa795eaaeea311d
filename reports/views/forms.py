"""Biểu mẫu thống kê: BM02/BNV and BM04/BNV of a year, on the page, as .xlsx in the form's own layout and as .pdf."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from foundation import audit
from foundation.components import PAGE_PARAMETER, PAGE_SIZES, SIZE_PARAMETER, Crumb
from foundation.formats.vi_numbers import number
from foundation.printed import (
    Explained,
    Heading,
    Line,
    PrintedTable,
    headings_of,
    write_pdf,
    write_printed_xlsx,
)
from foundation.printed.model import FIGURES, as_text
from foundation.scope import demand_right
from foundation.sheets import CONTENT_TYPES, attachment
from officials.models import SalaryStep, Verification
from reports.forms import BM02, BM04, FORM_ORDER, StatisticalForm
from reports.forms.papers import SALARY_COLUMNS, SALARY_HOW, quality_paper, salary_paper
from reports.forms.quality import COLUMNS, CheckResult, judge
from reports.forms.reading import paid_people, quality_numbers
from reports.scopes import Scope
from reports.views.choice import Choice, demand_figures, read_choice
from reports.views.explained import absolute, export_facts
from reports.views.figures import method_url
from reports.views.standpoints import standpoint_notes

WRITERS: Mapping[str, Callable[[Any, PrintedTable], None]] = {"xlsx": write_printed_xlsx, "pdf": write_pdf}
HOME = "Biểu mẫu thống kê"


@dataclass(frozen=True)
class FormPage:
    """One form of one year ready to be shown: the paper, its checks, what is missing, its own explanation."""

    form: StatisticalForm
    paper: PrintedTable
    checks: Sequence[CheckResult] = ()
    missing: Sequence[str] = ()


@require_safe
def form_list(request: HttpRequest) -> HttpResponse:
    """`/bieu-mau/`: which forms there are, what each needs, how far its layout has been verified."""
    demand_figures(request.user)
    may_read_pay = _reads_pay(request.user)
    forms = [
        {
            "form": form,
            "url": reverse("reports:form", args=[form.code]),
            "verified": Verification(form.verified).label,
            "is_open": form is not BM04 or may_read_pay,
        }
        for form in FORM_ORDER
    ]
    context = {"forms": forms, "tables_url": reverse("reports:tables"), "crumbs": _crumbs()[:1]}
    return render(request, "reports/forms.html", context)


def _crumbs() -> list[Crumb]:
    return [Crumb("Báo cáo, biểu mẫu", reverse("reports:numbered")), Crumb(HOME, reverse("reports:forms"))]


@require_safe
def form_page(request: HttpRequest, code: str) -> HttpResponse:
    """`/bieu-mau/<code>/`: one form; `?xuat=xlsx` or `pdf` gives the paper."""
    builders = {BM02.code: _quality, BM04.code: _salary}
    if code not in builders:
        raise Http404
    if code == BM04.code:
        demand_right(request.user, "read", SalaryStep)
    choice = read_choice(request, own_first=True, standpoints=True)
    page = builders[code](choice)
    explained = _explained(choice, page.form)
    kind = request.GET.get("xuat", "")
    if kind in WRITERS:
        return _export(request, choice, page, kind, explained)
    depth, headings = headings_of(page.paper.columns)
    # Units stand on one page; people are too many for one, and the paper itself holds all of them.
    rows = page.paper.lines[:-1]
    shown = Paginator(rows, _page_size(request, page, len(rows))).get_page(request.GET.get(PAGE_PARAMETER))
    context = choice.context() | {
        "crumbs": _crumbs(),
        "page": page,
        "form": page.form,
        "verified": Verification(page.form.verified).label,
        "paper": page.paper,
        "n_failing": sum(1 for check in page.checks if check.failing),
        "n_unjudged": sum(1 for check in page.checks if check.unjudged and not check.failing),
        "head_rows": _by_row(headings),
        "depth": depth,
        "rows_page": shown,
        "lines": [_line(page.paper, line) for line in [*shown, page.paper.lines[-1]]],
        "definitions": explained,
        "exports": [(kind, choice.address(xuat=kind)) for kind in WRITERS],
    }
    return render(request, "reports/form.html", context)


def _page_size(request: HttpRequest, page: FormPage, n_rows: int) -> int:
    wanted = request.GET.get(SIZE_PARAMETER, "")
    if page.form is BM02:
        return max(n_rows, 1)
    return int(wanted) if wanted in {str(size) for size in PAGE_SIZES} else PAGE_SIZES[0]


def _reads_pay(user: Any) -> bool:
    return user.may("read", SalaryStep._meta.label, "all") or user.may("read", SalaryStep._meta.label, "own")


def _quality(choice: Choice) -> FormPage:
    units = _units(choice)
    whole = _whole(choice, units)
    numbers = quality_numbers(choice.request.user, choice.snapshot, choice.year, [*units, whole])
    rows, total = [(scope.label, found) for scope, found in zip(units, numbers, strict=False)], numbers[-1]
    missing = _said(
        (total[0], "người chưa có ngày sinh: không vào cột 31–37"),
        (total[39], "người có trình độ ngoại ngữ không ghi thứ tiếng: không vào cột 23–26"),
    )
    paper = quality_paper(
        choice.day, whole.label, rows, total, [f"Chưa đủ số liệu: {text}." for text in missing]
    )
    checks = judge({label: found for label, found in [*rows, ("Tổng số", total)]})
    return FormPage(BM02, paper, [*checks, _adds_up(rows, total)], missing)


def _salary(choice: Choice) -> FormPage:
    units = _units(choice)
    paid = paid_people(choice.request.user, choice.snapshot, choice.year, [scope.unit for scope in units])
    missing = _said(
        (
            sum(1 for person in paid.people if person.coefficient is None),
            "người chưa có hệ số lương của ngày báo cáo",
        ),
        (sum(1 for person in paid.people if person.since is None), "người chưa rõ ngày giữ chức vụ"),
        (
            paid.n_out_of_reach,
            "người có mặt ngày báo cáo nay thuộc đơn vị khác, không có trong danh sách này",
        ),
    )
    missing.append(
        "phụ cấp: hồ sơ có một cột phụ cấp, ghi vào “Chức vụ”; “Phụ cấp vượt khung” ghi phần trăm; các cột phụ cấp khác để trống để ghi tay"
    )
    paper = salary_paper(
        choice.day, _whole(choice, units).label, paid, [f"Lưu ý: {text}." for text in missing]
    )
    return FormPage(BM04, paper, missing=missing)


def _units(choice: Choice) -> list[Scope]:
    """The units of the chosen scope that the reader gets one by one."""
    units = [scope for scope in choice.offered if scope.level == "unit"]
    base = choice.base
    if base.startswith("unit:"):
        return [scope for scope in units if scope.code == base]
    if base.startswith("area:"):
        of_area = choice.snapshot.units.area
        return [scope for scope in units if of_area[scope.unit] == choice.scope.area]
    return units


def _whole(choice: Choice, units: Sequence[Scope]) -> Scope:
    """The scope of the total: what is chosen, or the only unit of a reader who gets no others."""
    if choice.units is not None and len(units) == 1:
        return units[0]
    return next(scope for scope in choice.offered if scope.code == choice.base)


def _adds_up(rows: Sequence[tuple[str, dict[int, Any]]], total: dict[int, Any]) -> CheckResult:
    """The total of every column is the sum of the units."""
    failing, unjudged = [], []
    for column in COLUMNS:
        cells = [found[column.number] for _, found in rows]
        if not all(isinstance(cell, int) for cell in (*cells, total[column.number])):
            unjudged.append(f"cột {column.number}")
        elif sum(cells) != total[column.number]:
            failing.append(f"cột {column.number}")
    return CheckResult("Dòng Tổng số bằng tổng các dòng đơn vị", tuple(failing), tuple(unjudged))


def _said(*counted: tuple[Any, str]) -> list[str]:
    """The counts that are not zero, in words; a hidden one without its number."""
    return [
        f"một số ít {text}" if isinstance(count, dict) else f"{number(count)} {text}"
        for count, text in counted
        if count
    ]


def _by_row(headings: Sequence[Heading]) -> list[list[Heading]]:
    ordered = sorted(headings, key=lambda heading: (heading.row, heading.column))
    return [list(group) for _, group in groupby(ordered, key=lambda heading: heading.row)]


def _line(paper: PrintedTable, line: Line) -> dict[str, Any]:
    """A row ready to be shown: its number, its name, the other cells as (text, classes)."""
    number, name, *cells = [
        (as_text(column, value), "num" if column.kind in FIGURES else "")
        for column, value in zip(paper.columns, line.cells, strict=True)
    ]
    return {"number": number[0], "name": name[0], "cells": cells, "is_total": line.is_total}


def _explained(choice: Choice, form: StatisticalForm) -> list[Explained]:
    """How each column of a form is filled; what is counted with the stable link to its figure."""
    if form is BM04:
        return [
            Explained(" – ".join(column.path), how)
            for column, how in zip(SALARY_COLUMNS, SALARY_HOW, strict=True)
        ]
    return [
        Explained(
            f"Cột {column.number}: {' – '.join(column.path)}",
            " ".join(text for text in (f"{column.indicator.numerator_text}.", column.indicator.note) if text),
            method_url(column.code, choice),
        )
        for column in COLUMNS
    ]


def _export(
    request: HttpRequest, choice: Choice, page: FormPage, kind: str, explained: Sequence[Explained]
) -> HttpResponse:
    stream = io.BytesIO()
    notes = [*page.paper.notes, *standpoint_notes(choice), *export_facts(request, choice)]
    WRITERS[kind](stream, replace(page.paper, notes=notes, explained=absolute(request, explained)))
    name = f"{page.form.number.replace('/', '-')} {choice.year} {choice.scope.label}"
    unit_id = choice.snapshot.units.ids[choice.scope.unit] if choice.scope.unit >= 0 else ""
    audit.log_access(by=request.user, action="export", unit_id=unit_id, detail=f"{name}.{kind}")
    return attachment(stream.getvalue(), content_type=CONTENT_TYPES[kind], name=f"{name}.{kind}")
