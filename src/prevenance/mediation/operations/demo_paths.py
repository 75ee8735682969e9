"""Paths towards Mon espace santé and relays of the demonstration's week."""

from __future__ import annotations

from prevenance.mediation.choices import relay_words
from prevenance.mediation.choices.relay_states import State
from prevenance.mediation.operations import paths, relays, trainings
from prevenance.mediation.operations.demo_notes import Team, Week
from prevenance.people.queries import Access


def paths_of(week: Week) -> None:
    """Two thirds begun in the week, a third one to four months before, whom somebody called back or not."""
    for number in range(week.sizes.paths):
        team = week.teams[number % len(week.teams)]
        days = week.past(number) if number % 3 else week.chance.dice.choice((35, 50, 95, 120))
        _path(week, team, week.by(week.chance.dice.choice(team.mediators)), days)
        week.did("paths")


def _path(week: Week, team: Team, by: Access, days: int) -> None:
    dice, begun = week.chance.dice, week.at(days)
    label = "" if dice.random() < 0.5 else f"{week.chance.among('given_names')} (fictif)"
    person = "" if label or not team.people else dice.choice(team.people)[0]
    found = dice.choice(("active", "not_active", "not_active", ""))
    number = paths.begin(
        by=by,
        at=begun,
        organisation_id=team.id,
        commune=team.commune,
        on=begun.date(),
        person=person,
        label=label,
        found=found,
    )
    ending = "" if found == "active" else week.chance.one("endings")
    if ending:
        paths.end(by=by, at=begun, path_id=number, ending=ending, on=begun.date(), why=week.chance.one("reasons"))
        return
    steps = ("profile_exists", "activated", "medical_profile", "document_added", "message_read")
    for step in steps[: dice.randint(1, len(steps))]:
        paths.reach(by=by, at=begun, path_id=number, step=step, on=begun.date())
    for step, months, asked_after in (("autonomous_1", 1, 33), ("autonomous_3", 3, 93)):
        if days > asked_after and dice.random() < 0.75:
            asked = week.at(days - asked_after)
            is_reached = dice.random() < 0.6 - 0.05 * months
            paths.reach(by=by, at=asked, path_id=number, step=step, on=asked.date(), is_reached=is_reached)


def relays_of(week: Week) -> None:
    """From the application to the declarations; the last ones are still on their way."""
    reasons = list(relay_words.reasons())
    for at, team in enumerate(week.teams):
        by = week.by(team.coordinator)
        begins = week.at(60, 14)
        training = trainings.announce(
            by=by,
            at=week.at(75),
            organisation_id=team.id,
            starts_at=begins,
            place_name=week.chance.among("places"),
            commune=team.commune,
            capacity=8,
        )
        for number in range(at, week.sizes.relays, len(week.teams)):
            relay = relays.apply(
                at=week.at(80),
                first_name=f"{week.chance.among('given_names')} (fictif)",
                contact=f"relais-{number + 1}@demonstration.invalid",
                commune=team.commune,
                reason=reasons[number % len(reasons)],
                language="fr",
            )
            week.did("relays")
            if number // len(week.teams) % 3 == 2:
                continue  # nobody called yet
            relays.verify(by=by, at=week.at(76), relay_id=relay, organisation_id=team.id)
            trainings.seat(by=by, training_id=training, relay_id=relay)
            trainings.attend(by=by, at=week.at(60, 17), training_id=training, relay_id=relay, has_come=True)
            relays.become(by=by, at=week.at(60, 18), relay_id=relay, state=State.TRAINED)
            relays.sign(at=week.at(58), relay_id=relay, language="fr")
            relays.become(by=by, at=week.at(58, 11), relay_id=relay, state=State.ACTIVE)
            if number % 3 or number < len(week.teams):
                low = week.chance.dice.randint(3, 12)
                month = week.at(3).date().replace(day=1)
                relays.declare(at=week.at(3), relay_id=relay, month=month, low=low, high=low + 8)
