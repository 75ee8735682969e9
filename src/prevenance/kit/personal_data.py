"""What each room holds about a person: declared here, so that copy, erasure and merge reach all of it.

The kit knows no room: each signs up in its `apps.py`. A person is an opaque reference (text).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from django.utils import formats

from prevenance.kit.clock import PARIS
from prevenance.kit.texts import Text

Rows = list[dict[str, Any]]
_YES, _NO = Text("oui", "yes"), Text("non", "no")


def _coded(key: str, value: Any) -> str:
    return ""


def _no_lines(reference: str) -> list[tuple[str, str]]:
    return []


@dataclass(frozen=True, slots=True)
class Wording:
    """The rows of a copy in plain words. `title`: what they are; `labels`: what each key is called, nested keys too;
    `value(key, value)`: the words of a coded value, "" to show it as it is; `hidden`: keys that say nothing to a reader
    (they stay in the file).
    """

    title: Text
    labels: Mapping[str, Text] = field(default_factory=dict)
    value: Callable[[str, Any], str] = _coded
    hidden: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Holder:
    """One room. All are called inside the transaction of the gesture.

    `copy(reference)`: what is held, as plain values a person can read. `erase(reference)`: removes or anonymises it for
    good; gives how many rows. `move(origin, target)`: makes it the target's; gives what `move_back` needs (as JSON
    values). `move_back(moved, origin, target)`: the exact contrary, of those rows which still exist. `words`: what the
    copy's keys mean (`wording` reads them from a file). `lines(reference)`: the (kind, id) under which the journal
    writes of what is held, so that the person reads those lines too.
    """

    key: str
    copy: Callable[[str], Rows]
    erase: Callable[[str], int]
    move: Callable[[str, str], list[Any]]
    move_back: Callable[[list[Any], str, str], None]
    words: Wording | None = None
    lines: Callable[[str], list[tuple[str, str]]] = _no_lines


_holders: dict[str, Holder] = {}


def declare(holder: Holder) -> None:
    """Once for each room; the last declaration of a key serves."""
    _holders[holder.key] = holder


def holders() -> tuple[Holder, ...]:
    """In the order of their keys."""
    return tuple(_holders[key] for key in sorted(_holders))


def wording(file: Path, key: str, value: Callable[[str, Any], str] = _coded) -> Wording:
    """Of one holder, from a file: `key: {title: {fr, en}, labels: {name: {fr, en}}, values: {name: {code: {fr, en}}},
    hidden: [name]}`. `value` is asked for the codes that the file does not have.
    """
    given = yaml.safe_load(file.read_text(encoding="utf-8"))[key]
    coded = {
        name: {str(code): Text.read(one) for code, one in codes.items()}
        for name, codes in given.get("values", {}).items()
    }

    def worded(name: str, code: Any) -> str:
        found = coded.get(name, {}).get(str(code))
        return str(found) if found else value(name, code)

    labels = {name: Text.read(one) for name, one in given["labels"].items()}
    return Wording(Text.read(given["title"]), labels, worded, frozenset(given.get("hidden", ())))


def shown(row: Mapping[str, Any], words: Wording | None) -> list[tuple[str, str]]:
    """(label, value) of one row, in the page's language; what is empty is left out."""
    words = words or Wording(Text("", ""))
    found = []
    for key, value in row.items():
        if key not in words.hidden and (text := _text(key, value, words)):
            found.append((str(words.labels.get(key, key)), text))
    return found


def unworded(rows: Rows, words: Wording | None) -> frozenset[str]:
    """The keys which a reader would see as they are written in the code."""
    known = (words.labels.keys() | words.hidden) if words else frozenset()
    return frozenset(_keys(rows)) - known


def _keys(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for one in value:
            yield from _keys(one)
    elif isinstance(value, Mapping):
        for key, one in value.items():
            yield key
            yield from _keys(one)


def _text(key: str, value: Any, words: Wording) -> str:
    if value is None or value == "" or value == [] or value == {}:
        return ""
    if isinstance(value, bool):
        return words.value(key, value) or str(_YES if value else _NO)
    if isinstance(value, list):
        texts = [_text(key, one, words) for one in value]
        return (" ; " if any(isinstance(one, Mapping) for one in value) else ", ").join(filter(None, texts))
    if isinstance(value, Mapping):
        return ", ".join(f"{label} : {text}" for label, text in shown(value, words))
    return words.value(key, value) or _moment(str(value)) or str(value)


def _moment(text: str) -> str:
    """A day or an instant written as programs do, in words; "" for any other text."""
    try:
        if len(text) == 10:
            return formats.date_format(dt.date.fromisoformat(text), "j F Y")
        if len(text) > 15 and text[10] == "T":
            moment = dt.datetime.fromisoformat(text)
            return formats.date_format(moment.astimezone(PARIS) if moment.tzinfo else moment, "j F Y, H:i")
    except ValueError:
        pass
    return ""
