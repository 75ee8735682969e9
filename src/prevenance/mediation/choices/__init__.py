"""Enumerations of the mediation's room, and the words of its values."""

import datetime as dt

from prevenance.mediation.choices.vocabulary import (
    ABOUT_PEOPLE,
    ADMINISTRATIVE,
    Field,
    Kind,
    PlaceKind,
    Value,
    age_range,
    are_known,
    duration_range,
    durations,
    value,
    values,
)

NOTE_KEPT = dt.timedelta(days=90)  # a free text may hold more than it should: it goes long before the encounter
UNDONE_WITHIN = dt.timedelta(minutes=10)
REMOVED_KEPT = dt.timedelta(days=30)  # then the encounter leaves the tables for good
SHARE_KEPT = dt.timedelta(days=365)
MINUTES_MOST = 12 * 60
GROUP_MOST = 500
NOTE_MOST = 500  # characters
TAGS_MOST = 10

__all__ = [
    "ABOUT_PEOPLE",
    "ADMINISTRATIVE",
    "GROUP_MOST",
    "MINUTES_MOST",
    "NOTE_KEPT",
    "NOTE_MOST",
    "REMOVED_KEPT",
    "SHARE_KEPT",
    "TAGS_MOST",
    "UNDONE_WITHIN",
    "Field",
    "Kind",
    "PlaceKind",
    "Value",
    "age_range",
    "are_known",
    "duration_range",
    "durations",
    "value",
    "values",
]
