"""Links of relays and partners: those an agent may see, whose they are, what was given for them, who came by them."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from django.db.models import Max, QuerySet, Sum

from prevenance.campaigns.choices.campaigns import CampaignState
from prevenance.campaigns.choices.links import WAITING, Claim, Partnership
from prevenance.campaigns.models import (
    Campaign,
    CampaignMessage,
    Link,
    LinkPartnership,
    LinkPost,
    Partner,
    VisitCount,
)
from prevenance.kit import ciphering
from prevenance.kit.clock import PARIS
from prevenance.mediation.choices.relay_states import FINAL, State
from prevenance.mediation.models import Relay
from prevenance.mediation.queries import relays
from prevenance.people.queries import Access
from prevenance.people.queries.secrets import digest

ACTION = "run_campaigns"
PERSON = "person"
CONTACT_KEPT = dt.timedelta(days=365)  # after the last day of the last campaign
ENDED = frozenset({CampaignState.STOPPED.value, CampaignState.OVER.value})


@dataclass(frozen=True, slots=True)
class Agreed:
    """A partnership. `cents`: None where nothing is given."""

    kind: Partnership
    cents: int | None
    given: str
    payer: str
    contract_on: dt.date | None


@dataclass(frozen=True, slots=True)
class Post:
    """A post kept. `claims`: (words, what was found, version of the message)."""

    id: int
    address: str
    posted_on: dt.date
    text: str
    shows_mention: bool
    file_kind: str
    file_digest: str
    has_file: bool
    note: str
    claims: tuple[tuple[str, Claim, int], ...]


class Whose(Protocol):
    """Of whom a link is: a channel of the team (""), a partner ("") under `who`, or a relay."""

    @property
    def channel(self) -> str: ...
    @property
    def who(self) -> str: ...
    @property
    def relay(self) -> int | None: ...


@dataclass(frozen=True, slots=True)
class Linked:
    """A link and what is known of it. `who`: the name a partner publishes under; "" for a relay, never named.

    `channel`: of what the team itself prints or sends; "" when it is somebody's.
    """

    id: int
    short: str
    organisation: int
    campaign: int
    campaign_words: Mapping[str, Mapping[str, str]]
    message: int
    message_code: str
    relay: int | None
    partner: int | None
    who: str
    account: str
    made_at: dt.datetime
    closed_at: dt.datetime | None
    has_kit: bool
    agreed: Agreed | None = None
    exposures: tuple[tuple[int, int, str, dt.date], ...] = ()
    posts: tuple[Post, ...] = field(default=())
    channel: str = ""
    has_left: bool = False  # the relay is one no more

    @property
    def is_open(self) -> bool:
        """Its kit may still be given out."""
        return self.closed_at is None and not self.has_left


@dataclass(frozen=True, slots=True)
class Visits:
    """Requests of links by (label, rule). `waiting`: not yet decided."""

    by_rule: Mapping[tuple[str, str], int]

    @property
    def total(self) -> int:
        """Every request that was answered."""
        return sum(self.by_rule.values())

    @property
    def people(self) -> int:
        """Visits of people: somebody who comes back another hour counts again."""
        return self.of(PERSON)

    @property
    def waiting(self) -> int:
        return self.of(WAITING)

    def of(self, label: str) -> int:
        """How many bear this label."""
        return sum(many for (one, _), many in self.by_rule.items() if one == label)


@dataclass(frozen=True, slots=True)
class Known:
    """A partner. `contact`: "" when none was given, or when no key of the site opens it."""

    id: int
    organisation: int
    name: str
    account: str
    contact: str
    reach: int | None
    reach_source: str
    reach_on: dt.date | None
    is_gone: bool
    contact_until: dt.date | None = None  # its last day, if no other campaign comes


def with_last(rows: QuerySet[Partner]) -> QuerySet[Partner]:
    """Each with `last`: the last day of their last campaign, or None."""
    return rows.annotate(last=Max("links__campaign__ends_on"))


def kept_until(row: Partner) -> dt.date:
    """The last day of their e-mail. `row`: from `with_last`."""
    last: dt.date | None = getattr(row, "last", None)
    return (last or row.made_at.astimezone(PARIS).date()) + CONTACT_KEPT


def cell(operation: object) -> str:
    """Where a partner's contact is kept."""
    return f"campaigns_partner.contact:{operation}"


def links(
    agent: Access, *, relay: int | None = None, is_ours: bool = False, first: int = 0, most: int | None = None
) -> tuple[tuple[Linked, ...], int]:
    """`most` of those of relays and partners from the `first`, of the agent's organisations, the last made first, and
    how many there are. `is_ours`: those of channels. Without exposures nor posts: of one link, `link` gives them.
    """
    rows = Link.objects.filter(campaign__organisation_id__in=sorted(agent.organisations(ACTION)))
    rows = rows.exclude(channel="") if is_ours else rows.filter(channel="")
    if relay is not None:
        rows = rows.filter(relay_id=relay)
    shown = _light(rows).order_by("-made_at", "-pk")[first : None if most is None else first + most]
    return tuple(_linked(row, is_whole=False) for row in shown), rows.count()


def of_relays(agent: Access, campaign: int, message: int, relays: Iterable[int]) -> dict[int, Linked]:
    """relay → their link for this message, without exposures nor posts."""
    rows = Link.objects.filter(campaign_id=campaign, message_id=message, relay_id__in=list(relays))
    rows = rows.filter(campaign__organisation_id__in=sorted(agent.organisations(ACTION)))
    return {row.relay_id or 0: _linked(row, is_whole=False) for row in _light(rows)}


def link(agent: Access, number: int) -> Linked | None:
    """One; None outside the scope."""
    teams = sorted(agent.organisations(ACTION))
    row = _rows().filter(pk=number, campaign__organisation_id__in=teams).first()
    return _linked(row) if row else None


def declared_of(message: int) -> tuple[Linked, ...]:
    """The links of a message of which somebody said what is given, for its page; the others may be thousands."""
    declared = LinkPartnership.objects.filter(link__message_id=message).values("link_id")
    rows = _light(Link.objects.filter(pk__in=declared))
    return tuple(_linked(row, is_whole=False) for row in rows.order_by("pk"))


def many_of(message: int) -> int:
    """How many links lead to a message."""
    return Link.objects.filter(message_id=message).count()


def followed(short: str) -> Linked | None:
    """The link of this short address. One that is closed still leads: it was printed."""
    row = _light(Link.objects.filter(short=short)).first()
    return _linked(row, is_whole=False) if row else None


def owned(secret: str, *, with_closed: bool = False) -> Linked | None:
    """The link whose kit this secret opens. `with_closed`: also one that was closed, or whose relay has left."""
    row = _light(Link.objects.filter(secret_digest=digest(secret))).first() if secret else None
    if row is None or (row.closed_at is not None and not with_closed):
        return None
    found = _linked(row, is_whole=False)
    return found if found.is_open or with_closed else None


def post_file(agent: Access, number: int) -> tuple[bytes, str] | None:
    """The screenshot kept of a post, and its kind."""
    teams = sorted(agent.organisations(ACTION))
    row = LinkPost.objects.filter(pk=number, link__campaign__organisation_id__in=teams).first()
    return (bytes(row.file), row.file_kind) if row and row.file is not None else None


def campaigns(agent: Access) -> tuple[tuple[int, str, int], ...]:
    """(id, name in French, organisation) of the campaigns for which a link may be made."""
    rows = Campaign.objects.filter(organisation_id__in=sorted(agent.organisations(ACTION)))
    rows = rows.exclude(state__in=sorted(ENDED)).order_by("-made_at", "-pk")
    return tuple((row.pk, str(row.words.get("fr", {}).get("name", "")), row.organisation_id) for row in rows)


def messages_of(numbers: Iterable[int]) -> tuple[tuple[int, int], ...]:
    """(campaign, message) of the messages of these campaigns."""
    rows = CampaignMessage.objects.filter(campaign_id__in=list(numbers), removed_at__isnull=True).order_by("pk")
    return tuple(rows.values_list("campaign_id", "message_id"))


def partners(agent: Access, *, with_gone: bool = False) -> tuple[Known, ...]:
    """Those of the agent's organisations, by name."""
    rows = Partner.objects.filter(organisation_id__in=sorted(agent.organisations(ACTION)))
    rows = rows if with_gone else rows.filter(gone_at__isnull=True)
    return tuple(_known(row) for row in with_last(rows).order_by("name", "pk"))


def active_relays(agent: Access, *, on: dt.date) -> tuple[relays.Sheet, ...]:
    """Relays that this agent supervises, active, whose charter is good."""
    return tuple(one for one in relays.relays(agent) if _is_active(one, on))


def relays_of(agent: Access, campaign: int, *, on: dt.date) -> tuple[relays.Sheet, ...]:
    """Those of the campaign's organisation, in its communes, by number; none when the campaign is out of scope."""
    about = Campaign.objects.filter(pk=campaign, organisation_id__in=sorted(agent.organisations(ACTION))).first()
    if about is None:
        return ()
    found = [one for one in active_relays(agent, on=on) if one.organisation_id == about.organisation_id]
    return tuple(
        sorted(
            (one for one in found if not about.communes or one.commune_code in about.communes), key=lambda one: one.id
        )
    )


def _is_active(one: relays.Sheet, on: dt.date) -> bool:
    return one.state is State.ACTIVE and one.charter_until is not None and one.charter_until > on


def contact_of(row: Link) -> str:
    """An e-mail or ten digits; "" when nobody has one."""
    if row.relay_id:
        found = Relay.objects.filter(pk=row.relay_id).first()
        return found.contact if found else ""
    return _contact(row.partner) if row.partner else ""


def has_left(row: Link) -> bool:
    """Whose relay is one no more."""
    return row.relay is not None and State(row.relay.state) in FINAL


def visits(numbers: Iterable[int]) -> Visits:
    """Of these links together."""
    rows = VisitCount.objects.filter(link_id__in=list(numbers), many__gt=0)
    found: Counter[tuple[str, str]] = Counter()
    for one in rows.values("label", "rule").annotate(total=Sum("many")).order_by("label", "rule"):
        found[(one["label"], one["rule"])] += one["total"]
    return Visits(dict(found))


def people_of(numbers: Iterable[int]) -> dict[int, int]:
    """link → visits of people; none, not there."""
    rows = VisitCount.objects.filter(link_id__in=list(numbers), label=PERSON).order_by("link_id")
    return dict(rows.values("link_id").annotate(total=Sum("many")).values_list("link_id", "total"))


def _light(rows: QuerySet[Link]) -> QuerySet[Link]:
    """Without posts, which hold pictures."""
    return rows.select_related("campaign", "message", "partner", "relay").prefetch_related("partnerships")


def _rows() -> QuerySet[Link]:
    return _light(Link.objects.all()).prefetch_related("exposures", "posts__claims")


def _linked(row: Link, *, is_whole: bool = True) -> Linked:
    """`is_whole`: with exposures and posts, of `_rows`."""
    agreed = max(row.partnerships.all(), key=lambda one: one.pk, default=None)
    exposures = sorted(row.exposures.all(), key=lambda one: one.pk) if is_whole else []
    posts = sorted(row.posts.all(), key=lambda one: one.pk) if is_whole else []
    return Linked(
        id=row.pk,
        short=row.short,
        organisation=row.campaign.organisation_id,
        campaign=row.campaign_id,
        campaign_words=row.campaign.words,
        message=row.message_id,
        message_code=row.message.code,
        relay=row.relay_id,
        partner=row.partner_id,
        who=row.partner.name if row.partner else "",
        account=row.partner.account if row.partner else "",
        made_at=row.made_at,
        closed_at=row.closed_at,
        has_kit=bool(row.secret_digest),
        agreed=agreed_of(agreed) if agreed else None,
        exposures=tuple((one.low, one.high, one.source, one.said_on) for one in exposures),
        posts=tuple(_post(one) for one in posts),
        channel=row.channel,
        has_left=has_left(row),
    )


def agreed_of(row: LinkPartnership) -> Agreed:
    """As it was written."""
    return Agreed(Partnership(row.kind), row.cents, row.given, row.payer, row.contract_on)


def _post(row: LinkPost) -> Post:
    return Post(
        row.pk,
        row.address,
        row.posted_on,
        row.text,
        row.shows_mention,
        row.file_kind,
        row.file_digest,
        row.file is not None,
        row.note,
        tuple((one.words, Claim(one.verdict), one.version) for one in sorted(row.claims.all(), key=lambda one: one.pk)),
    )


def _known(row: Partner) -> Known:
    return Known(
        row.pk,
        row.organisation_id,
        row.name,
        row.account,
        _contact(row),
        row.reach,
        row.reach_source,
        row.reach_on,
        row.gone_at is not None,
        kept_until(row) if row.contact is not None else None,
    )


def _contact(row: Partner) -> str:
    if row.contact is None:
        return ""
    try:
        return ciphering.disclose(row.contact, cell=cell(row.operation))
    except ciphering.Closed:
        return ""
