"""What the server writes about a request: the rule that was matched, where the code broke. Never what was sent.

A path may hold what somebody typed, an error's message may quote a value, a query string or a body may hold answers:
none of them is written.
"""

from __future__ import annotations

import datetime as dt
import logging
import traceback
from typing import Any

from prevenance.kit.clock import PARIS


def _route(record: logging.LogRecord) -> str:
    match = getattr(getattr(record, "request", None), "resolver_match", None)
    return getattr(match, "route", None) or "no known address"


class Discreet(logging.Formatter):
    """One line: time, level, logger, what; then the frames of an error (file, line, function) without its values."""

    def format(self, record: logging.LogRecord) -> str:
        when = dt.datetime.fromtimestamp(record.created, PARIS).isoformat(timespec="seconds")
        if hasattr(record, "request"):
            what = f"status {getattr(record, 'status_code', '?')} on {_route(record)}"
        else:
            what = record.getMessage()
        lines = [f"{when} {record.levelname} {record.name} {what}"]
        if record.exc_info and record.exc_info[0] is not None:
            lines.append(f"  {record.exc_info[0].__module__}.{record.exc_info[0].__qualname__}")
            lines += [f"  {f.filename}:{f.lineno} in {f.name}" for f in traceback.extract_tb(record.exc_info[2])]
        return "\n".join(lines)


def configuration(level: str) -> dict[str, Any]:
    """Django's LOGGING: everything to the standard error, discreetly; refused visits (4xx) are not written at all."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"discreet": {"()": "prevenance.kit.logs.Discreet"}},
        "handlers": {
            "console": {"class": "logging.StreamHandler", "formatter": "discreet"},
            "nowhere": {"class": "logging.NullHandler"},
        },
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            "django": {"handlers": ["console"], "level": level, "propagate": False},
            "django.request": {"handlers": ["console"], "level": "ERROR", "propagate": False},
            # Their message quotes what was sent (a forged host, a malformed request).
            "django.security": {"handlers": ["nowhere"], "propagate": False},
            # Theirs may quote the document, the sealed answers of its QR code included.
            "weasyprint": {"handlers": ["nowhere"], "propagate": False},
            "fontTools": {"handlers": ["nowhere"], "propagate": False},
        },
    }
