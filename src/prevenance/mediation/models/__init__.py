"""Tables of the mediation's room."""

from prevenance.mediation.models.encounters import Encounter, Group, Note, Operation, Participation
from prevenance.mediation.models.shares import Share
from prevenance.mediation.models.workshops import Registration, Workshop

__all__ = ["Encounter", "Group", "Note", "Operation", "Participation", "Registration", "Share", "Workshop"]
