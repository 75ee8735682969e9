"""The site's key: made once, kept in the data folder, readable by its owner only, never in the repository."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def site_key(folder: Path) -> str:
    """The site's secret key: from PREVENANCE_SECRET_KEY, else from `folder`/secret.key, created at first use (0600)."""
    given = os.environ.get("PREVENANCE_SECRET_KEY")
    if given:
        return given
    path = folder / "secret.key"
    folder.mkdir(parents=True, exist_ok=True)
    if not path.is_file() or not path.stat().st_size:  # empty: a full disk, or a program killed as it wrote
        _make(path)
    return path.read_text(encoding="ascii").strip()


def _make(path: Path) -> None:
    """Whole or not at all: an empty key would stop every later start. The first of two programs is believed."""
    whole = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(whole, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as stream:
            stream.write(secrets.token_urlsafe(50))
            stream.flush()
            os.fsync(stream.fileno())
        if path.is_file() and not path.stat().st_size:
            whole.replace(path)
            return
        try:
            os.link(whole, path)
        except FileExistsError:
            return
        except OSError:  # a disk without links
            whole.replace(path)
    finally:
        whole.unlink(missing_ok=True)
