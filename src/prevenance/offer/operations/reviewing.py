"""What an agent answers of a doubtful pair, of a report or of a correction. Each leaves a line in the journal."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from prevenance.offer.choices import Author, FlagReason, PairVerdict
from prevenance.offer.models import Change, Check, Closure, Flag, PairDecision, Place
from prevenance.offer.operations import answering, closing, joining
from prevenance.offer.operations.answering import NotThere
from prevenance.offer.queries import review, rounds, upkeep
from prevenance.offer.queries.scopes import ACTION, Scope
from prevenance.people.operations import record
from prevenance.people.queries import Access

KIND = "places"


class AnsweredSince(Exception):
    """Somebody answered after the page was shown: read their answer first."""


@transaction.atomic
def judge(
    *,
    by: Access,
    scope: Scope,
    at: dt.datetime,
    pair: tuple[str, str],
    verdict: PairVerdict,
    operation: uuid.UUID,
    seen: int,
) -> None:
    """Answers a doubtful pair. `seen`: the number of the answer in force when the page was shown, 0 for none. The same
    `operation` sent again writes nothing.

    Raises:
        NotThere: outside the scope, or gone; AnsweredSince; joining.DecisionRefused: answers would contradict.
    """
    if PairDecision.objects.filter(operation=operation).exists():
        return
    found = review.compared(scope, *pair)
    if found is None:
        raise NotThere(f"pair {pair}")
    if (found.said.id if found.said else 0) != seen:
        raise AnsweredSince
    joining.decide(*pair, verdict, author=Author.TEAM, at=at, account_id=by.account_id, operation=operation)
    _note(by, at, f"answered_{verdict}", f"{min(pair)} {max(pair)}")


@transaction.atomic
def take_back_judgement(*, by: Access, scope: Scope, at: dt.datetime, pair: tuple[str, str]) -> None:
    """The pair is judged by the model again. Nothing when that was done already.

    Raises NotThere: outside the scope; joining.DecisionRefused: the answers that stay would contradict.
    """
    if review.compared(scope, *pair) is None:
        raise NotThere(f"pair {pair}")
    if joining.undo_decision(*pair, author=Author.TEAM, at=at):
        _note(by, at, "undid_answer", f"{min(pair)} {max(pair)}")


@transaction.atomic
def settle_reports(*, by: Access, scope: Scope, at: dt.datetime, place_id: str, reason: FlagReason, up_to: int) -> int:
    """What residents reported of a place is dealt with; gives how many reports. `up_to`: the number of the last report
    that the page showed, so that what came since then stays.
    """
    about = {"place_id__in": rounds.ids_of(place_id), "reason": str(reason)}
    mine = Flag.objects.filter(scope.of_places(), **about, id__lte=up_to)
    many = mine.filter(settled_at__isnull=True).update(settled_at=at, settled_by=str(Author.TEAM))
    if many:
        _note(by, at, "settled_reports", place_id)
    elif not mine.exists():
        raise NotThere(f"nothing reported of {place_id}")
    return many


@transaction.atomic
def open_reports_again(*, by: Access, scope: Scope, at: dt.datetime, place_id: str, reason: FlagReason) -> int:
    """Undoes the last settling of these reports."""
    about = {"place_id__in": rounds.ids_of(place_id), "reason": str(reason)}
    settled = Flag.objects.filter(scope.of_places(), **about, settled_at__isnull=False)
    last = settled.order_by("-settled_at").values_list("settled_at", flat=True).first()
    if last is None:
        raise NotThere(f"nothing settled of {place_id}")
    many = settled.filter(settled_at=last).update(settled_at=None, settled_by="")
    _note(by, at, "reopened_reports", place_id)
    return many


_ANSWERS = {"change": Change, "check": Check, "notice": Closure}


@transaction.atomic
def undo_answer(*, by: Access, scope: Scope, at: dt.datetime, what: str, number: int) -> str:
    """Undoes a correction, a check or a notice; gives the id of its place. Nothing when that was done already.

    Raises NotThere: no such answer in the scope.
    """
    table = _ANSWERS.get(what)
    row = table.objects.filter(scope.of_places(), id=number).first() if table else None  # type: ignore[attr-defined]
    if row is None:
        raise NotThere(f"{what} {number}")
    if row.undone_at is None:
        if what == "change":
            answering.undo_change(change_id=number, by=Author.TEAM, at=at)
        elif what == "check":
            answering.undo_check(check_id=number, at=at)
        else:
            closing.take_back(closure_id=number, by=Author.TEAM, at=at)
        _note(by, at, "undid_change", row.place_id)
    return str(row.place_id)


@transaction.atomic
def correct_card(*, by: Access, scope: Scope, at: dt.datetime, place_id: str, values: Mapping[str, Any]) -> list[int]:
    """As `answering.correct`, in the name of the team; nothing different from the card is a check of the whole card.

    Raises NotThere: outside the scope, or moved out of it by this very correction.
    """
    if not upkeep.is_in(scope, place_id) or not scope.holds(values.get("commune_code") or _commune(place_id)):
        raise NotThere(place_id)
    made = answering.correct(place_id=place_id, values=values, author=Author.TEAM, at=at)
    if not made:
        answering.confirm(place_id=place_id, author=Author.TEAM, at=at)
    _note(by, at, "corrected_card" if made else "confirmed_card", place_id)
    return made


def _commune(place_id: str) -> str:
    return str(Place.objects.values_list("commune_code", flat=True).get(id=place_id))


def _note(by: Access, at: dt.datetime, verb: str, what: str) -> None:
    organisation = next(iter(sorted(by.organisations(ACTION))), None)
    record(by=by.account_id, at=at, verb=verb, kind=KIND, object_id=what, organisation_id=organisation)
