"""One official's page: who this is, what needs attention, then the sections that every floor registers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_safe

from foundation.components import Crumb, Tab
from foundation.finding import visible_or_404
from foundation.forms import day_text, lower_first
from foundation.registries import ProfileSection, profile_sections
from foundation.scope import demand_right
from officials.attachments_shown import photo_context
from officials.checks import can_write
from officials.completeness import may_see as may_see_completeness
from officials.completeness_shown import person_meter
from officials.dossier import Dossier, dossier_of, partial, years_between
from officials.majors import Suits
from officials.models import Official
from officials.sections import timeline
from officials.standards import Verdict
from officials.views.records import note_sensitive

SUMMARY = "tom-tat"
# Tabs in the order in which an office asks; their names come from the sections that stand on them.
TABS = {
    SUMMARY: "Tóm tắt",
    "ban-than": "",
    "cong-tac": "",
    "trinh-do": "",
    "hang-nam": "",
    "khen-thuong": "",
    "suc-khoe": "",
    "luong": "",
    "tai-lieu": "",
    "lich-su": "",
}
_VERDICT_TONES = {
    Verdict.DAT.value: "ok",
    Verdict.CHUYEN_TIEP.value: "info",
    Verdict.CHUA_DAT.value: "warning",
    Verdict.CHUA_DU_SO_LIEU.value: "quiet",
}


@require_safe
def detail(request: HttpRequest, public_id: str) -> HttpResponse:
    demand_right(request.user, "read", Official)
    official: Official = visible_or_404(
        Official.objects.select_related("unit", "unit__area"), request.user, public_id=public_id
    )
    dossier = dossier_of(request, official)
    sections = [s for s in profile_sections if s.may_see(request.user, official)]
    chosen = request.GET.get("muc", SUMMARY)
    codes = {section.tab for section in sections}
    if chosen not in codes:
        chosen = SUMMARY
    shown = [section for section in sections if section.tab == chosen]
    opened = list(dict.fromkeys(section.sensitive for section in shown if section.sensitive))
    if opened and request.method == "GET":
        note_sensitive(request, official, "; ".join(opened))
    context = {
        "official": official,
        "head": head(dossier),
        "tabs": tabs(official, sections, chosen),
        "sections": [
            one for one in (drawn(request, official, section) for section in shown) if one.html.strip()
        ],
        "tab": chosen,
        "items": timeline(dossier) if chosen == SUMMARY else [],
        "crumbs": crumbs(request.user, official),
        **photo_context(request, official),
        "meter": person_meter(request, official) if dossier.primary is not None else None,
        "change_url": reverse("officials:change", args=[public_id])
        if can_write(request.user, Official, official.unit)
        else "",
    }
    return render(request, "officials/profile.html", context)


def crumbs(user: Any, official: Official) -> list[Crumb]:
    found = [Crumb("Hồ sơ cán bộ, công chức", reverse("officials:list"))]
    if official.unit is not None:
        found.append(Crumb(official.unit.full_name, official.unit.get_absolute_url()))
    return found


def tabs(official: Official, sections: list[ProfileSection], chosen: str) -> list[Tab]:
    """Tabs that hold a section this reader may see, each named after its sections."""
    url = official.get_absolute_url()
    found = []
    for code, label in TABS.items():
        here = [section for section in sections if section.tab == code]
        if not here:
            continue
        names = [section.tab_label for section in here if section.tab_label]
        name = label or ", ".join(names[:1] + [n[:1].lower() + n[1:] for n in names[1:]])
        address = url if code == SUMMARY else f"{url}?muc={code}"
        found.append(Tab(name, address, active=code == chosen))
    return found


@dataclass(frozen=True)
class Drawn:
    """A section ready for the page; one that has nothing to say is empty and left out."""

    code: str
    title: str
    html: str


def drawn(request: HttpRequest, official: Official, section: ProfileSection) -> Drawn:
    context = section.context(request, official) | {"section": section, "official": official}
    return Drawn(section.code, section.title, render_to_string(section.template, context, request))


def head(dossier: Dossier) -> dict[str, Any]:
    """The lines beside the name: posts, unit, group, age, years; and the badges."""
    official, primary = dossier.official, dossier.primary
    last = dossier.last_primary
    return {
        "initials": initials(official.full_name),
        "post": primary.post.name if primary else "",
        "unit": str(official.unit) if official.unit else "",
        "unit_url": official.unit.get_absolute_url() if official.unit else "",
        "since": "" if primary is None or primary.start_unknown else f"từ {primary.starts_on:%m/%Y}",
        "also": ", ".join(a.post.name for a in dossier.held if a is not primary),
        "left": "" if primary or last is None else left_line(last),
        "group": primary.post.get_group_display() if primary else "",
        "sex": official.get_sex_display(),
        "age": age_line(dossier),
        "hometown": official.hometown if dossier.sees("hometown") else "",
        "served": served_line(dossier),
        "badges": badges(dossier),
    }


def left_line(last: Any) -> str:
    reason = last.get_end_reason_display()
    until = f" đến {day_text(last.ends_on)}" if last.ends_on else ""
    return f"{last.post.name}, {last.unit}{until}" + (f" ({reason.lower()})" if reason else "")


def age_line(dossier: Dossier) -> str:
    """`45 tuổi (12/05/1976)`, for who may read the birth date."""
    birth = partial(dossier.official, "birth_date")
    if birth is None or not dossier.sees("birth_date"):
        return ""
    return f"{dossier.official.age_on(dossier.day)} tuổi ({birth.display()})"


def served_line(dossier: Dossier) -> str:
    since = dossier.served_since
    if since is None or dossier.primary is None or since > dossier.day:
        return ""
    years = years_between(since, dossier.day)
    return f"{years} năm" if years else "dưới 1 năm"


def badges(dossier: Dossier) -> list[tuple[str, str]]:
    """Pairs of tone and text: standard, surplus path, completeness of the file, retirement."""
    found = []
    judged = dossier.judgement
    if judged is not None and judged.findings:
        met = judged.verdict == Verdict.DAT
        label = judged.verdict_label
        text = "Đạt tiêu chuẩn chức danh" if met else f"Tiêu chuẩn chức danh: {lower_first(label)}"
        found.append((_VERDICT_TONES[judged.verdict], text))
    if dossier.surplus is not None:
        found.append(("info", str(dossier.surplus)))
    if dossier.major_fit is Suits.CHUA_PHU_HOP:
        found.append(("warning", "Ngành đào tạo chưa phù hợp"))
    if dossier.primary is None:
        found.append(
            ("quiet", "Không còn giữ chức danh" if dossier.appointments else "Chưa có quá trình công tác")
        )
    elif may_see_completeness(dossier.user):
        pass  # the bar says it
    elif dossier.missing_facts:
        found.append(("quiet", f"Hồ sơ thiếu {len(dossier.missing_facts)} mục"))
    else:
        found.append(("info", "Hồ sơ đủ các mục chính"))
    if dossier.retires_on is not None:
        past = dossier.retires_on < dossier.day
        text = "Đến tuổi nghỉ hưu từ" if past else "Dự kiến nghỉ hưu"
        found.append(("warning" if past else "quiet", f"{text} {dossier.retires_on:%m/%Y}"))
    return found


def initials(full_name: str) -> str:
    """First letters of surname and given name: `Vũ Đức Cường` → `VC`."""
    words = full_name.split()
    return "".join(word[0] for word in ([words[0], words[-1]] if len(words) > 1 else words)).upper()
