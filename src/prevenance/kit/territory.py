"""Who publishes this site: its name, logo, colours, phone and local contacts, read from one file.

An operator edits it: `territory.toml` in the data folder, or the one named by PREVENANCE_TERRITORY (docs/operating.md).
Without a file the site is neutral: Prévenance's own name and colours, and national contacts only.
"""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import translation

from prevenance.kit import colours

TEXT, CONTROL = 4.5, 3.0
LOGO_KINDS = {".svg": "image/svg+xml", ".png": "image/png", ".webp": "image/webp"}
LOGO_MOST = 60_000  # bytes; the whole first page must stay within 100 kB


class Refused(ValueError):
    """The territory's file cannot be used. `problems`: sentences naming the field, the cause and the mend."""

    def __init__(self, path: Path, problems: list[str]) -> None:
        self.problems = problems
        super().__init__(f"{path}: " + " ".join(problems))


@dataclass(frozen=True, slots=True)
class Words:
    """A text of the territory in each language; French stands in where another is missing."""

    fr: str = ""
    en: str = ""

    def __str__(self) -> str:
        return self.en or self.fr if translation.get_language() == "en" else self.fr

    def __bool__(self) -> bool:
        return bool(self.fr)


@dataclass(frozen=True, slots=True)
class Contact:
    """A person or a desk to talk to near here."""

    name: str
    role: Words = Words()
    phone: str = ""
    hours: Words = Words()


@dataclass(frozen=True, slots=True)
class Colours:
    """Six colours, `#rrggbb`. Their contrasts are checked (see PAIRS); the dark variants are derived from them."""

    ink: str = "#1f2430"
    paper: str = "#fffdf8"
    soft: str = "#f3ede1"
    brand: str = "#0a5c4a"
    brand_ink: str = "#ffffff"
    accent: str = "#a34a1c"


PAIRS = (  # one colour, the one behind it, the least ratio, what it is for
    ("ink", "paper", TEXT, "text on the page"),
    ("ink", "soft", TEXT, "text on a card"),
    ("brand", "paper", TEXT, "links on the page"),
    ("brand", "soft", TEXT, "links on a card"),
    ("brand_ink", "brand", TEXT, "text on a button"),
    ("accent", "paper", CONTROL, "lines and marks"),
)


@dataclass(frozen=True, slots=True)
class Identity:
    """What the pages say of their publisher. Every text may be empty, except the name."""

    name: str = "Prévenance"
    publisher: str = ""
    phone: str = ""
    phone_hours: Words = Words()
    logo: Path | None = None
    logo_alt: str = ""
    reviewed_on: dt.date | None = None
    colours: Colours = field(default_factory=Colours)
    contacts: tuple[Contact, ...] = ()
    version: str = "0"

    @property
    def logo_kind(self) -> str:
        """The logo's media type."""
        return LOGO_KINDS[self.logo.suffix.lower()] if self.logo else ""


def identity() -> Identity:
    """The identity of this site. The file is read again when it changes.

    Raises:
        Refused: the file is there and cannot be used.
    """
    path = Path(settings.TERRITORY_FILE)
    try:
        stamp = path.stat().st_mtime_ns
    except FileNotFoundError:
        return Identity()
    return _read(path, stamp)


@functools.lru_cache(maxsize=4)
def _read(path: Path, stamp: int) -> Identity:
    try:
        content = path.read_bytes()
        given = tomllib.loads(content.decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise Refused(path, [f"not a TOML file in UTF-8 ({error}); see the example in docs/operating.md."]) from error
    return parse(given, path=path, version=hashlib.sha256(content).hexdigest()[:12])


def parse(given: Mapping[str, Any], *, path: Path, version: str = "0") -> Identity:
    """The identity written in `given`, the content of the file at `path`; the logo is beside it."""
    problems: list[str] = []
    section = _table(given, "territory", problems)
    identity = Identity(
        name=_text(section, "name", problems) or Identity().name,
        publisher=_text(section, "publisher", problems),
        phone=_text(section, "phone", problems),
        phone_hours=_words(section, "phone_hours", problems),
        logo=_logo(section, path.parent, problems),
        logo_alt=_text(section, "logo_alt", problems),
        reviewed_on=_day(section, "reviewed_on", problems),
        colours=_colours(_table(given, "colours", problems), problems),
        contacts=_contacts(given.get("contacts", []), problems),
        version=version,
    )
    known = {"name", "publisher", "phone", "phone_hours", "logo", "logo_alt", "reviewed_on"}
    problems += _strangers(given, {"territory", "colours", "contacts"}, "the file") + _strangers(
        section, known, "[territory]"
    )
    if identity.logo and not identity.logo_alt:
        problems.append("logo_alt: missing; write what the logo shows, for people who do not see it.")
    if problems:
        raise Refused(path, problems)
    return identity


def _strangers(given: Mapping[str, Any], known: set[str], where: str) -> list[str]:
    return [
        f"{name}: not a field of {where}; the fields are {', '.join(sorted(known))}."
        for name in sorted(set(given) - known)
    ]


def _table(given: Mapping[str, Any], name: str, problems: list[str]) -> Mapping[str, Any]:
    value = given.get(name, {})
    if isinstance(value, Mapping):
        return value
    problems.append(f"{name}: not a table; begin it with a line [{name}].")
    return {}


def _text(given: Mapping[str, Any], name: str, problems: list[str]) -> str:
    value = given.get(name, "")
    if isinstance(value, str) and len(value) <= 200:
        return value.strip()
    problems.append(f"{name}: not a text of at most 200 characters; write it between quotes.")
    return ""


def _words(given: Mapping[str, Any], name: str, problems: list[str]) -> Words:
    value = given.get(name, "")
    if isinstance(value, Mapping) and set(value) <= {"fr", "en"}:
        words = Words(_text(value, "fr", problems), _text(value, "en", problems))
        if words.en and not words.fr:
            problems.append(f'{name}: the French is missing; write {name} = {{ fr = "...", en = "..." }}.')
        return words
    return Words(fr=_text(given, name, problems))


def _day(given: Mapping[str, Any], name: str, problems: list[str]) -> dt.date | None:
    value = given.get(name)
    if value is None or (isinstance(value, dt.date) and not isinstance(value, dt.datetime)):
        return value
    problems.append(f"{name}: not a date; write it without quotes, as 2026-11-23.")
    return None


def _logo(given: Mapping[str, Any], folder: Path, problems: list[str]) -> Path | None:
    name = _text(given, "logo", problems)
    if not name:
        return None
    path = (folder / name).resolve()
    if not path.is_relative_to(folder.resolve()):
        problems.append(f"logo: {name} is outside the file's folder; copy the logo beside the file.")
    elif path.suffix.lower() not in LOGO_KINDS:
        problems.append(f"logo: {name} is not one of {', '.join(LOGO_KINDS)}; save it in one of these formats.")
    elif not path.is_file():
        problems.append(f"logo: {name} is not there; copy it beside the file, or correct its name.")
    elif path.stat().st_size > LOGO_MOST:
        problems.append(f"logo: {name} weighs {path.stat().st_size} bytes; make it lighter than {LOGO_MOST}.")
    else:
        return path
    return None


def _colours(given: Mapping[str, Any], problems: list[str]) -> Colours:
    fields = set(Colours.__dataclass_fields__)
    problems += _strangers(given, fields, "[colours]")
    wrong = [name for name in sorted(fields & set(given)) if not colours.HEX.fullmatch(str(given[name]))]
    problems += [f'{name}: {given[name]!r} is not a colour; write it as "#0a5c4a".' for name in wrong]
    if wrong or not set(given) <= fields:
        return Colours()
    chosen = Colours(**{name: str(value).lower() for name, value in given.items()})
    for name, behind, least, use in PAIRS:
        front, back = getattr(chosen, name), getattr(chosen, behind)
        ratio = colours.contrast(front, back)
        if ratio < least:
            better = colours.towards(front, against=back, at_least=least)
            problems.append(
                f"{name}: {front} on {behind} {back} ({use}) has a contrast of {ratio:.1f}, below {least}; "
                f"{better} would do, or change {behind}."
            )
    return chosen


def _contacts(given: Any, problems: list[str]) -> tuple[Contact, ...]:
    if not isinstance(given, list) or not all(isinstance(item, Mapping) for item in given):
        problems.append("contacts: not a list of tables; begin each contact with a line [[contacts]].")
        return ()
    found = []
    for number, item in enumerate(given, start=1):
        mine: list[str] = _strangers(item, {"name", "role", "phone", "hours"}, "[[contacts]]")
        contact = Contact(
            name=_text(item, "name", mine),
            role=_words(item, "role", mine),
            phone=_text(item, "phone", mine),
            hours=_words(item, "hours", mine),
        )
        if not contact.name:
            mine.append("name: missing; write who answers.")
        problems += [f"contact {number}, {problem}" for problem in mine]
        found.append(contact)
    return tuple(found)
