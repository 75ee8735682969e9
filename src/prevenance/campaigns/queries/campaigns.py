"""Campaigns that an agent may see, those that everybody reads, and whether a kit may be made."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from django.db.models import QuerySet

from prevenance.campaigns.choices.campaigns import LIVE, PUBLIC, CampaignState, Hindrance
from prevenance.campaigns.choices.messages import SOURCE_GOOD_FOR, MessageState
from prevenance.campaigns.choices.messages import Hindrance as MessageHindrance
from prevenance.campaigns.models import Campaign, CampaignCost, CampaignPublication
from prevenance.campaigns.queries import messages
from prevenance.campaigns.queries.messages import Kept, Source, Words
from prevenance.people.queries import Access

RUN = "run_campaigns"


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignDraft:
    """What is typed of a campaign. `words`: language → name, goal, situation; English may be missing."""

    words: Mapping[str, Mapping[str, str]]
    goal: str
    goal_many: int | None
    communes: tuple[str, ...]
    moment: str
    starts_on: dt.date
    ends_on: dt.date
    speaker: str
    payer: str = ""


@dataclass(frozen=True, slots=True)
class Publication:
    """The words of a message as they were given to print. `number`: of this message in this campaign."""

    id: int
    message: int
    message_code: str
    number: int
    version: int
    subject: str
    words: Mapping[str, Words]
    sources: tuple[Source, ...]
    digest: str
    until: dt.date
    published_at: dt.datetime
    pictogram: str = ""


@dataclass(frozen=True, slots=True)
class Cost:
    """Money, in cents."""

    id: int
    heading: str
    cents: int
    paid_to: str
    noted_at: dt.datetime


@dataclass(frozen=True, slots=True)
class CampaignKept:
    """A campaign with its messages as they are now, and what was published. `costs`: those not removed."""

    id: int
    code: str
    organisation: int
    organisation_name: str
    state: CampaignState
    ready_key: str
    draft: CampaignDraft
    version: int
    is_fictional: bool
    messages: tuple[Kept, ...]
    publications: tuple[Publication, ...]
    costs: tuple[Cost, ...]
    removed: Cost | None = None  # the last cost taken off, which may be put back

    def words(self, language: str) -> Mapping[str, str]:
        """In this language, else in French."""
        return self.draft.words.get(language) or self.draft.words["fr"]

    @property
    def total(self) -> int:
        """In cents."""
        return sum(one.cents for one in self.costs)

    def published(self, message: int) -> Publication | None:
        """The last one of this message."""
        found = [one for one in self.publications if one.message == message]
        return found[-1] if found else None


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a kit is not made. `of_message`: the reasons of the message itself."""

    hindrance: Hindrance
    of_message: tuple[MessageHindrance, ...] = ()


def campaigns(agent: Access, *, on: dt.date) -> tuple[CampaignKept, ...]:
    """Those of the agent's organisations, the last to begin first."""
    rows = _rows().filter(organisation_id__in=sorted(agent.organisations(RUN)))
    return _kept_all(rows.order_by("-starts_on", "-pk"), on)


def campaign(agent: Access, number: int, *, on: dt.date) -> CampaignKept | None:
    """One; None outside the scope."""
    rows = _rows().filter(pk=number, organisation_id__in=sorted(agent.organisations(RUN)))
    return next(iter(_kept_all(rows, on)), None)


def by_number(number: int, *, on: dt.date) -> CampaignKept | None:
    """One, for whoever was given a link of it: ask for nothing that its kit does not say."""
    return next(iter(_kept_all(_rows().filter(pk=number), on)), None)


def known(number: int, *, on: dt.date) -> CampaignKept | None:
    """One, whoever asks: for what leaves by itself."""
    return next(iter(_kept_all(_rows().filter(pk=number), on)), None)


def public_campaigns(*, on: dt.date) -> tuple[CampaignKept, ...]:
    """What everybody may read: under way, stopped after it began, over."""
    rows = _rows().exclude(state=CampaignState.DRAFT.value).order_by("-starts_on", "-pk")
    return tuple(one for one in _kept_all(rows, on) if _is_public(one))


def public_campaign(code: str, *, on: dt.date) -> CampaignKept | None:
    """The one of this address; None when nobody may read it yet."""
    found = next(iter(_kept_all(_rows().filter(code=code), on)), None)
    return found if found and _is_public(found) else None


def refusals(one: CampaignKept, message: int, *, on: dt.date, language: str) -> tuple[Refusal, ...]:
    """Why the kit of this message may not be made today in this language; empty: it may."""
    kept = next((each for each in one.messages if each.id == message), None)
    if kept is None:
        return (Refusal(Hindrance.NO_MESSAGE),)
    found = []
    if one.state not in LIVE:
        found.append(Refusal(Hindrance.ENDED if one.state is CampaignState.OVER else Hindrance.NOT_LIVE))
    if reasons := messages.hindrances(kept, on=on, language=language):
        found.append(Refusal(Hindrance.MESSAGE_NOT_READY, reasons))
    elif kept.state is not MessageState.PUBLISHED:
        found.append(Refusal(Hindrance.NOT_SHOWN))
    last = one.published(message)
    if last is None:
        found.append(Refusal(Hindrance.NOT_PUBLISHED))
    elif last.digest != publication_digest(kept, on=on):
        found.append(Refusal(Hindrance.WORDS_CHANGED))
    elif last.until < on and not found:
        found.append(Refusal(Hindrance.ENDED))
    return tuple(found)


def planning_refusals(one: CampaignKept, *, on: dt.date) -> tuple[Refusal, ...]:
    """Why the campaign cannot be planned; a message that waits for its review is named by `refusals`."""
    found = [Refusal(Hindrance.NO_MESSAGE)] if not one.messages else []
    for kept in one.messages:
        if reasons := messages.hindrances(kept, on=on):
            found.append(Refusal(Hindrance.MESSAGE_NOT_READY, reasons))
        elif kept.state is not MessageState.PUBLISHED:
            found.append(Refusal(Hindrance.NOT_SHOWN))
    if one.draft.ends_on < on:
        found.append(Refusal(Hindrance.ENDED))
    return tuple(found)


def words_to_publish(kept: Kept, *, on: dt.date) -> dict[str, Words]:
    """The languages in which this message may go out today."""
    languages = {*kept.version.draft.words, *kept.translations}
    found = {}
    for language in sorted(languages):
        if not messages.hindrances(kept, on=on, language=language):
            found[language] = messages.words_in(kept, language, on=on)[1]
    return found


def publication_digest(kept: Kept, *, on: dt.date) -> str:
    """Of the words and sources that would be published today."""
    words = {language: asdict(told) for language, told in words_to_publish(kept, on=on).items()}
    told = {"words": words, "sources": [one.kept() for one in kept.version.draft.sources]}
    return hashlib.sha256(json.dumps(told, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def good_until(sources: Sequence[Source], ends_on: dt.date) -> dt.date:
    """The last day on which words with these sources may be shown, within the campaign."""
    days = [ends_on]
    for one in sources:
        days.append(one.checked_on + SOURCE_GOOD_FOR)
        if one.good_until:
            days.append(one.good_until)
    return min(days)


def choosable(agent: Access, organisation: int) -> tuple[Kept, ...]:
    """The messages of the organisation that a campaign may take: any that is not withdrawn or an outdated one."""
    found = messages.messages(agent, action=RUN)
    return tuple(one for one in found if one.organisation == organisation)


def _is_public(one: CampaignKept) -> bool:
    return one.state in PUBLIC and bool(one.publications)


def _rows() -> QuerySet[Campaign]:
    return Campaign.objects.select_related("organisation").prefetch_related(
        "messages", "publications__version", "publications__message", "costs"
    )


def _kept_all(rows: QuerySet[Campaign], on: dt.date) -> tuple[CampaignKept, ...]:
    found = list(rows)
    numbers = {one.message_id for row in found for one in row.messages.all() if one.removed_at is None}
    kept = messages.by_number(sorted(numbers))
    return tuple(_kept(row, kept, on) for row in found)


def _kept(row: Campaign, kept: Mapping[int, Kept], on: dt.date) -> CampaignKept:
    chosen = sorted((one for one in row.messages.all() if one.removed_at is None), key=lambda one: one.pk)
    published = sorted(row.publications.all(), key=lambda one: one.pk)
    costs = sorted((one for one in row.costs.all() if one.removed_at is None), key=lambda one: one.pk)
    gone = max(
        (one for one in row.costs.all() if one.removed_at), key=lambda one: (one.removed_at, one.pk), default=None
    )
    return CampaignKept(
        row.pk,
        row.code,
        row.organisation_id,
        row.organisation.name,
        state_on(CampaignState(row.state), row.ends_on, on),
        row.ready_key,
        draft_of(row),
        row.version,
        row.is_fictional,
        tuple(kept[one.message_id] for one in chosen),
        tuple(_publication(one) for one in published),
        tuple(_cost(one) for one in costs),
        _cost(gone) if gone else None,
    )


def _cost(row: CampaignCost) -> Cost:
    return Cost(row.pk, row.heading, row.cents, row.paid_to, row.noted_at)


def state_on(written: CampaignState, ends_on: dt.date, on: dt.date) -> CampaignState:
    """A campaign under way is over the day after its last one, without anybody's hand."""
    if written is CampaignState.RUNNING and ends_on < on:
        return CampaignState.OVER
    return written


def draft_of(row: Campaign) -> CampaignDraft:
    """As it would be typed."""
    return CampaignDraft(
        words=row.words,
        goal=row.goal,
        goal_many=row.goal_many,
        communes=tuple(row.communes),
        moment=row.moment,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        speaker=row.speaker,
        payer=row.payer,
    )


def _publication(row: CampaignPublication) -> Publication:
    return Publication(
        row.pk,
        row.message_id,
        row.message.code,
        row.number,
        row.version.number,
        row.version.subject,
        {language: Words(**told) for language, told in row.words.items()},
        tuple(Source.read(one) for one in row.sources),
        row.digest,
        row.until,
        row.published_at,
        row.version.pictogram,
    )
