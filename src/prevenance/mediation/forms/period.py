"""Which figures are asked for: an organisation, whole months, one kind of encounter or both."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping

from prevenance.mediation.choices import Field, values
from prevenance.mediation.queries.figures import Asked

MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])", re.ASCII)
MONTHS_MOST = 36


def asked(typed: Mapping[str, str], *, organisations: Mapping[int, object], on: dt.date) -> Asked:
    """By default the first organisation and the last twelve months. What cannot be is replaced: the page says what it
    shows. Whole months only: two shares cannot be subtracted to a day.
    """
    number = typed.get("organisation", "")
    organisation = int(number) if number.isascii() and number.isdigit() and int(number) in organisations else 0
    kind = typed.get("kind", "")
    last = _month(typed.get("to", "")) or on.replace(day=1)
    first = _month(typed.get("from", "")) or _months_before(last, 11)
    first, last = min(first, last), max(first, last)
    first = max(first, _months_before(last, MONTHS_MOST - 1))
    end = _months_before(last, -1) - dt.timedelta(days=1)
    kind = kind if kind in values(Field.KINDS) else ""
    return Asked(organisation or next(iter(organisations), 0), first, end, kind, on)


def _month(text: str) -> dt.date | None:
    found = MONTH.fullmatch(text)
    return dt.date(int(found[1]), int(found[2]), 1) if found else None


def _months_before(month: dt.date, many: int) -> dt.date:
    number = month.year * 12 + month.month - 1 - many
    return dt.date(number // 12, number % 12 + 1, 1)
