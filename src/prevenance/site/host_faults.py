"""Faults of the machine under the site, in words for whoever operates it. What is ours keeps its lines of code."""

from __future__ import annotations

import errno
import os
import socket

_FULL = "The disk is full. Free some space, then run this again."
_SYSTEM = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EROFS: "The disk can only be read. Prévenance writes in its data folder, even to read its database.",
    errno.EACCES: "No right to write or read there. Give the data folder to the account that runs this.",
}
_DATABASE = (  # words of SQLite, then ours
    ("disk is full", _FULL),
    ("database is locked", "Another program is writing in the database for too long. End it, then run this again."),
    ("unable to open database", "The database cannot be opened: the disk is full or can only be read, "
     "or the data folder belongs to another account."),
    ("readonly database", "The database can only be read: give the data folder to the account that runs this."),
    ("not a database", "The file of the database is not one. Put a backup in its place (docs/operating.md)."),
    ("malformed", "The database is damaged. Keep a copy of it, then put a backup in its place (docs/operating.md)."),
)  # fmt: skip


def said(error: BaseException) -> str:
    """A sentence with its mend; "" when the fault is not the machine's."""
    if isinstance(error, OSError):
        words = _SYSTEM.get(error.errno or 0, "")
        return f"{words} ({error.filename})" if words and error.filename else words
    if type(error).__module__ == "django.db.utils":
        told = str(error).lower()
        return next((words for part, words in _DATABASE if part in told), "")
    return ""


def port_refused(host: str, port: int) -> str:
    """Why the server could not listen there; "" when it could. A second server on one port would share its visits."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as tried:
            if os.name == "posix":
                tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            tried.bind(address)
            tried.listen(1)
    except socket.gaierror:
        return f"{host}: no such address here. Use --host 127.0.0.1, or 0.0.0.0 for every address of this machine."
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            return f"Port {port} is taken, perhaps by a site already running. Use --port with another number."
        if error.errno == errno.EACCES:
            return f"Port {port} is reserved to the system. Use --port with a number above 1023."
        return f"Cannot listen on {host}, port {port}: {error.strerror}."
    return ""
