"""Why a person is known, what is known of them, and the verbs that the journal writes of them."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import asdict, dataclass
from enum import StrEnum


class PersonPurpose(StrEnum):
    """What a record serves: without one of these, the encounter stays anonymous."""

    FOLLOW_UP = "follow_up"
    APPOINTMENT = "appointment"
    LOAN = "loan"


class Channel(StrEnum):
    """How the person prefers to be reached."""

    PHONE = "phone"
    SMS = "sms"
    EMAIL = "email"
    LETTER = "letter"
    IN_PERSON = "in_person"


class PersonVerb(StrEnum):
    """Words of the journal."""

    CREATED = "created"
    READ = "read"
    REVISED = "revised"
    MERGED = "merged"
    UNDID_MERGE = "undid_merge"
    ASKED_ELSEWHERE = "asked_elsewhere"
    COPIED = "copied"
    ERASED = "erased"
    NOTICED = "noticed"
    KEPT_LONGER = "kept_longer"
    COPIED_OWN = "copied_own"  # by the person, on their own page
    ERASED_OWN = "erased_own"


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """What identifies a person and how to reach them; nothing on health. Empty: not known, or not wished."""

    given_name: str = ""
    family_name: str = ""  # at birth
    used_name: str = ""
    birth_date: dt.date | None = None
    birth_year: int | None = None
    phone: str = ""  # E.164
    email: str = ""  # lower case
    channel: Channel | None = None
    language: str = ""
    relative_name: str = ""  # who helps them
    relative_contact: str = ""

    def text(self) -> str:
        """As it is enciphered."""
        held = {key: value for key, value in asdict(self).items() if value}
        return json.dumps(held, ensure_ascii=False, default=str, separators=(",", ":"))

    @classmethod
    def read(cls, text: str) -> Identity:
        """The contrary of `text`."""
        held = json.loads(text)
        if "birth_date" in held:
            held["birth_date"] = dt.date.fromisoformat(held["birth_date"])
        if "channel" in held:
            held["channel"] = Channel(held["channel"])
        return cls(**held)
