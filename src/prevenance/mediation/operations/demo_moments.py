"""Appointments, workshops and hand-overs of the demonstration's week."""

from __future__ import annotations

import datetime as dt
import uuid

from prevenance.mediation.choices import Kind, PlaceKind, handover_words, reminder_consent
from prevenance.mediation.choices.appointments import AppointmentState, Asker, Contact, Reminding
from prevenance.mediation.choices.handover_states import AgreedBy
from prevenance.mediation.choices.handover_states import State as HandoverState
from prevenance.mediation.operations import attendance, booking, handovers, openings, reminders, seats, workshops
from prevenance.mediation.operations.demo_notes import Team, Week, draft, group
from prevenance.mediation.queries.drafts import Draft
from prevenance.mediation.queries.handover_drafts import Answer
from prevenance.mediation.queries.handover_drafts import Draft as Handed
from prevenance.people.queries import Access

HOURS = (9, 10, 11, 14, 15, 16)  # slots of an hour
PHONE = "+336399800"  # and two digits: of a range kept for fiction by the French regulator
LINKS = reminders.Links(stop=lambda secret, language: "")  # nobody reads these reminders but the team, who calls
AHEAD = 5  # days after the demonstration's day that already have appointments


def appointments(week: Week) -> None:
    """Weekly hours of every agent, then one slot after the other, the past ones marked as they went."""
    agents = [(team, agent) for team in week.teams for agent in (team.coordinator, *team.mediators)]
    opened = {agent: _opening(week, team, agent) for team, agent in agents}
    slots = [(day, hour) for day in range(7, -AHEAD, -1) if _is_open(week, day) for hour in HOURS]
    wanted = [(team, agent, day, hour) for day, hour in slots for team, agent in agents]
    week.chance.dice.shuffle(wanted)
    # The one who signs in sees a full day.
    first = week.teams[0]
    days = [day for day in (0, -1, -2) if _is_open(week, day)]
    today = [(first, first.coordinator, day, hour) for day in days for hour in HOURS[1 : 5 + day]]
    kept = today + [one for one in wanted if one not in today]
    for team, agent, day, hour in kept[: week.sizes.appointments]:
        _appointment(week, team, agent, opened[agent], day, hour)


def _is_open(week: Week, day: int) -> bool:
    return week.at(day).isoweekday() <= 6


def _opening(week: Week, team: Team, agent: int) -> int:
    hours = openings.Draft(
        organisation=team.id,
        weekdays=(1, 2, 3, 4, 5, 6),
        from_time=dt.time(9),
        until_time=dt.time(17),
        slot_minutes=60,
        place_kind=str(PlaceKind.ACTIVITY_PLACE),
        commune=team.commune,
        starts_on=week.at(90).date(),
        on_public_holidays=True,
        place_name=week.chance.among("places"),
    )
    return openings.open_hours(by=week.by(agent), at=week.at(91), draft=hours)


def _appointment(week: Week, team: Team, agent: int, opening: int, day: int, hour: int) -> None:
    starts_at = week.at(day, hour)
    asked = min(starts_at, week.at(0, 8)) - dt.timedelta(days=week.chance.one("delays"))
    is_followed = bool(team.people) and week.chance.dice.random() < 0.6
    reference, name = week.chance.dice.choice(team.people) if is_followed else ("", week.chance.among("given_names"))
    wants = day < 0 or not reference  # half of those to come asked to be reminded by phone
    version, _ = reminder_consent.words()
    wish = booking.Wish(
        opening=opening,
        starts_at=starts_at,
        asker=Asker.MEDIATOR,
        person=reference,
        contact=Contact(name=f"{name} (fictif)", phone=f"{PHONE}{week.chance.dice.randint(10, 99)}" if wants else ""),
        reminders=(Reminding.CALL,) if wants else (),
        agreed_words=version,
    )
    by = week.by(agent)
    try:
        number = booking.book(at=asked, operation=week.chance.number(), wish=wish, by=by, links=LINKS)
    except booking.Taken:  # a public holiday
        return
    week.did("appointments")
    state = AppointmentState(week.chance.one("states"))
    if day > 0 and state is not AppointmentState.BOOKED:
        booking.mark(by=by, at=starts_at + dt.timedelta(hours=1), number=number, state=state)


def workshops_of(week: Week) -> None:
    """Announced three weeks before, filled by first names, held and noted; a few are to come."""
    to_come = max(1, week.sizes.workshops // 10)
    for number in range(week.sizes.workshops + to_come):
        team = week.teams[number % len(week.teams)]
        by = week.by(week.chance.dice.choice(team.mediators))
        day = week.past(number) if number < week.sizes.workshops else -(2 + number % 3)
        announced = _announced(week, team, week.at(day, 10 + number % 6))
        workshop = workshops.announce(by=by, at=week.at(21), operation=week.chance.number(), announced=announced)
        asked = _registrations(week, team, by, workshop, announced.capacity)
        week.did("workshops" if day > 0 else "workshops to come")
        if day > 0:
            _hold(week, team, by, workshop, announced, asked)


def _announced(week: Week, team: Team, starts_at: dt.datetime) -> workshops.Announced:
    one = week.chance.among("workshops")
    return workshops.Announced(
        team.id,
        one["title"],
        starts_at,
        90,
        str(PlaceKind.ACTIVITY_PLACE),
        team.commune,
        tuple(one["themes"]),
        week.chance.dice.choice((6, 8, 10)),
        level=one["level"],
        place_name=week.chance.among("places"),
        is_public=week.chance.dice.random() < 0.5,
    )


def _registrations(week: Week, team: Team, by: Access, workshop: int, capacity: int) -> list[int]:
    """Registrations with a seat; a workshop in three has a waiting list."""
    many = capacity + 2 if week.chance.dice.random() < 0.33 else week.chance.dice.randint(capacity // 2, capacity)
    followed = week.chance.dice.sample(team.people, min(2, len(team.people)))
    seated = []
    for number in range(many):
        person = followed[number][0] if number < len(followed) else ""
        label = "" if person else f"{week.chance.among('given_names')} (fictif)"
        asked = seats.give(
            by=by,
            at=week.at(20 - number % 12),
            operation=week.chance.number(),
            workshop=workshop,
            person=person,
            label=label,
        )
        if not asked.waits:
            seated.append(asked.id)
    return seated


def _hold(week: Week, team: Team, by: Access, workshop: int, announced: workshops.Announced, seated: list[int]) -> None:
    ended = announced.starts_at + dt.timedelta(minutes=announced.minutes)
    came = {one: int(week.chance.dice.random() < 0.8) for one in seated}
    came[seated[0]] = 1  # nobody would note a workshop where nobody came
    others = week.chance.dice.randint(0, 2)
    attendance.attend(by=by, at=ended, number=workshop, came=came, others=others)
    drawn = draft(week, team, ended.date(), str(Kind.COLLECTIVE))
    total = sum(came.values()) + others
    noted = Draft(
        team.id,
        str(Kind.COLLECTIVE),
        ended.date(),
        announced.minutes,
        announced.place_kind,
        announced.commune,
        announced.themes,
        place_name=announced.place_name,
        equipment=drawn.equipment,
        tags=drawn.tags,
        signposted=drawn.signposted,
        total=total,
        counts=group(week, total),
    )
    attendance.note(by=by, at=ended, operation=week.chance.number(), number=workshop, draft=noted)
    week.notes.append(noted)


def handovers_of(week: Week) -> None:
    """Made in the week and before, agreed aloud; most are answered, some by nobody in eight days."""
    purposes = list(handover_words.purposes())
    for number in range(week.sizes.handovers):
        team = week.teams[number % len(week.teams)]
        by = week.by(week.chance.dice.choice(team.mediators))
        days = week.past(number) if number % 5 else 10 + number % 4
        at = week.at(days, 11)
        reference, name = week.chance.dice.choice(team.people) if team.people else ("", "Aline")
        handed = Handed(
            organisation=team.id,
            commune=team.commune,
            purpose=purposes[number % (len(purposes) - 1)],
            agreed_by=str(AgreedBy.SPOKEN),
            words_version=handover_words.consent()[0],
            shared={"first_name": name},
            person=reference,
            name=week.chance.among("receivers"),
            phone="+33100000000",
        )
        made = handovers.make(by=by, at=at, operation=week.chance.number(), draft=handed)
        week.did("hand-overs")
        if number % 5 and number // len(week.teams) % 4 != 1:
            _answer(week, number, made.secret, at + dt.timedelta(hours=20))
            if number % 3:
                outcome = "received" if number % 2 else "contacted"
                today = week.at(0, 8)
                handovers.note_outcome(by=by, at=today, number=uuid.UUID(made.id), outcome=outcome, on=today.date())
    handovers.end_over(at=week.at(0, 7))


def _answer(week: Week, number: int, secret: str, at: dt.datetime) -> None:
    """Never after the demonstration's day has begun."""
    when = min(at, week.at(0, 7))
    if number % 6 == 3:
        given_ = Answer(HandoverState.REFUSED, reason="full")
    elif number % 6 == 4:
        given_ = Answer(HandoverState.TO_CALL, phone="+33100000000")
    else:
        given_ = Answer(HandoverState.ACCEPTED, how="phone", when="week")
    handovers.answer(secret=secret, at=when, given=given_)
