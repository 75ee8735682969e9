"""Links of relays and influencers: kinds of partnership, verdicts on claims, hours of the day, bounds."""

from __future__ import annotations

from enum import StrEnum

LETTERS = "23456789abcdefghjkmnpqrstvwxyz"  # none that is taken for another, no vowel that writes a word by chance
SHORT = 6
FILE_MOST = 400_000  # bytes of a screenshot that is kept; of a longer one only the digest
TEXT_MOST = 5_000
NAME_MOST, ADDRESS_MOST, WORDS_MOST = 80, 300, 500
CLAIMS_MOST = 30
RELAYS_MOST = 50  # given a link at once, and on a page
PEOPLE_MOST = 100_000_000


class Partnership(StrEnum):
    """What somebody receives for speaking of a message."""

    PAID = "paid"
    GIFT = "gift"
    UNPAID = "unpaid"


class Claim(StrEnum):
    """What an agent found on reading one thing that a post says beside the message and its source."""

    MATCHES = "matches"
    DOES_NOT = "does_not"
    ABSENT = "absent"  # the message says nothing of it


class Band(StrEnum):
    """Six hours of a day in Paris: nothing finer is written."""

    NIGHT = "night"
    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"


BANDS = tuple(Band)
# A request is written at once under this word, and moves to its label when its neighbours are known.
WAITING = "waiting"
LOST = "restarted"  # the rule of those whose neighbours a restart forgot


def band(hour: int) -> Band:
    """Of an hour, 0 to 23."""
    return BANDS[hour // 6]
