"""Tables of the mediation's room."""

from prevenance.mediation.models.appointments import Absence, Appointment, Opening, Wait
from prevenance.mediation.models.coordination import Coordination, Signpost, Tag
from prevenance.mediation.models.encounters import Encounter, Group, Note, Operation, Participation
from prevenance.mediation.models.feeds import CalendarFeed
from prevenance.mediation.models.handovers import Handover
from prevenance.mediation.models.paths import Path, PathStep
from prevenance.mediation.models.relays import Charter, Reached, Relay, RelayState, Training, TrainingSeat
from prevenance.mediation.models.shares import Share
from prevenance.mediation.models.workshops import Registration, Workshop

__all__ = [
    "Absence",
    "Appointment",
    "CalendarFeed",
    "Charter",
    "Coordination",
    "Encounter",
    "Group",
    "Handover",
    "Note",
    "Opening",
    "Operation",
    "Participation",
    "Path",
    "PathStep",
    "Reached",
    "Registration",
    "Relay",
    "RelayState",
    "Share",
    "Signpost",
    "Tag",
    "Training",
    "TrainingSeat",
    "Wait",
    "Workshop",
]
