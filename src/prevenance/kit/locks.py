"""One at a time: whoever asks for the same name waits until the transaction of the first one ends."""

from __future__ import annotations

import hashlib
import time

from django.db import connection


def wait_for(*names: object) -> None:
    """Inside a transaction, and before it reads what it will write. SQLite's writers already come one after the other
    (`transaction_mode` in the settings). On PostgreSQL the lock is advisory: every writer concerned must ask for it.
    """
    if connection.vendor != "postgresql":
        return
    name = "\x1f".join(str(one) for one in names)
    number = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big", signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])


GAP = 0.04  # seconds


def give_way() -> None:
    """Between two transactions of a program that writes for long: SQLite has no queue, a page that waits to write looks
    again each tenth of a second, and would give up if no gap were long enough to be met.
    """
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        time.sleep(GAP)
