"""All reads of the offer: frozen values, never tables."""

from prevenance.offer.queries.freshness import SourceFreshness, freshness
from prevenance.offer.queries.hours import OpeningState, opening_state
from prevenance.offer.queries.nearest import NearPlace, nearest_places
from prevenance.offer.queries.places import Place, place, places_by_kind, places_count, places_in, services_of
from prevenance.offer.queries.records import RecordCard, records_of

__all__ = [
    "NearPlace",
    "OpeningState",
    "Place",
    "RecordCard",
    "SourceFreshness",
    "freshness",
    "nearest_places",
    "opening_state",
    "place",
    "places_by_kind",
    "places_count",
    "places_in",
    "records_of",
    "services_of",
]
