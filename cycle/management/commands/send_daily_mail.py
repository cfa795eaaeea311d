"""Daily: one mail to each user who asked for it and has something waiting. Off unless `DAILY_MAIL` is on."""

from typing import Any

from django.conf import settings
from django.core.mail import get_connection
from django.core.management.base import BaseCommand

from cycle.mail import mails
from foundation.dates import today


class Command(BaseCommand):
    help = "Gửi thư nhắc việc hằng ngày, chỉ nêu số việc (chạy hằng ngày; mặc định tắt, bật bằng DAILY_MAIL)."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DAILY_MAIL:
            self.stdout.write("Thư nhắc việc đang tắt (DAILY_MAIL).")
            return
        found = mails(today())
        if found:
            get_connection().send_messages(found)
        self.stdout.write(f"Đã gửi {len(found)} thư nhắc việc.")
