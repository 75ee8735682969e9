"""Closed lists of the offer: kinds of places, states of an import. Their words, `fr` and `en`, are in the YAML files
beside.
"""

from __future__ import annotations

from enum import StrEnum

# Shared with the catalogue: an act names the kinds of places where it is done. `kinds.yaml` says what each one is.
PLACE_KINDS: tuple[str, ...] = (
    "pharmacy",
    "vaccination_centre",
    "laboratory",
    "hospital",
    "maternity",
    "health_centre",
    "health_house",
    "pmi",
    "sexual_health_centre",
    "health_exam_centre",
    "addiction_centre",
    "mental_health_centre",
    "tuberculosis_centre",
    "radiology",
    "doctor",
    "midwife",
    "dentist",
    "nurse",
    "ophthalmologist",
    "france_services",
    "digital_mediation",
    "conseiller_numerique",
    "aidants_connect",
    "town_hall",
    "social_support",
)

DEMO_SOURCE = "demo"  # the only source whose places may be, and are, fictional
AGENDA = "outreaches"  # what a checked file of dated actions is called


class Access(StrEnum):
    """Whether someone in a wheelchair can go in. `on_request`: with help, a ramp, a bell."""

    UNKNOWN = "unknown"
    YES = "yes"
    ON_REQUEST = "on_request"
    NO = "no"


class Outcome(StrEnum):
    """How an import ended. `interrupted` is written by the next import when the process died."""

    RUNNING = "running"
    DONE = "done"
    REFUSED = "refused"
    INTERRUPTED = "interrupted"
    REMOVED = "removed"


class OutreachStatus(StrEnum):
    """`withdrawn`: the source does not announce it any more, and did not say that it is cancelled."""

    ANNOUNCED = "announced"
    CANCELLED = "cancelled"
    WITHDRAWN = "withdrawn"


class Fees(StrEnum):
    """What it costs to come. Empty: nobody said."""

    UNKNOWN = ""
    FREE = "free"
    CONDITIONAL = "conditional"
    PAID = "paid"


class PairVerdict(StrEnum):
    """What a person says of two records. `unsure` binds no join: somebody else may know."""

    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"


class Author(StrEnum):
    """Who changed a card, as it is shown: a role, never a name."""

    PLACE = "place"
    TEAM = "team"


class Notice(StrEnum):
    """What a temporary notice says."""

    CLOSED = "closed"
    HEAT_WAVE_OPEN = "heat_wave_open"
    OTHER_HOURS = "other_hours"


class FlagReason(StrEnum):
    """What a resident found wrong."""

    CLOSED = "closed"
    MOVED = "moved"
    HOURS = "hours"
    PHONE = "phone"
    NOT_DONE_HERE = "not_done_here"
    ACCESS = "access"
    OTHER = "other"


# A practice bears the name of who works there: its name says nothing of whose e-mail address it is.
NAMED_AFTER_SOMEBODY = frozenset(("doctor", "midwife", "dentist", "nurse", "ophthalmologist", "radiology"))

# What people may correct on a card. A commune goes with its postal code, and sends the position to its centre.
# `acts`: {act: true, false or null}; `has_closed`: for good.
CHANGED_FIELDS: tuple[str, ...] = (
    "name",
    "address",
    "commune_code",
    "postal_code",
    "latitude",
    "longitude",
    "phone",
    "email",
    "website",
    "booking",
    "opening_hours",
    "opening_words",
    "wheelchair",
    "fees",
    "description",
    "acts",
    "has_closed",
)
