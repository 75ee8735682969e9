"""What a person agreed to, and what ends soon. A reference of an earlier record answers for the one that it became."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from prevenance.consent.choices import purposes
from prevenance.consent.choices.lengths import NOTICE, Length
from prevenance.consent.models import Consent
from prevenance.kit import ciphering
from prevenance.kit.consents import Means
from prevenance.people.queries import Access, teams
from prevenance.people.queries import persons as people

GRACE = dt.timedelta(days=7)  # between the withdrawal of the last purpose of a record and its erasure


@dataclass(frozen=True, slots=True)
class Agreed:
    """One consent. `said_by`: the relative or guardian; `given_by`: the agent, "" when the person acted alone."""

    id: str
    person: str
    organisation_id: int
    purpose: str
    version: str
    means: Means
    said_by: str
    length: Length
    given_at: dt.datetime
    given_by: str
    ends_on: dt.date | None
    withdrawn_at: dt.datetime | None
    is_withdrawn_by_person: bool
    ended_at: dt.datetime | None

    def is_in_force(self, *, on: dt.date) -> bool:
        """Given, not withdrawn, not over."""
        return self.withdrawn_at is None and self.ended_at is None and (self.ends_on is None or on < self.ends_on)


def is_given(person: str, purpose: str, *, on: dt.date) -> bool:
    """Whether this person agrees to this purpose on this day: what every room asks before it acts."""
    return _live(on).filter(person=person, purpose=purpose).exists()


def lasts(person: str, purpose: str, *, on: dt.date, until: dt.date | None) -> bool:
    """Whether this person agrees on this day, and at least until another; None: as long as the record."""
    long = Q(ends_on__isnull=True) | (Q(ends_on__gte=until) if until else Q(pk__in=[]))
    return _live(on).filter(long, person=person, purpose=purpose).exists()


def consents(person: str) -> tuple[Agreed, ...]:
    """All of them, in the order of the purposes; of each, the one in force, then the latest."""
    order = list(purposes.purposes())
    rows = Consent.objects.filter(person=person).select_related("given_by").order_by("-given_at")
    found = [agreed(row) for row in rows]
    places = {purpose: place for place, purpose in enumerate(order)}
    return tuple(
        sorted(found, key=lambda one: (places.get(one.purpose, len(order)), bool(one.withdrawn_at or one.ended_at)))
    )


def latest(person: str) -> tuple[Agreed, ...]:
    """The last one of each purpose."""
    seen: dict[str, Agreed] = {}
    for one in consents(person):
        seen.setdefault(one.purpose, one)
    return tuple(seen.values())


def consent(reference: str) -> Agreed | None:
    """One of them."""
    try:
        row = Consent.objects.filter(pk=uuid.UUID(reference)).select_related("given_by").first()
    except ValueError:
        return None
    return agreed(row) if row else None


def ending(agent: Access, *, on: dt.date) -> tuple[tuple[Agreed, people.Followed], ...]:
    """Those which end soon or have just ended, of people within reach, with the person; the first to end first."""
    rows = Consent.objects.filter(
        organisation_id__in=agent.organisations("follow_persons"), noticed_on__isnull=False, withdrawn_at__isnull=True
    ).filter(Q(ended_at__isnull=True) | Q(ends_on__gt=on - dt.timedelta(days=30)))
    found = []
    for row in rows.select_related("given_by").order_by("ends_on", "pk")[:100]:
        newer = Consent.objects.filter(person=row.person, purpose=row.purpose, given_at__gt=row.given_at)
        one = None if newer.exists() else people.person(agent, row.person)
        if one is not None:
            found.append((agreed(row), one))
    return tuple(found)


def to_notice(*, on: dt.date) -> tuple[str, ...]:
    """The ids of those whose end comes and of which the team was not told."""
    rows = Consent.objects.filter(
        withdrawn_at__isnull=True, ended_at__isnull=True, noticed_on__isnull=True, ends_on__isnull=False
    )
    late = Q(pk__in=[])
    for length, days in NOTICE.items():
        late |= Q(length=length, ends_on__lte=on + dt.timedelta(days=days))
    return tuple(str(pk) for pk in rows.filter(late).values_list("pk", flat=True))


def erasure_on(person: str) -> dt.date | None:
    """The day when a record goes because its person withdrew every purpose of it; None while one stands."""
    moments = [one.withdrawn_at for one in latest(person) if one.purpose in purposes.of_the_record()]
    gone = [one for one in moments if one is not None]
    return max(gone).date() + GRACE if gone and len(gone) == len(moments) else None


def withdrawn_records() -> tuple[str, ...]:
    """The people who withdrew at least one purpose of their record."""
    rows = Consent.objects.filter(purpose__in=purposes.of_the_record(), withdrawn_at__isnull=False)
    return tuple(sorted(set(rows.values_list("person", flat=True))))


def agreed(row: Consent) -> Agreed:
    """Deciphered."""
    said_by = ciphering.disclose(row.said_by, cell=cell(row.pk)) if row.said_by else ""
    return Agreed(
        str(row.pk),
        row.person,
        row.organisation_id,
        row.purpose,
        row.version,
        Means(row.means),
        said_by,
        Length(row.length),
        row.given_at,
        row.given_by.display_name if row.given_by else "",
        row.ends_on,
        row.withdrawn_at,
        row.withdrawn_at is not None and row.withdrawn_by_id is None,
        row.ended_at,
    )


def cell(number: uuid.UUID) -> str:
    """Where the name of who said so is kept."""
    return f"consent_consent.said_by:{number}"


def organisation_name(number: int) -> str:
    """Who holds the record."""
    return teams.employers([number]).get(number, ("", ""))[0]


def _live(on: dt.date) -> QuerySet[Consent]:
    return Consent.objects.filter(withdrawn_at__isnull=True, ended_at__isnull=True).filter(
        Q(ends_on__isnull=True) | Q(ends_on__gt=on)
    )
