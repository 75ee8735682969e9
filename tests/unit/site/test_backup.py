"""The backup that docs/operating.md describes: taken while a site writes, put back, it is whole."""

from __future__ import annotations

import re
import sqlite3
import subprocess
import sys
from pathlib import Path

from prevenance.site import database

PAGE = Path(__file__).parents[3] / "docs" / "operating.md"


def opened(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in database.SQLITE["init_command"].split(";"):
        connection.execute(pragma)
    return connection


def test_the_documented_copy_is_whole_while_a_site_writes(tmp_path: Path) -> None:
    found = re.search(r'^python -c "(.+)" DATA/prevenance.sqlite3 COPY.sqlite3$', PAGE.read_text("utf-8"), re.MULTILINE)
    assert found is not None
    live, copy = tmp_path / "prevenance.sqlite3", tmp_path / "copy.sqlite3"
    site = opened(live)
    site.execute("CREATE TABLE kept (number)")
    site.executemany(
        "INSERT INTO kept VALUES (?)", [(number,) for number in range(2000)]
    )  # in the -wal, not yet in the file
    site.execute("BEGIN IMMEDIATE")
    site.execute("DELETE FROM kept")  # under way: not in a copy
    done = subprocess.run([sys.executable, "-c", found[1], live, copy], capture_output=True, text=True, timeout=60)
    assert done.stdout.strip() == "ok", done.stderr
    site.execute("COMMIT")
    site.close()
    live.unlink()
    for leftover in ("-wal", "-shm"):
        live.with_name(live.name + leftover).unlink(missing_ok=True)
    copy.replace(live)
    restored = opened(live)
    assert restored.execute("SELECT count(*), sum(number) FROM kept").fetchone() == (2000, 1999000)
    restored.close()
