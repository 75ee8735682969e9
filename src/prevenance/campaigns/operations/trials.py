"""Messages tried by residents: a trial is opened, answered without a name, closed."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping

from django.db import IntegrityError, transaction

from prevenance.campaigns.choices.messages import MINE, MISSING_KEPT, READ, Means, Understood
from prevenance.campaigns.models import Message, MessageAnswer, MessageTest
from prevenance.campaigns.operations.messages import NotThere, code, pass_to_tried
from prevenance.campaigns.queries.messages import WRITE
from prevenance.campaigns.queries.trials import Asked
from prevenance.kit.clock import PARIS
from prevenance.people.operations import record
from prevenance.people.queries import Access


class Closed(Exception):
    """No open trial at this address."""


@transaction.atomic
def open_trial(
    *, by: Access, at: dt.datetime, operation: uuid.UUID, number: int, asked: Mapping[str, Asked], right: int
) -> str:
    """Opens the trial of the last version, which a professional has read; gives the code of its page.

    The earlier one is closed. Sent twice, it is opened once.

    Raises:
        NotThere, ValueError: no question in French, or `right` is not 1, 2 or 3.
    """
    row = Message.objects.select_for_update().filter(pk=number).first()
    if by.account_id is None or row is None or row.organisation_id not in by.organisations(WRITE):
        raise NotThere
    known = MessageTest.objects.filter(operation=operation, version__message=row).first()
    if known is not None:
        return known.code
    if row.state not in READ:
        raise NotThere
    if MINE not in asked or right not in (1, 2, 3):
        raise ValueError(f"{sorted(asked)}, {right}")
    MessageTest.objects.filter(version__message=row, closed_at__isnull=True).update(closed_at=at)
    words = {language: {"question": one.question, "choices": list(one.choices)} for language, one in asked.items()}
    made = MessageTest.objects.create(
        version=row.versions.order_by("-number")[0],
        operation=operation,
        code=code(),
        words=words,
        right=right,
        opened_at=at,
        opened_by_id=by.account_id,
    )
    _record(by, at, "test_opened", row)
    return made.code


@transaction.atomic
def close_trial(*, by: Access, at: dt.datetime, number: int) -> None:
    """Closes the open trial of a message, which is then tried by residents if somebody answered.

    Raises:
        NotThere
    """
    row = Message.objects.select_for_update().filter(pk=number).first()
    if by.account_id is None or row is None or row.organisation_id not in by.organisations(WRITE):
        raise NotThere
    for one in MessageTest.objects.filter(version__message=row, closed_at__isnull=True).select_related("version"):
        one.closed_at = at
        one.save(update_fields=["closed_at"])
        last = row.versions.order_by("-number")[0]
        if one.version_id == last.pk and one.answers.exists():
            pass_to_tried(row, by=by, at=at)
        _record(by, at, "test_closed", row)


def answer(
    *,
    at: dt.datetime,
    trial: str,
    operation: uuid.UUID,
    understood: Understood,
    choice: int | None,
    missing: str = "",
    by: Access | None = None,
) -> None:
    """Writes what somebody understood; the day only. `by`: the agent who copies a paper, None by the link.

    Raises:
        Closed, ValueError: `choice` is neither None nor 1, 2 or 3.
    """
    if choice not in (None, 1, 2, 3):
        raise ValueError(f"choice {choice}")
    try:
        with transaction.atomic():
            tests = MessageTest.objects.select_related("version__message").filter(code=trial, closed_at=None)
            test = tests.filter(version__message__state__in=[str(one) for one in READ]).first()
            if test is None or (by and test.version.message.organisation_id not in by.organisations(WRITE)):
                raise Closed
            MessageAnswer.objects.create(
                test=test,
                operation=operation,
                answered_on=at.astimezone(PARIS).date(),
                means=(Means.PAPER if by else Means.LINK).value,
                understood=understood.value,
                choice=choice,
                missing=" ".join(missing.split())[:300],
            )
            if by:
                _record(by, at, "answer_noted", test.version.message)
    except IntegrityError:
        if not MessageAnswer.objects.filter(operation=operation).exists():  # sent twice: counted once
            raise


def tidy(*, at: dt.datetime) -> int:
    """Empties the free words of answers after six months; gives how many. The counts stay."""
    ended = at.astimezone(PARIS).date() - MISSING_KEPT
    return MessageAnswer.objects.filter(answered_on__lt=ended).exclude(missing="").update(missing="")


def _record(by: Access, at: dt.datetime, verb: str, row: Message) -> None:
    record(
        by=by.account_id,
        at=at,
        verb=verb,
        kind="campaign_message",
        object_id=row.pk,
        organisation_id=row.organisation_id,
    )
