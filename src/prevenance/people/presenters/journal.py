"""The journal in sentences: for who answers for a team, and for the person whom a line is about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from prevenance.kit import journal_words
from prevenance.kit.clock import PARIS
from prevenance.kit.texts import Text
from prevenance.people.choices.persons import PersonPurpose
from prevenance.people.queries import Line
from prevenance.people.queries.persons import Accessed

NOBODY = Text("Le site, de lui-même,", "The site, by itself,")
GONE = Text("Une personne qui a quitté l'équipe", "Someone who left the team")
UNKNOWN = Text("{who} a fait quelque chose d'autre", "{who} did something else")
WHY = {
    PersonPurpose.FOLLOW_UP: Text("pour vous suivre", "to follow you"),
    PersonPurpose.APPOINTMENT: Text("pour un rendez-vous", "for an appointment"),
    PersonPurpose.LOAN: Text("pour un prêt", "for a loan"),
}
TIMES = Text("{text} ({count} fois)", "{text} ({count} times)")


@dataclass(frozen=True, slots=True)
class Told:
    """One sentence. `count`: how many times the same in one day, for a person's reading."""

    at: dt.datetime
    text: str


def for_team(lines: Iterable[Line]) -> list[Told]:
    """Each line as a sentence."""
    return [Told(line.at, _sentence(line.kind, line.verb, _who(line.is_agent, line.actor))) for line in lines]


def for_person(lines: Iterable[Accessed], purpose: PersonPurpose | None) -> list[Told]:
    """What was done with a record, told to its person, the latest first; the same sentence of one day is said once,
    with how many times. `purpose`: why the record is read.
    """
    told = []
    for line in lines:
        who = _who(line.is_agent, line.who)
        if line.is_agent and line.organisation:
            who = f"{who} ({line.organisation})"
        text = _sentence(line.kind, line.verb, who, to_person=True)
        if line.verb == "read" and purpose is not None:
            text = f"{text}, {WHY[purpose]}"
        told.append(Told(line.at, text))
    found = []
    for day, same in groupby(reversed(told), key=lambda one: one.at.astimezone(PARIS).date()):
        counted: dict[str, list[Told]] = {}
        for one in same:
            counted.setdefault(one.text, []).append(one)
        for text, each in counted.items():
            words = str(TIMES).format(text=text, count=len(each)) if len(each) > 1 else text
            found.append(Told(dt.datetime.combine(day, each[0].at.astimezone(PARIS).timetz()), words))
    return found


def _who(is_agent: bool, name: str) -> str:
    return (name or str(GONE)) if is_agent else str(NOBODY)


def _sentence(kind: str, verb: str, who: str, *, to_person: bool = False) -> str:
    found = journal_words.sentence(kind, verb)
    text = UNKNOWN if found is None else (found.person if to_person and found.person else found.team)
    return str(text).replace("{who}", who)
