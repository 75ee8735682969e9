"""What happens to the messages of a person followed when they are copied, merged, put back or erased."""

from __future__ import annotations

from typing import Any

from prevenance.people.models import Message, Stop
from prevenance.people.queries import messages as queries


def copy(reference: str) -> list[dict[str, Any]]:
    """In plain values; words and address while they are kept."""
    found = []
    for row in Message.objects.filter(person=reference).order_by("due_at", "id"):
        content = queries.content(row)
        found.append(
            {
                "what": "message",
                "purpose": row.purpose,
                "agreed_at": row.agreed_at.isoformat(),
                "channel": row.channel,
                "due_at": row.due_at.isoformat(),
                "state": row.state,
                "ended_at": row.ended_at.isoformat() if row.ended_at else None,
                "address": content.address if content else "",
                "text": content.text if content else "",
            }
        )
    return found


def lines(reference: str) -> list[tuple[str, str]]:
    """Under which kind and ids the journal writes of them."""
    return [("message", str(pk)) for pk in Message.objects.filter(person=reference).values_list("pk", flat=True)]


def erase(reference: str) -> int:
    """Nothing more leaves, and nothing is left: who is forgotten is not remembered as one who said no either."""
    rows = Message.objects.filter(person=reference)
    digests = set(rows.exclude(address_digest="").values_list("address_digest", flat=True))
    others = set(
        Message.objects.filter(address_digest__in=digests)
        .exclude(person=reference)
        .values_list("address_digest", flat=True)
    )
    Stop.objects.filter(address_digest__in=digests - others).delete()
    return rows.delete()[0]


def move(origin: str, target: str) -> list[Any]:
    """Gives the ids moved."""
    moved = [str(pk) for pk in Message.objects.filter(person=origin).order_by("id").values_list("pk", flat=True)]
    Message.objects.filter(pk__in=moved).update(person=target)
    return moved


def move_back(moved: list[Any], origin: str, target: str) -> None:
    """The contrary, of those which still exist."""
    Message.objects.filter(pk__in=moved, person=target).update(person=origin)
