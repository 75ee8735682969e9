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
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(descriptor, "w", encoding="ascii") as stream:
        stream.write(secrets.token_urlsafe(50))
    return path.read_text(encoding="ascii").strip()
