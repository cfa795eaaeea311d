"""`/api/v1/imports/`: sending a workbook, reading its result (contracts 3), confirming or giving it up, getting it back."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import exceptions, mixins, serializers, status, viewsets
from rest_framework.decorators import action
from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from exchange import api_templates, services  # noqa: F401 (registers its addresses)
from exchange.api_headings import spoken_of
from exchange.forms import UploadForm
from exchange.heading_models import LONGEST_TARGET
from exchange.models import BUSY, ImportBatch
from exchange.workbooks.gate import MAX_BYTES
from foundation import jobs
from foundation.api.urls import extra_views
from foundation.errors import Denied
from foundation.job_progress import progress_of
from foundation.models import Job
from foundation.scope import demand_right
from foundation.sheets import CONTENT_TYPES, attachment

RIGHTS = {
    "list": "read",
    "retrieve": "read",
    "create": "write",
    "confirm": "write",
    "read_again": "write",
    "cancel": "write",
    "headings": "write",
    "undo": "write",
    "workbook": "write",
    "metadata": "read",
}


class BatchSerializer(serializers.ModelSerializer):
    """One file that was sent, without its rows."""

    batch = serializers.CharField(source="public_id", read_only=True)
    unit = serializers.SerializerMethodField()

    class Meta:
        model = ImportBatch
        fields = [
            "batch",
            "unit",
            "file_name",
            "sha256",
            "as_of",
            "state",
            "refuse_code",
            "counts",
            "uploaded_at",
            "undone_at",
            "undo_reason",
        ]

    def get_unit(self, batch: ImportBatch) -> str:
        return batch.unit.public_id if batch.unit else "all"


class UploadSerializer(serializers.Serializer):
    """What to send: the file; `unit` (a commune's own by itself, for the district a unit or `all`); `as_of`;
    `mapping`: JSON `{heading: target}` for this file alone, where a heading needs a word (`/import-headings/targets/`)."""

    file = serializers.FileField(allow_empty_file=True)
    unit = serializers.CharField(required=False, max_length=80)
    as_of = serializers.DateField(required=False)
    mapping = serializers.CharField(
        required=False, max_length=100_000, help_text='{"Nhóm người": "ethnicity"}'
    )


class HeadingsSerializer(serializers.Serializer):
    """`digest` of the preview that was read; `mapping`: `{heading or key: target}`, null takes an answer back."""

    digest = serializers.CharField(max_length=64)
    mapping = serializers.DictField(
        child=serializers.CharField(max_length=LONGEST_TARGET, allow_blank=True, allow_null=True),
        allow_empty=False,
    )


class ConfirmSerializer(serializers.Serializer):
    """`digest` of the preview that was read; `choices` as the page makes them; or simply `confirm_warnings`."""

    digest = serializers.CharField(max_length=64)
    confirm_warnings = serializers.BooleanField(default=False)
    rows = serializers.DictField(child=serializers.ChoiceField(["take", "keep", "leave"]), required=False)


class UndoSerializer(serializers.Serializer):
    """Why the import is taken back."""

    reason = serializers.CharField(max_length=300)


class ObstacleSerializer(serializers.Serializer):
    """A later act that rests on the import: about whom, what; who and when where the reader may see it."""

    official_id = serializers.CharField(allow_null=True)
    name = serializers.CharField(allow_null=True)
    what = serializers.CharField()
    who = serializers.CharField(allow_null=True)
    at = serializers.DateTimeField(allow_null=True)


class NotUndoneSerializer(serializers.Serializer):
    """Nothing was taken back: it is undone already (no obstacles), or these acts came later."""

    detail = serializers.CharField()
    obstacles = ObstacleSerializer(many=True, required=False)


class XlsxRenderer(BaseRenderer):
    """Lets a client ask for .xlsx; the file itself is a plain response, only errors are rendered."""

    media_type = CONTENT_TYPES["xlsx"]
    format = "xlsx"

    def render(self, data: Any, *arguments: Any, **options: Any) -> bytes:
        return JSONRenderer().render(data)


@extend_schema_view(
    list=extend_schema(summary="Các lần nhập từ Excel"),
    retrieve=extend_schema(summary="Kết quả đọc một tệp", responses=OpenApiTypes.OBJECT),
)
class ImportViewSet(mixins.ListModelMixin, viewsets.GenericViewSet[ImportBatch]):
    """Lần nhập từ Excel."""

    serializer_class = BatchSerializer
    queryset = ImportBatch.objects.none()
    lookup_field = "public_id"
    lookup_value_regex = "[^/]+"
    parser_classes = [MultiPartParser, JSONParser]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if self.action is not None:
            demand_right(request.user, RIGHTS[self.action], ImportBatch)

    def get_queryset(self) -> Any:
        rows = ImportBatch.objects.visible_to(self.request.user).select_related("unit")
        deferred = ("result", "summary", "choices", "mapping")
        return rows.defer(*deferred) if self.action == "list" else rows

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return Response(_document(self.get_object()))

    @extend_schema(
        summary="Gửi một tệp để kiểm tra",
        request={"multipart/form-data": UploadSerializer},
        responses={201: OpenApiTypes.OBJECT, 202: OpenApiTypes.OBJECT},
    )
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        sent = request.FILES.get("file")
        if sent is not None and (sent.size or 0) > MAX_BYTES:
            return Response({"file": ["Tệp lớn hơn 10 MB."]}, status=status.HTTP_413_REQUEST_ENTITY_TOO_LARGE)
        data: dict[str, Any] = {name: request.data.get(name, "") for name in ("unit", "as_of")}  # type: ignore[union-attr]
        form = UploadForm(data, request.FILES, user=request.user)
        if not data.get("unit") and len(form.units) == 1:
            data["unit"] = next(iter(form.units))
        if not form.is_valid():
            raise exceptions.ValidationError(
                {name: [str(t) for t in texts] for name, texts in form.errors.items()}
            )
        mapping = request.data.get("mapping")  # type: ignore[union-attr]
        upload = replace(form.upload(), spoken=spoken_of(mapping) if mapping else {})
        batch = services.send(upload, by=request.user)
        return _answer(batch, status.HTTP_201_CREATED)

    @extend_schema(
        summary="Nhập các dòng đã kiểm tra", request=ConfirmSerializer,
        responses={200: OpenApiTypes.OBJECT, 202: OpenApiTypes.OBJECT},
        parameters=[OpenApiParameter("public_id", OpenApiTypes.STR, OpenApiParameter.PATH)],
    )  # fmt: skip
    @action(detail=True, methods=["post"])
    def confirm(self, request: Request, public_id: str) -> Response:
        batch = self._own()
        sent = ConfirmSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        take = services.TAKE if sent.validated_data["confirm_warnings"] else services.LEAVE
        choices = {"rows": sent.validated_data.get("rows", {}), "kinds": {"*": take}}
        try:
            services.begin_writing(
                batch, by=request.user, digest=sent.validated_data["digest"], choices=choices
            )
        except (services.Changed, services.NotOpen) as fault:
            batch.refresh_from_db()
            said = "Hồ sơ đã thay đổi. Đề nghị đọc lại kết quả kiểm tra."
            if isinstance(fault, services.NotOpen) or batch.state != "previewed":
                said = "Lần nhập này đã xong hoặc đã hủy."
            return Response({"detail": said, "digest": batch.digest}, status=status.HTTP_409_CONFLICT)
        return _answer(batch)

    @extend_schema(
        summary="Nói rõ các cột rồi đọc lại tệp", request=HeadingsSerializer,
        responses={200: OpenApiTypes.OBJECT, 202: OpenApiTypes.OBJECT},
        parameters=[OpenApiParameter("public_id", OpenApiTypes.STR, OpenApiParameter.PATH)],
    )  # fmt: skip
    @action(detail=True, methods=["post"])
    def headings(self, request: Request, public_id: str) -> Response:
        batch = self._own()
        sent = HeadingsSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        spoken = services.spoken_by_key(batch, sent.validated_data["mapping"])
        try:
            services.begin_rereading(
                batch, by=request.user, digest=sent.validated_data["digest"], spoken=spoken
            )
        except services.WrongHeadings as wrong:
            texts = [f"“{key}”: {text}" if key else text for key, text in wrong.errors.items()]
            raise exceptions.ValidationError({"mapping": texts}) from wrong
        except (services.Changed, services.NotOpen) as fault:
            said = "Tệp đã được đọc lại. Đề nghị xem kết quả kiểm tra mới."
            if isinstance(fault, services.NotOpen):
                said = "Lần nhập này đã xong hoặc đã hủy."
            return Response({"detail": said, "digest": batch.digest}, status=status.HTTP_409_CONFLICT)
        return _answer(batch)

    @extend_schema(
        summary="Hủy một lần kiểm tra", request=None, responses=OpenApiTypes.OBJECT,
        parameters=[OpenApiParameter("public_id", OpenApiTypes.STR, OpenApiParameter.PATH)],
    )  # fmt: skip
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, public_id: str) -> Response:
        batch = self._own()
        try:
            services.stop(batch, by=request.user)
        except services.NotOpen:
            return Response({"detail": "Lần nhập này đã xong hoặc đã hủy."}, status=status.HTTP_409_CONFLICT)
        return _answer(batch)

    @extend_schema(
        summary="Đọc lại từ đầu một tệp lớn mà việc đọc bị gián đoạn", request=None,
        responses={202: OpenApiTypes.OBJECT},
        parameters=[OpenApiParameter("public_id", OpenApiTypes.STR, OpenApiParameter.PATH)],
    )  # fmt: skip
    @action(detail=True, methods=["post"], url_path="read-again")
    def read_again(self, request: Request, public_id: str) -> Response:
        batch = self._own()
        try:
            services.read_once_more(batch, by=request.user)
        except services.NotOpen:
            return Response(
                {"detail": "Không có việc đọc nào bị gián đoạn."}, status=status.HTTP_409_CONFLICT
            )
        return _answer(batch)

    @extend_schema(
        summary="Hoàn tác một lần nhập", request=UndoSerializer,
        responses={200: OpenApiTypes.OBJECT, 202: OpenApiTypes.OBJECT, 409: NotUndoneSerializer},
        parameters=[OpenApiParameter("public_id", OpenApiTypes.STR, OpenApiParameter.PATH)],
    )  # fmt: skip
    @action(detail=True, methods=["post"])
    def undo(self, request: Request, public_id: str) -> Response:
        batch = self.get_object()
        services.check_may_undo(request.user, batch)
        sent = UndoSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        try:
            done = services.begin_undoing(batch, by=request.user, reason=sent.validated_data["reason"])
        except services.NotOpen:
            said = "Lần nhập này chưa nhập hoặc đã hoàn tác."
            return Response({"detail": said}, status=status.HTTP_409_CONFLICT)
        except services.NotUndoable as refusal:
            found = [item.as_json() for item in refusal.obstacles]
            return Response({"detail": str(refusal), "obstacles": found}, status=status.HTTP_409_CONFLICT)
        code = status.HTTP_200_OK if done else status.HTTP_202_ACCEPTED
        return Response(_document(batch), status=code)

    @extend_schema(
        summary="Nhận lại tệp đã gửi, kèm kết quả, lý do và cách sửa bên cạnh từng dòng",
        request=None, responses={(200, CONTENT_TYPES["xlsx"]): OpenApiTypes.BINARY},
        parameters=[OpenApiParameter("public_id", OpenApiTypes.STR, OpenApiParameter.PATH)],
    )  # fmt: skip
    @action(detail=True, methods=["get"], renderer_classes=[JSONRenderer, XlsxRenderer])
    def workbook(self, request: Request, public_id: str) -> HttpResponse:
        made = services.returned_workbook(self._own(), by=request.user)
        if made is None:
            raise exceptions.NotFound
        return attachment(made.content, content_type=CONTENT_TYPES["xlsx"], name=made.name)

    def _own(self) -> ImportBatch:
        batch = self.get_object()
        if batch.uploaded_by_id != self.request.user.pk:
            raise Denied("Chỉ người gửi tệp mới xác nhận, hủy lần nhập này hoặc nhận lại tệp.")
        return batch


def _document(batch: ImportBatch) -> dict[str, Any]:
    """The result of contracts 3, with the state of the batch and the digest that confirming needs; of a long file
    also how far the work on it is (`progress`)."""
    job = jobs.latest(batch.public_id)
    if job is not None:
        batch.refresh_from_db()
    document = {
        **services.document(batch),
        "batch": batch.public_id,
        "state": batch.state,
        "digest": batch.digest,
    }
    return document if job is None else document | {"progress": _progress(job)}


def _progress(job: Job) -> dict[str, Any]:
    progress = progress_of(job)
    return {
        "state": job.state,
        "stage": job.stage,
        "done": job.n_done,
        "total": job.n_total,
        "message": " ".join(text for text in (progress.sentence, progress.warning) if text),
    }


def _answer(batch: ImportBatch, done: int = status.HTTP_200_OK) -> Response:
    """The document of a batch; 202 while it is in work."""
    document = _document(batch)
    return Response(document, status=status.HTTP_202_ACCEPTED if document["state"] in BUSY else done)


extra_views.append(("imports", ImportViewSet, "imports"))
