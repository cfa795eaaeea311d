"""`create_account`: the first administrator of a new installation, or an account for who lost theirs."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import CommandParser
from django.db import transaction

from accounts.models import Membership
from accounts.services.memberships import add_membership
from accounts.services.passwords import new_password
from accounts.services.users import create_user
from foundation.commands import DONE, ContractCommand, WrongUsage
from foundation.dates import today
from foundation.errors import Refused
from foundation.versions import errors_by_field
from officials.models import Unit


class Command(ContractCommand):
    help = "Tạo một tài khoản kèm vai trò; mật khẩu ngẫu nhiên được in ra một lần và phải đổi khi đăng nhập."

    def add_options(self, parser: CommandParser) -> None:
        parser.add_argument("username", help="tên đăng nhập")
        parser.add_argument("--full-name", required=True, help="họ và tên, bộ phận")
        parser.add_argument("--role", required=True, choices=Membership.Role.values)
        parser.add_argument("--unit", default="", help="mã đơn vị, cho vai trò commune")
        parser.add_argument(
            "--from", dest="starts_on", default="", help="từ ngày (YYYY-MM-DD), mặc định hôm nay"
        )

    @transaction.atomic
    def run(self, **options: Any) -> tuple[int, dict[str, Any]]:
        try:
            starts_on = date.fromisoformat(options["starts_on"]) if options["starts_on"] else today()
        except ValueError as error:
            raise WrongUsage("--from: ngày phải viết như 2021-12-31") from error
        unit = Unit.objects.filter(public_id=options["unit"]).first()
        if options["unit"] and unit is None:
            raise Refused(f"Không có đơn vị mã {options['unit']}.")
        password = new_password()
        try:
            user = create_user(
                by=self.actor,
                username=options["username"],
                full_name=options["full_name"],
                password=password,
            )
            add_membership(by=self.actor, user=user, role=options["role"], unit=unit, starts_on=starts_on)
        except ValidationError as error:
            raise Refused(
                " ".join(text for texts in errors_by_field(error).values() for text in texts)
            ) from error
        return DONE, {
            "username": user.username,
            "password": password,
            "role": options["role"],
            "unit": options["unit"],
        }

    def show(self, document: dict[str, Any]) -> None:
        self.stdout.write(f"Tên đăng nhập: {document['username']}")
        self.stdout.write(f"Mật khẩu (phải đổi khi đăng nhập): {document['password']}")
