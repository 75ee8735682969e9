"""The blind index of persons: what is digested of an identity, and what is digested of a search.

A digest says which records share a value, never the value. Names go by their sound, so that spellings meet.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from prevenance.formats import phones
from prevenance.kit import ciphering
from prevenance.matching import person_names
from prevenance.people.choices.persons import Identity

Clue = tuple[str, str]  # kind, value in clear: never kept
WORDS_MOST = 8
_DATE = re.compile(r"\b(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})\b")
_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")


@dataclass(frozen=True, slots=True)
class Asked:
    """What one search field holds, whatever the order."""

    phone: str = ""
    email: str = ""
    birth_date: dt.date | None = None
    words: tuple[str, ...] = ()

    def clues(self) -> Iterator[Clue]:
        """Each part, as the index knows it."""
        if self.phone:
            yield "phone", self.phone
        if self.email:
            yield "email", self.email
        if self.birth_date:
            yield "born", born(self.birth_date)
        for word in self.words:
            yield "name", sound(word)


def asked(text: str) -> Asked:
    """Name, phone, e-mail, birth date, in any order, in one line."""
    line = " ".join(text.split())[:200]
    date, line = _date(line)
    email = next((word.lower() for word in line.split() if "@" in word), "")
    line = " ".join(word for word in line.split() if "@" not in word)
    digits = re.search(r"\+?\d[\d .\-()]{7,}", line)
    phone = phones.e164(digits.group()) if digits else ""
    if digits and phone:
        line = line.replace(digits.group(), " ")
    words = [word for word in person_names.core(line) if len(word) > 1 and not word.isdigit()]
    return Asked(phone, email, date, tuple(dict.fromkeys(words))[:WORDS_MOST])


def _date(line: str) -> tuple[dt.date | None, str]:
    for pattern, order in ((_DATE, (3, 2, 1)), (_ISO, (1, 2, 3))):
        if found := pattern.search(line):
            try:
                return dt.date(*(int(found.group(part)) for part in order)), line.replace(found.group(), " ")
            except ValueError:
                continue
    return None, line


def clues(identity: Identity) -> set[Clue]:
    """All that may find this person again."""
    found: set[Clue] = set()
    if identity.phone:
        found.add(("phone", identity.phone))
    if identity.email:
        found.add(("email", identity.email))
    if identity.birth_date:
        found.add(("born", born(identity.birth_date)))
    for name in (identity.given_name, identity.family_name, identity.used_name):
        if name:
            found |= {("name", sound(word)) for word in person_names.core(name)} | whole(name)
            found |= {("name", f"#{group}") for group in person_names.groups(name)}
    return found


def whole(name: str) -> set[Clue]:
    """The clue of an entire name, its words joined; none for an empty name."""
    return {("name", sound("".join(person_names.tokens(name))))} if name else set()


def sound(word: str) -> str:
    """A name by its sound; by its letters when nothing is left of it."""
    return person_names.skeleton(word) or word


def born(day: dt.date) -> str:
    """The same for a day and for its day and month swapped."""
    return f"{day.year}:{min(day.day, day.month)}:{max(day.day, day.month)}"


def digests(found: set[Clue]) -> set[Clue]:
    """(kind, digest) by the present key: what is kept."""
    return {(kind, ciphering.blind(value, kind=kind)) for kind, value in found}


def searched(clue: Clue) -> tuple[str, ...]:
    """The digests, by every key of the site, under which this clue may be found."""
    kind, value = clue
    return ciphering.blinds(value, kind=kind)
