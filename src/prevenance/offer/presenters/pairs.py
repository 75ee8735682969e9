"""A doubtful pair in words: what differs, what is the same, what speaks for one place and what for two."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext, pgettext

from prevenance.kit.templatetags.kit import short_date
from prevenance.offer.choices import PairVerdict, sources, words
from prevenance.offer.presenters import answers, wording
from prevenance.offer.queries.index import plain
from prevenance.offer.queries.review import Compared, Line, Said

VERDICTS: Mapping[PairVerdict, Callable[[], str]] = {
    PairVerdict.SAME: lambda: gettext("one place"),
    PairVerdict.DIFFERENT: lambda: gettext("two places"),
    PairVerdict.UNSURE: lambda: gettext("I do not know"),
}
LABELS: Mapping[str, Callable[[], str]] = {
    "kind": lambda: gettext("Kind of place"),
    "organisation": lambda: gettext("Run by"),
    "siret": lambda: gettext("SIRET number"),
    "finess": lambda: gettext("FINESS number"),
    "legal_finess": lambda: gettext("FINESS number of the body that runs it"),
    "content_on": lambda: gettext("Checked by its source on"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """`differing`: (what, first, second); `same`: (what, value); evidence for one place, then for two, in words."""

    names: tuple[str, str]
    sources: tuple[str, str]
    places: tuple[str, str]
    differing: tuple[tuple[str, str, str], ...]
    same: tuple[tuple[str, str], ...]
    for_one: tuple[str, ...]
    for_two: tuple[str, ...]
    chance: str
    today: str


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer in a list: what was said of which two records, by whom."""

    first: str
    second: str
    names: str
    verdict: str
    by: str
    on: str
    undone: str


def page(found: Compared) -> Shown:
    """One pair, with the words of the page's language."""
    one, other = found.first, found.second
    differing, same = [], []
    for label, pair in _fields(one, other):
        if plain(pair[0]) == plain(pair[1]):  # capitals and commas are no difference between two places
            if pair[0]:
                same.append((label, pair[0]))
        else:
            differing.append((label, pair[0] or gettext("nothing"), pair[1] or gettext("nothing")))
    told = [(_said(key, value), weight) for key, value, weight in found.evidence]
    return Shown(
        names=(one["name"], other["name"]),
        sources=(source(one["source"]), source(other["source"])),
        places=(one["place_id"], other["place_id"]),
        differing=tuple(differing),
        same=tuple(same),
        for_one=tuple(sentence for sentence, weight in told if weight > 0),
        for_two=tuple(sentence for sentence, weight in told if weight < 0),
        chance=percent(found.probability) if found.probability is not None else "",
        today=_today(found),
    )


def source(key: str) -> str:
    """The name of a source, its key when the register does not know it."""
    known = sources.sources().get(key)
    return wording.said(known.name) if known else key


def percent(probability: float) -> str:
    """« 62 % », "62%": never 0 nor 100, for nothing is sure here."""
    number = min(99, max(1, round(100 * probability)))
    return f"{number}\u00a0%" if wording.language() == "fr" else f"{number}%"


def _said(key: str, value: str) -> str:
    return wording.typeset(words.evidence(key, _number(value), wording.language()), wording.language())


def _number(value: str) -> str:
    """A decimal as the language writes it; other values as they are."""
    return value.replace(".", ",") if wording.language() == "fr" and value.replace(".", "", 1).isdecimal() else value


def line(pair: Line) -> dict[str, Any]:
    """One of the list."""
    communes = " / ".join(dict.fromkeys(pair.communes))
    return {
        "first": pair.first,
        "second": pair.second,
        "names": pair.names,
        "communes": communes,
        "chance": percent(pair.probability),
    }


def answer(said: Said) -> Answer:
    """An answer given, in words."""
    undone = gettext("undone on %(day)s") % {"day": _day(said.undone_at)} if said.undone_at else ""
    return Answer(
        said.first,
        said.second,
        " / ".join(name or gettext("a place that has gone") for name in said.names),
        VERDICTS[said.verdict](),
        said.by or gettext("the territory’s team"),
        _day(said.at),
        undone,
    )


def _day(moment: dt.datetime) -> str:
    return str(short_date(wording.paris(moment).date()))


def _today(found: Compared) -> str:
    if found.is_joined:
        return gettext("Today, the site shows one place.")
    return gettext("Today, the site shows two places.")


def _fields(one: Mapping[str, Any], other: Mapping[str, Any]) -> list[tuple[str, tuple[str, str]]]:
    fields: list[tuple[str, Callable[[Mapping[str, Any]], str]]] = [
        (LABELS["kind"](), lambda row: wording.kind(row["kind"])),
        (pgettext("card", "Address"), _address),
        (pgettext("card", "Phone"), lambda row: wording.phone(row["phone"]) if row["phone"] else ""),
        (pgettext("card", "E-mail"), lambda row: row["email"]),
        (pgettext("card", "Website"), lambda row: row["website"]),
        (
            pgettext("card", "Opening hours"),
            lambda row: answers.hours(row["opening_hours"]) if row["opening_hours"] else "",
        ),
        *[(LABELS[key](), _plain(key)) for key in ("organisation", "siret", "finess", "legal_finess")],
        (LABELS["content_on"](), lambda row: str(short_date(row["content_on"])) if row["content_on"] else ""),
    ]
    return [(label, (told(one), told(other))) for label, told in fields]


def _plain(key: str) -> Callable[[Mapping[str, Any]], str]:
    return lambda row: str(row[key])


def _address(row: Mapping[str, Any]) -> str:
    return ", ".join(filter(None, (row["address"], f"{row['postal_code']} {row['commune_name']}".strip())))
