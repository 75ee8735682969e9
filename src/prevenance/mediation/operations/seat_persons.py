"""Seats at workshops, when a person is copied, merged, put back or erased."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, Sum

from prevenance.mediation.models import Registration, Workshop


def copy(reference: str) -> list[dict[str, Any]]:
    """The workshops for which one person asked a seat, in plain values."""
    return [
        {
            "what": "workshop",
            "title": one.workshop.title,
            "starts_at": one.workshop.starts_at.isoformat(),
            "place": one.workshop.place_name or one.workshop.place_kind,
            "commune": one.workshop.commune_code,
            "themes": one.workshop.themes,
            "withdrawn": one.withdrawn_at is not None,
            "has_come": None if one.came is None else one.came > 0,
        }
        for one in _of(reference)
    ]


def erase(reference: str) -> int:
    """A seat at a workshop noted, or of which it is known who came, becomes a seat of nobody, so that no figure moves.
    The others go: what they free is given when the workshop is next touched, or by the daily tidying.
    """
    counted = Q(came__isnull=False) | Q(workshop__encounter__isnull=False)
    kept = Registration.objects.filter(counted, person=reference).update(person="")
    rest = list(_of(reference))
    for one in rest:
        one.delete()
    for number in {one.workshop_id for one in rest}:
        given = Registration.objects.filter(workshop=number, withdrawn_at__isnull=True, seated_at__isnull=False)
        Workshop.objects.filter(pk=number).update(taken=given.aggregate(many=Sum("seats"))["many"] or 0)
    return kept + len(rest)


def move(origin: str, target: str) -> list[Any]:
    """Gives the ids moved. A seat stays where the target has one already at the same workshop."""
    taken = Registration.objects.filter(person=target, withdrawn_at__isnull=True).values_list("workshop_id", flat=True)
    rows = Registration.objects.filter(person=origin).exclude(withdrawn_at__isnull=True, workshop_id__in=list(taken))
    moved = list(rows.order_by("pk").values_list("pk", flat=True))
    Registration.objects.filter(pk__in=moved).update(person=target)
    return moved


def move_back(moved: list[Any], origin: str, target: str) -> None:
    """The contrary: what was erased since stays so."""
    Registration.objects.filter(pk__in=moved, person=target).update(person=origin)


def _of(reference: str) -> Any:
    return Registration.objects.filter(person=reference).select_related("workshop").order_by("pk")
