"""Links of one's own: made for a relay or a partner, given with a kit, closed; what was agreed for them."""

from __future__ import annotations

import datetime as dt
import secrets
import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db import transaction

from prevenance.campaigns.choices.channels import Channel
from prevenance.campaigns.choices.links import LETTERS, RELAYS_MOST, SHORT, Partnership
from prevenance.campaigns.models import Campaign, CampaignMessage, Link, LinkPartnership, Partner
from prevenance.campaigns.queries import links as queries
from prevenance.campaigns.queries.links import ACTION
from prevenance.kit import ciphering
from prevenance.kit.clock import PARIS
from prevenance.people.operations import record
from prevenance.people.queries import Access
from prevenance.people.queries.secrets import digest


class NotThere(Exception):
    """Not in the scope of this account, or gone."""


class NotWhole(ValueError):
    """A partnership lacks what the law or the page asks for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A partner as typed. `reach`: of people, as they declare it, with where it was read and when."""

    name: str
    account: str = ""
    contact: str = ""
    reach: int | None = None
    reach_source: str = ""
    reach_on: dt.date | None = None


@transaction.atomic
def add_partner(*, by: Access, at: dt.datetime, operation: uuid.UUID, organisation: int, profile: Profile) -> int:
    """Gives an id; the same `operation` again gives the same one and writes nothing.

    Raises:
        NotThere
    """
    if by.account_id is None or organisation not in by.organisations(ACTION):
        raise NotThere
    known = Partner.objects.filter(operation=operation).first()
    if known is not None:
        if known.organisation_id != organisation:
            raise NotThere
        return known.pk
    closed = ciphering.close(profile.contact, cell=queries.cell(operation)) if profile.contact else None
    row = Partner.objects.create(
        operation=operation,
        organisation_id=organisation,
        name=profile.name,
        account=profile.account,
        contact=closed,
        reach=profile.reach,
        reach_source=profile.reach_source,
        reach_on=profile.reach_on,
        made_at=at,
        made_by_id=by.account_id,
    )
    _record(by, at, "partner_added", row.pk, organisation)
    return row.pk


@transaction.atomic
def let_go(*, by: Access, at: dt.datetime, number: int) -> None:
    """A partner stops: the contact is erased, their links close; the name stays where money or a post is declared.

    Raises:
        NotThere
    """
    row = Partner.objects.select_for_update().filter(pk=number).first()
    if row is None or by.account_id is None or row.organisation_id not in by.organisations(ACTION):
        raise NotThere
    if row.gone_at is not None:
        return
    row.contact, row.gone_at = None, at
    if not row.links.exists():
        row.name, row.account = "", ""
    row.save()
    row.links.filter(closed_at__isnull=True).update(closed_at=at)
    _record(by, at, "partner_gone", row.pk, row.organisation_id)


@transaction.atomic
def make(
    *,
    by: Access,
    at: dt.datetime,
    operation: uuid.UUID,
    campaign: int,
    message: int,
    relay: int | None = None,
    partner: int | None = None,
) -> int:
    """The link of one relay or partner for a message of a campaign; asked again, the one that is there already.

    Raises:
        NotThere
    """
    about = _open(by, campaign, message)
    if (relay is None) == (partner is None):
        raise NotThere
    if partner is not None and not _is_ours(partner, about.organisation_id):
        raise NotThere
    if relay is not None and not _is_supervised(by, relay, about.organisation_id, at):
        raise NotThere
    known = Link.objects.filter(operation=operation).first()
    if known is not None:
        if known.campaign_id != campaign:
            raise NotThere
        return known.pk
    return _give(by, at, operation, about, message, {"relay_id": relay} if partner is None else {"partner_id": partner})


@transaction.atomic
def make_for_relays(
    *, by: Access, at: dt.datetime, operation: uuid.UUID, campaign: int, message: int, relays: Collection[int]
) -> int:
    """A link for each of these relays who has none yet; all, or none. Gives how many have one now.

    Raises:
        NotThere: also when one of them is not a relay of here, or they are more than `RELAYS_MOST`.
    """
    about, wanted = _open(by, campaign, message), sorted(set(relays))
    offered = {one.id for one in queries.relays_of(by, campaign, on=at.astimezone(PARIS).date())}
    if not offered.issuperset(wanted) or len(wanted) > RELAYS_MOST:
        raise NotThere
    for relay in wanted:
        _give(by, at, uuid.uuid5(operation, f"{campaign} {message} {relay}"), about, message, {"relay_id": relay})
    return len(wanted)


def _open(by: Access, campaign: int, message: int) -> Campaign:
    """The campaign, locked, when links of this message may be made."""
    about = Campaign.objects.select_for_update().filter(pk=campaign).first()
    if about is None or by.account_id is None or about.organisation_id not in by.organisations(ACTION):
        raise NotThere
    chosen = CampaignMessage.objects.filter(campaign=about, message_id=message, removed_at__isnull=True)
    if about.state in queries.ENDED or not chosen.exists():
        raise NotThere
    return about


def _give(
    by: Access, at: dt.datetime, operation: uuid.UUID, about: Campaign, message: int, whose: Mapping[str, int | None]
) -> int:
    row, is_new = Link.objects.get_or_create(
        campaign=about,
        message_id=message,
        **whose,
        defaults={"operation": operation, "short": _short(), "made_at": at, "made_by_id": by.account_id},
    )
    if not is_new and row.closed_at is not None:
        row.closed_at = None
        row.save(update_fields=["closed_at"])
        _record(by, at, "link_opened_again", row.pk, about.organisation_id)
    if is_new:
        _record(by, at, "link_made", row.pk, about.organisation_id)
    return row.pk


def of_channel(campaign: int, message: int, channel: Channel, *, at: dt.datetime) -> Link:
    """The link of what the team itself prints or sends, made the first time. Not of an agent: nobody's scope is asked.

    Raises:
        Campaign.DoesNotExist
    """
    about = Campaign.objects.only("is_fictional").get(pk=campaign)
    row, _ = Link.objects.get_or_create(
        campaign=about,
        message_id=message,
        channel=Channel(channel).value,
        defaults={
            "operation": uuid.uuid4(),
            "short": _short(),
            "made_at": at,
            "is_fictional": about.is_fictional,
        },
    )
    return row


def of_channels(campaign: int, message: int, *, at: dt.datetime) -> dict[Channel, str]:
    """The short address of each channel that prints or sends one; those that are missing are made. Nobody types an
    address heard on the radio: its text says a phone number.
    """
    rows = Link.objects.filter(campaign_id=campaign, message_id=message).exclude(channel="")
    found = {Channel(channel): short for channel, short in rows.values_list("channel", "short")}
    missing = {
        one: of_channel(campaign, message, one, at=at).short for one in Channel if one not in {*found, Channel.RADIO}
    }
    return found | missing


def _is_ours(partner: int, organisation: int) -> bool:
    return Partner.objects.filter(pk=partner, organisation_id=organisation, gone_at__isnull=True).exists()


def _is_supervised(by: Access, relay: int, organisation: int, at: dt.datetime) -> bool:
    found = queries.active_relays(by, on=at.date())
    return any(one.id == relay and one.organisation_id == organisation for one in found)


def _short() -> str:
    while True:
        drawn = "".join(secrets.choice(LETTERS) for _ in range(SHORT))
        if not Link.objects.filter(short=drawn).exists():
            return drawn


@transaction.atomic
def give_kit(*, by: Access, at: dt.datetime, number: int) -> str:
    """The secret of the kit's page, shown once; an earlier one opens nothing any more.

    Raises:
        NotThere
    """
    row = mine(by, number)
    if row.closed_at is not None or row.channel or queries.has_left(row):
        raise NotThere
    secret = secrets.token_urlsafe(32)
    row.secret_digest = digest(secret)
    row.save(update_fields=["secret_digest"])
    _record(by, at, "kit_given", row.pk, row.campaign.organisation_id)
    return secret


@transaction.atomic
def close(*, by: Access, at: dt.datetime, number: int, again: bool = False) -> None:
    """The kit opens no more, but on a correction that was not read; the short address still leads, since it was
    printed. `again`: undoes it.

    Raises:
        NotThere
    """
    row = mine(by, number)
    if (row.closed_at is None) == again or row.channel:
        return
    if again and row.partner is not None and row.partner.gone_at is not None:
        raise NotThere
    row.closed_at = None if again else at
    row.save(update_fields=["closed_at"])
    _record(by, at, "link_opened_again" if again else "link_closed", row.pk, row.campaign.organisation_id)


@transaction.atomic
def agree(*, by: Access, at: dt.datetime, operation: uuid.UUID, number: int, agreed: queries.Agreed) -> None:
    """What is given for speaking of the message: shown on its page from now on. Said again, the last one counts.

    Raises:
        NotThere: also for a channel of the team, who gives nothing to itself. NotWhole
    """
    row = mine(by, number)
    if row.channel:
        raise NotThere
    if LinkPartnership.objects.filter(operation=operation).exists():
        return
    is_free = agreed.kind is Partnership.UNPAID
    if not is_free and (agreed.cents is None or not agreed.payer or agreed.contract_on is None):
        raise NotWhole
    LinkPartnership.objects.create(
        link=row,
        operation=operation,
        kind=agreed.kind.value,
        cents=None if is_free else agreed.cents,
        given="" if is_free else agreed.given,
        payer="" if is_free else agreed.payer,
        contract_on=None if is_free else agreed.contract_on,
        noted_at=at,
        noted_by_id=by.account_id,
    )
    _record(by, at, "partnership_declared", row.pk, row.campaign.organisation_id)


def mine(by: Access, number: int) -> Link:
    """The row, locked.

    Raises:
        NotThere
    """
    row = Link.objects.select_for_update(of=("self",)).select_related("campaign", "partner").filter(pk=number).first()
    if row is None or by.account_id is None or row.campaign.organisation_id not in by.organisations(ACTION):
        raise NotThere
    return row


@transaction.atomic
def tidy(*, at: dt.datetime) -> dict[str, int]:
    """A year after the last campaign of a partner, their e-mail is erased; of a link, the secret of its kit opens
    nothing more. A partner who never had a link: a year after they were added.
    """
    on = at.astimezone(PARIS).date()
    over = [row.pk for row in queries.with_last(Partner.objects.exclude(contact=None)) if queries.kept_until(row) < on]
    secrets_over = Link.objects.exclude(secret_digest="").filter(campaign__ends_on__lt=on - queries.CONTACT_KEPT)
    return {
        "contacts": Partner.objects.filter(pk__in=over).update(contact=None),
        "secrets": secrets_over.update(secret_digest=""),
    }


@transaction.atomic
def rotate_keys() -> int:
    """Enciphers again, by the present key, the contacts that an earlier one holds; gives how many."""
    done = 0
    for row in Partner.objects.exclude(contact=None).order_by("pk").iterator():
        if row.contact is not None and not ciphering.is_by_present_key(row.contact):
            where = queries.cell(row.operation)
            text = ciphering.disclose(row.contact, cell=where)
            Partner.objects.filter(pk=row.pk).update(contact=ciphering.close(text, cell=where))
            done += 1
    return done


def _record(by: Access, at: dt.datetime, verb: str, number: int, organisation: int) -> None:
    record(by=by.account_id, at=at, verb=verb, kind="campaign_link", object_id=number, organisation_id=organisation)
