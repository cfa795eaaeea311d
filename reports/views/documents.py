"""Văn bản: the documents made from the records; each on a page where it is chosen whose and of when, .docx and .pdf."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import IO, Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from foundation import audit
from foundation.components import Crumb
from foundation.dates import today
from foundation.errors import Refused
from foundation.finding import visible_or_404
from foundation.papers import Paper, write_docx, write_paper_pdf
from foundation.scope import demand_right
from foundation.sheets import attachment
from foundation.vn_text import fold
from officials.models import Official, Unit, Verification
from reports.document_forms import DocumentForm
from reports.documents import Asked, Built, Document, documents
from reports.documents.model import PERSON, UNIT, UNITS
from reports.documents.reading import people_of

WRITERS: Mapping[str, tuple[Callable[[IO[bytes], Paper], None], str]] = {
    "docx": (write_docx, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "pdf": (write_paper_pdf, "application/pdf"),
}
HOME = "Văn bản"
YEARLY_URL = "/nghiep-vu/"  # of the floor above


@dataclass
class Choice:
    """What the address asks for: `asked` once the form is complete, else None."""

    form: DocumentForm
    unit: Unit | None = None
    official: Official | None = None
    people: list[Official] = field(default_factory=list)
    asked: Asked | None = None


@require_safe
def document_list(request: HttpRequest) -> HttpResponse:
    """`/van-ban/`: the documents this user may have, by group."""
    user: Any = request.user
    demand_right(user, "read", Official)
    offered = [(one, reverse("reports:document", args=[one.code])) for one in documents if one.may_see(user)]
    groups = [(name, list(found)) for name, found in groupby(offered, key=lambda pair: pair[0].group)]
    return render(request, "reports/documents.html", {"groups": groups, "crumbs": _crumbs()[:1]})


@require_safe
def document_page(request: HttpRequest, code: str) -> HttpResponse:
    """`/van-ban/<code>/`: choose, see what will be missing; `?xuat=docx` or `pdf` gives the paper."""
    user: Any = request.user
    demand_right(user, "read", Official)
    document = documents.get(code)
    if document is None:
        raise Http404
    if not document.may_see(user):
        raise PermissionDenied
    choice = _read(request, document)
    built, refusal = _build(document, choice.asked)
    kind = request.GET.get("xuat", "")
    if built is not None and kind in WRITERS:
        return _download(request, document, choice, built, kind)
    context = {
        "document": document,
        "form": choice.form,
        "built": built,
        "n_parts": len(built.parts) if built else 0,
        "refusal": refusal,
        "verified": Verification(document.verified).label,
        "kinds": list(WRITERS),
        "person_url": choice.official.get_absolute_url() if choice.official else "",
        "official": choice.official,
        "crumbs": _crumbs(),
    }
    return render(request, "reports/document.html", context)


def _crumbs() -> list[Crumb]:
    return [Crumb("Nghiệp vụ hằng năm", YEARLY_URL), Crumb(HOME, reverse("reports:documents"))]


def _build(document: Document, asked: Asked | None) -> tuple[Built | None, str]:
    if asked is None:
        return None, ""
    try:
        return document.build(asked), ""
    except Refused as refusal:
        return None, str(refusal)


# --- what is asked for --------------------------------------------------------------------------------------
def _read(request: HttpRequest, document: Document) -> Choice:
    """What the address names and the reader may see: Http404 for a unit or person outside that."""
    params = request.GET
    years = [str(year) for year in document.years()]
    year = params.get("nam", "")
    if year not in years:
        year = str(today().year) if str(today().year) in years else "".join(years[:1])
    asked = Asked(user=request.user, year=int(year) if year else 0)
    official = _official(request, document)
    unit = _unit(request, document, official)
    units: list[Unit] = []
    if UNIT in document.asks or UNITS in document.asks:
        rows = Unit.objects.visible_to(request.user).existing_on(asked.year_day)
        units = list(rows.order_by("name", "pk"))
    if unit is None and UNIT in document.asks and len(units) == 1:
        unit = units[0]
    people: list[Official] = []
    if unit is not None and PERSON in document.asks:
        people = people_of(request.user, unit, asked.year_day)
        official = _of_unit(official, unit, people)
        if official is not None and official.pk not in {person.pk for person in people}:
            people.append(official)  # somebody who has left, asked for from their own page
    data = _filled(request, document, unit, official, year)
    form = DocumentForm(data, document=document, units=units, people=people, unit=unit)
    for name in request.GET.getlist("xa") if UNITS in document.asks else ():
        visible_or_404(Unit.objects.all(), request.user, public_id=name)
    choice = Choice(form, unit, official, people)
    if not _is_asked(request, document, unit):
        form.is_bound = False
        form.initial = {name: data.getlist(name) if name == "xa" else data.get(name) for name in form.fields}
    elif form.is_valid():
        choice.asked = _asked(request, form, unit, official, units)
    return choice


def _is_asked(request: HttpRequest, document: Document, unit: Unit | None) -> bool:
    """Before anything is chosen nobody is told what is still missing."""
    if UNIT in document.asks and unit is not None:
        return True
    return any(name in request.GET for name in ("don_vi", "xa", "xuat"))


def _official(request: HttpRequest, document: Document) -> Official | None:
    name = request.GET.get("nguoi", "")
    if not name or PERSON not in document.asks:
        return None
    official: Official = visible_or_404(Official.objects.select_related("unit"), request.user, public_id=name)
    return official


def _unit(request: HttpRequest, document: Document, official: Official | None) -> Unit | None:
    name = request.GET.get("don_vi", "")
    if UNIT not in document.asks:
        return None
    if name:
        unit: Unit = visible_or_404(Unit.objects.all(), request.user, public_id=name)
        return unit
    return official.unit if official else None


def _of_unit(official: Official | None, unit: Unit, people: list[Official]) -> Official | None:
    """The person, unless another unit has been chosen since: then everybody of that unit."""
    if official is None or official.unit_id == unit.pk:
        return official
    return official if official.pk in {person.pk for person in people} else None


def _filled(
    request: HttpRequest, document: Document, unit: Unit | None, official: Official | None, year: str
) -> Any:
    data = request.GET.copy()
    data["nam"] = year
    data["don_vi"] = unit.public_id if unit else ""
    data["nguoi"] = official.public_id if official else ""
    data.setdefault("quy", str((today().month + 2) // 3))
    return data


def _asked(
    request: HttpRequest, form: DocumentForm, unit: Unit | None, official: Official | None, units: list[Unit]
) -> Asked:
    values = form.cleaned_data
    chosen = set(values.get("xa", ()))
    return Asked(
        user=request.user,
        unit=unit,
        official=official,
        year=int(values.get("nam") or 0),
        quarter=int(values.get("quy") or 0),
        units=tuple(each for each in units if each.public_id in chosen),
        due=values.get("han"),
    )


# --- the file -----------------------------------------------------------------------------------------------
def _download(
    request: HttpRequest, document: Document, choice: Choice, built: Built, kind: str
) -> HttpResponse:
    """The paper as a file to save, and a note in the access log of who took it, and of whom it tells."""
    write, content_type = WRITERS[kind]
    stream = io.BytesIO()
    write(stream, built.paper(document.title, document.size))
    of = choice.official or choice.unit
    asked = choice.asked
    when = str(asked.year) if asked and asked.year else f"{today():%Y-%m-%d}"
    name = " ".join(text for text in (document.title, str(of or ""), when) if text)
    unit_id = choice.unit.public_id if choice.unit else ""
    person_id = choice.official.public_id if choice.official else ""
    audit.log_access(
        by=request.user, action="export", object_id=person_id, unit_id=unit_id, detail=f"{name}.{kind}"
    )
    if document.sensitive:
        people = [choice.official] if choice.official else choice.people
        opened = [person.public_id for person in people] if built.opened is None else list(built.opened)
        audit.log_access_to_many(
            by=request.user,
            action="open_sensitive",
            object_ids=opened,
            unit_id=unit_id,
            detail=f"{document.title}: {document.sensitive}",
        )
    plain = fold(name).replace("/", "-").replace("(", "").replace(")", "").replace(",", "")
    return attachment(stream.getvalue(), content_type=content_type, name=f"{plain}.{kind}")


# --- links elsewhere ----------------------------------------------------------------------------------------
def person_documents(request: HttpRequest, official: Official) -> dict[str, Any]:
    """The section of one official's page: the documents about that person."""
    return {"links": _links(request.user, PERSON, {"nguoi": official.public_id})}


def unit_documents(request: HttpRequest, unit: Unit) -> dict[str, Any]:
    """The panel of one unit's page: the documents about its people."""
    return {"links": _links(request.user, UNIT, {"don_vi": unit.public_id})}


def _links(user: Any, asks: str, chosen: dict[str, str]) -> list[tuple[Document, str]]:
    return [
        (one, f"{reverse('reports:document', args=[one.code])}?{urlencode(chosen)}")
        for one in documents
        if asks in one.asks and one.may_see(user)
    ]
