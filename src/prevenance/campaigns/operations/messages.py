"""Messages: written, changed by a new version, translated, reviewed, published, withdrawn. Versions only grow."""

from __future__ import annotations

import datetime as dt
import secrets
import uuid

from django.db import transaction

from prevenance.campaigns.choices.messages import LANGUAGES, MINE, NEXT, READ, Hindrance, MessageState, Verdict
from prevenance.campaigns.models import (
    Correction,
    Message,
    MessagePassage,
    MessageReview,
    MessageTranslation,
    MessageVersion,
)
from prevenance.campaigns.operations import putting
from prevenance.campaigns.queries import messages as queries
from prevenance.campaigns.queries.messages import REVIEW, WRITE, Draft, Words
from prevenance.kit.clock import PARIS
from prevenance.people.operations import record
from prevenance.people.queries import Access

_LETTERS = "23456789abcdefghjkmnpqrstvwxyz"  # none that is taken for another
UNDONE_WITHIN = dt.timedelta(minutes=10)


class NotAllowed(Exception):
    """Not this account's organisation, or not what its role may do."""


class NotThere(Exception):
    """None in the scope, or in a state from which this cannot be done."""


class ChangedSince(Exception):
    """Somebody wrote another version after the page was shown."""


class Own(Exception):
    """Nobody reviews their own words."""


class MayNotGoOut(Exception):
    """Publishing is refused. `reasons`: all of them."""

    def __init__(self, reasons: tuple[Hindrance, ...]) -> None:
        self.reasons = reasons
        super().__init__(", ".join(reasons))


def code() -> str:
    """Of an address that says nothing of what stands behind it."""
    return "".join(secrets.choice(_LETTERS) for _ in range(8))


@transaction.atomic
def write(
    *, by: Access, at: dt.datetime, operation: uuid.UUID, organisation: int, draft: Draft, ready_key: str = ""
) -> int:
    """A new message, as a draft; gives its id. The same `operation` again gives the same id and writes nothing.

    Raises:
        NotAllowed
    """
    if by.account_id is None or organisation not in by.organisations(WRITE):
        raise NotAllowed
    known = Message.objects.filter(operation=operation).first()
    if known is None and ready_key:
        known = Message.objects.filter(organisation_id=organisation, ready_key=ready_key).first()
    if known is not None:
        if known.organisation_id not in by.organisations(WRITE):
            raise NotAllowed
        return known.pk
    row = Message.objects.create(
        code=code(),
        operation=operation,
        organisation_id=organisation,
        ready_key=ready_key,
        made_at=at,
        made_by_id=by.account_id,
    )
    _add_version(row, by.account_id, at, operation, draft)
    _enter(row, MessageState.DRAFT, by.account_id, at)
    _record(by, at, "written", row)
    return row.pk


@transaction.atomic
def revise(*, by: Access, at: dt.datetime, operation: uuid.UUID, number: int, seen: int, draft: Draft) -> None:
    """Writes the next version: the message is a draft again, and leaves the public pages until it is reviewed.

    `seen`: the number of the version that the page showed. A draft like the last version writes nothing.

    Raises:
        NotThere, ChangedSince
    """
    row = _mine(by, number, WRITE)
    if MessageVersion.objects.filter(operation=operation, message=row).exists():
        return
    last = queries.message(by, number)
    if last is None or last.version.number != seen:
        raise ChangedSince
    if last.version.draft == draft:
        return
    _add_version(row, by.account_id, at, operation, draft)
    _enter(row, MessageState.DRAFT, by.account_id, at)
    _record(by, at, "changed", row)


@transaction.atomic
def translate(
    *, by: Access, at: dt.datetime, operation: uuid.UUID, number: int, seen: int, language: str, words: Words
) -> None:
    """Writes the words of the last version in another language; somebody else reads them before they are shown.

    Raises:
        NotThere, ChangedSince, KeyError: a language that is not in `LANGUAGES`.
    """
    row = _mine(by, number, WRITE)
    LANGUAGES[language]
    if MessageTranslation.objects.filter(operation=operation).exists():
        return
    last = row.versions.order_by("-number")[0]
    if last.number != seen:
        raise ChangedSince
    MessageTranslation.objects.create(
        message=row,
        language=language,
        operation=operation,
        words=queries.kept_words(words),
        digest=last.digest,
        made_at=at,
        made_by_id=_who(by),
    )
    _record(by, at, "translated", row)


@transaction.atomic
def read_translation(*, by: Access, at: dt.datetime, number: int, translation: int) -> None:
    """Somebody who knows the language says that it says the same.

    Raises:
        NotThere, Own
    """
    row = _mine(by, number, WRITE)
    one = MessageTranslation.objects.select_for_update().filter(pk=translation, message=row).first()
    if one is None:
        raise NotThere
    if one.made_by_id == by.account_id:
        raise Own
    if one.read_at is None:
        one.read_at, one.read_by_id = at, _who(by)
        one.save(update_fields=["read_at", "read_by_id"])
        _record(by, at, "translation_read", row)


@transaction.atomic
def ask_for_review(*, by: Access, at: dt.datetime, number: int) -> None:
    """Says that the draft is ready to be read by a professional.

    Raises:
        NotThere
    """
    row = _mine(by, number, WRITE)
    if _pass(row, MessageState.IN_REVIEW, by, at):
        _record(by, at, "sent_to_review", row)


@transaction.atomic
def review(
    *,
    by: Access,
    at: dt.datetime,
    operation: uuid.UUID,
    number: int,
    seen: int,
    verdict: Verdict,
    role: str,
    note: str = "",
) -> None:
    """A professional's word on the version that they read. `role`: their profession, shown with the message.

    Raises:
        NotThere, ChangedSince, Own
    """
    row = _mine(by, number, REVIEW)
    if MessageReview.objects.filter(operation=operation).exists():
        return
    last = row.versions.order_by("-number")[0]
    if last.number != seen:
        raise ChangedSince
    if last.made_by_id == by.account_id:
        raise Own
    if row.state != MessageState.IN_REVIEW or not role.strip():
        raise NotThere
    MessageReview.objects.create(
        version=last,
        operation=operation,
        verdict=verdict.value,
        role=" ".join(role.split())[:80],
        note=note.strip()[:1000],
        at=at,
        by_id=_who(by),
    )
    accepted = verdict is Verdict.ACCEPTED
    _pass(row, MessageState.REVIEWED if accepted else MessageState.DRAFT, by, at)
    _record(by, at, "reviewed" if accepted else "sent_back", row)


@transaction.atomic
def publish(*, by: Access, at: dt.datetime, number: int) -> None:
    """Puts it on the public pages, and lets campaigns take it.

    Raises:
        NotThere, MayNotGoOut
    """
    row = _mine(by, number, WRITE)
    if row.state == MessageState.PUBLISHED:
        return
    reasons = queries.may_go_out(number, on=at.astimezone(PARIS).date())
    if reasons:
        raise MayNotGoOut(reasons)
    _pass(row, MessageState.PUBLISHED, by, at)
    _record(by, at, "published", row)


@transaction.atomic
def withdraw(*, by: Access, at: dt.datetime, number: int) -> None:
    """Takes it off every page at once.

    Raises:
        NotThere
    """
    row = _mine(by, number, WRITE)
    if _pass(row, MessageState.WITHDRAWN, by, at):
        _record(by, at, "withdrawn", row)


@transaction.atomic
def put_back(*, by: Access, at: dt.datetime, number: int) -> None:
    """Undoes a withdrawal: within ten minutes to where it stood, if that is still allowed; later, or once a
    correction was told, as a draft.

    Raises:
        NotThere
    """
    row = _mine(by, number, WRITE)
    if row.state != MessageState.WITHDRAWN:
        raise NotThere
    last, before = [*row.passages.order_by("-pk")[:2], None][:2]
    goal = MessageState.DRAFT
    is_corrected = Correction.objects.filter(message=row).exists()  # everyone who relayed it was told that it is wrong
    if last and before and at - last.at <= UNDONE_WITHIN and not is_corrected:
        goal = MessageState(before.state)
    _enter(row, goal, by.account_id, at)
    if goal in READ and queries.may_go_out(number, on=at.astimezone(PARIS).date()):
        _enter(row, MessageState.DRAFT, by.account_id, at)
    _record(by, at, "put_back", row)


@transaction.atomic
def expire(*, at: dt.datetime) -> int:
    """Marks as outdated the messages that were read and whose source is not good any more; gives how many."""
    on, found = at.astimezone(PARIS).date(), 0
    rows = Message.objects.select_for_update().filter(state__in=[str(one) for one in READ], is_fictional=False)
    for row in rows:
        if Hindrance.SOURCE_OUTDATED in queries.may_go_out(row.pk, on=on):
            _enter(row, MessageState.OUTDATED, None, at)
            record(
                by=None,
                at=at,
                verb="outdated",
                kind="campaign_message",
                object_id=row.pk,
                organisation_id=row.organisation_id,
            )
            found += 1
    return found


def pass_to_tried(row: Message, *, by: Access, at: dt.datetime) -> None:
    """A test with enough answers was closed."""
    if row.state == MessageState.REVIEWED:
        _enter(row, MessageState.TRIED, by.account_id, at)


def enter_as_example(row: Message, state: MessageState, *, at: dt.datetime, draft: Draft) -> None:
    """The first version of an example of the demonstration, by nobody. `row.is_fictional` is true, or it is refused."""
    if not row.is_fictional:
        raise NotAllowed
    _add_version(row, None, at, uuid.uuid4(), draft)
    _enter(row, state, None, at)


def _mine(by: Access, number: int, action: str) -> Message:
    row = Message.objects.select_for_update().filter(pk=number).first()
    if by.account_id is None or row is None or row.organisation_id not in by.organisations(action):
        raise NotThere
    return row


def _who(by: Access) -> int:
    if by.account_id is None:
        raise NotAllowed
    return by.account_id


def _pass(row: Message, goal: MessageState, by: Access, at: dt.datetime) -> bool:
    """Whether the state changed; asked twice, it changes once."""
    if row.state == goal:
        return False
    if goal not in NEXT[MessageState(row.state)]:
        raise NotThere
    _enter(row, goal, by.account_id, at)
    return True


def _enter(row: Message, goal: MessageState, by: int | None, at: dt.datetime) -> None:
    row.state = goal.value
    row.save(update_fields=["state"])
    MessagePassage.objects.create(message=row, state=goal.value, at=at, by_id=by)
    putting.hold(at=at, message=row.pk)


def _add_version(row: Message, by: int | None, at: dt.datetime, operation: uuid.UUID, draft: Draft) -> None:
    last = row.versions.order_by("-number").first()
    MessageVersion.objects.create(
        message=row,
        number=last.number + 1 if last else 1,
        operation=operation,
        intent=draft.intent,
        audience=draft.audience,
        subject=draft.subject,
        pictogram=draft.pictogram,
        words={language: queries.kept_words(words) for language, words in draft.words.items()},
        sources=[one.kept() for one in draft.sources],
        digest=queries.digest(draft.words[MINE]),
        made_at=at,
        made_by_id=by,
    )


def _record(by: Access, at: dt.datetime, verb: str, row: Message) -> None:
    record(
        by=by.account_id,
        at=at,
        verb=verb,
        kind="campaign_message",
        object_id=row.pk,
        organisation_id=row.organisation_id,
    )
