"""Where an agent watches over the inventory: the areas of the memberships that allow it, as a filter of communes."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from prevenance.offer import models
from prevenance.people.choices import EVERYWHERE
from prevenance.people.queries import Access
from prevenance.territories import queries as territories
from prevenance.territories.queries.register import register

ACTION = "review_offer"


@dataclass(frozen=True, slots=True)
class Scope:
    """`communes`: INSEE codes; `departments`: codes. A place belongs to no organisation: those who work everywhere
    their organisation does watch over the whole inventory.
    """

    is_everywhere: bool = False
    departments: tuple[str, ...] = ()
    communes: frozenset[str] = frozenset()

    def of_communes(self, column: str = "commune_code") -> Q:
        """What keeps the rows whose column names a commune of the scope; nothing at all outside any area."""
        if self.is_everywhere:
            return Q()
        found = Q(**{f"{column}__in": sorted(self.communes)})
        for department in self.departments:
            found |= Q(**{f"{column}__startswith": department})
        return found

    def holds(self, commune_code: str) -> bool:
        """Whether this commune is in the scope."""
        found = territories.commune(commune_code)
        return self.is_everywhere or (
            found is not None and (found.code in self.communes or found.department in self.departments)
        )

    def of_places(self, column: str = "place_id") -> Q:
        """What keeps the rows about a place of the scope, named by its id of today or by one that was given away."""
        if self.is_everywhere:
            return Q()
        mine = models.Place.objects.filter(self.of_communes(), id=OuterRef(column))
        moved = models.PlaceMoved.objects.filter(self.of_communes("place__commune_code"), id=OuterRef(column))
        return Q(Exists(mine)) | Q(Exists(moved))


def scope(agent: Access) -> Scope:
    """What this agent may look after."""
    if agent.is_over_the_site(ACTION):
        return Scope(is_everywhere=True)
    areas: set[str] = set()
    for organisation in agent.organisations(ACTION):
        areas |= agent.areas(ACTION, organisation=organisation)
    if EVERYWHERE in areas:
        return Scope(is_everywhere=True)
    named: dict[str, set[str]] = {"commune": set(), "epci": set(), "department": set()}
    for area in areas:
        kind, _, code = area.partition(":")
        named[kind].add(code)
    return Scope(
        departments=tuple(sorted(named["department"])),
        communes=frozenset(named["commune"] | _communes_of(named["epci"])),
    )


def _communes_of(epcis: Collection[str]) -> set[str]:
    known = register()
    ranks = {rank for rank, (code, _) in enumerate(known.epcis) if code in epcis}
    return {code for code, epci in zip(known.codes, known.epci.tolist(), strict=True) if epci in ranks}
