"""What a checked file would give, ready for a page: counts with their words, quality, the first refused rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext

from prevenance.kit.templatetags.kit import short_date
from prevenance.offer.choices import AGENDA, PLACE_KINDS, quality, sources
from prevenance.offer.choices import words as reason_words
from prevenance.offer.operations import FileCheck, Recognised
from prevenance.offer.presenters import wording


@dataclass(frozen=True, slots=True)
class Counted:
    """A reason in words, how many rows, and the first lines as a text."""

    words: str
    many: int
    lines: str


@dataclass(frozen=True, slots=True)
class Graded:
    """A criterion, the share that meets it in whole per cent, and what would mend the others ("" when all do)."""

    words: str
    percent: int
    mend: str


@dataclass(frozen=True, slots=True)
class CheckPage:
    """`problem`: a sentence when the whole file is refused; then there is nothing else but the counts."""

    format: str
    how: str
    columns: tuple[tuple[str, str], ...]
    problem: str
    read: int
    kept: int
    is_agenda: bool
    is_cut: bool
    content: str
    kinds: tuple[tuple[str, int], ...]
    refused: tuple[Counted, ...]
    mended: tuple[Counted, ...]
    told: tuple[tuple[int, str], ...]
    score: int | None
    quality: tuple[Graded, ...]


def page(done: FileCheck, known: Recognised | None) -> CheckPage:
    """`known` is None when the file was refused before anything could recognise it."""
    tongue = wording.language()
    return CheckPage(
        format=_format(done, known),
        how=_how(known.how) if known else "",
        columns=tuple(sorted((_field(name), heading) for name, heading in known.columns.items())) if known else (),
        problem=_sentence(reason_words.reason(done.problem, tongue, **done.facts)) if done.problem else "",
        read=done.read,
        kept=done.kept,
        is_agenda=done.is_agenda,
        is_cut=done.is_cut,
        content=short_date(done.content_on),
        kinds=tuple((wording.kind(kind), many) for kind, many in done.kinds.items()),
        refused=_counted(done.refused, done.first_lines, tongue),
        mended=_counted(done.mended, {}, tongue),
        told=tuple((number, _sentence(reason_words.reason(reason, tongue))) for number, reason in done.told),
        score=done.score,
        quality=_graded(done.quality),
    )


def _format(done: FileCheck, known: Recognised | None) -> str:
    if done.is_agenda:
        return gettext("Dated prevention actions")
    return wording.said(known.source.name) if known and known.how != "guessed" else ""


def formats() -> list[tuple[str, str]]:
    """Key and words of every format that a file may be checked as."""
    listed = [(key, wording.said(one.name)) for key, one in sources.sources().items() if key != "demo"]
    listed.append((AGENDA, gettext("Dated prevention actions")))
    return sorted(listed, key=lambda one: one[1])


def kinds() -> list[tuple[str, str]]:
    """Key and words of every kind of place."""
    return sorted(((kind, wording.kind(kind)) for kind in PLACE_KINDS), key=lambda one: one[1])


def _field(name: str) -> str:
    """What a guessed column holds."""
    others = {
        "id": gettext("Identifier"),
        "kind": gettext("Kind of place"),
        "commune": gettext("Commune"),
        "commune_code": gettext("INSEE code of the commune"),
        "longitude": gettext("Longitude"),
        "latitude": gettext("Latitude"),
        "hours": gettext("Opening hours"),
        "services": gettext("What is done there"),
        "organisation": gettext("Body that runs it"),
        "siret": "SIRET",
        "finess": "FINESS",
        "checked_on": gettext("Day of the last check"),
    }
    return others[name] if name in others else wording.FIELDS[name]()


def _how(how: str) -> str:
    return {
        "said": gettext("You chose this format."),
        "name": gettext("Recognised by the name of the file."),
        "columns": gettext("Recognised by its columns."),
        "guessed": gettext("A list of your own: we guessed what each column is."),
    }[how]


def _counted(counts: Mapping[str, int], lines: Mapping[str, list[int]], tongue: str) -> tuple[Counted, ...]:
    ordered = sorted(counts.items(), key=lambda one: -one[1])
    return tuple(
        Counted(
            _sentence(reason_words.reason(reason, tongue)),
            many,
            ", ".join(map(str, lines.get(reason, ()))) + ("…" if many > len(lines.get(reason, ())) else ""),
        )
        for reason, many in ordered
    )


def _graded(shares: Mapping[str, float]) -> tuple[Graded, ...]:
    return tuple(
        Graded(
            wording.said(asked.words),
            int(100 * shares[asked.key]),
            wording.said(asked.mend) if shares[asked.key] < 1 else "",
        )
        for asked in quality.grid().criteria
        if asked.key in shares
    )


def _sentence(words: str) -> str:
    said = wording.typeset(words, wording.language())
    return said[:1].upper() + said[1:]
