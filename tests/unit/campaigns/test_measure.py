"""Four figures: each says what is missing, none gives a percentage of a few, none is zero because nobody asked."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.test import Client
from django.utils import translation

from prevenance.campaigns.models import MessageAnswer, MessageTest, MessageVersion
from prevenance.campaigns.operations import posts, visits
from prevenance.campaigns.presenters import measure as presenters
from prevenance.campaigns.queries import campaigns
from prevenance.campaigns.queries import measure as queries
from prevenance.counting.measure import Why
from prevenance.mediation.choices.path_steps import ACTIVATED
from prevenance.mediation.models import Path, PathStep
from tests import agents
from tests.unit.campaigns.link_cast import AT, ON, Scene

pytestmark = pytest.mark.django_db
LATER = ON + dt.timedelta(days=10)


@pytest.fixture
def scene() -> Scene:
    visits.begin_again()
    return Scene()


def measured(scene: Scene) -> queries.Measured:
    found = campaigns.campaign(scene.agent, scene.campaign, on=ON)
    assert found
    return queries.measured(found, on=LATER)


def accompany(scene: Scene, *, many: int, activated: bool = False, ended: bool = False, found: str = "") -> None:
    for _ in range(many):
        path = Path.objects.create(
            organisation_id=scene.cast.ours,
            begun_by=scene.cast.mediator,
            begun_on=ON,
            commune_code=agents.LAON,
            ending="refused" if ended else "",
            ended_on=ON if ended else None,
            found=found,
        )
        if activated:
            PathStep.objects.create(path=path, key=ACTIVATED, on=ON, noted_by=scene.cast.mediator, noted_at=AT)


def test_what_nobody_asked_is_never_zero(scene: Scene) -> None:
    found = measured(scene)
    assert found.exposed is None and found.understood == () and found.untried == 1
    lines = [one.lines for one in presenters.page(found).figures]
    assert len(lines) == 4 and all("0" not in " ".join(told) for told in lines[:2])


def test_exposure_is_never_added_up_as_if_all_were_different_people(scene: Scene) -> None:
    rows = [scene.link(partner=scene.partner(name=name)).pk for name in "ABC"]
    for row, low, high in ((rows[0], 100, 200), (rows[1], 50, 80)):
        posts.expose(
            by=scene.agent,
            at=AT,
            operation=uuid.uuid4(),
            number=row,
            low=low,
            high=high,
            source="leur page",
            said_on=ON,
        )
    found = measured(scene).exposed
    assert found == queries.Exposed(100, 280, 3, 1, ("leur page",))


def test_the_act_is_counted_among_those_of_whom_it_is_known(scene: Scene) -> None:
    accompany(scene, many=3, activated=True)
    accompany(scene, many=10, ended=True)
    hidden = measured(scene).acted
    assert hidden is not None and hidden.numerator is None and hidden.why is Why.HIDDEN
    accompany(scene, many=3, activated=True)
    few = measured(scene).acted
    assert few is not None and (few.numerator, few.denominator, few.value) == (6, 16, None)
    accompany(scene, many=6, activated=True)
    accompany(scene, many=5)  # goes on: nobody knows yet
    accompany(scene, many=7, activated=True, found="active")  # there was nothing to activate
    told = measured(scene).acted
    assert told is not None and (told.numerator, told.denominator, told.missing) == (12, 22, 5)
    assert told.low is not None and told.high is not None and told.low < 12 / 22 < told.high


def test_the_public_page_shows_them_and_says_that_it_cannot_tell(scene: Scene, client: Client) -> None:
    version = MessageVersion.objects.get(message_id=scene.message)
    trial = MessageTest.objects.create(
        version=version,
        code="essai777",
        operation=uuid.uuid4(),
        words={"fr": {"question": "Que faites-vous ?", "choices": ["a", "b", "c"]}},
        right=1,
        opened_at=AT,
        opened_by=scene.cast.coordinator,
    )
    for number in range(24):
        MessageAnswer.objects.create(
            test=trial,
            operation=uuid.uuid4(),
            understood="yes",
            choice=1 if number < 18 else 2,
            means="link",
            answered_on=ON,
        )
    version.words = version.words | {"en": version.words["fr"] | {"title": "A title"}}
    version.save(update_fields=["words"])
    for language, quoted in (("fr", f"« {version.words['fr']['title']} »"), ("en", "“A title”")):
        with translation.override(language):
            assert presenters.page(measured(scene)).figures[2].lines[0].startswith(quoted)
    share = measured(scene).understood[0].share
    assert (share.numerator, share.denominator) == (18, 24)
    scene.publish()
    page = client.get("/etre-rassure/campagnes/essai234/", headers={"host": "localhost"})
    shown = page.content.decode()
    assert page.status_code == 200 and "75 sur 100" in shown and "On ne peut pas dire." in shown
    assert "Aucune comparaison" in shown
