"""Where the page of a unit or khu with all its figures is; the town's is Tổng quan."""

from __future__ import annotations

from django.http import QueryDict
from django.urls import reverse

from foundation.components import query
from reports.scopes import Scope
from reports.views.choice import Choice

# The six figures that places are put side by side with.
COMPARED = {
    "A2": "Có mặt / được giao",
    "C2u": "Đại học trở lên",
    "C2s": "Đạt chuẩn chuyên môn",
    "B2": "Sức khỏe I–III",
    "E2": "Hoàn thành tốt trở lên",
    "F2": "Được bồi dưỡng",
}


def profile_url(scope: Scope, choice: Choice) -> str:
    """The page of `scope` in the year and group of `choice`."""
    said = query(QueryDict(), nam=choice.year, nhom=choice.group or None)
    if scope.unit >= 0:
        return reverse("reports:unit-profile", args=[choice.snapshot.units.ids[scope.unit]]) + said
    if scope.area >= 0:
        return reverse("reports:area-profile", args=[choice.snapshot.units.area_names[scope.area]]) + said
    return reverse("reports:overview") + said
