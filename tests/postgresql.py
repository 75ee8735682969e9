"""An empty database of a PostgreSQL server, for tests that start programs: PREVENANCE_POSTGRESQL names the server."""

from __future__ import annotations

import contextlib
import os
import uuid
from collections.abc import Iterator
from urllib.parse import quote

import pytest


@contextlib.contextmanager
def site_database() -> Iterator[str]:
    """Its address, as PREVENANCE_DATABASE wants it; removed at the end. Skips where no server is named."""
    psycopg = pytest.importorskip("psycopg", reason="needs the extra `postgresql`")
    server = os.environ.get("PREVENANCE_POSTGRESQL")
    if not server:
        pytest.skip("PREVENANCE_POSTGRESQL names no server (a DSN)")
    name = f"prevenance_test_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        told = connection.info
        login = quote(told.user, safe="") + (f":{quote(told.password, safe='')}" if told.password else "")
        try:
            yield f"postgresql://{login}@{quote(told.host, safe='')}:{told.port}/{name}"
        finally:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
