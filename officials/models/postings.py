"""Postings: who held which post in which unit, from when to when."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q

from foundation.fields import PartialDateField, date_order_constraint, partial_constraint
from foundation.scope import ScopedModel, ScopedQuerySet
from foundation.sensitivity import classes
from officials.models.law import Post
from officials.models.people import Official
from officials.models.units import Unit


class AppointmentQuerySet(ScopedQuerySet):
    def on(self, day: date) -> AppointmentQuerySet:
        """Appointments in force on `day`."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day), starts_on__lte=day)


class Appointment(ScopedModel):
    """An official holding a post in a unit; a change is a new row. Primary: the post the person is counted by."""

    class How(models.TextChoices):
        BAU = "bau", "Bầu"
        CHI_DINH = "chi_dinh", "Chỉ định"
        TUYEN_DUNG = "tuyen_dung", "Tuyển dụng"
        TIEP_NHAN = "tiep_nhan", "Tiếp nhận"
        BO_NHIEM = "bo_nhiem", "Bổ nhiệm"
        DIEU_DONG = "dieu_dong", "Điều động"
        LUAN_CHUYEN = "luan_chuyen", "Luân chuyển"
        BIET_PHAI = "biet_phai", "Biệt phái"
        GIAO_QUYEN = "giao_quyen", "Giao quyền"

    class EndReason(models.TextChoices):
        HET_NHIEM_KY = "het_nhiem_ky", "Hết nhiệm kỳ"
        NGHI_HUU = "nghi_huu", "Nghỉ hưu"
        CHUYEN_CONG_TAC = "chuyen_cong_tac", "Chuyển công tác"
        THOI_VIEC = "thoi_viec", "Thôi việc"
        BUOC_THOI_VIEC = "buoc_thoi_viec", "Buộc thôi việc"
        BAI_NHIEM = "bai_nhiem", "Bãi nhiệm"
        DOI_DU = "doi_du", "Dôi dư"
        QUA_DOI = "qua_doi", "Qua đời"
        SAP_NHAP = "sap_nhap", "Sắp xếp đơn vị"

    official = models.ForeignKey(
        Official, verbose_name="Cán bộ, công chức", on_delete=models.PROTECT, related_name="appointments"
    )
    unit = models.ForeignKey(
        Unit, verbose_name="Đơn vị", on_delete=models.PROTECT, related_name="appointments"
    )
    post = models.ForeignKey(
        Post, to_field="code", verbose_name="Chức danh", on_delete=models.PROTECT, related_name="appointments"
    )
    is_primary = models.BooleanField("Chức danh chính", default=True)
    starts_on = models.DateField("Từ ngày")
    start_unknown = models.BooleanField("Không rõ ngày bắt đầu", default=False)
    ends_on = models.DateField("Đến ngày", null=True, blank=True)
    how = models.CharField("Hình thức", max_length=20, blank=True, choices=How.choices)
    term = models.CharField("Nhiệm kỳ", max_length=20, blank=True)
    end_reason = models.CharField("Lý do kết thúc", max_length=20, blank=True, choices=EndReason.choices)
    decision_no = models.CharField("Số quyết định", max_length=60, blank=True)
    decided_on = PartialDateField("Ngày quyết định")
    decided_by = models.CharField("Cơ quan quyết định", max_length=150, blank=True)
    managed_by = models.CharField("Diện quản lý", max_length=150, blank=True)

    unit_path = "official__unit"
    id_letter = "a"
    field_classes = classes(
        public="post is_primary starts_on start_unknown ends_on how term end_reason decision_no decided_on "
        "decided_by managed_by"
    )

    objects = AppointmentQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        ordering = ["starts_on", "pk"]
        verbose_name = "Quá trình công tác"
        verbose_name_plural = "Quá trình công tác"
        constraints = [
            date_order_constraint("appointment"),
            partial_constraint("appointment", "decided_on"),
        ]
        indexes = [
            models.Index(
                fields=["is_primary", "starts_on", "ends_on", "official", "unit", "post"],
                name="appointment_covering",
            ),
            models.Index(fields=["official", "starts_on"], name="appointment_official"),
        ]

    def __str__(self) -> str:
        return f"{self.post} {self.unit}"
