"""Figures given to somebody outside by a link, small numbers hidden first; and the link withdrawn."""

from __future__ import annotations

import datetime as dt
import secrets

from django.db import transaction

from prevenance.mediation import choices
from prevenance.mediation.models import Share
from prevenance.mediation.queries import figures as queries
from prevenance.mediation.queries import shares
from prevenance.mediation.queries.small_cells import published
from prevenance.people.operations import record
from prevenance.people.queries import Access
from prevenance.people.queries.secrets import digest


class NotAllowed(Exception):
    """Not of this organisation."""


@transaction.atomic
def share(*, by: Access, at: dt.datetime, asked: queries.Asked, organisation: str, where: str) -> str:
    """Writes the figures as they are now; gives the secret of the link, which is kept nowhere. `where`: the area, in
    words.

    Raises:
        NotAllowed
    """
    found = queries.figures(by, asked)
    if found is None or by.account_id is None:
        raise NotAllowed
    secret = secrets.token_urlsafe(32)
    row = Share.objects.create(
        organisation_id=asked.organisation,
        made_by_id=by.account_id,
        made_at=at,
        expires_at=at + choices.SHARE_KEPT,
        secret_digest=digest(secret),
        figures=shares.packed(published(found), organisation=organisation, kind=asked.kind, where=where),
    )
    _record(by, at, "shared_figures", row)
    return secret


@transaction.atomic
def revoke(*, by: Access, at: dt.datetime, number: int) -> None:
    """The link opens nothing any more.

    Raises:
        NotAllowed
    """
    row = Share.objects.select_for_update().filter(pk=number).first()
    if row is None or not by.may(queries.ACTION, organisation=row.organisation_id):
        raise NotAllowed
    if row.revoked_at is None:
        row.revoked_at = at
        row.save(update_fields=["revoked_at"])
        _record(by, at, "withdrew_figures", row)


def _record(by: Access, at: dt.datetime, verb: str, row: Share) -> None:
    record(by=by.account_id, at=at, verb=verb, kind="share", object_id=row.pk, organisation_id=row.organisation_id)
