"""All reads of the offer: frozen values, never tables."""

from prevenance.offer.queries.cards import Card, acts_asked, card
from prevenance.offer.queries.closures import Announced, announced
from prevenance.offer.queries.doing import WITHIN_KM, places_doing
from prevenance.offer.queries.freshness import SourceFreshness, freshness
from prevenance.offer.queries.homonyms import is_ambiguous
from prevenance.offer.queries.hours import Day, OpeningState, coming_days, opening_state
from prevenance.offer.queries.named import places_named
from prevenance.offer.queries.nearest import NearPlace, nearest_places
from prevenance.offer.queries.outreaches import (
    NearOutreach,
    Outreach,
    OutreachSource,
    outreach,
    outreach_sources,
    outreaches_near,
)
from prevenance.offer.queries.places import Place, place, places_by_kind, places_count, places_in, services_of
from prevenance.offer.queries.quality import Criterion, Quality, quality
from prevenance.offer.queries.records import RecordCard, records_of
from prevenance.offer.queries.rounds import (
    Answer,
    Count,
    Invited,
    RoundStatus,
    answers_through,
    changes,
    flags,
    invited,
    round_numbers,
    round_status,
)

__all__ = [
    "WITHIN_KM",
    "Announced",
    "Answer",
    "Card",
    "Count",
    "Criterion",
    "Day",
    "Invited",
    "NearOutreach",
    "NearPlace",
    "OpeningState",
    "Outreach",
    "OutreachSource",
    "Place",
    "Quality",
    "RecordCard",
    "RoundStatus",
    "SourceFreshness",
    "acts_asked",
    "announced",
    "answers_through",
    "card",
    "changes",
    "coming_days",
    "flags",
    "freshness",
    "invited",
    "is_ambiguous",
    "nearest_places",
    "opening_state",
    "outreach",
    "outreach_sources",
    "outreaches_near",
    "place",
    "places_by_kind",
    "places_count",
    "places_doing",
    "places_in",
    "places_named",
    "quality",
    "records_of",
    "round_numbers",
    "round_status",
    "services_of",
]
