"""Messages to people: by which way, where they stand, what went wrong, and the hours that are kept quiet."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from zoneinfo import ZoneInfo


class Channel(StrEnum):
    """How a message reaches somebody. `CALL`: someone of the team reads it aloud on the phone."""

    SMS = "sms"
    EMAIL = "email"
    LETTER = "letter"
    CALL = "call"


class MessageState(StrEnum):
    """`LEASED`: taken by a process, not begun. `SENDING`: begun. `UNKNOWN`: begun and never ended, so that nobody knows
    whether it left; never begun again by a program.
    """

    WAITING = "waiting"
    LEASED = "leased"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


ENDED = frozenset(
    {
        MessageState.SENT,
        MessageState.FAILED,
        MessageState.UNKNOWN,
        MessageState.WITHDRAWN,
        MessageState.EXPIRED,
    }
)
TROUBLES = frozenset({MessageState.FAILED, MessageState.UNKNOWN, MessageState.EXPIRED})


class Trouble(StrEnum):
    """Why a message is where it is; never a word of it."""

    REFUSED = "refused"  # the number or the address is not accepted
    UNREACHABLE = "unreachable"  # the server cannot be reached, or is busy
    MISCONFIGURED = "misconfigured"  # the server refuses us
    INTERRUPTED = "interrupted"  # begun and never ended
    UNREADABLE = "unreadable"  # no key of this site opens it
    STOPPED = "stopped"  # the person asked for no more


DOUBTS = frozenset({Trouble.INTERRUPTED})
OPENS, CLOSES = 8, 20  # local hours between which somebody may be disturbed
QUIETED = (Channel.SMS, Channel.EMAIL, Channel.CALL)


def may_disturb(at: dt.datetime, zone: str) -> bool:
    """Whether it is between 8 in the morning and 8 in the evening there."""
    return OPENS <= at.astimezone(ZoneInfo(zone)).hour < CLOSES


def within_hours(due: dt.datetime, zone: str) -> dt.datetime:
    """The same instant, or the nearest later one at which somebody may be disturbed."""
    local = due.astimezone(ZoneInfo(zone))
    if may_disturb(due, zone):
        return due
    day = local.date() if local.hour < OPENS else local.date() + dt.timedelta(days=1)
    return dt.datetime.combine(day, dt.time(OPENS), ZoneInfo(zone)).astimezone(dt.UTC)
