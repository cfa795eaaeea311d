"""Daily: people whose future-dated posting has begun move to their new unit."""

from typing import Any

from django.core.management.base import BaseCommand

from foundation.actors import SystemActor
from officials.services.postings import refresh_all_units


class Command(BaseCommand):
    help = "Cập nhật đơn vị hiện tại của cán bộ, công chức theo quá trình công tác (chạy hằng ngày)."

    def handle(self, *args: Any, **options: Any) -> None:
        n = refresh_all_units(by=SystemActor())
        self.stdout.write(
            f"Đã cập nhật đơn vị hiện tại của {n} người." if n else "Không ai chuyển đơn vị hôm nay."
        )
