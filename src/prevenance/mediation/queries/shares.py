"""Figures shared by a link: which one a secret opens, and those that an organisation has given."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from prevenance.mediation.models import Share
from prevenance.mediation.queries.counting import Distribution, Figures
from prevenance.mediation.queries.figures import ACTION
from prevenance.people.queries import Access
from prevenance.people.queries.secrets import digest


@dataclass(frozen=True, slots=True)
class Shared:
    """What was given, of whom, when and until when. `kind`: of encounters, "" for both."""

    id: int
    organisation: str
    kind: str
    where: str
    figures: Figures
    made_at: dt.datetime
    expires_at: dt.datetime


def packed(figures: Figures, *, organisation: str, kind: str, where: str) -> dict[str, Any]:
    """As JSON values."""
    whole = asdict(figures) | {"first": figures.first.isoformat(), "last": figures.last.isoformat()}
    return {"organisation": organisation, "kind": kind, "where": where, "figures": whole}


def unpacked(given: Mapping[str, Any]) -> Figures:
    """The contrary, without the words around."""
    whole = dict(given["figures"])
    distributions = tuple(
        Distribution(**one | {"cells": tuple((key, many) for key, many in one["cells"])})
        for one in whole.pop("distributions")
    )
    first, last = (dt.date.fromisoformat(whole.pop(name)) for name in ("first", "last"))
    return Figures(first=first, last=last, distributions=distributions, **whole)


def shared(secret: str, *, at: dt.datetime) -> Shared | None:
    """What this secret opens; None when it is unknown, over or withdrawn: the page does not say which."""
    row = Share.objects.filter(secret_digest=digest(secret), expires_at__gt=at, revoked_at__isnull=True).first()
    return _value(row) if row else None


def shares(agent: Access, organisation: int, *, at: dt.datetime) -> tuple[Shared, ...]:
    """The links that still open, the last made first."""
    if not agent.may(ACTION, organisation=organisation):
        return ()
    rows = Share.objects.filter(organisation_id=organisation, expires_at__gt=at, revoked_at__isnull=True)
    return tuple(_value(row) for row in rows.order_by("-made_at", "-id"))


def _value(row: Share) -> Shared:
    given = row.figures
    return Shared(
        row.pk,
        given["organisation"],
        given["kind"],
        given["where"],
        unpacked(given),
        row.made_at,
        row.expires_at,
    )
