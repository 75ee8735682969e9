"""A comparison to declare, before a campaign that starts in a month: all fictional."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from prevenance.campaigns.choices.designs import CountSource, Length, Way
from prevenance.campaigns.models import Campaign, CampaignPassage, DeclaredDesign
from prevenance.campaigns.operations import designs
from prevenance.campaigns.queries import designs as queries
from prevenance.campaigns.queries.designs import Counted, Declared, DesignDraft, DesignTerritory
from tests import agents

AT = dt.datetime(2026, 11, 23, 11, tzinfo=dt.UTC)
ON = AT.date()
STARTS = dt.date(2026, 12, 1)
OVER = dt.datetime(2027, 9, 1, 9, tzinfo=dt.UTC)
NAMES = tuple(f"Territoire {letter}" for letter in "ABCDEFGHIJ")


def draft(**more: Any) -> DesignDraft:
    """Ten territories by lot, two months before and two with."""
    told: dict[str, Any] = {
        "territories": tuple(DesignTerritory(name) for name in NAMES),
        "way": Way.HALF,
        "many": 5,
        "by_hand": (),
        "length": Length.MONTH,
        "starts_on": STARTS,
        "before": 2,
        "after": 2,
        "source": CountSource.TYPED,
        "counted_by": "Un registre fictif",
        "hoped": 0.05,
        "base": 0.2,
        "people": 400,
        "drift": 0.01,
    }
    return DesignDraft(**(told | more))


class Scene:
    """A campaign not begun. `agent` may, `stranger` may not."""

    def __init__(self, cast: agents.Cast | None = None) -> None:
        self.cast = cast or agents.play()
        self.agent = agents.access(self.cast.coordinator, on=ON)
        self.stranger = agents.access(self.cast.stranger, on=ON)
        row = Campaign.objects.create(
            code="compare2",
            operation=uuid.uuid4(),
            organisation_id=self.cast.ours,
            state="planned",
            words={
                "fr": {"name": "Une campagne", "goal": "Un but", "situation": "Tout le monde"},
                "en": {"name": "A campaign", "goal": "A goal", "situation": "Everybody"},
            },
            goal="spaces_activated",
            starts_on=STARTS,
            ends_on=STARTS + dt.timedelta(days=60),
            speaker="Une mairie",
            made_at=AT,
            made_by=self.cast.coordinator,
        )
        self.campaign = row.pk

    def declare(self, *, at: dt.datetime = AT, operation: uuid.UUID | None = None, **more: Any) -> Declared:
        designs.declare(
            by=self.agent, at=at, operation=operation or uuid.uuid4(), campaign=self.campaign, draft=draft(**more)
        )
        return self.declared()

    def declared(self) -> Declared:
        found = queries.in_force(self.campaign)
        assert found
        return found

    def rows(self) -> list[dict[str, Any]]:
        """The table as it is, but for what a withdrawal writes."""
        gone = {"withdrawn_at", "withdrawn_by_id", "withdrawn_why"}
        return [
            {key: value for key, value in row.items() if key not in gone}
            for row in DeclaredDesign.objects.order_by("pk").values()
        ]

    def open(self, at: dt.datetime) -> None:
        CampaignPassage.objects.create(campaign_id=self.campaign, state="running", at=at)

    def count(self, counted: list[Counted], *, at: dt.datetime = OVER, operation: uuid.UUID | None = None) -> int:
        return designs.note_counts(
            by=self.agent,
            at=at,
            operation=operation or uuid.uuid4(),
            campaign=self.campaign,
            counted=counted,
            source="Un registre fictif",
            as_of=at.date(),
        )

    def all_counts(self, effect: float = 0.05, of: int = 400) -> list[Counted]:
        """A share of 20 %, that moves a little by itself, and `effect` more with the campaign."""
        one, found = self.declared(), []
        for territory, start in enumerate(one.starts):
            for period in range(one.periods):
                share = 0.2 + 0.002 * ((territory * 7 + period * 3) % 5)
                share += effect if start is not None and period >= start else 0
                found.append(Counted(territory, period, round(of * share), of, 10))
        return found
