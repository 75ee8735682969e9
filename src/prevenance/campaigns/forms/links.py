"""Partners, links, partnerships, posts: read from what was posted."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar
from urllib.parse import urlsplit

from django.utils.translation import gettext

from prevenance.campaigns.choices.links import (
    ADDRESS_MOST,
    NAME_MOST,
    PEOPLE_MOST,
    TEXT_MOST,
    WORDS_MOST,
    Claim,
    Partnership,
)
from prevenance.campaigns.operations.links import Profile
from prevenance.campaigns.operations.posts import Draft, NotAPicture, kind_of
from prevenance.campaigns.queries.links import Agreed
from prevenance.kit.inputs import Mistake
from prevenance.people.forms import signing

CENTS_MOST = 100_000_000
T = TypeVar("T")


def operation(posted: Mapping[str, str]) -> uuid.UUID:
    """The one of the form, or a new one."""
    try:
        return uuid.UUID(posted.get("operation", ""))
    except ValueError:
        return uuid.uuid4()


def number(typed: str) -> int | None:
    """A count of people, spaces allowed; None when it is not one."""
    text = re.sub(r"[\s\u00a0\u202f]", "", typed)
    ok = text.isascii() and text.isdigit() and len(text) <= 9 and int(text) <= PEOPLE_MOST
    return int(text) if ok else None


def cents(typed: str) -> int | None:
    """An amount in euros, with a comma or a point; None when it is not one."""
    text = re.sub(r"[\s\u00a0\u202f€]", "", typed).replace(",", ".")
    if not re.fullmatch(r"[0-9]{1,7}(\.[0-9]{1,2})?", text, re.ASCII):
        return None
    whole, _, part = text.partition(".")
    found = int(whole) * 100 + int(part.ljust(2, "0") or 0)
    return found if found <= CENTS_MOST else None


def day(typed: str, *, latest: dt.date) -> dt.date | None:
    """A day not after `latest`; None when it is not one."""
    try:
        found = dt.date.fromisoformat(typed.strip())
    except ValueError:
        return None
    return found if dt.date(2000, 1, 1) <= found <= latest else None


def web(typed: str) -> str:
    """An address of the web; "" when it is not one."""
    text = typed.strip()
    try:
        parts = urlsplit(text)
    except ValueError:
        return ""
    ok = parts.scheme in ("http", "https") and "." in parts.netloc and "@" not in parts.netloc and " " not in text
    return text if ok else ""


def _line(posted: Mapping[str, str], name: str, most: int) -> str:
    return " ".join(posted.get(name, "").split())[:most]


@dataclass(slots=True)
class Read(Generic[T]):
    """What was read, when there is no mistake."""

    value: T | None = None
    mistakes: list[Mistake] = field(default_factory=list)

    def wrong(self, name: str, words: str) -> None:
        """Adds a mistake beside a field."""
        self.mistakes.append(Mistake(name, name, words))


def partner(posted: Mapping[str, str], *, on: dt.date) -> Read[Profile]:
    """A name that everybody reads, the address of an account, how to reach them, how many follow as they say."""
    found = Read[Profile]()
    name, account = _line(posted, "name", NAME_MOST), posted.get("account", "").strip()
    typed, reach = posted.get("contact", "").strip(), posted.get("reach", "").strip()
    contact = signing.email(typed) if typed else ""
    if not name:
        found.wrong("name", gettext("Write the name under which they publish."))
    if account and not web(account):
        found.wrong("account", gettext("Write an address that begins with https://."))
    if typed and not contact:
        found.wrong("contact", gettext("This e-mail address is not complete."))
    many, source = number(reach) if reach else None, _line(posted, "reach_source", 120)
    read_on = day(posted.get("reach_on", ""), latest=on) if reach else None
    if reach and many is None:
        found.wrong("reach", gettext("Write a number, in figures."))
    if many is not None and not source:
        found.wrong("reach_source", gettext("Write who says so, and where."))
    if many is not None and read_on is None:
        found.wrong("reach_on", gettext("Write the day when it was read, not after today."))
    if not found.mistakes:
        found.value = Profile(
            name=name,
            account=account[:ADDRESS_MOST],
            contact=contact,
            reach=many,
            reach_source=source if reach else "",
            reach_on=read_on,
        )
    return found


def agreed(posted: Mapping[str, str], *, on: dt.date) -> Read[Agreed]:
    """What is given, by whom, since when."""
    found = Read[Agreed]()
    kinds = {str(one): one for one in Partnership}
    kind = kinds.get(posted.get("kind", ""))
    if kind is None:
        found.mistakes.append(Mistake("kind", "kind-1", gettext("Choose one of the answers.")))
        return found
    if kind is Partnership.UNPAID:
        found.value = Agreed(kind, None, "", "", None)
        return found
    amount, given = cents(posted.get("amount", "")), _line(posted, "given", 200)
    payer, since = _line(posted, "payer", 120), day(posted.get("contract_on", ""), latest=on)
    if amount is None:
        found.wrong("amount", gettext("Write an amount in euros, such as 250 or 99,90."))
    if kind is Partnership.GIFT and not given:
        found.wrong("given", gettext("Write what is given."))
    if not payer:
        found.wrong("payer", gettext("Write who gives it."))
    if since is None:
        found.wrong("contract_on", gettext("Write the day of the contract, not after today."))
    if not found.mistakes:
        found.value = Agreed(kind, amount, given, payer, since)
    return found


def post(posted: Mapping[str, str], file: bytes, *, on: dt.date) -> Read[Draft]:
    """A post as it was published. `file`: a screenshot, or nothing."""
    found = Read[Draft]()
    address, when = web(posted.get("address", "")), day(posted.get("posted_on", ""), latest=on)
    text = posted.get("text", "").replace("\r\n", "\n").strip()
    shows = posted.get("shows_mention", "")
    if not address:
        found.wrong("address", gettext("Write an address that begins with https://."))
    if when is None:
        found.wrong("posted_on", gettext("Write the day of the post, not after today."))
    if not text or len(text) > TEXT_MOST:
        found.wrong("text", gettext("Write the words of the post, as they were published."))
    if shows not in ("yes", "no"):
        found.mistakes.append(Mistake("shows_mention", "shows_mention-1", gettext("Choose one of the answers.")))
    if file:
        try:
            kind_of(file)
        except NotAPicture:
            found.wrong("file", gettext("Choose a picture in PNG or JPEG."))
    if not found.mistakes and when is not None:
        found.value = Draft(
            address=address,
            posted_on=when,
            text=text,
            shows_mention=shows == "yes",
            note=_line(posted, "note", WORDS_MOST),
            file=file,
        )
    return found


def claim(posted: Mapping[str, str]) -> Read[tuple[str, Claim]]:
    """Something that a post says, and what was found."""
    found = Read[tuple[str, Claim]]()
    words, verdicts = _line(posted, "words", WORDS_MOST), {str(one): one for one in Claim}
    verdict = verdicts.get(posted.get("verdict", ""))
    if not words:
        found.wrong("words", gettext("Write what the post says."))
    if verdict is None:
        found.mistakes.append(Mistake("verdict", "verdict-1", gettext("Choose one of the answers.")))
    if words and verdict is not None:
        found.value = (words, verdict)
    return found


@dataclass(frozen=True, slots=True)
class Seen:
    """How many saw, as somebody says."""

    low: int
    high: int
    source: str
    said_on: dt.date


def seen(posted: Mapping[str, str], *, on: dt.date) -> Read[Seen]:
    """Two numbers, who says so, when."""
    found = Read[Seen]()
    low, high = number(posted.get("low", "")), number(posted.get("high", ""))
    source, said_on = _line(posted, "source", 120), day(posted.get("said_on", ""), latest=on)
    if low is None:
        found.wrong("low", gettext("Write a number, in figures."))
    if high is None:
        found.wrong("high", gettext("Write a number, in figures."))
    elif low is not None and low > high:
        found.wrong("high", gettext("The second number is at least the first."))
    if not source:
        found.wrong("source", gettext("Write who says so, and where."))
    if said_on is None:
        found.wrong("said_on", gettext("Write the day when it was read, not after today."))
    if low is not None and high is not None and said_on is not None and not found.mistakes:
        found.value = Seen(low, high, source, said_on)
    return found


def correction(posted: Mapping[str, str]) -> Read[dict[str, str]]:
    """What was wrong and what is right, in French, and in English when it is written."""
    found = Read[dict[str, str]]()
    fr, en = (posted.get(name, "").replace("\r\n", "\n").strip()[:2000] for name in ("fr", "en"))
    if not fr:
        found.wrong("fr", gettext("Write what was wrong, and what is right."))
    if posted.get("sure") != "yes":
        found.wrong("sure", gettext("Tick the box if you are sure."))
    if not found.mistakes:
        found.value = {"fr": fr} | ({"en": en} if en else {})
    return found
