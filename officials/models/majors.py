"""Which field of study suits which post: what a person decided, with date and reason (indicators 6b.9)."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from foundation import vn_text
from foundation.fields import date_order_constraint
from foundation.sensitivity import classes
from officials.models.law import Post, SourcedModel

_SOURCED = "starts_on ends_on basis source verified note "


class MajorFit(SourcedModel):
    """That a field of study (ngành đào tạo) suits or does not suit a post, decided by someone on a day for a reason.

    The majors themselves are set by the province (TT 13/2019/TT-BNV leaves them to it), so none is built in. A pair
    that nobody has decided on stays "chưa xác định".
    """

    class Fit(models.TextChoices):
        PHU_HOP = "phu_hop", "Phù hợp"
        CHUA_PHU_HOP = "chua_phu_hop", "Chưa phù hợp"

    major = models.CharField("Ngành đào tạo", max_length=150)
    major_key = models.CharField("Ngành, dạng để so", max_length=150, editable=False)
    post = models.ForeignKey(
        Post, to_field="code", verbose_name="Chức danh", on_delete=models.PROTECT, related_name="major_fits"
    )
    fit = models.CharField("Kết luận", max_length=15, choices=Fit.choices)
    decided_by = models.CharField("Người xác định", max_length=150)
    decided_on = models.DateField("Ngày xác định")
    reason = models.CharField("Lý do", max_length=300)

    field_classes = classes(public=_SOURCED + "major major_key post fit decided_by decided_on reason")

    class Meta:
        ordering = ["post__position", "major_key", "starts_on", "pk"]
        verbose_name = "Ngành phù hợp với chức danh"
        verbose_name_plural = "Ngành phù hợp với chức danh"
        constraints = [
            models.UniqueConstraint(fields=["major_key", "post", "starts_on"], name="major_fit_once"),
            models.UniqueConstraint(
                fields=["major_key", "post"],
                condition=Q(starts_on__isnull=True),
                name="major_fit_once_without_start",
            ),
            date_order_constraint("major_fit"),
        ]

    def __str__(self) -> str:
        return f"{self.major} – {self.post_id}: {self.get_fit_display()}"

    def clean(self) -> None:
        self.major = vn_text.nfc(self.major)
        self.major_key = major_key(self.major)
        if not self.major_key:
            raise ValidationError({"major": "Đề nghị nhập tên ngành đào tạo."})


def major_key(text: str) -> str:
    """A field of study as it is compared: folded, without the words that only introduce it and without punctuation."""
    words = "".join(sign if sign.isalnum() else " " for sign in vn_text.fold(text)).split()
    while words[:1] in (["nganh"], ["chuyen"]) and len(words) > 1:
        words = words[1:]
    return " ".join(words)[:150]
