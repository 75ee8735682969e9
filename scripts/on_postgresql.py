"""Runs a command with a PostgreSQL server of its own, which ends with it: the tests on PostgreSQL in one command.

    python scripts/on_postgresql.py                             # the tests of the rooms, two at a time
    python scripts/on_postgresql.py pytest -n 2 tests/unit/people

The command finds PREVENANCE_DATABASE (a site's address, an empty database) and PREVENANCE_POSTGRESQL (the same, for
tests that start programs or ask the server for rules). PostgreSQL's programs must be installed (15 or later), psycopg
too. Texts are sorted as in French, as a real server would; the folder goes at the end.
"""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

USUAL = ("-m", "pytest", "-q", "-n", "2", "-m", "not long and not journey", "tests/unit", "tests/web")
OURS = "prevenance"


def main(command: list[str]) -> int:
    """Gives the command's exit code."""
    programs = _programs()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    folder = Path(tempfile.mkdtemp(prefix="prevenance-postgresql-"))
    # PostgreSQL refuses to run as root.
    owner = pwd.getpwnam("postgres") if os.getuid() == 0 else pwd.getpwuid(os.getuid())
    os.chown(folder, owner.pw_uid, owner.pw_gid)

    def run(program: str, *arguments: str) -> None:
        subprocess.run(
            [str(programs / program), *arguments],
            cwd=folder,
            check=True,
            stdout=subprocess.DEVNULL,
            user=owner.pw_uid,
            group=owner.pw_gid,
        )

    data = str(folder / "data")
    try:
        french = ("--encoding=UTF8", "--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=fr-FR")
        run("initdb", "-D", data, "-A", "trust", "-U", OURS, "--no-sync", *french)
        options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c max_connections=60"
        run("pg_ctl", "-D", data, "-o", options, "-l", str(folder / "log"), "-w", "start")
        try:
            run("createdb", "-h", "127.0.0.1", "-p", str(port), "-U", OURS, OURS)
            address = f"postgresql://{OURS}@127.0.0.1:{port}/{OURS}"
            named = {"PREVENANCE_DATABASE": address, "PREVENANCE_POSTGRESQL": address}
            return subprocess.run(command, env=os.environ | named, check=False).returncode
        finally:
            run("pg_ctl", "-D", data, "-m", "fast", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _programs() -> Path:
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda one: float(one.parts[-3]))
    if not versions:
        sys.exit("PostgreSQL's programs are not there: apt-get install postgresql")
    return versions[-1].parent


if __name__ == "__main__":
    given = sys.argv[1:]
    sys.exit(main(given if given else [sys.executable, *USUAL]))
