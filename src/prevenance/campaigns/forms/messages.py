"""A message: read from what was posted, and written back as it would have been typed."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext

from prevenance.campaigns.choices.message_words import PICTOGRAMS, SOURCE_STATUSES
from prevenance.campaigns.choices.messages import LENGTHS, SOURCES_MOST, Intent
from prevenance.campaigns.queries.messages import Draft, Source, Words
from prevenance.kit.inputs import Mistake

Posted = Mapping[str, str]
_DAY = re.compile(r"(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})")


@dataclass(slots=True)
class Reading:
    """`draft`: None while there are mistakes."""

    draft: Draft | None = None
    operation: uuid.UUID | None = None
    mistakes: list[Mistake] = field(default_factory=list)


def operation_of(posted: Posted) -> uuid.UUID | None:
    """The number of the form, drawn when the page was made; None when it is not one."""
    try:
        return uuid.UUID(posted.get("operation", ""))
    except ValueError:
        return None


def read(posted: Posted, *, subjects: Mapping[str, str], on: dt.date) -> Reading:
    """`subjects`: key → words of what a message may speak of. `on`: today."""
    found = Reading(operation=operation_of(posted))
    french, english = _words(posted, "fr"), _words(posted, "en")
    if not french.title:
        found.mistakes.append(Mistake("fr-title", "fr-title", gettext("Write a title in French.")))
    if not french.text:
        found.mistakes.append(Mistake("fr-text", "fr-text", gettext("Write the text in French.")))
    has_english = any((english.title, english.text, english.easy, english.not_said))
    for name in ("title", "text"):
        if has_english and not getattr(english, name):
            words = gettext("Write the title and the text in English too, or leave all of the English empty.")
            found.mistakes.append(Mistake(f"en-{name}", f"en-{name}", words))
    audience = _line(posted, "audience", 200)
    if not audience:
        found.mistakes.append(Mistake("audience", "audience", gettext("Say who the message is for.")))
    sources = tuple(one for at in range(1, SOURCES_MOST + 1) if (one := _source(posted, at, found, on)))
    intent, subject, pictogram = (posted.get(name, "") for name in ("intent", "subject", "pictogram"))
    if not found.mistakes:
        found.draft = Draft(
            intent=intent if intent in set(Intent) else Intent.INFORM.value,
            audience=audience,
            subject=subject if subject in subjects else "",
            pictogram=pictogram if pictogram in PICTOGRAMS else "",
            words={"fr": french} | ({"en": english} if has_english else {}),
            sources=sources,
        )
    return found


def typed(given: Draft) -> dict[str, str]:
    """What would be typed to write this one."""
    found = {
        "intent": given.intent,
        "audience": given.audience,
        "subject": given.subject,
        "pictogram": given.pictogram,
    }
    for language, words in given.words.items():
        found |= {f"{language}-{name}": getattr(words, name) for name in LENGTHS}
    for at, one in enumerate(given.sources, start=1):
        found |= {
            f"source-{at}-organisation": one.organisation,
            f"source-{at}-document": one.document,
            f"source-{at}-date": one.date,
            f"source-{at}-url": one.url,
            f"source-{at}-status": one.status,
            f"source-{at}-checked": _as_typed(one.checked_on),
            f"source-{at}-until": _as_typed(one.good_until) if one.good_until else "",
        }
    return found


def read_words(posted: Posted) -> tuple[Words, list[Mistake]]:
    """A translation, typed with the names of `LENGTHS`."""
    words = Words(**{name: _text(posted, name, most) for name, most in LENGTHS.items()})
    mistakes = []
    if not words.title:
        mistakes.append(Mistake("title", "title", gettext("Write the title.")))
    if not words.text:
        mistakes.append(Mistake("text", "text", gettext("Write the text.")))
    return words, mistakes


def _words(posted: Posted, language: str) -> Words:
    told = {name: _text(posted, f"{language}-{name}", most) for name, most in LENGTHS.items()}
    return Words(**told | {"title": " ".join(told["title"].split())})


def _text(posted: Posted, name: str, most: int) -> str:
    lines = posted.get(name, "").replace("\r\n", "\n").split("\n")
    return "\n".join(" ".join(line.split()) for line in lines).strip()[:most]


def _line(posted: Posted, name: str, most: int) -> str:
    return " ".join(posted.get(name, "").split())[:most]


def _source(posted: Posted, at: int, found: Reading, on: dt.date) -> Source | None:
    told = {
        name: _line(posted, f"source-{at}-{name}", most)
        for name, most in {"organisation": 120, "document": 300, "date": 30, "url": 500, "status": 1}.items()
    }
    if not any(told[name] for name in ("organisation", "document", "url")):
        return None
    for name in ("organisation", "document"):
        if not told[name]:
            words = gettext("Say who wrote the source, and what it is called.")
            found.mistakes.append(Mistake(f"source-{at}-{name}", f"source-{at}-{name}", words))
    if not told["url"].startswith(("https://", "http://")):
        words = gettext("Copy the whole address of the source: it begins with https://")
        found.mistakes.append(Mistake(f"source-{at}-url", f"source-{at}-url", words))
    checked = _day(posted, f"source-{at}-checked", found)
    if checked is None or checked > on:
        if not any(one.fact == f"source-{at}-checked" for one in found.mistakes):
            words = gettext("Write the day when somebody looked at this source: 24/11/2026, for instance.")
            found.mistakes.append(Mistake(f"source-{at}-checked", f"source-{at}-checked", words))
        return None
    until = _day(posted, f"source-{at}-until", found)
    status = told.pop("status")
    return Source(**told, status=status if status in SOURCE_STATUSES else "U", checked_on=checked, good_until=until)


def _day(posted: Posted, name: str, found: Reading) -> dt.date | None:
    told = _line(posted, name, 12)
    if not told:
        return None
    cut = _DAY.fullmatch(told)
    try:
        if cut is None:
            raise ValueError(told)
        return dt.date(int(cut[3]), int(cut[2]), int(cut[1]))
    except ValueError:
        words = gettext("Write a day like this: 24/11/2026.")
        found.mistakes.append(Mistake(name, name, words))
        return None


def _as_typed(day: dt.date) -> str:
    return f"{day:%d/%m/%Y}"
