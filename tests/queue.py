"""Doing the queued work of a test within it, as a worker would."""

from django.core.management import call_command


def work_off():
    """Run everything that waits, to the end."""
    call_command("db_worker", batch=True, interval=0, startup_delay=False, verbosity=0)
