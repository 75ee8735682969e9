"""Who opened a link, told by what they then do on the page: nothing in the address, no cookie, no identity."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from prevenance.campaigns.models import Link, Message, MessageTest, MessageVersion
from prevenance.campaigns.operations import visits
from prevenance.campaigns.queries import links as queries
from prevenance.kit import clock
from tests.unit.campaigns.link_cast import AT, Scene

pytestmark = pytest.mark.django_db
CHROME = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36"
)
# A filtering proxy took away what the browser says of itself: it looks like a robot that borrows a name.
STRIPPED = {"User-Agent": CHROME, "Accept": "text/html", "Accept-Language": "fr-FR", "Host": "localhost"}
WHOLE = STRIPPED | {"Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
LONG = dt.timedelta(hours=1)


@pytest.fixture(autouse=True)
def memory() -> Iterator[None]:
    visits.begin_again()
    yield
    visits.begin_again()


@pytest.fixture
def scene() -> Scene:
    return Scene()


@pytest.fixture
def trial(scene: Scene) -> str:
    MessageTest.objects.create(
        version=MessageVersion.objects.get(message_id=scene.message),
        code="essai777",
        operation=uuid.uuid4(),
        words={"fr": {"question": "Que faites-vous ?", "choices": ["a", "b", "c"]}},
        right=1,
        opened_at=AT,
        opened_by=scene.cast.coordinator,
    )
    return "/etre-rassure/est-ce-clair/essai777/"


def browser(headers: dict[str, str] = STRIPPED, address: str = "2001:db8::7") -> Client:
    return Client(headers=headers, REMOTE_ADDR=address)


def labels(*rows: Link) -> dict[str, int]:
    visits.settle(at=clock.now() + LONG)
    found = queries.visits([one.pk for one in rows]).by_rule
    return {label: many for (label, _), many in found.items()}


@pytest.mark.parametrize("gesture", ["press", "answer"])
def test_a_form_sent_from_the_page_tells_a_person_from_a_robot(scene: Scene, trial: str, gesture: str) -> None:
    row, page = scene.link(), f"/etre-rassure/messages/{scene.code}/"
    one, robot = browser(), browser(address="2001:db8::8")
    for client in (one, robot):
        assert client.get(f"/r/{row.short}", secure=True)["Location"] == page  # nothing of the link, nothing of who
        assert "est-ce-clair" not in client.get(page, secure=True).content.decode()  # a button, not a link to follow
    if gesture == "press":
        answer = one.post(page, secure=True)
        assert (answer.status_code, answer["Location"]) == (302, trial)
    else:
        answer = one.post(trial, {"understood": "yes", "choice": "1", "operation": str(uuid.uuid4())}, secure=True)
        assert answer.status_code == 200
    assert not answer.cookies and not one.cookies
    assert labels(row) == {"person": 1, "crawler": 1}


def test_a_form_refused_or_sent_for_another_message_lifts_nothing(scene: Scene, trial: str) -> None:
    row, one = scene.link(), browser()
    one.get(f"/r/{row.short}", secure=True)
    assert one.post(trial, {"understood": "yes"}, secure=True).status_code == 422
    assert one.post("/etre-rassure/messages/zzzzzz/", secure=True).status_code == 404
    assert labels(row) == {"crawler": 1}


def test_a_message_without_a_trial_has_no_button(scene: Scene) -> None:
    page = f"/etre-rassure/messages/{scene.code}/"
    assert '<button class="button second">' not in browser().get(page).content.decode()
    assert browser().post(page)["Location"] == page


def of_three_messages(scene: Scene, **whose: object) -> list[Link]:
    """Three links of the same campaign, as if it had three messages."""
    first = Message.objects.get(pk=scene.message)
    rows = []
    for number in range(3):
        told = {"code": f"autre{number}", "operation": uuid.uuid4(), "organisation": first.organisation}
        message = Message.objects.create(made_at=AT, made_by=first.made_by, **told)
        rows.append(
            Link.objects.create(
                campaign_id=scene.campaign,
                message=message,
                short=f"bcdf{number}{number}",
                operation=uuid.uuid4(),
                made_at=AT,
                **whose,
            )
        )
    return rows


@pytest.mark.parametrize(
    ("whose", "label"),
    [({"channel": "email"}, "mail_scanner"), ({"channel": "poster"}, "person"), ("partner", "mail_scanner")],
)
def test_three_links_sent_together_and_opened_at_once_are_a_scanners(scene: Scene, whose: object, label: str) -> None:
    told = {"partner_id": scene.partner()} if whose == "partner" else dict(whose)  # type: ignore[call-overload]
    rows = of_three_messages(scene, **told)
    one = browser(WHOLE)
    for row in rows:
        one.get(f"/r/{row.short}", secure=True)
    assert labels(*rows) == {label: 3}


def test_behind_a_trusted_proxy_what_is_secure_is_what_the_proxy_says(scene: Scene, settings: Any) -> None:
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")  # as PREVENANCE_PROXIES sets it
    plain, secure = scene.link(), scene.link(relay=scene.relay())
    browser().get(f"/r/{plain.short}", headers={"x-forwarded-proto": "http"})
    browser().get(f"/r/{secure.short}", headers={"x-forwarded-proto": "https"})
    assert (labels(plain), labels(secure)) == ({"person": 1}, {"crawler": 1})
