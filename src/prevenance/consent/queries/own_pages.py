"""A person's own page: whose it is, whether it opens, and the proof that a page just opened carries in its forms."""

from __future__ import annotations

import datetime as dt
import hmac
import json
import re
from dataclasses import dataclass

from django.conf import settings

from prevenance.consent.models import OwnPage
from prevenance.kit import sealing
from prevenance.people.queries import persons as people
from prevenance.people.queries.secrets import digest

FAILURES_MOST = 5
PROOF_LASTS = dt.timedelta(minutes=20)


@dataclass(frozen=True, slots=True)
class Link:
    """What the team knows of a link: never the secret."""

    made_at: dt.datetime
    expires_at: dt.datetime
    opened_at: dt.datetime | None
    locked_at: dt.datetime | None

    def opens(self, *, at: dt.datetime) -> bool:
        """Neither locked nor too old."""
        return self.locked_at is None and at < self.expires_at


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked besides the link: `year` of birth, last digits of the `phone`; only what the team knows."""

    year: bool
    phone: bool

    def __bool__(self) -> bool:
        return self.year or self.phone


def link(person: str) -> Link | None:
    """Of one person."""
    row = OwnPage.objects.filter(person=person).first()
    return Link(row.made_at, row.expires_at, row.opened_at, row.locked_at) if row else None


def row_of(secret: str) -> OwnPage | None:
    """The link that this secret opens, locked or not, old or not."""
    return OwnPage.objects.filter(secret_digest=digest(secret)).first() if secret else None


def owner(row: OwnPage) -> people.Followed | None:
    """Whose page it is; the record that it became when it was joined with another; None when it was erased."""
    return people.present(row.person)


def question(one: people.Followed) -> Question:
    """What may be asked of them."""
    return Question(bool(birth_year(one)), len(_digits(one.identity.phone)) >= 4)


def birth_year(one: people.Followed) -> int | None:
    """Known whole or alone."""
    return one.identity.birth_date.year if one.identity.birth_date else one.identity.birth_year


def answers(one: people.Followed, typed: str) -> bool:
    """Whether this is their year of birth or the last four digits of their phone."""
    given = _digits(typed)
    known = [str(birth_year(one) or ""), _digits(one.identity.phone)[-4:]]
    return any(len(each) == 4 and hmac.compare_digest(given, each) for each in known)


def proof(row: OwnPage, *, at: dt.datetime) -> str:
    """What the forms of an opened page carry, since no cookie is given: for this link and twenty minutes only."""
    until = at + PROOF_LASTS
    said = json.dumps([row.secret_digest, row.person, until.isoformat()])
    return sealing.seal({"own": said}, on=at.date(), expires_on=until.date(), key=_key(settings.SECRET_KEY))


def is_proved(row: OwnPage, token: str, *, at: dt.datetime) -> bool:
    """Whether this page was opened with the right answer less than twenty minutes ago."""
    older = [_key(each) for each in settings.SECRET_KEY_FALLBACKS]
    try:
        held = sealing.open_seal(token, on=at.date(), key=_key(settings.SECRET_KEY), older=older)
        secret_digest, person, until = json.loads(held["own"])
    except (sealing.Unsealed, KeyError, ValueError):
        return False
    return bool(
        hmac.compare_digest(secret_digest, row.secret_digest)
        and person == row.person
        and at < dt.datetime.fromisoformat(until)
    )


def _key(secret: str) -> bytes:
    return sealing.derived_key(secret, purpose="own-page")


def _digits(text: str) -> str:
    return re.sub(r"[^0-9]", "", text)
