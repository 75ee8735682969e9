"""What readers of dated prevention actions hand over, and the register where they sign up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from prevenance.formats import files
from prevenance.formats.refusals import RowRefused


@dataclass(frozen=True, slots=True, kw_only=True)
class OutreachDraft:
    """One action as a source writes it. `starts` and `ends` are days, or times: aware, or naive when they are those of
    the clock where it happens. `announced_for` tells the repetitions of one identifier apart. `words` are those where
    acts are looked for.
    """

    number: int
    source_id: str
    title: str
    starts: dt.datetime | dt.date
    ends: dt.datetime | dt.date
    announced_for: str = ""
    sequence: int = 0
    is_cancelled: bool = False
    words: tuple[str, ...] = ()
    description: str = ""
    place: str = ""
    address: str = ""
    postal_code: str = ""
    commune_code: str = ""
    commune_name: str = ""
    latitude: str = ""
    longitude: str = ""
    organiser: str = ""
    phone: str = ""
    booking: str = ""
    audience: str = ""
    cost: str = ""


# The file and the day: repetitions are written out from that day on.
OutreachReader = Callable[[files.Checked, dt.date], Iterator[OutreachDraft | RowRefused]]

_reader: list[OutreachReader] = []


def sign_up_outreaches(reader: OutreachReader) -> None:
    """One reader, which tells calendars from tables."""
    _reader[:] = [reader]


def outreach_reader() -> OutreachReader:
    return _reader[0]
