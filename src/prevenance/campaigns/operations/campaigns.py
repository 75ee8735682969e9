"""Campaigns: prepared, planned (their words are published as they are then), run, stopped; what they cost."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection
from dataclasses import asdict

from django.db import transaction

from prevenance.campaigns.choices.campaigns import (
    AMOUNT_MOST,
    COSTS_MOST,
    LIVE,
    MESSAGES_MOST,
    NEXT,
    CampaignState,
    goals,
    headings,
)
from prevenance.campaigns.models import (
    Campaign,
    CampaignCost,
    CampaignMessage,
    CampaignPassage,
    CampaignPublication,
    Message,
)
from prevenance.campaigns.operations import links, messages, putting
from prevenance.campaigns.operations.messages import ChangedSince, NotAllowed, NotThere
from prevenance.campaigns.queries import campaigns as queries
from prevenance.campaigns.queries.campaigns import RUN, CampaignDraft, Refusal
from prevenance.campaigns.queries.ready import ready_messages
from prevenance.campaigns.queries.ready_campaigns import ready_campaigns
from prevenance.kit.clock import PARIS
from prevenance.people.operations import record
from prevenance.people.queries import Access

__all__ = ["ChangedSince", "MayNotBePlanned", "NotAllowed", "NotThere"]
UNDONE_WITHIN = dt.timedelta(minutes=10)


class MayNotBePlanned(Exception):
    """`refusals`: all the reasons."""

    def __init__(self, refusals: tuple[Refusal, ...]) -> None:
        self.refusals = refusals
        super().__init__(", ".join(one.hindrance for one in refusals))


@transaction.atomic
def prepare(
    *,
    by: Access,
    at: dt.datetime,
    operation: uuid.UUID,
    organisation: int,
    draft: CampaignDraft,
    ready_key: str = "",
) -> int:
    """A new campaign, as a draft; gives its id. The same `operation` again gives the same id and writes nothing.

    Raises:
        NotAllowed, KeyError: a goal that is not known.
    """
    if by.account_id is None or organisation not in by.organisations(RUN):
        raise NotAllowed
    known = Campaign.objects.filter(operation=operation).first()
    if known is not None:
        if known.organisation_id != organisation:
            raise NotAllowed
        return known.pk
    row = Campaign(
        code=messages.code(),
        operation=operation,
        organisation_id=organisation,
        ready_key=ready_key,
        made_at=at,
        made_by_id=by.account_id,
    )
    _write(row, draft)
    _enter(row, CampaignState.DRAFT, by, at)
    _record(by, at, "prepared", row)
    return row.pk


@transaction.atomic
def prepare_ready(
    *, by: Access, at: dt.datetime, operation: uuid.UUID, organisation: int, key: str, speaker: str
) -> int:
    """A ready campaign becomes a draft of the team's own, with its messages as drafts to review; gives its id.

    Raises:
        NotAllowed, KeyError: no ready campaign of this key.
    """
    ready, on = ready_campaigns()[key], at.astimezone(PARIS).date()
    draft = CampaignDraft(
        words=ready.words,
        goal=ready.goal,
        goal_many=None,
        communes=(),
        moment=ready.moment,
        starts_on=on,
        ends_on=on + dt.timedelta(days=ready.days),
        speaker=speaker,
    )
    number = prepare(by=by, at=at, operation=operation, organisation=organisation, draft=draft, ready_key=key)
    if CampaignMessage.objects.filter(campaign_id=number).exists():
        return number
    known = ready_messages()
    taken = [
        messages.write(
            by=by,
            at=at,
            operation=uuid.uuid5(operation, name),
            organisation=organisation,
            draft=known[name].draft,
            ready_key=name,
        )
        for name, _ in ready.parts
    ]
    for message in taken:
        CampaignMessage.objects.create(campaign_id=number, message_id=message, added_at=at)
    return number


@transaction.atomic
def change(*, by: Access, at: dt.datetime, number: int, seen: int, draft: CampaignDraft) -> None:
    """Writes what was typed. What was published stays as it was. `seen`: the version that the page showed.

    Raises:
        NotThere, ChangedSince, KeyError
    """
    row = _mine(by, number)
    if row.state not in {*map(str, LIVE), CampaignState.DRAFT.value}:
        raise NotThere
    if queries.draft_of(row) == draft:
        return
    if row.version != seen:
        raise ChangedSince
    row.version += 1
    _write(row, draft)
    putting.hold(at=at, campaign=number)
    _record(by, at, "changed", row)


@transaction.atomic
def choose_messages(*, by: Access, at: dt.datetime, number: int, chosen: Collection[int]) -> None:
    """The messages of the campaign, among those of its organisation.

    Raises:
        NotThere: also when one of them is of somebody else, or there are too many.
    """
    row = _mine(by, number)
    if row.state not in {*map(str, LIVE), CampaignState.DRAFT.value}:
        raise NotThere
    wanted = set(chosen)
    mine = set(Message.objects.filter(pk__in=wanted, organisation_id=row.organisation_id).values_list("pk", flat=True))
    if mine != wanted or len(wanted) > MESSAGES_MOST:
        raise NotThere
    changed = False
    for one in row.messages.all():
        stays = one.message_id in wanted
        if stays == (one.removed_at is None):
            continue
        one.removed_at = None if stays else at
        one.save(update_fields=["removed_at"])
        changed = True
    for message in sorted(wanted - {one.message_id for one in row.messages.all()}):
        CampaignMessage.objects.create(campaign=row, message_id=message, added_at=at)
        changed = True
    if changed:
        putting.hold(at=at, campaign=number)
        _record(by, at, "messages_chosen", row)


@transaction.atomic
def plan(*, by: Access, at: dt.datetime, number: int) -> None:
    """The draft is planned: its words are published as they are now, and its kits may be printed.

    Raises:
        NotThere, MayNotBePlanned
    """
    row = _mine(by, number)
    if row.state == CampaignState.PLANNED:
        return
    _publish(row, by, at)
    _pass(row, CampaignState.PLANNED, by, at)
    _record(by, at, "planned", row)


@transaction.atomic
def take_words(*, by: Access, at: dt.datetime, number: int) -> None:
    """Publishes again the words of the messages as they are now. What did not change keeps its number.

    Raises:
        NotThere, MayNotBePlanned
    """
    row = _mine(by, number)
    if row.state not in map(str, LIVE):
        raise NotThere
    if _publish(row, by, at):
        _record(by, at, "words_taken", row)


@transaction.atomic
def start(*, by: Access, at: dt.datetime, number: int) -> None:
    """It is under way, and everybody may read its page.

    Raises:
        NotThere, MayNotBePlanned
    """
    row = _mine(by, number)
    if row.state == CampaignState.RUNNING:
        return
    one = queries.campaign(by, number, on=at.astimezone(PARIS).date())
    if one is None or one.state is not CampaignState.PLANNED:
        raise NotThere
    if refusals := queries.planning_refusals(one, on=at.astimezone(PARIS).date()):
        raise MayNotBePlanned(refusals)
    _pass(row, CampaignState.RUNNING, by, at)
    _record(by, at, "started", row)


@transaction.atomic
def stop(*, by: Access, at: dt.datetime, number: int) -> None:
    """Nothing more is printed; its public page, when it had one, says that it was stopped.

    Raises:
        NotThere
    """
    row = _mine(by, number)
    if row.state != CampaignState.STOPPED:
        _pass(row, CampaignState.STOPPED, by, at)
        _record(by, at, "stopped", row)


@transaction.atomic
def undo_stop(*, by: Access, at: dt.datetime, number: int) -> None:
    """Within ten minutes to where it stood; later as a draft.

    Raises:
        NotThere
    """
    row = _mine(by, number)
    if row.state != CampaignState.STOPPED:
        raise NotThere
    last, before = [*row.passages.order_by("-pk")[:2], None][:2]
    soon = last is not None and before is not None and at - last.at <= UNDONE_WITHIN
    _enter(row, CampaignState(before.state) if soon and before else CampaignState.DRAFT, by, at)
    _record(by, at, "stop_undone", row)


@transaction.atomic
def note_cost(
    *, by: Access, at: dt.datetime, operation: uuid.UUID, number: int, heading: str, cents: int, paid_to: str
) -> None:
    """Writes money spent or promised; everybody reads it on the campaign's page. Sent twice, it is written once.

    Raises:
        NotThere, ValueError: no such heading, not an amount, too many lines.
    """
    row = _mine(by, number)
    if CampaignCost.objects.filter(operation=operation).exists():
        return
    many = row.costs.filter(removed_at__isnull=True).count()
    if heading not in headings() or not 0 <= cents <= AMOUNT_MOST or not paid_to.strip() or many >= COSTS_MOST:
        raise ValueError(heading)
    CampaignCost.objects.create(
        campaign=row,
        operation=operation,
        heading=heading,
        cents=cents,
        paid_to=" ".join(paid_to.split())[:120],
        noted_at=at,
        noted_by_id=by.account_id,
    )
    _record(by, at, "cost_noted", row)


@transaction.atomic
def remove_cost(*, by: Access, at: dt.datetime, number: int, cost: int, back: bool = False) -> None:
    """Takes a line of costs away, or (`back`) puts it back.

    Raises:
        NotThere
    """
    row = _mine(by, number)
    one = row.costs.filter(pk=cost).first()
    if one is None:
        raise NotThere
    if (one.removed_at is None) == back:
        return
    one.removed_at = None if back else at
    one.save(update_fields=["removed_at"])
    _record(by, at, "cost_put_back" if back else "cost_removed", row)


def _publish(row: Campaign, by: Access, at: dt.datetime) -> bool:
    """Whether anything was published anew."""
    on = at.astimezone(PARIS).date()
    one = queries.campaign(by, row.pk, on=on)
    if one is None:
        raise NotThere
    if refusals := queries.planning_refusals(one, on=on):
        raise MayNotBePlanned(refusals)
    anew = False
    for kept in one.messages:
        links.of_channels(row.pk, kept.id, at=at)
        last, digest = one.published(kept.id), queries.publication_digest(kept, on=on)
        until = queries.good_until(kept.version.draft.sources, one.draft.ends_on)
        if last and (last.digest, last.until) == (digest, until):
            continue
        words = queries.words_to_publish(kept, on=on)
        CampaignPublication.objects.create(
            campaign=row,
            message_id=kept.id,
            version_id=kept.version.id,
            number=last.number + 1 if last else 1,
            words={language: asdict(told) for language, told in words.items()},
            sources=[source.kept() for source in kept.version.draft.sources],
            digest=digest,
            until=until,
            published_at=at,
            published_by_id=by.account_id,
        )
        anew = True
    return anew


def _write(row: Campaign, draft: CampaignDraft) -> None:
    if draft.goal not in goals():
        raise KeyError(draft.goal)
    row.words = {language: dict(told) for language, told in draft.words.items()}
    row.goal, row.goal_many = draft.goal, draft.goal_many
    row.communes, row.moment = list(draft.communes), draft.moment
    row.starts_on, row.ends_on = draft.starts_on, draft.ends_on
    row.speaker, row.payer = draft.speaker, draft.payer
    row.save()


def _mine(by: Access, number: int) -> Campaign:
    row = Campaign.objects.select_for_update().filter(pk=number).first()
    if by.account_id is None or row is None or row.organisation_id not in by.organisations(RUN):
        raise NotThere
    return row


def _pass(row: Campaign, goal: CampaignState, by: Access, at: dt.datetime) -> None:
    if goal not in NEXT[CampaignState(row.state)]:
        raise NotThere
    _enter(row, goal, by, at)


def _enter(row: Campaign, goal: CampaignState, by: Access, at: dt.datetime) -> None:
    row.state = goal.value
    row.save(update_fields=["state"])
    CampaignPassage.objects.create(campaign=row, state=goal.value, at=at, by_id=by.account_id)
    putting.hold(at=at, campaign=row.pk)


def _record(by: Access, at: dt.datetime, verb: str, row: Campaign) -> None:
    record(by=by.account_id, at=at, verb=verb, kind="campaign", object_id=row.pk, organisation_id=row.organisation_id)
