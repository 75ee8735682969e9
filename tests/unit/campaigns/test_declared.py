"""Numbers declared for a campaign: told as declared, never added, small groups hidden even by subtraction."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from prevenance.campaigns.models import Campaign, DeclaredCount
from prevenance.campaigns.operations import declared as operations
from prevenance.campaigns.operations import posts
from prevenance.campaigns.presenters import measure as presenters
from prevenance.campaigns.queries import campaigns, measure
from prevenance.campaigns.queries import declared as queries
from prevenance.counting.measure import Why
from prevenance.mediation.choices import Kind, PlaceKind
from prevenance.mediation.choices.appointments import AppointmentState
from prevenance.mediation.models import Appointment, Encounter, Registration, Workshop
from tests import agents
from tests.unit.campaigns.link_cast import AT, ON, Scene

pytestmark = pytest.mark.django_db
LATER = ON + dt.timedelta(days=10)


@pytest.fixture
def scene() -> Scene:
    return Scene()


def act(**more: Any) -> operations.Act:
    told: dict[str, Any] = {
        "act": "tests_done",
        "first_on": ON,
        "last_on": ON,
        "acted": 40,
        "asked": 100,
        "missing": 10,
    }
    return operations.Act(**(told | {"source": "CPAM fictive", "as_of": ON} | more))


def declare(scene: Scene, **more: Any) -> None:
    at = AT + dt.timedelta(days=10)
    operation = more.pop("operation", uuid.uuid4())
    operations.declare_act(by=scene.agent, at=at, operation=operation, number=scene.campaign, told=act(**more))


def size(scene: Scene, people: int) -> None:
    told: dict[str, Any] = {"people": people, "source": "INSEE, recensement", "as_of": ON}
    operations.declare_audience(by=scene.agent, at=AT, operation=uuid.uuid4(), number=scene.campaign, **told)


def measured(scene: Scene, goal: str = "tests_done", on: dt.date = LATER) -> measure.Measured:
    Campaign.objects.filter(pk=scene.campaign).update(goal=goal)
    found = campaigns.campaign(scene.agent, scene.campaign, on=ON)
    assert found
    return measure.measured(found, on=on)


def told(found: measure.Measured, number: int) -> str:
    return " ".join(presenters.page(found).figures[number].lines).replace("\u00a0", " ")


def test_a_declared_act_has_its_denominator_missing_interval_and_source(scene: Scene) -> None:
    assert "On ne peut pas dire" in told(measured(scene), 3)
    declare(scene)
    (one,) = measured(scene).declared
    assert one.share and (one.share.numerator, one.share.denominator, one.share.missing) == (40, 90, 10)
    words = told(measured(scene), 3)
    assert "Déclaré, et non compté ici" in words and "CPAM fictive" in words and "44 sur 100" in words
    assert "de 40 si aucune ne l’a fait à 50 si toutes l’ont fait" in words
    assert ", le 23 novembre 2026" in words and "du 23" not in words  # one day, said once


def test_without_a_denominator_a_number_is_told_and_no_share_is_made(scene: Scene) -> None:
    declare(scene, asked=None, missing=0)
    assert "40 personnes. Sur combien, personne ne le dit." in told(measured(scene), 3)
    assert "sur 100" not in told(measured(scene), 3)


@pytest.mark.parametrize(
    "wrong",
    [
        {"acted": 95},
        {"asked": None},
        {"act": "nothing_known"},
        {"source": ""},
        {"first_on": ON - dt.timedelta(days=1)},
        {"last_on": ON - dt.timedelta(days=1)},
        {"as_of": LATER + dt.timedelta(days=9)},
        {"acted": -1},
    ],
)
def test_what_does_not_add_up_is_refused(scene: Scene, wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="Act"):
        declare(scene, **wrong)
    assert not DeclaredCount.objects.exists()


def test_the_table_refuses_it_too(scene: Scene) -> None:
    told_ = {"campaign_id": scene.campaign, "act": "tests_done", "first_on": ON, "last_on": ON, "source": "x"}
    for wrong in ({"acted": 9, "asked": 8}, {"acted": 9, "missing": 1}, {"acted": 9, "asked": 9, "missing": 1}):
        with pytest.raises(IntegrityError), transaction.atomic():
            DeclaredCount.objects.create(operation=uuid.uuid4(), as_of=ON, noted_at=AT, **told_, **wrong)


def test_small_groups_are_hidden_even_by_subtraction(scene: Scene) -> None:
    declare(scene, acted=3, asked=None, missing=0)
    (one,) = queries.counts(scene.campaign)
    assert one.many is None and " 3 " not in told(measured(scene), 3)
    DeclaredCount.objects.all().delete()
    later = ON + dt.timedelta(days=3)
    declare(scene, acted=42, asked=200, missing=0, last_on=later, as_of=later)
    declare(scene, acted=40, asked=200, missing=0)  # within the days of the other: two people would be seen
    inside, outside = queries.counts(scene.campaign)
    assert inside.many is None and inside.share and inside.share.why is Why.HIDDEN
    assert outside.many == 42
    operations.take_off(by=scene.agent, at=AT, number=scene.campaign, act=outside.id)
    assert [one.many for one in queries.counts(scene.campaign)] == [40]


def test_a_small_group_who_did_not_act_is_hidden_by_subtraction_too(scene: Scene) -> None:
    later = ON + dt.timedelta(days=3)
    declare(scene, acted=40, asked=62, missing=0, last_on=later, as_of=later)
    declare(scene, acted=40, asked=60, missing=0)  # the same who acted; two more who did not
    inside, outside = queries.counts(scene.campaign)
    assert inside.many is None and inside.share and inside.share.why is Why.HIDDEN
    assert outside.many == 40


def test_a_whole_less_several_parts_gives_no_small_group(scene: Scene) -> None:
    days = [ON + dt.timedelta(days=many) for many in range(6)]
    whole = {"asked": None, "missing": 0, "first_on": days[0], "last_on": days[5], "as_of": days[5]}
    declare(scene, **whole | {"acted": 102})
    declare(scene, **whole | {"acted": 60, "last_on": days[1]})
    declare(scene, **whole | {"acted": 40, "first_on": days[2], "last_on": days[3]})  # two people on the last two days
    declare(scene, **whole | {"acted": 70, "act": "kits_collected", "last_on": days[4]})  # another act
    assert [one.many for one in queries.counts(scene.campaign)] == [60, 70, 102, None]


def test_a_declared_total_beside_the_count_of_the_site_gives_no_small_group(scene: Scene) -> None:
    appointment(scene, AppointmentState.KEPT, 22)
    appointment(scene, AppointmentState.MISSED, 8)
    declare(scene, act="appointments", acted=24, asked=None, missing=0)
    declare(scene, act="tests_done", acted=24, asked=None, missing=0)
    assert [one.many for one in measured(scene, "appointments").declared] == [None, 24]
    assert [one.many for one in measured(scene, "tests_done").declared] == [24, 24]
    declare(scene, act="appointments", acted=40, asked=46, missing=0)  # 6 and 8 did not: two apart
    assert measured(scene, "appointments").declared[-1].many is None


def test_what_was_taken_off_leaves_its_place_and_comes_back_only_into_one(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(operations, "DECLARED_MOST", 2)
    for people in (1000, 2000):
        size(scene, people)
    with pytest.raises(ValueError, match="3000"):
        size(scene, 3000)
    first = queries.audiences(scene.campaign)[0].id
    operations.take_off(by=scene.agent, at=AT, number=scene.campaign, audience=first)
    size(scene, 3000)
    with pytest.raises(operations.NotThere):
        operations.take_off(by=scene.agent, at=AT, number=scene.campaign, audience=first, back=True)
    assert [one.people for one in queries.audiences(scene.campaign) if not one.is_removed] == [2000, 3000]


def test_sent_twice_it_is_written_once_and_taken_off_it_may_come_back(scene: Scene) -> None:
    number = uuid.uuid4()
    for _ in range(2):
        declare(scene, operation=number)
    (one,) = queries.counts(scene.campaign)
    operations.take_off(by=scene.agent, at=AT, number=scene.campaign, act=one.id)
    assert queries.counts(scene.campaign) == ()
    operations.take_off(by=scene.agent, at=AT, number=scene.campaign, act=one.id, back=True)
    assert queries.counts(scene.campaign) == (one,)
    with pytest.raises(operations.NotThere):
        operations.take_off(by=scene.stranger, at=AT, number=scene.campaign, act=one.id)
    with pytest.raises(operations.NotThere):
        operations.declare_act(
            by=scene.stranger, at=AT, operation=uuid.uuid4(), number=scene.campaign, told=act(act="tests_done")
        )


def test_with_an_audience_exposed_is_a_share_between_two_bounds(scene: Scene) -> None:
    row = scene.link()
    told_ = {"low": 300, "high": 500, "source": "leur page", "said_on": ON}
    posts.expose(by=scene.agent, at=AT, operation=uuid.uuid4(), number=row.pk, **told_)  # type: ignore[arg-type]
    assert "On ne sait pas combien de personnes sont visées." in told(measured(scene), 0)
    size(scene, 4000)
    size(scene, 1000)  # the last one counts
    found = measured(scene).exposed
    assert found and found.share == (0.3, 0.5)
    assert "entre 30 et 50 sur 100" in told(measured(scene), 0) and "INSEE" in told(measured(scene), 0)
    size(scene, 400)
    assert "entre 75 et 100 sur 100" in told(measured(scene), 0) and "l’ont revu" in told(measured(scene), 0)
    size(scene, 12)
    assert "sur 100" not in told(measured(scene), 0)


def workshop(scene: Scene, *, came: list[int | None], others: int = 0, days: int = 1, **more: Any) -> None:
    starts, is_noted = AT + dt.timedelta(days=days), more.pop("is_noted", True)
    held: dict[str, Any] = {"place_kind": PlaceKind.OTHER.value, "commune_code": agents.LAON, "minutes": 60}
    held |= {"organisation_id": scene.cast.ours, "themes": ["health"]} | more
    noted = {"noted_by": scene.cast.mediator, "noted_at": AT, "changed_at": AT, "held_on": starts.date()}
    encounter = Encounter.objects.create(kind=Kind.COLLECTIVE.value, **noted, **held) if is_noted else None
    announced = {"title": "Essai", "made_by": scene.cast.mediator, "made_at": AT, "starts_at": starts}
    counted = {"capacity": 30, "taken": len(came), "others": others, "encounter": encounter}
    row = Workshop.objects.create(**announced, **counted, **held)
    for one in came:
        Registration.objects.create(workshop=row, asked_at=AT, seated_at=AT, came=one)


def test_workshop_visits_are_counted_in_the_days_and_communes_of_the_campaign(scene: Scene) -> None:
    Campaign.objects.filter(pk=scene.campaign).update(communes=[agents.LAON])
    assert "aucune place n’a été donnée" in told(measured(scene, "workshop_visits"), 3)
    workshop(scene, came=[1] * 14 + [0] * 8 + [None] * 2, others=3)
    workshop(scene, came=[1] * 9, days=-2)  # before
    workshop(scene, came=[1] * 9, days=20)  # after today
    workshop(scene, came=[1] * 9, commune_code="02691")  # elsewhere
    workshop(scene, came=[None] * 5, is_noted=False)  # held, nobody has said who came
    found = measured(scene, "workshop_visits")
    assert found.acted and (found.acted.numerator, found.acted.denominator, found.acted.missing) == (14, 22, 7)
    assert found.others is None and "moins de 5" in told(found, 3)
    workshop(scene, came=[], others=4)
    assert "7 autres sont venus" in told(measured(scene, "workshop_visits"), 3)


def appointment(scene: Scene, state: AppointmentState, many: int, *, days: int = 1) -> None:
    for _ in range(many):
        number = Appointment.objects.count()
        Appointment.objects.create(
            organisation_id=scene.cast.ours,
            agent=scene.cast.mediator,
            starts_at=AT + dt.timedelta(days=40, hours=number),
            minutes=30,
            zone="Europe/Paris",
            place_kind=PlaceKind.OTHER.value,
            commune_code=agents.LAON,
            state=state.value,
            state_at=AT,
            booked_at=AT + dt.timedelta(days=days),
            asker="mediator",
        )


def test_appointments_booked_during_the_campaign_are_counted_as_kept_or_not(scene: Scene) -> None:
    appointment(scene, AppointmentState.KEPT, 3)
    assert told(measured(scene, "appointments"), 3) == "Caché, car un groupe de moins de 5 personnes se verrait."
    appointment(scene, AppointmentState.KEPT, 12)
    appointment(scene, AppointmentState.MISSED, 4)
    appointment(scene, AppointmentState.CANCELLED, 3)
    appointment(scene, AppointmentState.BOOKED, 6)
    appointment(scene, AppointmentState.KEPT, 9, days=-3)
    found = measured(scene, "appointments").acted
    assert found and (found.numerator, found.denominator, found.missing) == (15, 22, 6)


def test_declared_and_counted_stand_side_by_side_and_are_never_added(scene: Scene) -> None:
    appointment(scene, AppointmentState.KEPT, 22)
    appointment(scene, AppointmentState.MISSED, 8)
    declare(scene, act="appointments", acted=100, asked=None, missing=0)
    words = told(measured(scene, "appointments"), 3)
    assert "22" in words and "100 personnes" in words and "122" not in words
