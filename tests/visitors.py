"""Requests as browsers and machines make them, for the tests of the count of visits."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from prevenance.counting import visits

NOON = datetime(2026, 10, 6, 12, 0, tzinfo=ZoneInfo("Europe/Paris"))
CHROME = (
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36"
)
SAFARI = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/17.5 Mobile/15E148 Safari/604.1"
)
OLD_SAFARI = SAFARI.replace("17_5", "14_4").replace("17.5", "14.1")
INSIDE_FACEBOOK = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Mobile/15E148 [FBAN/FBIOS;FBAV/465.0.0.41.103;FBDV/iPhone14,5;FBLC/fr_FR]"
)
PAGE = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


def person(
    *,
    after: float = 0,
    link: str = "a",
    who: str = "someone",
    letter: str = "",
    agent: str = CHROME,
    sent: dict[str, str] | None = None,
    method: str = "GET",
    secure: bool = True,
) -> visits.Visit:
    """A request of a browser; `sent` changes headers, an empty value takes one away."""
    headers = {"User-Agent": agent, "Accept": PAGE, "Accept-Language": "fr", "Sec-Fetch-Mode": "navigate"}
    headers |= {"Sec-Fetch-Dest": "document"} | (sent or {})
    at = NOON + timedelta(seconds=after)
    return visits.visit(headers, at=at, link=link, pseudonym=who, method=method, secure=secure, letter=letter)


def gesture(*, after: float, link: str = "a", who: str = "someone") -> visits.Gesture:
    return visits.Gesture(NOON + timedelta(seconds=after), link, who)


def program(agent: str, **other: object) -> visits.Visit:
    """A request that sends only its name, as libraries and most robots do."""
    bare = {"Accept": "*/*", "Accept-Language": "", "Sec-Fetch-Mode": "", "Sec-Fetch-Dest": ""}
    return person(agent=agent, sent=bare, **other)  # type: ignore[arg-type]
