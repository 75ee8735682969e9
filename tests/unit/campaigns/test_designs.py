"""A comparison is declared before the start, drawn by lot, and never changed; its answer waits for the end."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import uuid
from typing import Any

import numpy as np
import pytest
from bench.effects import World, judged
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from prevenance.campaigns.choices.designs import CountSource, Length, Objection, Way, days
from prevenance.campaigns.forms import counts
from prevenance.campaigns.models import Campaign, CampaignPassage, DesignCount
from prevenance.campaigns.operations import campaigns as campaign_operations
from prevenance.campaigns.operations import designs
from prevenance.campaigns.presenters import designs as presenters
from prevenance.campaigns.presenters import effects
from prevenance.campaigns.queries import campaigns
from prevenance.campaigns.queries import designs as queries
from prevenance.campaigns.queries.designs import Counted, DesignTerritory
from prevenance.counting import declaring
from prevenance.counting.designs import CannotTell, Effect, Reading, Why
from prevenance.mediation.choices.path_steps import ACTIVATED
from prevenance.mediation.models import Path, PathStep
from prevenance.people.presenters.fields import Form
from tests import agents
from tests.unit.campaigns.design_cast import AT, NAMES, ON, OVER, STARTS, Scene, draft

pytestmark = pytest.mark.django_db
DAYS = st.dates(dt.date(2024, 1, 1), dt.date(2030, 12, 31))


@pytest.fixture
def scene() -> Scene:
    return Scene()


def told(scene: Scene, on: dt.date) -> effects.Told:
    found = campaigns.by_number(scene.campaign, on=on)
    assert found
    return effects.told(found, on)


def test_the_lots_are_drawn_again_by_anybody_from_the_public_text(scene: Scene) -> None:
    """Written as docs/measure.md tells it, without our code."""
    one = scene.declare()
    seed = hashlib.sha256(one.text.encode()).hexdigest()
    said = json.loads(one.text)
    keys = np.random.PCG64(int(seed, 16)).random_raw(len(said["territories"]))
    again = dict(zip(np.argsort(keys, kind="stable"), said["starts"], strict=True))
    assert one.seed == seed
    assert one.starts == tuple(again[number] for number in range(10))
    assert sorted(one.starts, key=str) == [2] * 5 + [None] * 5
    # The instant of the declaration is in the text: nobody could try texts beforehand until the lots pleased.
    assert said["declared_at"] == AT.isoformat(timespec="microseconds")
    # The draw of a seed never changes, with any NumPy: what was drawn in public can always be drawn again.
    assert declaring.drawn(declaring.seed("Prévenance"), (0, 1, 2, 3, 4, 5)) == (4, 5, 1, 0, 2, 3)


@settings(deadline=None)
@given(DAYS, st.sampled_from(Length), st.integers(-24, 24))
def test_periods_follow_one_another_without_a_hole(first: dt.date, length: Length, period: int) -> None:
    here, there = days(first, length, period), days(first, length, period + 1)
    assert here[0] <= here[1] < there[0] == here[1] + dt.timedelta(days=1)
    assert days(first, length, 0)[0] == first


def test_the_first_period_with_the_campaign_begins_on_its_first_day_even_the_31st(scene: Scene) -> None:
    Campaign.objects.filter(pk=scene.campaign).update(starts_on=dt.date(2027, 3, 31), ends_on=dt.date(2027, 9, 1))
    one = scene.declare(starts_on=dt.date(2027, 3, 31))
    assert one.days(2)[0] == dt.date(2027, 3, 31) == one.starts_on
    assert one.days(0)[0] == one.first_on == dt.date(2027, 1, 31)
    assert one.days(one.periods - 1)[1] == one.ends_on


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"territories": (*map(DesignTerritory, NAMES), DesignTerritory("territoire a"))}, Objection.TWICE),
        ({"territories": tuple(DesignTerritory(one, ("02408",)) for one in NAMES)}, Objection.TWICE),
        ({"way": Way.STEPS, "many": 3}, Objection.TOO_LONG),
        ({"before": 13, "after": 13}, Objection.TOO_LONG),
        ({"source": CountSource.SITE, "counted_by": ""}, Objection.NO_COMMUNE),
        ({"many": 10}, Why.NOT_COMPARABLE),
        ({"many": 1}, Why.FEW_TERRITORIES),
    ],
)
def test_what_could_never_tell_is_refused_with_its_reason(scene: Scene, more: Any, why: Any) -> None:
    with pytest.raises(designs.MayNotBeDeclared) as refused:
        scene.declare(**more)
    assert refused.value.why is why and queries.declared(scene.campaign) == ()
    assert presenters.objection(why)


def test_who_may_not_is_told_nothing(scene: Scene) -> None:
    for call in (
        lambda: designs.declare(
            by=scene.stranger, at=AT, operation=uuid.uuid4(), campaign=scene.campaign, draft=draft()
        ),
        lambda: designs.withdraw(by=scene.stranger, at=AT, campaign=scene.campaign, number=1, why="Non"),
        lambda: designs.take_from_site(by=scene.stranger, at=AT, operation=uuid.uuid4(), campaign=scene.campaign),
    ):
        with pytest.raises(designs.NotThere):
            call()


MOVES = st.lists(st.sampled_from(["declare", "withdraw", "count", "change", "open", "correct"]), max_size=8)


@settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=MOVES, late=st.integers(-5, 400))
def test_whatever_is_done_next_a_declared_comparison_never_changes_and_none_is_declared_after_the_start(
    scene: Scene, moves: list[str], late: int
) -> None:
    DesignCount.objects.all().delete()
    Campaign.objects.get(pk=scene.campaign).designs.all().delete()
    Campaign.objects.get(pk=scene.campaign).passages.all().delete()
    Campaign.objects.filter(pk=scene.campaign).update(starts_on=STARTS, version=1)
    scene.declare()
    at = dt.datetime.combine(STARTS, dt.time(10), dt.UTC) + dt.timedelta(days=late)
    for move in moves:
        before = scene.rows()
        _move(scene, move, at)
        after = scene.rows()
        assert after[: len(before)] == before
        assert len(after) == len(before) or (move == "declare" and late < 0)
    assert len([one for one in queries.declared(scene.campaign) if one.withdrawn_at is None]) <= 1


def _move(scene: Scene, move: str, at: dt.datetime) -> None:
    row = Campaign.objects.get(pk=scene.campaign)
    now = queries.in_force(scene.campaign)
    try:
        if move == "declare":
            scene.declare(at=at, hoped=0.04, starts_on=row.starts_on)
        elif move == "withdraw":
            designs.withdraw(by=scene.agent, at=at, campaign=row.pk, number=now.number if now else 1, why="Non")
        elif move in ("count", "correct"):
            scene.count([Counted(0, 0, 40 if move == "count" else 41, 200)], at=at)
        elif move == "open":
            scene.open(at)
        else:
            found = campaigns.by_number(row.pk, on=at.date())
            assert found
            typed = campaigns.draft_of(row)
            later = type(typed)(
                **{**{name: getattr(typed, name) for name in typed.__slots__}, "goal_many": row.version}
            )
            campaign_operations.change(by=scene.agent, at=at, number=row.pk, seen=row.version, draft=later)
    except (designs.MayNotBeDeclared, designs.NotThere, designs.TooEarly):
        pass


def test_a_campaign_pressed_open_before_its_day_has_begun(scene: Scene) -> None:
    scene.open(AT)
    with pytest.raises(designs.MayNotBeDeclared) as refused:
        scene.declare()
    assert refused.value.why is Why.DECLARED_LATE


def test_sent_twice_it_is_declared_once_and_two_stand_never_together(scene: Scene) -> None:
    operation = uuid.uuid4()
    assert scene.declare(operation=operation) == scene.declare(operation=operation)
    with pytest.raises(designs.MayNotBeDeclared) as refused:
        scene.declare()
    assert refused.value.why is Objection.ALREADY


def test_withdrawn_it_stays_in_public_and_the_lots_of_the_next_are_others(scene: Scene) -> None:
    first = scene.declare()
    designs.withdraw(by=scene.agent, at=AT, campaign=scene.campaign, number=1, why="Une commune s'est retirée")
    second = scene.declare()
    assert (first.number, second.number) == (1, 2) and first.seed != second.seed
    assert any("Une commune s'est retirée" in line for line in told(scene, ON).lines)


def test_nothing_is_said_before_the_end_and_a_bad_answer_cannot_be_withdrawn(scene: Scene) -> None:
    one = scene.declare()
    scene.count(scene.all_counts())
    kept = queries.counts(one.id)
    assert queries.outcome(one, kept, on=one.ends_on) is None
    on_the_way = told(scene, one.ends_on)
    assert "%" not in " ".join((on_the_way.title, *on_the_way.lines))
    found = queries.outcome(one, kept, on=one.ends_on + dt.timedelta(days=1))
    assert isinstance(found, Effect) and found.reading is Reading.MORE
    assert found.estimate.value == pytest.approx(0.05, abs=0.005)
    with pytest.raises(designs.TooEarly):
        designs.withdraw(by=scene.agent, at=OVER, campaign=scene.campaign, number=1, why="Ça ne plaît pas")


def test_a_campaign_never_opened_or_stopped_on_the_way_says_so_beside_its_answer(scene: Scene) -> None:
    one = scene.declare()
    scene.count(scene.all_counts())
    with translation.override("en"):
        assert "Nobody pressed that the campaign had opened" in " ".join(told(scene, OVER.date()).lines)
        assert "Nobody pressed" not in " ".join(told(scene, one.ends_on).lines)
        scene.open(dt.datetime.combine(one.starts_on, dt.time(9), dt.UTC))
        assert not {"pressed", "opened", "stopped"} & set(" ".join(told(scene, OVER.date()).lines).split())
        stop = dt.datetime.combine(one.ends_on, dt.time(9), dt.UTC)
        CampaignPassage.objects.create(campaign_id=scene.campaign, state="stopped", at=stop)
        assert "was stopped on" in " ".join(told(scene, OVER.date()).lines)
        scene.open(stop + dt.timedelta(minutes=5))
        assert "was stopped on" not in " ".join(told(scene, OVER.date()).lines)


@pytest.mark.parametrize("effect", [0.0, -0.06])
def test_no_effect_and_a_bad_one_are_said_too(scene: Scene, effect: float) -> None:
    one = scene.declare()
    scene.count(scene.all_counts(effect))
    found = queries.outcome(one, queries.counts(one.id), on=OVER.date())
    assert isinstance(found, Effect) and found.reading is (Reading.LESS if effect else Reading.SMALLER)
    with translation.override("en"):
        words = told(scene, OVER.date())
    assert "fewer" in words.lines[0] and "2.4 in 100" in " ".join(words.lines)


def test_a_number_that_lacks_or_is_of_too_few_makes_that_nobody_can_tell(scene: Scene) -> None:
    one = scene.declare()
    assert queries.outcome(one, (), on=OVER.date()) == CannotTell(Why.MISSING)
    cells = scene.all_counts()
    scene.count(cells[:-1])
    assert queries.outcome(one, queries.counts(one.id), on=OVER.date()) == CannotTell(Why.MISSING)
    assert "Chiffres manquants\u00a0: 1 sur 40." in told(scene, OVER.date()).lines
    last = cells[-1]
    scene.count([Counted(last.territory, last.period, None, None, 3)])
    assert queries.outcome(one, queries.counts(one.id), on=OVER.date()) == CannotTell(Why.FEW_PEOPLE)


def test_a_corrected_number_keeps_the_earlier_one_and_says_so_if_the_answer_could_be_seen(scene: Scene) -> None:
    scene.declare()
    operation = uuid.uuid4()
    scene.count(scene.all_counts())
    new = [Counted(0, 0, 90, 400, 0)]
    assert (scene.count(new, operation=operation), scene.count(new, operation=operation)) == (1, 0)
    assert scene.count(new) == 0  # nothing new to write
    assert DesignCount.objects.filter(territory=0, period=0).count() == 2
    assert any(
        line.startswith("Chiffres corrigés après la dernière période\u00a0: 1")
        for line in told(scene, OVER.date()).lines
    )


@pytest.mark.parametrize("bad", [(5, 4), (None, 40), (3, 12), (-1, 40)])
def test_what_is_not_a_share_of_enough_people_is_refused_by_the_operation(scene: Scene, bad: Any) -> None:
    scene.declare()
    with pytest.raises(ValueError):
        scene.count([Counted(0, 0, *bad)])
    assert not DesignCount.objects.exists()


def test_a_period_that_goes_on_has_no_number(scene: Scene) -> None:
    scene.declare()
    with pytest.raises(designs.TooEarly):
        scene.count([Counted(0, 2, 40, 400)], at=dt.datetime(2026, 12, 31, 22, tzinfo=dt.UTC))
    assert scene.count([Counted(0, 2, 40, 400)], at=dt.datetime(2026, 12, 31, 23, 30, tzinfo=dt.UTC)) == 1


@settings(deadline=None, max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(of=st.integers(20, 60), one=st.integers(1, 4), other=st.integers(1, 4), is_rest=st.booleans())
def test_small_groups_cannot_be_told_apart_on_the_page(
    scene: Scene, of: int, one: int, other: int, is_rest: bool
) -> None:
    """Whatever the group of 1 to 4, or its complement, the page of numbers is the same to the letter."""
    Campaign.objects.get(pk=scene.campaign).designs.all().delete()
    declared, pages = scene.declare(), []
    for small in (one, other):
        DesignCount.objects.all().delete()
        scene.count([Counted(0, 0, of - small if is_rest else small, of)])
        lines = presenters.count_lines(declared, queries.counts(declared.id), period=0, form=Form())
        pages.append(repr(lines))
    assert pages[0] == pages[1]
    assert str(of) in pages[0]


def test_the_site_counts_its_own_paths_once_each_period(scene: Scene) -> None:
    names = (("Laon", agents.LAON), ("Soissons", agents.SOISSONS), ("Lille", agents.LILLE))
    rest = [(f"Vide {number}", f"0200{number}") for number in range(1, 8)]
    one = scene.declare(
        territories=tuple(DesignTerritory(name, (code,)) for name, code in (*names, *rest)),
        source=CountSource.SITE,
        counted_by="",
    )
    first, last = one.days(2)
    for number in range(30):
        _path(scene, first, agents.LAON, done=last if number < 12 else last + dt.timedelta(days=1))
    _path(scene, first, agents.LAON, found="active")
    _path(scene, last + dt.timedelta(days=1), agents.LAON)
    for _ in range(19):
        _path(scene, first, agents.SOISSONS, done=first)
    at = dt.datetime.combine(last + dt.timedelta(days=1), dt.time(10), dt.UTC)
    assert designs.take_from_site(by=scene.agent, at=at, operation=uuid.uuid4(), campaign=scene.campaign) == 30
    kept = {(each.counted.territory, each.counted.period): each.counted for each in queries.counts(one.id)}
    assert (kept[0, 2].acted, kept[0, 2].of) == (12, 30)
    assert (kept[1, 2].acted, kept[1, 2].of) == (None, None)
    assert (0, 3) not in kept
    Path.objects.all().delete()  # erased since: the sum taken stays
    assert designs.take_from_site(by=scene.agent, at=at, operation=uuid.uuid4(), campaign=scene.campaign) == 0
    with pytest.raises(ValueError):
        scene.count([Counted(0, 0, 40, 400)])


def _path(scene: Scene, on: dt.date, code: str, *, done: dt.date | None = None, found: str = "") -> None:
    path = Path.objects.create(
        organisation_id=scene.cast.ours, begun_by=scene.cast.mediator, begun_on=on, commune_code=code, found=found
    )
    if done:
        PathStep.objects.create(path=path, key=ACTIVATED, on=done, noted_by=scene.cast.mediator, noted_at=AT)


@pytest.mark.parametrize(
    ("more", "world"),
    [
        ({}, World("", (2,) * 5 + (None,) * 5, 4, 0.01, sizes=(400, 400))),
        (
            {"way": Way.STEPS, "many": 4, "before": 1, "after": 4, "drift": 0.02, "hoped": 0.04},
            World("", tuple(1 + one % 4 for one in range(10)), 5, 0.02, sizes=(400, 400)),
        ),
    ],
)
def test_the_power_declared_comes_true_within_two_points(scene: Scene, more: Any, world: World) -> None:
    """Campaigns drawn by the bench's own generator, whose territories differ in level and follow the season."""
    one, runs = scene.declare(**more), 6000
    _, _, seen = judged(world, runs, one.hoped, 77)
    assert one.power.value == pytest.approx(seen / runs, abs=0.02)
    assert 0.05 < one.power.value < 0.99


def test_a_table_whose_first_row_is_in_quotes_keeps_its_order(scene: Scene) -> None:
    one = scene.declare()
    rows = '"Période";"Territoire";"Connues";"Ont agi"\n"1";"Territoire A";"40";"25"'
    read = counts.table({"said_by": "Un registre fictif", "as_of": OVER.date().isoformat()}, one, rows, on=OVER.date())
    assert (read.good, read.refused) == ([Counted(0, 0, 25, 40)], [])
