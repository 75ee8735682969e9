"""Where a site keeps its tables: SQLite in the data folder, or the PostgreSQL server that the operator names."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

SQLITE = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    # FULL: what we acknowledge survives a power cut.
    "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA mmap_size=134217728;"
    "PRAGMA cache_size=-20000;PRAGMA temp_store=MEMORY;PRAGMA journal_size_limit=67108864;"
    "PRAGMA foreign_keys=ON;PRAGMA secure_delete=ON",  # what is erased is overwritten
}


def configured(url: str, folder: Path) -> dict[str, Any]:
    """Django's description of the database. `url`: `postgresql://user:password@host:port/name?sslmode=require`, whose
    parameters are libpq's; "" for SQLite in `folder`.

    Raises:
        ImproperlyConfigured: no such address.
    """
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": folder / "prevenance.sqlite3",
            "CONN_MAX_AGE": 600,
            "OPTIONS": SQLITE,
        }
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise ImproperlyConfigured("PREVENANCE_DATABASE: the port is not a number") from None
    name = unquote(parts.path.strip("/"))
    if parts.scheme not in ("postgresql", "postgres") or not name or "/" in name:
        raise ImproperlyConfigured("PREVENANCE_DATABASE: write postgresql://user:password@host:port/name")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(port or ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,  # a server that restarted is found again at the next page
        "OPTIONS": dict(parse_qsl(parts.query)),
    }
