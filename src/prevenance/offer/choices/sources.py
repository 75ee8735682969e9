"""The register of public sources, read from `sources.yaml`."""

from __future__ import annotations

import datetime as dt
import fnmatch
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

_ENDINGS = re.compile(r"(\.(csv|json|txt|ndjson|jsonl|zip))?(\.gz)?$", re.IGNORECASE)
# The last date of a file name is the date of its content: 2024-08, 2021, 20261101. A month alone means its first day.
_DATED = re.compile(r"(?<!\d)(20\d\d)(?:[-_]?(0[1-9]|1[0-2])(?:[-_]?(0[1-9]|[12]\d|3[01]))?)?(?!\d)")


OWN_PREFIX = "own-"


@dataclass(frozen=True)
class NamePattern:
    match: str
    content_on: dt.date | None = None


@dataclass(frozen=True)
class Source:
    """`name` by language; `page` is where a person finds the data set; `columns` recognise a table of unknown name."""

    key: str
    name: dict[str, str]
    publisher: str
    page: str
    licence: str
    reader: str
    names: tuple[NamePattern, ...]
    columns: frozenset[str]
    stale_after_days: int


_own: dict[str, Source] = {}


def add_own(source: Source) -> None:
    """A list of this installation's territory, beside the public sources; the same key again replaces it."""
    if not source.key.startswith(OWN_PREFIX):
        raise ValueError(f"{source.key}: an own source begins with {OWN_PREFIX}")
    _own[source.key] = source


def forget_own(key: str) -> None:
    _own.pop(key, None)


def sources() -> dict[str, Source]:
    """Every source by key: the public ones in the order of the file, then those of this installation."""
    return {**_public(), **_own} if _own else _public()


@cache
def _public() -> dict[str, Source]:
    raw = yaml.safe_load((files(__package__) / "sources.yaml").read_text(encoding="utf-8"))
    return {
        key: Source(
            key=key,
            name=value["name"],
            publisher=value["publisher"],
            page=value["page"],
            licence=value["licence"],
            reader=value["reader"],
            names=tuple(NamePattern(name["match"], name.get("content_on")) for name in value["names"]),
            columns=frozenset(value.get("columns", ())),
            stale_after_days=value["stale_after_days"],
        )
        for key, value in raw.items()
    }


def named(file_name: str) -> tuple[Source, dt.date | None] | None:
    """The source whose file bears this name, and the date that the name gives to its content."""
    stem = _ENDINGS.sub("", file_name).lower()
    for source in sources().values():
        for name in source.names:
            if fnmatch.fnmatchcase(stem, name.match):
                return source, name.content_on or dated(file_name)
    for source in sources().values():  # as `prevenance sources download` names them
        if stem == source.key or stem.startswith(f"{source.key}-"):
            return source, dated(file_name)
    return None


def dated(file_name: str) -> dt.date | None:
    """The last date written in a file name; the first day of the month or of the year when it says no more."""
    found = _DATED.findall(file_name)
    if not found:
        return None
    year, month, day = found[-1]
    try:
        return dt.date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None


def with_columns(columns: frozenset[str]) -> Source | None:
    """The source recognised by the header of a table, when one and only one fits."""
    fitting = [source for source in sources().values() if source.columns and source.columns <= columns]
    return fitting[0] if len(fitting) == 1 else None
