"""A published message, a campaign with it, a partner and an active relay: all fictional."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from prevenance.campaigns.choices.campaigns import CampaignState
from prevenance.campaigns.choices.messages import Verdict
from prevenance.campaigns.models import Campaign, CampaignMessage, CampaignPublication, Link, Message, MessageVersion
from prevenance.campaigns.operations import corrections, links, messages
from prevenance.campaigns.operations.links import Profile
from prevenance.campaigns.queries.messages import Draft, Source, Words
from prevenance.mediation.choices.relay_states import State
from prevenance.mediation.models import Relay
from tests import agents

AT = dt.datetime(2026, 11, 23, 11, tzinfo=dt.UTC)
ON = AT.date()
SOURCE = Source("HAS", "Un texte", "2025", "https://exemple.fr/texte", "V", ON)
DRAFT = Draft(
    intent="inform",
    audience="Tout le monde",
    words={"fr": Words("Un titre", "Un texte.", "Un texte.", "Rien d'autre.")},
    sources=(SOURCE,),
)


class Scene:
    """`message` is published; `campaign` runs with it."""

    def __init__(self, cast: agents.Cast | None = None) -> None:
        self.cast = cast or agents.play()
        self.agent = agents.access(self.cast.coordinator, on=ON)
        self.stranger = agents.access(self.cast.stranger, on=ON)
        writer = agents.access(self.cast.mediator, on=ON)
        self.message = messages.write(
            by=writer, at=AT, operation=uuid.uuid4(), organisation=self.cast.ours, draft=DRAFT
        )
        messages.ask_for_review(by=writer, at=AT, number=self.message)
        messages.review(
            by=self.agent,
            at=AT,
            operation=uuid.uuid4(),
            number=self.message,
            seen=1,
            verdict=Verdict.ACCEPTED,
            role="infirmière",
        )
        messages.publish(by=writer, at=AT, number=self.message)
        self.code = Message.objects.get(pk=self.message).code
        row = Campaign.objects.create(
            code="essai234",
            operation=uuid.uuid4(),
            organisation_id=self.cast.ours,
            state=CampaignState.RUNNING.value,
            words={
                "fr": {"name": "Une campagne", "goal": "Un but", "situation": "Tout le monde"},
                "en": {"name": "A campaign", "goal": "A goal", "situation": "Everybody"},
            },
            goal="spaces_activated",
            starts_on=ON,
            ends_on=ON + dt.timedelta(days=30),
            speaker="Une mairie",
            made_at=AT,
            made_by=self.cast.coordinator,
        )
        CampaignMessage.objects.create(campaign=row, message_id=self.message, added_at=AT)
        self.campaign = row.pk

    def partner(self, **more: Any) -> int:
        profile = Profile(name=more.pop("name", "La chaîne fictive"), contact=more.pop("contact", "zoe@exemple.fr"))
        operation = more.pop("operation", uuid.uuid4())
        return links.add_partner(
            by=self.agent, at=AT, operation=operation, organisation=self.cast.ours, profile=profile
        )

    def relay(self, contact: str = "0612345678") -> int:
        row = Relay.objects.create(
            code=uuid.uuid4().hex[:8],
            state=State.ACTIVE.value,
            organisation_id=self.cast.ours,
            supervisor=self.cast.coordinator,
            first_name="Zohrabelle",
            contact=contact,
            commune_code=agents.LAON,
            reason="help",
            applied_at=AT,
            charter_until=ON + dt.timedelta(days=300),
        )
        return row.pk

    def link(self, **whose: int) -> Link:
        number = links.make(
            by=self.agent,
            at=AT,
            operation=uuid.uuid4(),
            campaign=self.campaign,
            message=self.message,
            **(whose or {"partner": self.partner()}),
        )
        return Link.objects.get(pk=number)

    def kit(self, number: int) -> str:
        return links.give_kit(by=self.agent, at=AT, number=number)

    def publish(self) -> None:
        """The words of the campaign, as they were given to print: its page opens to all."""
        version = MessageVersion.objects.get(message_id=self.message)
        CampaignPublication.objects.create(
            campaign_id=self.campaign,
            message_id=self.message,
            version=version,
            number=1,
            words=version.words,
            sources=version.sources,
            digest="0" * 64,
            until=ON + dt.timedelta(days=30),
            published_at=AT,
        )

    def stop(self) -> None:
        corrections.stop(
            by=self.agent,
            at=AT,
            operation=uuid.uuid4(),
            number=self.message,
            told={"fr": "Le texte était faux."},
            address=lambda short, language: f"https://exemple.fr/r/{short}",
            stop_link=lambda secret, language: f"https://exemple.fr/stop/{secret}",
        )
