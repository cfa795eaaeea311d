"""The catalogues this floor adds to the page of law and catalogues (`/danh-muc/`)."""

from __future__ import annotations

from django.urls import reverse

from assessments.models import AwardTitle, Discipline, DisciplineFormRule, EvaluationRegime, RatingAuthority
from foundation.formats.vi_numbers import DASH
from foundation.registries import CatalogueRow, CatalogueTable, catalogue_tables
from officials.catalogues import sourced
from officials.models import Post


def regime_rows() -> list[CatalogueRow]:
    return [
        sourced(
            row,
            f"{row.first_year} – {row.last_year}" if row.last_year else f"từ {row.first_year}",
            row.name,
            "; ".join(f"{level.rank}. {level.label}" for level in row.levels.all()),
        )
        for row in EvaluationRegime.objects.prefetch_related("levels")
    ]


def award_rows() -> list[CatalogueRow]:
    return [
        sourced(row, row.title, row.get_kind_display(), row.authority or DASH)
        for row in AwardTitle.objects.all()
    ]


def discipline_rows() -> list[CatalogueRow]:
    forms = dict(Discipline.Form.choices)
    return [
        sourced(
            row,
            row.get_group_display(),
            str(forms[row.form]),
            f"{row.bar_months} tháng" if row.bar_months else DASH,
        )
        for row in DisciplineFormRule.objects.order_by("group", "starts_on", "pk")
    ]


def authority_rows() -> list[CatalogueRow]:
    posts = {post.code: post for post in Post.objects.all()}
    rows = sorted(
        RatingAuthority.objects.all(),
        key=lambda row: (posts[row.post_code].position if row.post_code in posts else 99, row.pk),
    )
    return [
        sourced(
            row,
            posts[row.post_code].name if row.post_code in posts else row.post_code,
            row.get_manager_display(),
            edit_url=reverse("assessments:authority-edit", args=[row.public_id]),
        )
        for row in rows
    ]


catalogue_tables.register(
    CatalogueTable(
        "evaluation_regimes",
        "Quy định đánh giá",
        80,
        ("Năm đánh giá", "Tên", "Các mức"),
        regime_rows,
        "Mức thứ ba đổi tên và nội dung từ năm 2020: không so sánh riêng mức này giữa 2019 và 2020.",
    )
)
catalogue_tables.register(
    CatalogueTable("award_titles", "Khen thưởng", 90, ("Tên", "Loại", "Thẩm quyền"), award_rows)
)
catalogue_tables.register(
    CatalogueTable(
        "discipline_forms",
        "Hình thức kỷ luật",
        100,
        ("Nhóm", "Hình thức", "Thời hạn hạn chế"),
        discipline_rows,
    )
)
catalogue_tables.register(
    CatalogueTable(
        "rating_authorities",
        "Diện quản lý",
        85,
        ("Chức danh", "Quyết định xếp loại"),
        authority_rows,
        "Ai quyết định xếp loại hằng năm, theo phân cấp của địa phương; đợt đánh giá dùng dòng có hiệu lực ngày 31/12 của năm.",
        (("Thêm diện quản lý", "assessments:authority-add"),),
    )
)
