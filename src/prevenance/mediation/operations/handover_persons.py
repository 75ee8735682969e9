"""What happens to hand-overs when a person is copied, merged, put back or erased."""

from __future__ import annotations

from typing import Any

from prevenance.mediation.choices import handover_words as words
from prevenance.mediation.choices.handover_states import State
from prevenance.mediation.models import Handover
from prevenance.mediation.operations import handover_mails
from prevenance.mediation.queries import handovers as queries


def copy(reference: str) -> list[dict[str, Any]]:
    """The hand-overs of one person, in words: to whom, what was shared, what was answered, what came of it."""
    return [_told(row) for row in Handover.objects.filter(person=reference).order_by("made_at", "pk")]


def erase(reference: str) -> int:
    """Links open nothing any more, and all that was written goes. The rows stay, about nobody, so that what was
    answered and what came of it still count; those that waited count as withdrawn. Gives how many.
    """
    mine = list(Handover.objects.select_for_update().filter(person=reference))
    for row in mine:
        row.person, row.encounter = "", None
        row.place_id, row.place_name, row.shared_keys = "", "", []
        row.receiver = row.shared = row.answer = row.secret_digest = row.forget_on = None
        handover_mails.no_reminder(row.pk, at=row.made_at)  # a holder is given no instant
        if row.ended_at is None:
            row.state, row.ended_at = State.WITHDRAWN.value, row.made_at
        row.save()
    return len(mine)


def move(origin: str, target: str) -> list[Any]:
    """Gives the ids moved."""
    rows = Handover.objects.filter(person=origin).order_by("made_at", "pk")
    moved = [str(pk) for pk in rows.values_list("pk", flat=True)]
    Handover.objects.filter(pk__in=moved).update(person=target)
    return moved


def move_back(moved: list[Any], origin: str, target: str) -> None:
    """The contrary, of those which are still the target's."""
    Handover.objects.filter(pk__in=moved, person=target).update(person=origin)


def lines(reference: str) -> list[tuple[str, str]]:
    """Under which (kind, id) the journal writes of them."""
    return [("handover", str(pk)) for pk in Handover.objects.filter(person=reference).values_list("pk", flat=True)]


def _told(row: Handover) -> dict[str, Any]:
    shared, wrote = queries.disclosed(row, "shared"), queries.disclosed(row, "answer")
    receiver = queries.disclosed(row, "receiver")
    return {
        "what": "handover",
        "made_on": row.made_at.date().isoformat(),
        "to": row.place_name or receiver.get("name", ""),
        "for": str(words.purposes().get(row.purpose, row.purpose)),
        "shared": [
            f"{words.items()[key]} : {shared[key]}" if key in shared else str(words.items()[key])
            for key in row.shared_keys
        ],
        "agreed_on": row.agreed_at.date().isoformat(),
        "words_of_the_agreement": row.words_version,
        "opened": row.openings > 0,
        "answer": str(words.answers().get(row.state, row.state)),
        "answer_in_words": ", ".join(wrote.values()),
        "outcome": str(words.outcomes()[row.outcome]) if row.outcome else "",
    }
