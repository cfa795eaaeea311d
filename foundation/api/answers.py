"""Pages and error answers of the API (contracts 7)."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import IntegrityError
from django.http import Http404
from rest_framework import exceptions, status
from rest_framework.pagination import PageNumberPagination
from rest_framework.response import Response
from rest_framework.views import exception_handler as drf_handler
from rest_framework.views import set_rollback

from foundation.errors import Denied, Refused
from foundation.jobs import Busy
from foundation.versions import StaleVersion, errors_by_field


class Pages(PageNumberPagination):
    """`{count, next, previous, results}`, 50 a page, at most 200."""

    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = 200
    page_query_description = "Số trang, từ 1."
    page_size_query_description = "Số dòng một trang, nhiều nhất 200."


def exception_handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """Answers of contracts 7: 400 with field errors, 403 denied, 404 not found, 409 stale version or busy."""
    if isinstance(error, StaleVersion):
        set_rollback()
        body = {"detail": str(error), "version": error.current.version, "changed_by": error.changed_by}
        return Response(body, status=status.HTTP_409_CONFLICT)
    if isinstance(error, Busy):
        set_rollback()
        return Response(
            {"detail": str(error), "running": error.job.subject_id}, status=status.HTTP_409_CONFLICT
        )
    if isinstance(error, Refused):
        set_rollback()
        return Response({error.field or "non_field_errors": [str(error)]}, status=status.HTTP_400_BAD_REQUEST)
    if isinstance(error, IntegrityError):  # what the row hangs on was taken away meanwhile
        set_rollback()
        body = {"detail": "Hồ sơ vừa được người khác cập nhật. Đề nghị đọc lại."}
        return Response(body, status=status.HTTP_409_CONFLICT)
    if isinstance(error, Denied):
        error = exceptions.PermissionDenied(str(error))
    elif isinstance(error, ValidationError):
        found = {field or "non_field_errors": texts for field, texts in errors_by_field(error).items()}
        error = exceptions.ValidationError(found)
    elif isinstance(error, exceptions.ParseError):
        error = exceptions.ParseError("Nội dung gửi lên không đọc được. Đề nghị kiểm tra dạng JSON.")
    elif isinstance(error, Http404 | ObjectDoesNotExist):
        error = exceptions.NotFound("Không tìm thấy.")
    return drf_handler(error, context)
