"""The pieces of the demonstration's week: its teams, and the encounters that they note."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from prevenance.kit.clock import PARIS
from prevenance.mediation.choices import Field, Kind, PlaceKind, values
from prevenance.mediation.choices.demo_week import Chance
from prevenance.mediation.operations import coordination, encounters
from prevenance.mediation.queries.drafts import Draft, Participant
from prevenance.people.operations import demonstration
from prevenance.people.queries import Access


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much of everything. `encounters`: those noted outside workshops."""

    mediators: int = 20
    encounters: int = 600
    workshops: int = 40
    appointments: int = 160
    people: int = 120
    paths: int = 150
    relays: int = 24
    handovers: int = 30


@dataclass(slots=True)
class Team:
    """A fictional team. `people`: references of those it follows; `mediators`: ids of accounts."""

    id: int
    commune: str
    coordinator: int
    mediators: list[int] = field(default_factory=list)
    people: list[tuple[str, str]] = field(default_factory=list)  # reference, given name


@dataclass(slots=True)
class Week:
    """What is being written. `notes`: the drafts of all encounters, so that a test recounts them."""

    on: dt.date
    chance: Chance
    sizes: Sizes
    teams: list[Team] = field(default_factory=list)
    notes: list[Draft] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)

    def at(self, days: int, hour: int = 10, minute: int = 0) -> dt.datetime:
        """`days` before the demonstration's day, in local time."""
        return dt.datetime.combine(self.on - dt.timedelta(days=days), dt.time(hour, minute), PARIS)

    def past(self, number: int) -> int:
        """One of the days of the week, in turn: nobody works on Sunday."""
        days = [day for day in range(1, 8) if self.at(day).isoweekday() != 7]
        return days[number % len(days)]

    def by(self, account: int) -> Access:
        """What this fictional agent may do: their roles do not move in the week."""
        return demonstration.member(account, on=self.on)

    def did(self, what: str, many: int = 1) -> None:
        """One more."""
        self.counts[what] = self.counts.get(what, 0) + many


def note(week: Week, team: Team, given_: Draft, at: dt.datetime) -> int:
    """Written by one of the team's mediators."""
    by = week.by(week.chance.dice.choice(team.mediators))
    number = encounters.note(by=by, at=at, operation=week.chance.number(), draft=given_)
    for key in given_.signposted:
        if week.chance.dice.random() < 0.5:  # asked again when they met
            is_done = week.chance.dice.random() < 0.4
            coordination.answer_signpost(by=by, at=week.at(0, 8), encounter=number, key=key, is_done=is_done)
    week.notes.append(given_)
    week.did("encounters")
    return number


def draft(week: Week, team: Team, on: dt.date, kind: str, person: str = "") -> Draft:
    """What is typed of one encounter."""
    chance = week.chance
    place_kind = chance.one("place_kinds")
    is_held = place_kind == PlaceKind.ACTIVITY_PLACE
    alone = kind == Kind.INDIVIDUAL
    total = 0 if alone else chance.dice.randint(4, 12)
    drawn = {chance.one("themes"), chance.one("themes")}
    themes = tuple(key for key in values(Field.THEMES) if key in drawn)
    return Draft(
        team.id,
        kind,
        on,
        chance.one("minutes"),
        place_kind,
        team.commune if place_kind == PlaceKind.REMOTE else chance.among("communes"),
        themes,
        place_name=chance.among("places") if is_held else "",
        admin_themes=("social_health",) if "administrative" in themes else (),
        equipment=chance.some("equipment"),
        autonomy=chance.one("autonomy") if alone else "",
        oriented_to=chance.some("structures"),
        next_step=chance.one("next_steps"),
        tags=(chance.among("tags"),) if chance.dice.random() < 0.25 else (),
        signposted=chance.some("signposts"),
        people=(_participant(week, person),) if alone else (),
        total=total,
        counts=group(week, total),
    )


def _participant(week: Week, person: str) -> Participant:
    told = {name: week.chance.one(line) for name, line in _ABOUT.items()}
    if person:
        told["first"] = ""  # the tables know
    return Participant(person=person, commune=week.chance.among("communes"), **told)


_ABOUT = {"gender": "genders", "age": "ages", "status": "statuses", "first": "firsts"}


def group(week: Week, total: int) -> dict[str, dict[str, int]]:
    """Totals of a group, each person drawn once for each list, as a mediator would count hands."""
    counts: dict[str, dict[str, int]] = {}
    for line in _ABOUT.values():
        told: dict[str, int] = {}
        for _ in range(total):
            if key := week.chance.one(line):
                told[key] = told.get(key, 0) + 1
        counts[line] = told
    return counts
