"""What this room adds to the page of a person followed (what was noted with them, what may be begun), and what
hand-overs add to an agent's day.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from prevenance.kit.person_page import Section
from prevenance.mediation.choices.appointments import AppointmentState
from prevenance.mediation.presenters import appointments, encounters, handovers, paths, workshops
from prevenance.mediation.queries import appointments as booked
from prevenance.mediation.queries import encounters as noted
from prevenance.mediation.queries import handovers as handed
from prevenance.mediation.queries import openings, person_encounters
from prevenance.mediation.queries import paths as begun
from prevenance.mediation.queries import workshops as held
from prevenance.people.queries import Access

MANY = 5  # encounters or appointments shown; the others are in the lists


@dataclass(frozen=True, slots=True)
class Handed:
    """The hand-overs of a person."""

    person: str
    lines: tuple[handovers.Line, ...]


def handovers_of(agent: Access, reference: str, at: dt.datetime) -> Section | None:
    """Those made, and the way to another."""
    if not agent.may_somewhere(handed.ACTION):
        return None
    lines = tuple(handovers.line(one) for one in handed.of_person(agent, reference, at=at))
    return Section("mediation/person_handovers.html", Handed(reference, lines))


@dataclass(frozen=True, slots=True)
class Given:
    """The last appointments of a person, those to come first. `more`: how many others."""

    person: str
    lines: tuple[appointments.Shown, ...]
    more: int


def appointments_of(agent: Access, reference: str, at: dt.datetime) -> Section | None:
    """The last ones, and the way to give another."""
    if not agent.may_somewhere(openings.ACTION):
        return None
    found = [one for one in booked.of_person(agent, reference) if one.state is not AppointmentState.CANCELLED]
    lines = tuple(appointments.shown(one) for one in found[:MANY])
    return Section("mediation/person_appointments.html", Given(reference, lines, len(found) - len(lines)))


@dataclass(frozen=True, slots=True)
class Noted:
    """The last encounters of a person. `more`: how many others."""

    person: str
    lines: tuple[encounters.Line, ...]
    more: int


def encounters_of(agent: Access, reference: str, at: dt.datetime) -> Section | None:
    """The last ones, and the way to note another."""
    if not agent.may_somewhere(noted.NOTE):
        return None
    last, total = person_encounters.encounters_of(agent, reference, many=MANY)
    lines = tuple(encounters.line(one) for one in last)
    return Section("mediation/person_encounters.html", Noted(reference, lines, total - len(lines)))


def workshops_of(agent: Access, reference: str, at: dt.datetime) -> Section | None:
    """The last workshops where they have a seat; nothing when there is none."""
    if not agent.may_somewhere(held.HOLD):
        return None
    found = held.of_person(agent, reference, many=MANY)
    lines = tuple((workshops.line(sheet), workshops.stands(seat)) for sheet, seat in found)
    return Section("mediation/person_workshops.html", lines) if lines else None


def workshops_of_the_day(agent: Access, at: dt.datetime) -> Section | None:
    """One's own: today's, those to note, those of which somebody is to be told."""
    lines = tuple(workshops.line(one) for one in held.for_the_day(agent, at=at))
    return Section("mediation/day_workshops.html", lines) if lines else None


def paths_of(agent: Access, reference: str, at: dt.datetime) -> Section | None:
    """Where they stand towards Mon espace santé; nothing when no path was begun."""
    found = begun.paths_of(agent, reference)
    shown = tuple(paths.shown(one, on=at.date()) for one in found)
    return Section("mediation/person_paths.html", shown) if shown else None


def handovers_of_the_day(agent: Access, at: dt.datetime) -> Section | None:
    """One's own hand-overs to remind, answered, or without an answer."""
    lines = tuple(handovers.line(one) for one in handed.for_the_day(agent, at=at))
    return Section("mediation/day_handovers.html", lines) if lines else None
