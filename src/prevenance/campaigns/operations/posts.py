"""Posts kept as evidence, what they say checked beside the message, how many saw them as somebody declares."""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from dataclasses import dataclass

from django.db import transaction

from prevenance.campaigns.choices.links import CLAIMS_MOST, FILE_MOST, PEOPLE_MOST, Claim
from prevenance.campaigns.models import Exposure, Link, LinkPost, MessageVersion, PostClaim
from prevenance.campaigns.operations.links import NotThere, mine
from prevenance.people.operations import record
from prevenance.people.queries import Access

MAGIC = {b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpeg"}


class NotAPicture(ValueError):
    """Neither PNG nor JPEG by its first bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A post as typed. `file`: a screenshot; above `FILE_MOST` bytes only its digest is kept."""

    address: str
    posted_on: dt.date
    text: str
    shows_mention: bool
    note: str = ""
    file: bytes = b""


def kind_of(file: bytes) -> str:
    """`png` or `jpeg`.

    Raises:
        NotAPicture
    """
    for start, kind in MAGIC.items():
        if file.startswith(start):
            return kind
    raise NotAPicture


@transaction.atomic
def keep(*, by: Access, at: dt.datetime, operation: uuid.UUID, number: int, draft: Draft) -> int:
    """The post of a link; gives its id. The same `operation` again writes nothing.

    Raises:
        NotThere, NotAPicture
    """
    link = mine(by, number)
    known = LinkPost.objects.filter(operation=operation, link=link).first()
    if known is not None:
        return known.pk
    kind = kind_of(draft.file) if draft.file else ""
    row = LinkPost.objects.create(
        link=link,
        operation=operation,
        address=draft.address,
        posted_on=draft.posted_on,
        text=draft.text,
        shows_mention=draft.shows_mention,
        file=draft.file if draft.file and len(draft.file) <= FILE_MOST else None,
        file_kind=kind,
        file_digest=hashlib.sha256(draft.file).hexdigest() if draft.file else "",
        note=draft.note,
        noted_at=at,
        noted_by_id=by.account_id,
    )
    _record(by, at, "post_kept", link)
    return row.pk


@transaction.atomic
def check(
    *, by: Access, at: dt.datetime, operation: uuid.UUID, number: int, post: int, words: str, verdict: Claim
) -> None:
    """One thing that the post says, read beside the last version of the message.

    Raises:
        NotThere: or too many of them.
    """
    link = mine(by, number)
    row = LinkPost.objects.filter(pk=post, link=link).first()
    if row is None or row.claims.count() >= CLAIMS_MOST:
        raise NotThere
    if PostClaim.objects.filter(operation=operation).exists():
        return
    last = MessageVersion.objects.filter(message_id=link.message_id).order_by("-number")[0]
    PostClaim.objects.create(
        post=row,
        operation=operation,
        words=words,
        verdict=verdict.value,
        version=last.number,
        noted_at=at,
        noted_by_id=by.account_id,
    )
    _record(by, at, "claim_checked", link)


@transaction.atomic
def expose(
    *,
    by: Access,
    at: dt.datetime,
    operation: uuid.UUID,
    number: int,
    low: int,
    high: int,
    source: str,
    said_on: dt.date,
) -> None:
    """How many saw or heard, between two numbers, as `source` says.

    Raises:
        NotThere, ValueError
    """
    link = mine(by, number)
    if Exposure.objects.filter(operation=operation).exists():
        return
    if not 0 <= low <= high <= PEOPLE_MOST or not source:
        raise ValueError(f"{low}-{high}")
    Exposure.objects.create(
        link=link,
        operation=operation,
        low=low,
        high=high,
        source=source,
        said_on=said_on,
        noted_at=at,
        noted_by_id=by.account_id,
    )
    _record(by, at, "exposure_noted", link)


def _record(by: Access, at: dt.datetime, verb: str, link: Link) -> None:
    record(
        by=by.account_id,
        at=at,
        verb=verb,
        kind="campaign_link",
        object_id=link.pk,
        organisation_id=link.campaign.organisation_id,
    )


__all__ = ["Draft", "NotAPicture", "NotThere", "check", "expose", "keep", "kind_of"]
