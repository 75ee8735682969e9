"""What residents report, what was corrected and how imports went, in words, for those who look after the places."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext

from prevenance.catalogue import Catalogue
from prevenance.formats import spreadsheets
from prevenance.kit.templatetags.kit import short_date
from prevenance.offer.choices import Author, Outcome, words
from prevenance.offer.presenters import answers, pairs, wording
from prevenance.offer.presenters.readable_names import readable
from prevenance.offer.queries import Answer
from prevenance.offer.queries.upkeep import Named, Reported, Run

REFUSED_COLUMNS = ("row", "reason", "explanation")


@dataclass(frozen=True, slots=True)
class Report:
    """`key`: what the button sends; `last_id`: up to which report."""

    place_id: str
    name: str
    commune: str
    reason: str
    words: str
    many: int
    last_on: str
    last_id: int


@dataclass(frozen=True, slots=True)
class Correction:
    """`key` is what the button that undoes it sends, "" once it is undone."""

    key: str
    place_id: str
    name: str
    label: str
    before: str
    after: str
    by: str
    on: str
    undone: str


@dataclass(frozen=True, slots=True)
class Import:
    """One import in words. `refused`: (sentence, how many rows)."""

    id: int
    source: str
    outcome: str
    on: str
    file_name: str
    read: int
    kept: int
    problem: str
    refused: tuple[tuple[str, int], ...]
    refused_many: int
    has_rows: bool


def report(one: Reported) -> Report:
    """Reports of one reason about one place."""
    return Report(
        one.place_id,
        readable(one.name),
        one.commune_name,
        str(one.reason),
        wording.REASONS[one.reason](),
        one.many,
        str(short_date(one.last_on)),
        one.last_id,
    )


def correction(one: Answer, names: Mapping[str, Named], book: Catalogue) -> Correction:
    """A correction, a check or a notice, and who made it."""
    said = answers.shown([one], book)[0]
    label = {
        "check": gettext("The card was said to be right."),
        "notice": gettext("Announced:"),
    }.get(one.what, said.label)
    author = {str(Author.PLACE): gettext("the place itself"), str(Author.TEAM): gettext("the territory’s team")}
    place = names[one.place_id]
    return Correction(
        key="" if one.undone_at else said.key,
        place_id=place.id,
        name=readable(place.name),
        label=label,
        before=said.before,
        after=said.after,
        by=author.get(one.author, one.author),
        on=str(short_date(wording.paris(one.at).date())),
        undone=str(short_date(wording.paris(one.undone_at).date())) if one.undone_at else "",
    )


def imported(run: Run) -> Import:
    """One import."""
    language = wording.language()
    outcome = {
        Outcome.RUNNING: gettext("not finished"),
        Outcome.DONE: gettext("done"),
        Outcome.REFUSED: gettext("refused: the former content is kept"),
        Outcome.INTERRUPTED: gettext("stopped half-way: the former content is kept"),
        Outcome.REMOVED: gettext("removed"),
    }[run.outcome]
    problem = words.reason(run.problem, language, **run.problem_facts) if run.problem else ""
    refused = sorted(run.refused.items(), key=lambda row: (-row[1], row[0]))
    return Import(
        id=run.id,
        source=pairs.source(run.source),
        outcome=outcome,
        on=str(short_date(wording.paris(run.started_at).date())),
        file_name=run.file_name,
        read=run.rows_read,
        kept=run.rows_kept,
        problem=problem,
        refused=tuple((explained(key, language), many) for key, many in refused),
        refused_many=sum(run.refused.values()),
        has_rows=run.has_rows,
    )


def explained(reason: str, language: str) -> str:
    """Why a row is refused; the key itself when its words are not known any more, or ask for facts."""
    try:
        return words.reason(reason, language)
    except KeyError:
        return reason


def refused_lines(rows: Collection[tuple[int, str]] | Iterator[tuple[int, str]], language: str) -> Iterator[list[str]]:
    """The refused rows of an import as a table: rank in the file (line, or rank of the object), key, sentence."""
    yield list(REFUSED_COLUMNS)
    for number, reason in rows:
        yield [str(number), spreadsheets.safe_cell(reason), spreadsheets.safe_cell(explained(reason, language))]
