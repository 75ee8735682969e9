"""After an erasure: nothing of it stays in the database's files.

SQLite overwrites what is deleted (`secure_delete`, in the settings); what its write-ahead log still holds goes here.
"""

from __future__ import annotations

from django.db import connection


def wipe() -> bool:
    """Empties the write-ahead log into the database; whether it could (a reader elsewhere, or a transaction not yet
    over, delays it to the next time). On another engine, its own maintenance does it (`VACUUM`).
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        return False
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        busy, *_ = cursor.fetchone()
    return not busy
