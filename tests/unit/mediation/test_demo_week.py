"""The demonstration's week: its figures are those of an independent recount, nothing that a team does afterwards moves
what was done, it is the same week for the same seed, it is removed whole, and it opens no real account.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

import pytest
from django.apps import apps

from prevenance.kit.clock import PARIS
from prevenance.mediation.models import Appointment, Encounter, Handover, Path, Registration, Relay, Signpost, Workshop
from prevenance.mediation.operations import demo_week, encounters
from prevenance.mediation.operations.demo_notes import Sizes, Week
from prevenance.mediation.queries import counting, mission
from prevenance.mediation.queries import figures as queries
from prevenance.mediation.queries.counting import Figures
from prevenance.people.models import Account, Entry, Membership, Organisation, Person
from prevenance.people.operations import demonstration, persons_merging, persons_rights, teams
from prevenance.people.queries import access
from tests import agents

pytestmark = pytest.mark.django_db
ON = dt.date(2026, 11, 24)
AT = dt.datetime(2026, 11, 24, 8, tzinfo=PARIS)
SMALL = Sizes(3, 30, 3, 24, 9, 24, 3, 10)


@pytest.fixture
def week() -> Week:
    return demo_week.fill(on=ON, sizes=SMALL)


def figures(week: Week, number: int = 0) -> Figures:
    team = week.teams[number]
    asked = queries.Asked(team.id, dt.date(2026, 1, 1), dt.date(2026, 12, 31), on=ON)
    found = queries.figures(week.by(team.coordinator), asked)
    assert found is not None
    return found


def cells(found: Figures, key: str) -> dict[str, int | None]:
    return {name: many for name, many in found[key].cells if many}


def test_the_figures_of_the_whole_week_equal_a_recount(week: Week) -> None:
    """What was typed, counted again from the drafts and from the rows, without the queries of the figures."""
    assert week.counts["encounters"] == 30 and week.counts["workshops"] == 3
    for number, team in enumerate(week.teams):
        found = figures(week, number)
        mine = [one for one in week.notes if one.organisation == team.id]
        assert found.encounters == len(mine) and found.minutes == sum(one.minutes for one in mine)
        weights = [len(one.people) + one.total for one in mine]
        assert found.participations == sum(weights)
        assert found.people == len({p.person for one in mine for p in one.people if p.person})
        themes = Counter[str]()
        for one, weight in zip(mine, weights, strict=True):
            themes.update(dict.fromkeys(one.themes, weight))
        assert cells(found, "themes") == dict(themes)
        genders = Counter(p.gender for one in mine for p in one.people if p.gender)
        for one in mine:
            genders.update(one.counts.get("genders", {}))
        assert cells(found, "genders") == dict(genders)
        tags = Counter[str]()
        for one, weight in zip(mine, weights, strict=True):
            tags.update(dict.fromkeys(one.tags, weight))
        assert cells(found, counting.TAGS) == dict(tags)
        _recount_moments(found, team.id)
        _recount_paths(found, team.id)


def _recount_moments(found: Figures, team: int) -> None:
    midnight = dt.datetime.combine(ON + dt.timedelta(days=1), dt.time(), PARIS)
    states = [row.state for row in Appointment.objects.filter(organisation=team, starts_at__lt=midnight)]
    assert found[mission.KEPT].total == len(states) and found[mission.KEPT].missing == states.count("booked")
    assert cells(found, mission.KEPT) == {key: many for key, many in Counter(states).items() if key != "booked"}
    answers = Counter(row.state for row in Handover.objects.filter(organisation=team))
    assert found[mission.ANSWERS].missing == answers.pop("waiting", 0)
    assert cells(found, mission.ANSWERS) == dict(answers)
    held = Workshop.objects.filter(organisation=team, encounter__isnull=False)
    seats = Registration.objects.filter(workshop__in=held, seated_at__isnull=False, withdrawn_at__isnull=True)
    came = sum(row.came or 0 for row in seats)
    assert dict(found[mission.CAME].cells) == {"came": came, "absent": sum(row.seats for row in seats) - came}
    relays = Relay.objects.filter(organisation=team, state="active")
    assert found[mission.ACTING].total == relays.count()
    acting = sum(row.declarations.exists() for row in relays)
    assert dict(found[mission.ACTING].cells)["acted"] == acting
    spoken = [row.is_done for row in Signpost.objects.filter(encounter__organisation=team)]
    assert (found[mission.DONE].total, found[mission.DONE].missing) == (len(spoken), spoken.count(None))
    assert dict(found[mission.DONE].cells) == {"yes": spoken.count(True), "no": spoken.count(False)}
    taken = [row.outcome for row in Handover.objects.filter(organisation=team, state__in=("accepted", "to_call"))]
    assert (found[mission.RECEIVED].total, found[mission.RECEIVED].missing) == (len(taken), taken.count(""))


def _recount_paths(found: Figures, team: int) -> None:
    rows = list(Path.objects.filter(organisation=team))
    assert found[mission.OUTCOMES].total == sum(one.begun_on.year == 2026 for one in rows)
    refused = [one for one in rows if one.ending == "refused"]
    assert (cells(found, mission.OUTCOMES).get("refused") or 0) == len(refused)
    due = asked = 0
    for one in rows:
        steps = {step.key: step for step in one.steps.all()}
        if "activated" in steps and (ON - steps["activated"].on).days > 31:
            due += 1
            asked += "autonomous_1" in steps
    month = found[mission.autonomous(1)]
    assert (month.total, month.denominator) == (due, asked)


def done(found: Figures, *besides: str) -> dict[str, Any]:
    return {one.key: one for one in found.distributions if one.key not in besides}


def test_a_merge_its_undo_an_erasure_a_departure_and_an_undo_move_nothing_that_was_done(week: Week) -> None:
    team = week.teams[0]
    by, before = week.by(team.coordinator), figures(week)
    (kept, _), (gone, _) = team.people[:2]
    merged = persons_merging.merge_persons(by=by, at=AT, kept=kept, gone=gone, chosen={})
    assert done(figures(week), counting.FOLLOWED) == done(before, counting.FOLLOWED)
    persons_merging.undo_merge(by=by, at=AT, number=merged)
    assert figures(week) == before
    first = Encounter.objects.filter(organisation=team.id, workshop__isnull=True).earliest("pk")
    encounters.remove(by=by, at=AT, number=first.pk)
    assert figures(week).encounters == before.encounters - 1
    encounters.undo(by=by, at=AT, number=first.pk)
    assert figures(week) == before
    member = Membership.objects.get(account=team.mediators[0])
    teams.end_membership(by=by, at=AT, on=ON, membership_id=member.pk)
    assert figures(week) == before
    persons_rights.erase_person(by=by, at=AT, reference=kept)
    who = (counting.FOLLOWED, counting.IDENTITY)
    assert done(figures(week), *who) == done(before, *who)
    assert figures(week).participations == before.participations


def test_the_same_seed_gives_the_same_week() -> None:
    one = demo_week.fill(on=ON, sizes=SMALL)
    found = figures(one)
    demonstration.remove()
    assert figures(demo_week.fill(on=ON, sizes=SMALL)) == found


def test_it_is_removed_whole_and_nobody_else_is_touched() -> None:
    cast = agents.play()
    Organisation.objects.update(is_fictional=False)
    reference = agents.person(cast.mediator, cast.ours)
    tables = apps.get_models()
    before = {one._meta.label: one._default_manager.count() for one in tables}
    demo_week.fill(on=ON, sizes=SMALL)
    assert demonstration.is_there() and Person.objects.count() == 10
    demonstration.remove()
    assert {one._meta.label: one._default_manager.count() for one in tables} == before
    assert Person.objects.filter(pk=reference).exists() and Entry.objects.exists()
    assert not demonstration.is_there()


def test_a_way_in_opens_a_fictional_account_and_never_a_real_one(week: Week) -> None:
    cast = agents.play()
    assert demonstration.real_accounts() == Account.objects.exclude(email__endswith=".invalid").count() > 0
    assert demonstration.sign_in_secret(at=AT, name=demo_week.FIRST_NAME)
    for name in (cast.mediator.email or "", "alice", "nobody"):
        with pytest.raises(demonstration.NotFictional):
            demonstration.sign_in_secret(at=AT, name=name)
    Organisation.objects.filter(pk=cast.ours).update(is_fictional=False)
    with pytest.raises(demonstration.NotFictional):
        demonstration.make_member(
            at=AT, name="x", display_name="x", role=demo_week.Role.MEDIATOR, organisation_id=cast.ours
        )


def test_every_page_of_a_fictional_team_can_say_so(week: Week) -> None:
    assert week.by(week.teams[0].coordinator).is_fictional
    cast = agents.play()
    Organisation.objects.filter(pk=cast.ours).update(is_fictional=False)
    assert not access(cast.mediator, on=ON).is_fictional


def test_nothing_of_a_real_team_goes_with_a_fictional_account_let_in(week: Week) -> None:
    cast = agents.play()
    Organisation.objects.filter(pk=cast.ours).update(is_fictional=False)
    Membership.objects.create(
        account_id=week.teams[0].coordinator,
        organisation_id=cast.ours,
        role="mediator",
        areas=["everywhere"],
        starts_on=ON,
    )
    with pytest.raises(demonstration.NotFictional):
        demonstration.remove()
    assert demonstration.is_there()
