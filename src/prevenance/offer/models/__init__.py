"""Tables of the offer: what sources say (records), where one goes (places), and how the two are held together."""

from prevenance.offer.models.imports import ImportRun, RefusedRows, Revision
from prevenance.offer.models.outreaches import Outreach
from prevenance.offer.models.pairs import Pair, PairDecision
from prevenance.offer.models.places import Place, PlaceAct, PlaceKind, PlaceMoved
from prevenance.offer.models.records import Record, Service
from prevenance.offer.models.upkeep import Change, Check, Closure, Flag, Invitation, UpdateRound

__all__ = [
    "Change",
    "Check",
    "Closure",
    "Flag",
    "ImportRun",
    "Invitation",
    "Outreach",
    "Pair",
    "PairDecision",
    "Place",
    "PlaceAct",
    "PlaceKind",
    "PlaceMoved",
    "Record",
    "RefusedRows",
    "Revision",
    "Service",
    "UpdateRound",
]
