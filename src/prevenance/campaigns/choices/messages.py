"""What a message may be: its states and what may follow each, its intents, who it is for, why it may not go out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum

SOURCE_GOOD_FOR = dt.timedelta(days=365)  # a source not looked at again for a year is outdated
PERCENT_FROM = 20  # under so many answers a percentage says nothing
MISSING_KEPT = dt.timedelta(days=180)  # free words of those who tried a message
MINE = "fr"  # the language of originals
LENGTHS: Mapping[str, int] = {"title": 120, "text": 2000, "easy": 2000, "not_said": 600}  # of words, in characters
SOURCES_MOST = 6
# Languages that a person may translate into. Nothing is translated by a machine.
LANGUAGES: Mapping[str, str] = {
    "ar": "العربية",
    "de": "Deutsch",
    "es": "Español",
    "fa": "فارسی",
    "pt": "Português",
    "ro": "Română",
    "ru": "Русский",
    "tr": "Türkçe",
    "uk": "Українська",
    "zh": "中文",
}
RIGHT_TO_LEFT = frozenset({"ar", "fa"})


class MessageState(StrEnum):
    """Where a message stands. The state is of its last version: a new one begins again as a draft."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    REVIEWED = "reviewed"
    TRIED = "tried"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"
    OUTDATED = "outdated"


_S = MessageState
# From the key, a message may pass to any of the values. A new version, from anywhere, gives a draft.
NEXT: Mapping[MessageState, frozenset[MessageState]] = {
    _S.DRAFT: frozenset({_S.IN_REVIEW, _S.WITHDRAWN}),
    _S.IN_REVIEW: frozenset({_S.DRAFT, _S.REVIEWED, _S.WITHDRAWN}),
    _S.REVIEWED: frozenset({_S.TRIED, _S.PUBLISHED, _S.WITHDRAWN, _S.OUTDATED}),
    _S.TRIED: frozenset({_S.PUBLISHED, _S.WITHDRAWN, _S.OUTDATED}),
    _S.PUBLISHED: frozenset({_S.WITHDRAWN, _S.OUTDATED}),
    _S.WITHDRAWN: frozenset({_S.DRAFT}),
    _S.OUTDATED: frozenset({_S.DRAFT, _S.WITHDRAWN}),
}
READ = frozenset({_S.REVIEWED, _S.TRIED, _S.PUBLISHED})  # a professional read this very version


class Intent(StrEnum):
    """What the message is for."""

    INFORM = "inform"
    REASSURE = "reassure"
    INVITE = "invite"
    WARN = "warn"  # of a scam, never of an illness
    EXPLAIN_RIGHT = "explain_right"


class Verdict(StrEnum):
    """What a reader says of a version."""

    ACCEPTED = "accepted"
    TO_CHANGE = "to_change"


class Understood(StrEnum):
    """« Did you understand? »"""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


class Means(StrEnum):
    """How an answer to a test came."""

    LINK = "link"
    PAPER = "paper"


class Hindrance(StrEnum):
    """Why a message may not go out."""

    NOT_REVIEWED = "not_reviewed"
    NO_SOURCE = "no_source"
    SOURCE_OUTDATED = "source_outdated"
    SOURCE_UNCONFIRMED = "source_unconfirmed"  # every source still waits to be checked
    WITHDRAWN = "withdrawn"
    OUTDATED = "outdated"
    NO_WORDS = "no_words"  # nothing in the language asked
    TRANSLATION_STALE = "translation_stale"
    TRANSLATION_UNREAD = "translation_unread"
    ONLY_AN_EXAMPLE = "only_an_example"  # of the demonstration
