"""The tables of law this floor shows on the page of law and catalogues (`/danh-muc/`)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import reverse

from foundation.formats import vi_numbers
from foundation.formats.vi_numbers import DASH
from foundation.registries import CatalogueRow, CatalogueTable, catalogue_tables
from officials.law_forms import plain_number
from officials.models import (
    Benchmark,
    IssuingBody,
    MajorFit,
    Norm,
    Post,
    PostStandard,
    PostValidity,
    QuotaNorm,
    Rank,
    RetirementAge,
    SourcedModel,
    TheoryLink,
)
from officials.references import reference_edit_url
from officials.standards import level_label

NORMS = "norms"


def sourced(row: SourcedModel, *cells: str, detail: str = "", edit_url: str = "") -> CatalogueRow:
    """A row to show, from its model row and the texts of its own columns."""
    return CatalogueRow(
        cells=cells,
        detail=detail,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        basis=row.basis,
        source=row.source,
        verified=row.verified,
        note=row.note,
        edit_url=edit_url,
    )


def norm_rows() -> list[CatalogueRow]:
    return [
        sourced(
            row,
            row.title,
            f"{plain_number(row.value)} {row.unit}",
            detail=f"Mã: {row.code}",
            edit_url=reverse("officials:norm-edit", args=[row.public_id]),
        )
        for row in Norm.objects.order_by("code", "starts_on", "pk")
    ]


def post_rows() -> list[CatalogueRow]:
    return [
        CatalogueRow((str(post.position), post.name, post.get_group_display(), str(post.max_holders)))
        for post in Post.objects.all()
    ]


def validity_rows() -> list[CatalogueRow]:
    rows = PostValidity.objects.select_related("post")
    return [sourced(row, row.post.name, row.get_unit_kind_display(), row.title) for row in rows]


def quota_rows() -> list[CatalogueRow]:
    return [
        sourced(row, row.get_unit_kind_display(), row.get_unit_class_display(), str(row.total))
        for row in QuotaNorm.objects.all()
    ]


def standard_rows() -> list[CatalogueRow]:
    return [
        sourced(
            row,
            row.post.name,
            row.get_criterion_display(),
            _required(row),
            _transition(row),
        )
        for row in PostStandard.objects.select_related("post")
    ]


def _required(row: PostStandard) -> str:
    word = "không quá" if row.criterion.startswith("max_age") else "từ"
    return f"{word} {level_label(row.criterion, row.required).lower()}"


def _transition(row: PostStandard) -> str:
    if row.recruited_before is None or row.transition_until is None:
        return DASH
    return f"tuyển dụng trước {row.recruited_before:%d/%m/%Y}: đến {row.transition_until:%d/%m/%Y}"


def rank_rows() -> list[CatalogueRow]:
    return [
        sourced(
            row,
            row.code,
            row.name,
            row.series,
            " · ".join(str(value).replace(".", ",") for value in row.coefficients),
            f"{row.months_per_step} tháng" if row.months_per_step else DASH,
        )
        for row in Rank.objects.all()
    ]


def retirement_rows() -> list[CatalogueRow]:
    return [sourced(row, row.get_sex_display(), _born(row), _age(row)) for row in RetirementAge.objects.all()]


def major_rows() -> list[CatalogueRow]:
    rows = MajorFit.objects.select_related("post")
    return [
        sourced(
            row,
            row.major,
            row.post.name,
            row.get_fit_display(),
            f"{row.decided_by}, {row.decided_on:%d/%m/%Y}",
            row.reason,
            edit_url=reverse("officials:major-edit", args=[row.public_id]),
        )
        for row in rows
    ]


def theory_rows() -> list[CatalogueRow]:
    return [
        sourced(
            row,
            row.concept,
            row.criterion,
            row.indicators,
            f"{row.factor} ({row.get_factor_kind_display().lower()})",
            f"Nhóm {row.solution_group}: {row.solution}",
            edit_url=reference_edit_url(row),
        )
        for row in TheoryLink.objects.all()
    ]


def benchmark_rows() -> list[CatalogueRow]:
    return [
        sourced(
            row,
            row.place,
            row.period,
            DASH if row.n is None else vi_numbers.number(row.n),
            row.indicators,
            row.figure,
            row.lesson,
            edit_url=reference_edit_url(row),
        )
        for row in Benchmark.objects.all()
    ]


def _born(row: RetirementAge) -> str:
    first, last = row.born_from, row.born_until
    if first is None:
        return f"đến {last:%m/%Y}" if last else "mọi tháng sinh"
    return f"{first:%m/%Y} – {last:%m/%Y}" if last else f"từ {first:%m/%Y}"


def _age(row: RetirementAge) -> str:
    return f"{row.years} tuổi {row.months} tháng" if row.months else f"{row.years} tuổi"


def body_rows() -> list[CatalogueRow]:
    return [
        sourced(
            row,
            row.name,
            row.get_code_display(),
            row.parent_name,
            row.symbol,
            row.place,
            ", ".join(text for text in (row.on_behalf, row.signer) if text),
            edit_url=reverse("officials:body-edit", args=[row.public_id]),
        )
        for row in IssuingBody.objects.all()
    ]


def _register(
    order: int,
    code: str,
    title: str,
    columns: str,
    rows: Callable[[], list[Any]],
    about: str = "",
    actions: tuple[tuple[str, str], ...] = (),
) -> None:
    names = tuple(columns.split("|"))
    catalogue_tables.register(CatalogueTable(code, title, order, names, rows, about, actions))


_register(
    10,
    NORMS,
    "Định mức, ngưỡng",
    "Nội dung|Giá trị",
    norm_rows,
    "Các chỉ tiêu và phát hiện đọc ngưỡng từ bảng này theo ngày của số liệu.",
)
_register(20, "posts", "Chức vụ, chức danh", "Thứ tự|Tên|Nhóm|Số người tối đa", post_rows)
_register(30, "post_validities", "Hiệu lực của chức danh", "Chức danh|Loại đơn vị|Tên gọi", validity_rows)
_register(
    40,
    "quota_norms",
    "Khung số lượng",
    "Loại đơn vị|Loại|Số lượng tối đa",
    quota_rows,
    "Số được giao cho từng xã, phường, nếu có, được dùng trước khung này.",
)
_register(
    50,
    "post_standards",
    "Tiêu chuẩn chức danh",
    "Chức danh|Điều kiện|Yêu cầu|Chuyển tiếp",
    standard_rows,
    "Mỗi năm được xét theo tiêu chuẩn có hiệu lực của năm đó, kèm thời hạn chuyển tiếp.",
)
_register(60, "ranks", "Ngạch, bậc lương", "Mã|Tên|Loại|Hệ số từng bậc|Nâng bậc sau", rank_rows)
_register(70, "retirement_ages", "Tuổi nghỉ hưu", "Giới tính|Sinh|Tuổi", retirement_rows)
_register(
    80,
    "major_fits",
    "Ngành phù hợp với chức danh",
    "Ngành đào tạo|Chức danh|Kết luận|Người, ngày xác định|Lý do",
    major_rows,
    "Ngành phù hợp do tỉnh quy định (TT 13/2019/TT-BNV), hệ thống không tự đặt ra; ngành chưa có trong bảng là chưa xác định.",
    (("Xác định ngành", "officials:major-add"), ("Ngành chưa xác định", "officials:majors")),
)
_register(
    90,
    "theory_links",
    "Cơ sở lý luận",
    "Khái niệm|Tiêu chí|Chỉ tiêu|Yếu tố ảnh hưởng|Giải pháp",
    theory_rows,
    "Khái niệm, tiêu chí, chỉ tiêu, yếu tố, giải pháp; dòng đã đọc trong nguồn dẫn thì không sửa ở đây.",
)
_register(
    100,
    "benchmarks",
    "Kinh nghiệm địa phương khác",
    "Nơi|Thời điểm|n|Chỉ tiêu|Số liệu|Bài học",
    benchmark_rows,
    "Số liệu nơi khác đã công bố, để đặt cạnh; không dùng để xếp hạng.",
)
_register(
    110,
    "issuing_bodies",
    "Cơ quan ban hành văn bản",
    "Tên ghi trên văn bản|Cơ quan|Cơ quan chủ quản|Ký hiệu|Địa danh|Người ký",
    body_rows,
    "Tên ở đầu văn bản và chức vụ người ký theo ngày lập văn bản.",
    (("Thêm cơ quan", "officials:body-add"),),
)
