"""The gallery of components, /giao-dien/: every component in its normal, long, empty and error states.

Only where KINHMON_ENV=demo; elsewhere not found. The samples are invented and stand in gallery_samples.
"""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from foundation.views import gallery_samples as samples

SAMPLE_ROWS = 230


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    if not settings.DEMO:
        raise Http404
    messages.success(request, "Đã lưu hồ sơ. Thông báo của việc vừa làm đứng ở đây.")
    page = Paginator(range(1, SAMPLE_ROWS + 1), 25).get_page(request.GET.get("trang"))
    context = samples.context() | {"sample_page": page}
    return render(request, "foundation/gallery.html", context)
