"""Every page that a visitor may meet, in one language, as text: what the tests of validity read."""

from __future__ import annotations

import datetime as dt
import functools
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from django.db.models import F
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import translation
from tinyhtml5.parser import HTMLParser

from prevenance import catalogue
from prevenance.campaigns.models import Campaign, DeclaredDesign
from prevenance.campaigns.operations import campaigns, demo_messages, links, trials
from prevenance.campaigns.queries import messages, ready
from prevenance.consent.operations import own_pages
from prevenance.kit.clock import PARIS
from prevenance.mediation.choices import contents
from prevenance.offer import operations
from prevenance.offer.queries import index
from prevenance.plans.forms.state import State
from tests import agents
from tests.unit.campaigns.design_cast import AT as BEFORE
from tests.unit.campaigns.design_cast import Scene as Comparing
from tests.unit.campaigns.link_cast import AT, Scene

ON = dt.date(2026, 11, 23)
PUBLIC = (
    "home",
    "accompany",
    "reassure",
    "nothing",
    "about-sources",
    "advice-sources",
    "place-sources",
    "accessibility",
    "all-pages",
    "emergency",
    "help",
    "rights",
    "plans:start",
    "plans:start-again",
    "plans:resume",
    "plans:help-near",
    "plans:search",
    "offer:gaps",
    "offer:check-a-file",
    "offer:embed",
    "mediation:step-by-step",
    "mediation:practice",
    "mediation:relay-apply",
    "mediation:course",
    "mediation:booking",
    "mediation:booking-find",
    "mediation:workshops-near",
    "mediation:workshop-seat",
    "campaigns:public-campaigns",
    "campaigns:reminders",
    "campaigns:subscribe",
    "campaigns:subscribe-asked",
    "campaigns:subscription-find",
)
SEARCHES = {
    "found": "dantiste ouvert mercredi accessible à Saint-Quentin",
    "beyond": "pharmacie à Nice",
    "named": "pharmacie du stade à Hirson",
    "urgent": "envie de mourir",
    "not-held": "cardiologue à Laon",
    "unread": "coiffeur à Laon",
    "several": "médecin à Saint-Denis",
    "nothing": "",
}
GAPS = {
    "commune": {"where": "Guise"},
    "department": {"where": "Aisne", "act": "hiv_test"},
    "unknown": {"where": "Nice"},
    "several": {"where": "Saint-Denis"},
    "mistake": {"where": "zzzzqqq"},
}
ERRORS = ("400", "403", "404", "413", "429", "500")


@dataclass(frozen=True)
class Page:
    """A page as it was sent: its name (for messages and files), its status, its text."""

    name: str
    status: int
    html: str


class Walk:
    """Visits every page in one language, with the answers of one person."""

    def __init__(self, visitor: Client, language: str, person: State) -> None:
        self.visitor, self.language, self.person = visitor, language, person

    @functools.cached_property
    def cast(self) -> agents.Cast:
        """Who wrote what is shown."""
        return agents.play()

    def pages(self) -> Iterator[Page]:
        """All of them: public, questions, plan, advice, places, their cards, taking along, errors."""
        with translation.override(self.language):
            yield from self._public()
            yield from self._questions()
            yield from self._plan()
            yield from self._places()
            yield from self._of_a_place()
            yield from self._of_a_person()
            yield from self._errors()

    def _page(self, name: str, response: Any) -> Page:
        return Page(f"{name}-{self.language}", response.status_code, response.content.decode())

    def _sent(self, name: str, to: str, person: State | None = None, **fields: str) -> Page:
        state = (person or self.person).sealed(on=ON)
        return self._page(name, self.visitor.post(reverse(to), {"state": state, **fields}))

    def _public(self) -> Iterator[Page]:
        for name in PUBLIC:
            yield self._page(name.replace(":", "-"), self.visitor.get(reverse(name)))
        yield self._page("start-for-other", self.visitor.get(reverse("plans:start"), {"for": "other"}))
        for key in contents.lessons("practice"):
            where = reverse("mediation:practice-lesson", args=[key])
            yield self._page(f"practice-{key}", self.visitor.get(where))
            yield self._page(f"practice-{key}-refused", self.visitor.post(where))
        for key in contents.lessons("course"):
            yield self._page(f"course-{key}", self.visitor.get(reverse("mediation:course-lesson", args=[key])))
        yield self._page("relay-apply-refused", self.visitor.post(reverse("mediation:relay-apply")))
        yield self._page("relay-applied", self.visitor.get(reverse("mediation:relay-applied")))
        yield self._page("embed-written", self._embed("kind:pharmacy"))
        yield from self._messages()
        yield from self._links()
        yield self._page("embed-mistake", self._embed(""))
        yield self._page("check-a-file-mistake", self.visitor.post(reverse("offer:check-a-file")))
        yield self._page("resume-refused", self.visitor.post(reverse("plans:resume"), {"code": "bonjour"}))

    def _messages(self) -> Iterator[Page]:
        """An example of a demonstration, in both its versions, and the page that asks what somebody understood."""
        at, cast = dt.datetime(2026, 11, 23, 12, tzinfo=PARIS), self.cast
        demo_messages.fill(at=at, organisation=cast.ours)
        one = messages.published(on=ON)[0]
        by, number = agents.access(cast.mediator, on=ON), uuid.uuid4()
        asked = ready.ready_messages()[one.ready_key]
        code = trials.open_trial(by=by, at=at, operation=number, number=one.id, asked=asked.asked, right=asked.right)
        where, public = (
            reverse("campaigns:message-shown", args=[one.code]),
            reverse("campaigns:trial-answer", args=[code]),
        )
        yield self._page("reassure-messages", self.visitor.get(reverse("reassure")))
        yield self._page("message-shown", self.visitor.get(where))
        yield self._page("message-easy", self.visitor.get(where, {"easy": "1"}))
        yield self._page("trial", self.visitor.get(public))
        yield self._page("trial-refused", self.visitor.post(public))
        yield self._page("trial-thanks", self.visitor.post(public, {"understood": "yes", "choice": "1"}))
        yield self._page("public-campaign", self.visitor.get(self._campaign(one, at)))

    def _campaign(self, one: messages.Kept, at: dt.datetime) -> str:
        """The address of a campaign under way, with a message published and money paid."""
        words = {"name": "Une campagne", "goal": "Chaque personne choisit.", "situation": "Tout le monde"}
        days = {"starts_on": ON, "ends_on": ON + dt.timedelta(days=30)}
        told = {"goal": "informed_choice", "speaker": "Une commune", "payer": "Une commune", "communes": ["02408"]}
        row = Campaign.objects.create(
            code="exemple2",
            operation=uuid.uuid4(),
            organisation_id=self.cast.ours,
            state="running",
            words={"fr": words, "en": words},
            made_at=at,
            is_fictional=True,
            **days,
            **told,
        )
        row.publications.create(
            message_id=one.id,
            version_id=one.version.id,
            number=1,
            words={language: messages.kept_words(told) for language, told in one.version.draft.words.items()},
            sources=[source.kept() for source in one.version.draft.sources],
            digest="",
            until=ON,
            published_at=at,
        )
        row.costs.create(operation=uuid.uuid4(), heading="print", cents=12050, paid_to="Une imprimerie", noted_at=at)
        return reverse("campaigns:public-campaign", args=[row.code])

    def _links(self) -> Iterator[Page]:
        """A message corrected, and the kit of somebody who passed it on; before, the figures of its campaign."""
        scene = Scene(self.cast)
        link = scene.link().pk
        kit = scene.kit(link)
        own, file = (
            reverse("campaigns:kit-of-link", args=[kit]),
            reverse("campaigns:own-kit-file", args=[kit, "fr", "sms"]),
        )
        yield self._page("kit-refused", self.visitor.get(file))
        campaigns.take_words(by=scene.agent, at=AT, number=scene.campaign)
        yield self._page("kit-of-link", self.visitor.get(own))
        yield self._page("campaign-figures", self.visitor.get(reverse("campaigns:public-campaign", args=["essai234"])))
        scene.stop()
        yield self._page("correction", self.visitor.get(reverse("campaigns:correction", args=[scene.code])))
        yield self._page("kit-corrected", self.visitor.get(own))
        links.close(by=scene.agent, at=AT, number=link)
        yield self._page("kit-closed", self.visitor.get(own))
        self.visitor.post(own)
        yield self._page("kit-closed-read", self.visitor.get(own))
        yield from self._comparison()

    def _comparison(self) -> Iterator[Page]:
        """A comparison just declared; then a year later, with its answer."""
        scene, year = Comparing(self.cast), dt.timedelta(days=364)
        scene.declare()
        where = reverse("campaigns:public-comparison", args=["compare2"])
        yield self._page("comparison", self.visitor.get(where))
        days = ("declared_on", "first_on", "starts_on", "ends_on")
        DeclaredDesign.objects.update(**{name: F(name) - year for name in days})
        scene.count(scene.all_counts(), at=BEFORE)
        yield self._page("comparison-answer", self.visitor.get(where))

    def _embed(self, what: str) -> Any:
        return self.visitor.post(reverse("offer:embed"), {"commune": "02100 Saint-Quentin", "what": what})

    def _questions(self) -> Iterator[Page]:
        yield self._sent("first-question", "plans:question", State(), who="me")
        yield self._sent("first-question-for-other", "plans:question", State(), who="other")
        for one in catalogue.load().questions:
            yield self._sent(f"question-{one}", "plans:question", edit=one)
            yield self._sent(f"mistake-{one}", "plans:question", question=one, go="next")
        yield self._sent("signs", "plans:signs")
        yield self._sent("signs-from-question", "plans:signs", question="birth_date")

    def _plan(self) -> Iterator[Page]:
        yield self._sent("plan", "plans:plan")
        yield self._sent("plan-of-nobody", "plans:plan", State())
        yield self._sent("plan-for-other", "plans:plan", State(True, self.person.answers, self.person.asked))
        yield self._sent("take", "plans:take")
        yield self._sent("summary", "plans:summary")
        yield self._sent("reminder-nobody-sends", "campaigns:reminder-ask")
        assert self.cast  # a team, from here on
        yield self._sent("reminder-ask", "campaigns:reminder-ask")
        for one in ("sms", "email", "letter", "call"):
            yield self._sent(f"reminder-{one}", "campaigns:reminder-ask", channel=one)
            yield self._sent(f"reminder-{one}-refused", "campaigns:reminder-put", channel=one)
        fields = {"channel": "email", "email": "sam@exemple.fr", "often": "2", "agree": "yes"}
        yield self._sent("reminder-asked", "campaigns:reminder-put", **fields)
        for one in ("sms", "email", "letter"):
            yield self._page(f"subscribe-{one}", self.visitor.get(f"{reverse('campaigns:subscribe')}?way={one}"))
            refused = self.visitor.post(reverse("campaigns:subscribe-put"), {"channel": one})
            yield self._page(f"subscribe-{one}-refused", refused)
        for one in catalogue.load().recommendations:
            yield self._sent(f"advice-{one}", "plans:advice", advice=one)

    def _places(self) -> Iterator[Page]:
        nowhere = State(False, self.person.answers)
        for one in ("flu-vaccine", "colorectal-cancer-screening"):
            yield self._sent(f"near-{one}", "plans:near", advice=one)
        yield self._sent("near-where", "plans:near", nowhere, advice="flu-vaccine")
        yield self._sent("near-nothing-typed", "plans:near", nowhere, advice="flu-vaccine", commune="", go="near")
        yield self._sent("near-unknown", "plans:near", nowhere, advice="flu-vaccine", commune="zzzzqqq")
        yield self._sent("near-several", "plans:near", nowhere, advice="flu-vaccine", commune="st quentin")
        for name, said in SEARCHES.items():
            yield self._page(f"search-{name}", self.visitor.post(reverse("plans:search"), {"said": said}))
        for name, fields in GAPS.items():
            yield self._page(f"gaps-{name}", self.visitor.post(reverse("offer:gaps"), fields))
        yield self._page("help-near-here", self.visitor.post(reverse("plans:help-near"), {"code": "02691"}))

    def _of_a_place(self) -> Iterator[Page]:
        """The page of a place, what is wrong there, and its card behind the link that it received."""
        at = dt.datetime(2026, 11, 23, 12, tzinfo=PARIS)
        closes_on = ON + dt.timedelta(days=60)
        number, _ = operations.open_round(name="walk", opens_on=ON, closes_on=closes_on, at=at, communes=["02691"])
        letter = next(one for one in operations.make_letters(round_id=number, at=at) if one.kind == "pharmacy")
        for name in ("place", "flag", "flag-thanks"):
            yield self._page(name, self.visitor.get(reverse(f"offer:{name}", args=[letter.place_id])))
        yield self._page("flag-refused", self.visitor.post(reverse("offer:flag", args=[letter.place_id]), {}))
        yield self._page("place-unknown", self.visitor.get(reverse("offer:place", args=["nowhere"])))
        for name in ("card", "card-correct", "card-notice", "card-closed", "card-thanks"):
            yield self._page(name, self.visitor.get(reverse(f"offer:{name}", args=[letter.secret])))
        refused = {"phone": "no number", "until-day": "31", "until-month": "2", "until-year": "2026"}
        for name in ("card-correct", "card-notice"):
            yield self._page(
                f"{name}-refused", self.visitor.post(reverse(f"offer:{name}", args=[letter.secret]), refused)
            )
        yield self._page("card-unknown", self.visitor.get(reverse("offer:card", args=["a-secret-of-nobody"])))

    def _of_a_person(self) -> Iterator[Page]:
        """What somebody followed reads of themselves, without an account."""
        at, cast = dt.datetime(2026, 11, 23, 12, tzinfo=PARIS), self.cast
        by, one = agents.access(cast.mediator, on=ON), agents.person(cast.mediator, cast.ours)
        where = reverse("consent:own", args=[own_pages.make(by=by, at=at, person=one)])
        yield self._page("own-asks", self.visitor.get(where))
        yield self._page("own-refused", self.visitor.post(where, {"answer": "1900"}))
        opened = self._page("own", self.visitor.post(where, {"answer": "1951"}))
        yield opened
        proof = opened.html.partition('name="proof" value="')[2].partition('"')[0]
        yield self._page("own-withdrawn", self.visitor.post(where, {"proof": proof, "withdraw": "follow_up"}))
        yield self._page("own-not-sure", self.visitor.post(where, {"proof": proof, "do": "erase"}))
        yield self._page("own-erased", self.visitor.post(where, {"proof": proof, "do": "erase", "sure": "yes"}))
        locked = reverse(
            "consent:own", args=[own_pages.make(by=by, at=at, person=agents.person(cast.mediator, cast.ours))]
        )
        yield self._page("own-locked", [self.visitor.post(locked, {"answer": "1900"}) for _ in range(5)][-1])

    def _errors(self) -> Iterator[Page]:
        request = RequestFactory().get(reverse("home"))
        for status in ERRORS:
            html = render_to_string(f"kit/errors/{status}.html", {"seconds": 2}, request)
            yield Page(f"error-{status}-{self.language}", int(status), html)


@pytest.fixture
def demo(db: None) -> Any:
    """The fictional places, so that pages have some to show."""
    operations.load_demo(at=dt.datetime(2026, 11, 23, 12, tzinfo=PARIS))
    index.forget()
    yield
    index.forget()


_visited: dict[str, list[Page]] = {}  # the walk takes seconds and its pages never change: one for each language


@pytest.fixture(params=["fr", "en"])
def pages(request: pytest.FixtureRequest, visitor: Client, claire: State) -> list[Page]:
    """Every page in one language, then in the other."""
    if request.param not in _visited:
        request.getfixturevalue("demo")
        _visited[request.param] = list(Walk(visitor, request.param, claire).pages())
    found = _visited[request.param]
    assert len(found) > 100
    assert not [one.name for one in found if one.status in (301, 302)]
    assert not [one.name for one in found if one.status == 500 and not one.name.startswith("error-")]
    return found


def tree(html: str) -> tuple[Element, list[Any]]:
    """The document as a browser builds it, and its parse errors: ((line, column), code, details)."""
    parser = HTMLParser(namespace_html_elements=False)
    return parser.parse(html), parser.errors


def elements(root: Element, *tags: str) -> list[Element]:
    """The elements below `root`, in the order of the page; only those of `tags` when some are given."""
    found = [one for one in root.iter() if isinstance(one.tag, str)]
    return [one for one in found if one.tag.rpartition("}")[2] in tags] if tags else found


def words(element: Element) -> str:
    """The text inside an element, spaces made single."""
    return " ".join("".join(element.itertext()).split())
