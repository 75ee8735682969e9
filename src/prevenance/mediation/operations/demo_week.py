"""A fictional week of a territory, written by the room's own operations as a team would: nothing is a raw row.

The week is the seven days before `on`; appointments and workshops of the next days are there too. One transaction, so
that there is a whole week or none.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from prevenance.mediation.choices.demo_week import Chance, given
from prevenance.mediation.operations import coordination, demo_moments, demo_paths
from prevenance.mediation.operations.demo_notes import Sizes, Team, Week, draft, note
from prevenance.mediation.queries.coordination import Activity
from prevenance.people.choices import Kind as TeamKind
from prevenance.people.choices import Role
from prevenance.people.choices.persons import Identity, PersonPurpose
from prevenance.people.operations import demonstration, persons

OPENED = dt.timedelta(days=200)  # when the fictional teams began
FIRST_NAME = "coordination"  # who signs in: the coordinator of the first team


@transaction.atomic
def fill(*, on: dt.date, sizes: Sizes | None = None, seed: int = 24) -> Week:
    """Writes the week before `on`; gives what was written. `seed`: the same one gives the same week."""
    week = Week(on, Chance(seed), sizes or Sizes())
    _teams(week)
    _people(week)
    for number in range(week.sizes.encounters):
        _encounter(week, number)
    demo_moments.appointments(week)
    demo_moments.workshops_of(week)
    demo_moments.handovers_of(week)
    demo_paths.paths_of(week)
    demo_paths.relays_of(week)
    _coordination(week)
    return week


def _teams(week: Week) -> None:
    began = week.at(OPENED.days, 9)
    many = min(len(given()["teams"]), week.sizes.mediators)
    for number, one in enumerate(given()["teams"][:many]):
        team = demonstration.make_team(at=began, name=one["name"], kind=TeamKind(one["kind"]), commune=one["commune"])
        name = FIRST_NAME if number == 0 else f"{FIRST_NAME}-{number + 1}"
        words = f"{given()['given_names'][-1 - number]} (fictif)"
        coordinator = demonstration.make_member(
            at=began, name=name, display_name=words, role=Role.COORDINATOR, organisation_id=team
        )
        week.teams.append(Team(team, one["commune"], coordinator))
        for tag in given()["tags"]:
            coordination.add_tag(by=week.by(coordinator), at=began, organisation=team, name=tag)
    for number in range(week.sizes.mediators):
        found = week.teams[number % many]
        words = f"{given()['given_names'][number % 20]} (fictif)"
        found.mediators.append(
            demonstration.make_member(
                at=began,
                name=f"mediation-{number + 1}",
                display_name=words,
                role=Role.MEDIATOR,
                organisation_id=found.id,
            )
        )
    week.did("mediators", week.sizes.mediators)


def _people(week: Week) -> None:
    for number in range(week.sizes.people):
        team = week.teams[number % len(week.teams)]
        given_name = week.chance.among("given_names")
        identity = Identity(
            given_name=given_name,
            family_name=f"{week.chance.among('family_names')}-{number + 1}",
            birth_year=week.on.year - week.chance.dice.randint(20, 88),
        )
        reference = persons.create_person(
            by=week.by(week.chance.dice.choice(team.mediators)),
            at=week.at(week.chance.dice.randint(10, 150)),
            organisation_id=team.id,
            purpose=PersonPurpose.FOLLOW_UP,
            identity=identity,
            commune=week.chance.among("communes"),
            fictional=True,
        )
        team.people.append((reference, given_name))
    week.did("people", week.sizes.people)


def moment(week: Week, number: int) -> dt.datetime:
    """When the agent notes the encounter of this number: the days of the week in turn, through the day."""
    return week.at(week.past(number), 9 + number // 6 % 9, number % 12 * 5)


def _encounter(week: Week, number: int) -> None:
    team = week.teams[number % len(week.teams)]
    at = moment(week, number)
    kind = week.chance.one("kinds")
    person = week.chance.dice.choice(team.people)[0] if team.people and number % 3 == 0 else ""
    note(week, team, draft(week, team, at.date(), kind, person), at)


def _coordination(week: Week) -> None:
    for number, one in enumerate(given()["coordination"]):
        team = week.teams[number % len(week.teams)]
        by, at = week.by(team.coordinator), week.at(week.past(number), 17)
        activity = Activity(
            organisation=team.id,
            kind=one["kind"],
            held_on=at.date(),
            commune=team.commune,
            minutes=one.get("minutes"),
            title=one.get("title", ""),
            subjects=(one["subject"],),
            themes=tuple(one.get("themes", ())),
            initiative="own" if one["kind"] == "animation" else "",
            echelon=one.get("echelon", ""),
            organisers=tuple(one.get("organisers", ())),
            partners=tuple((name, kind) for name, kind in one.get("partners", ())),
            participants=one.get("participants"),
            mediators=one.get("mediators"),
            structures=one.get("structures"),
        )
        coordination.note(by=by, at=at, operation=week.chance.number(), activity=activity)
        week.did("coordination activities")
