"""What the machine refuses is told in words, with its mend, and leaves nothing that would stop a later start."""

from __future__ import annotations

import errno
import os
import socket
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError

from prevenance.site import commands, secrets, serve_command


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (OSError(errno.ENOSPC, "No space left on device", "/data/x"), "disk is full"),
        (PermissionError(errno.EACCES, "Permission denied", "/data/x"), "/data/x"),
        (OperationalError("database or disk is full"), "disk is full"),
        (OperationalError("database is locked"), "Another program"),
        (OperationalError("unable to open database file"), "cannot be opened"),
        (OperationalError("attempt to write a readonly database"), "only be read"),
        (OperationalError("file is not a database"), "backup"),
    ],
)
def test_a_fault_of_the_machine_is_told_in_words(
    error: Exception, told: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_: Any) -> int:
        raise error

    monkeypatch.setattr(serve_command, "prepare", fails)
    assert commands.main(["prepare"]) == 1
    assert told in capsys.readouterr().err


def test_a_fault_of_ours_keeps_its_lines_of_code(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(_: Any) -> int:
        raise OperationalError("no such table: people_person")

    monkeypatch.setattr(serve_command, "prepare", fails)
    with pytest.raises(OperationalError):
        commands.main(["prepare"])


@pytest.fixture
def nothing_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serve_command.signal, "signal", lambda *_: None)
    monkeypatch.setattr(serve_command, "migrate", lambda: pytest.fail("the database was touched"))


@pytest.mark.usefixtures("nothing_starts")
def test_a_port_already_taken_is_told_before_anything_is_done(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        assert commands.main(["serve", "--port", str(port)]) == 2
    assert f"Port {port} is taken" in capsys.readouterr().err


@pytest.mark.parametrize("port", ["0", "65536", "abc", "-1"])
def test_a_port_that_is_none_is_refused(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        commands.main(["serve", f"--port={port}"])
    assert "from 1 to 65535" in capsys.readouterr().err


@pytest.mark.usefixtures("nothing_starts")
def test_a_wrong_territory_stops_the_start(tmp_path: Path, settings: Any, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "territory.toml"
    path.write_text('[teritory]\nname = "x"\n', encoding="utf-8")
    settings.TERRITORY_FILE = str(path)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    assert commands.main(["serve", "--port", str(port)]) == 2
    assert "teritory" in capsys.readouterr().err


def test_a_full_disk_leaves_no_empty_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PREVENANCE_SECRET_KEY", raising=False)

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="space"):
            secrets.site_key(tmp_path)
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "secret.key").touch()  # left by an earlier version
    assert len(secrets.site_key(tmp_path)) >= 64
    assert [path.name for path in tmp_path.iterdir()] == ["secret.key"]
