"""What happens to consents and to the own page when a person is copied, merged, put back or erased."""

from __future__ import annotations

import uuid
from typing import Any

from prevenance.consent.models import Consent, OwnPage
from prevenance.consent.queries import consents, own_pages


def copy(reference: str) -> list[dict[str, Any]]:
    """Consents, whatever became of them, and the link to the own page (never its secret)."""
    found: list[dict[str, Any]] = [
        {
            "what": "consent",
            "purpose": one.purpose,
            "means": str(one.means),
            "said_by": one.said_by,
            "noted_by": one.given_by,
            "given_at": one.given_at.isoformat(),
            "length": str(one.length),
            "ends_on": one.ends_on.isoformat() if one.ends_on else None,
            "withdrawn_at": one.withdrawn_at.isoformat() if one.withdrawn_at else None,
            "ended_at": one.ended_at.isoformat() if one.ended_at else None,
            "version": one.version,
        }
        for one in consents.consents(reference)
    ]
    if link := own_pages.link(reference):
        expires, opened = link.expires_at.isoformat(), link.opened_at.isoformat() if link.opened_at else None
        found.append(
            {"what": "own_page", "given_at": link.made_at.isoformat(), "expires_at": expires, "opened_at": opened}
        )
    return found


def erase(reference: str) -> int:
    """All of it goes."""
    return Consent.objects.filter(person=reference).delete()[0] + OwnPage.objects.filter(person=reference).delete()[0]


def move(origin: str, target: str) -> list[Any]:
    """Gives the ids moved. Where the target has a consent in force for the same purpose, the other one stays behind;
    the link to the own page does too, and opens the record that its person became.
    """
    taken = Consent.objects.filter(person=target, withdrawn_at__isnull=True, ended_at__isnull=True)
    kept = list(taken.values_list("purpose", flat=True))
    mine = Consent.objects.filter(person=origin).exclude(
        withdrawn_at__isnull=True, ended_at__isnull=True, purpose__in=kept
    )
    moved = [str(pk) for pk in mine.order_by("pk").values_list("pk", flat=True)]
    Consent.objects.filter(pk__in=moved).update(person=target)
    return moved


def move_back(moved: list[Any], origin: str, target: str) -> None:
    """The contrary, of those which are still the target's."""
    Consent.objects.filter(pk__in=[uuid.UUID(one) for one in moved], person=target).update(person=origin)
