"""`manage.py db_worker`: does long work. django-tasks-db's worker, which says that it lives and ends when told to."""

from __future__ import annotations

import gc
import logging
import os
import signal
import threading
import time
from argparse import ArgumentParser
from types import FrameType
from typing import Any

from django.db import InterfaceError, OperationalError, close_old_connections, connection
from django_tasks_db.management.commands import db_worker

from foundation import workers

logger = logging.getLogger("kinhmon.jobs")
PAUSE_SECONDS = 2


class Worker(db_worker.Worker):
    """Goes on where the database is busy or away for a while; a first signal stops the job at its next report."""

    leave_with = 0  # the process whose end is ours too; 0 = none

    def run(self) -> None:
        if self.batch:  # does what waits and ends: nobody counts on it to stay
            super().run()
        else:
            self._stay()

    def _stay(self) -> None:
        ended = threading.Event()
        beat = threading.Thread(target=self._beat, args=(ended,), daemon=True)
        beat.start()
        try:
            while self.running and not self._is_left():
                try:
                    super().run()
                    return
                except (OperationalError, InterfaceError) as fault:
                    logger.warning("the database cannot be asked now: %s", fault)
                    connection.close()
                    time.sleep(PAUSE_SECONDS)
        finally:
            ended.set()
            beat.join(PAUSE_SECONDS)

    def shutdown(self, signum: int, frame: FrameType | None) -> None:
        workers.stopping.set()
        super().shutdown(signum, frame)

    def _is_left(self) -> bool:
        return bool(self.leave_with) and not workers.is_running(self.leave_with)

    def _beat(self, ended: threading.Event) -> None:
        """Renew our row every few seconds, on a connection of this thread."""
        while not ended.is_set():
            if self._is_left():
                os.kill(os.getpid(), signal.SIGTERM)
                return
            close_old_connections()
            workers.say_seen()
            ended.wait(workers.SEEN_EVERY.total_seconds())
        connection.close()


class Command(db_worker.Command):
    help = "Chạy việc dài (đọc, ghi tệp Excel lớn) bên ngoài tiến trình web."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--leave-with", type=int, default=0, metavar="PID", help="Kết thúc khi tiến trình này kết thúc."
        )  # fmt: skip

    def handle(self, *, leave_with: int, **options: Any) -> None:  # type: ignore[override]
        Worker.leave_with = leave_with
        # A town's file makes hundreds of thousands of objects that stay: looking among them for rubbish as often as
        # Python does by itself takes a quarter of the processor time of an import.
        gc.set_threshold(50_000, 20, 100)
        workers.stopping.clear()
        original, db_worker.Worker = db_worker.Worker, Worker  # type: ignore[misc]
        try:
            super().handle(**options)
        finally:
            db_worker.Worker = original  # type: ignore[misc]
