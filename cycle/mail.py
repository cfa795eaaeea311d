"""The daily mail: how many things of each kind wait for a user, in sentences that name nobody, and where the system is."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.core.mail import EmailMessage

from accounts.models import User
from cycle.rights import works_with_records
from cycle.work import waiting_for


def mail_for(user: User, day: date) -> EmailMessage | None:
    """The mail of one user; None where nothing waits. No names of people, posts, units: only counts and kinds."""
    if not (user.mail_address and user.is_active and works_with_records(user)):
        return None
    waiting = waiting_for(user, day)
    if not waiting:
        return None
    lines = [f"- {each.source.nameless(len(each.items))}" for each in waiting]
    body = "\n".join(
        [
            f"Việc cần xử lý tính đến ngày {day:%d/%m/%Y}:",
            "",
            *lines,
            "",
            *([f"Đề nghị mở hệ thống để xem: {settings.SITE_URL}"] if settings.SITE_URL else []),
            "Thôi nhận thư này ở mục Tài khoản của tôi.",
        ]
    )
    return EmailMessage(f"Việc cần xử lý ngày {day:%d/%m/%Y}", body, to=[user.mail_address])


def mails(day: date) -> list[EmailMessage]:
    """The mails of the day, one a user who asked for it."""
    wanting = User.objects.filter(is_active=True).exclude(mail_address="").order_by("username")
    return [mail for user in wanting if (mail := mail_for(user, day)) is not None]
