"""The base of every command that outside scripts call: one JSON document, three exit statuses (contracts 1)."""

from __future__ import annotations

import json
from argparse import ArgumentTypeError
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from foundation.actors import SystemActor
from foundation.errors import Denied, Refused

DONE, REFUSED, WRONG_USAGE = 0, 1, 2


class WrongUsage(CommandError):
    """The command was typed wrongly (an option's value that argparse cannot judge): exit status 2."""

    def __init__(self, message: str) -> None:
        super().__init__(message, returncode=WRONG_USAGE)


def existing_path(text: str) -> Path:
    """An argparse type: a file or folder that is there; anything else is wrong usage."""
    path = Path(text)
    if not path.exists():
        raise ArgumentTypeError(f"không có tệp hoặc thư mục {text}")
    return path


class ContractCommand(BaseCommand):
    """A command whose result is a JSON document; for people it prints `show(document)` instead.

    Subclasses declare their options in `add_options` and do the work in `run`, which returns the exit status
    (`DONE` or `REFUSED`) and the document. `Refused` and `Denied` from a service become status 1 with
    `{"refused": "why"}`. Only the document goes to standard output; progress goes through `say` to standard error.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = SystemActor()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--format",
            choices=["text", "json"],
            default="text",
            help="text: cho người đọc (mặc định); json: một tài liệu JSON trên đầu ra chuẩn.",
        )
        self.add_options(parser)

    def add_options(self, parser: CommandParser) -> None:
        """Declare the command's own arguments."""

    def run(self, *args: Any, **options: Any) -> tuple[int, dict[str, Any]]:
        """Do the work; return the exit status and the document. Subclasses name the options they declared."""
        raise NotImplementedError

    def show(self, document: dict[str, Any]) -> None:
        """Print `document` for people, with `self.stdout.write`."""
        raise NotImplementedError

    def say(self, line: str) -> None:
        """One line of progress, on standard error."""
        self.stderr.write(self.style.NOTICE(line), self.style.NOTICE)

    def handle(self, *args: Any, **options: Any) -> None:
        as_json = options["format"] == "json"
        try:
            status, document = self.run(**options)
        except (Refused, Denied) as refusal:
            status, document = REFUSED, {"refused": str(refusal)}
        if as_json:
            self.stdout.write(json.dumps(document, ensure_ascii=False, indent=1))
        elif "refused" in document:
            self.stderr.write(str(document["refused"]))
        else:
            self.show(document)
        if status != DONE:
            raise SystemExit(status)
