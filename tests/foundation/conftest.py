"""Real parallel writers, on the engine in use."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest
from django.db import connection


@pytest.fixture
def in_threads(transactional_db, tmp_path):
    """`in_threads(work, items)` → results, each item in a thread and on a connection of its own.

    SQLite keeps the test database in memory, where connections do not wait for each other as they do on a file; so
    the threads work on a file copy, made at the first call. Look at what they did through `in_threads` as well.
    """
    settings = connection.settings_dict
    name = settings["NAME"]

    def run(work, items):
        if connection.vendor == "sqlite" and settings["NAME"] == name:
            path = tmp_path / "copy.sqlite3"
            with closing(sqlite3.connect(path)) as copy:
                connection.connection.backup(copy)
                copy.execute("PRAGMA journal_mode=WAL")
            settings["NAME"] = str(path)

        def alone(item):
            try:
                return work(item)
            finally:
                connection.close()

        items = list(items)
        with ThreadPoolExecutor(len(items)) as pool:
            return list(pool.map(alone, items))

    yield run
    settings["NAME"] = name
