"""Doing the queued work of a test within it, as a worker would."""

from unittest import mock

from django.core.management import call_command


def work_off():
    """Run everything that waits, to the end. The test's own transaction stays open, as with Django's test client."""
    with mock.patch("django_tasks_db.management.commands.db_worker.close_old_connections"):
        call_command("db_worker", batch=True, interval=0, startup_delay=False, verbosity=0)
