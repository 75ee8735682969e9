"""Persons helped, within the scope of who asks: search, one person, possible duplicates, the end of retention."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from prevenance.kit import ciphering
from prevenance.matching import persons as matching
from prevenance.people.choices.persons import Identity, PersonPurpose
from prevenance.people.models import Account, Entry, Merge, Organisation, Person, Retention, Trace
from prevenance.people.models.persons import MONTHS
from prevenance.people.queries import persons_index as index
from prevenance.people.queries.access import Access

RESULTS_MOST = 20
CANDIDATES_MOST = 200
NOTICE = dt.timedelta(days=30)
COLUMN = "people_person.identity"


@dataclass(frozen=True, slots=True)
class Followed:
    """One person, as those who follow them see them."""

    id: str
    organisation_id: int
    identity: Identity
    purpose: PersonPurpose
    commune: str
    last_contact_on: dt.date
    noticed_on: dt.date | None
    kept_until: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Alike:
    """A person who may be the one described, and why."""

    person: Followed
    likeness: matching.Likeness


def person(agent: Access, reference: str) -> Followed | None:
    """One person followed; None outside the scope, merged or erased: as if there were nobody."""
    row = _row(reference)
    return followed(row) if row is not None and is_within_reach(agent, row) else None


def several(agent: Access, references: Iterable[str]) -> dict[str, Followed]:
    """Those of these references who are within the scope, in one query."""
    numbers = []
    for reference in references:
        try:
            numbers.append(uuid.UUID(reference))
        except ValueError:
            continue
    rows = Person.objects.filter(pk__in=numbers, merged_into__isnull=True) if numbers else []
    return {str(row.pk): followed(row) for row in rows if is_within_reach(agent, row)}


def search(agent: Access, text: str) -> tuple[Followed, ...]:
    """Whoever answers to what is typed: a phone, an e-mail or a birth date, or every word of a name. Best first."""
    wanted = index.asked(text)
    clues = list(wanted.clues())
    hits = _hits(agent, clues)
    names = {rank for rank, (kind, _) in enumerate(clues) if kind == "name"}
    kept = Counter(
        {
            number: len(ranks)
            for number, ranks in hits.items()
            if ranks - names or (names and names <= ranks)  # a number, or the whole name
        }
    )
    best = [number for number, _ in kept.most_common(CANDIDATES_MOST)]
    rows = {row.pk: row for row in Person.objects.filter(pk__in=best, merged_into__isnull=True)}
    seen = [rows[number] for number in best if number in rows and is_within_reach(agent, rows[number])]
    return tuple(followed(row) for row in seen[:RESULTS_MOST])


def possible_duplicates(
    agent: Access, identity: Identity, *, organisation_id: int, commune: str = "", besides: str = ""
) -> tuple[Alike, ...]:
    """Persons of this organisation, within reach, who may be the one described; the likeliest first."""
    hits = _hits(agent, sorted(index.clues(identity)))
    best = [number for number, _ in Counter({k: len(v) for k, v in hits.items()}).most_common(CANDIDATES_MOST)]
    rows = Person.objects.filter(pk__in=best, organisation_id=organisation_id, merged_into__isnull=True)
    ours = description(identity, commune)
    found = []
    for row in rows:
        if str(row.pk) == besides or not is_within_reach(agent, row):
            continue
        one = followed(row)
        likeness = matching.compare(ours, description(one.identity, one.commune))
        if likeness.outcome is not matching.Outcome.DIFFERENT:
            found.append(Alike(one, likeness))
    return tuple(sorted(found, key=lambda alike: (-alike.likeness.bits, alike.person.id)))


def _hits(agent: Access, clues: Iterable[index.Clue]) -> dict[uuid.UUID, set[int]]:
    """Person → ranks of the clues which meet one of their traces, in the organisations of this agent."""
    ranks: dict[tuple[str, str], set[int]] = {}
    for rank, clue in enumerate(clues):
        for digest in index.searched(clue):
            ranks.setdefault((clue[0], digest), set()).add(rank)
    traces = Trace.objects.filter(
        digest__in={digest for _, digest in ranks}, person__organisation__in=agent.organisations("follow_persons")
    )
    hits: dict[uuid.UUID, set[int]] = {}
    for number, kind, digest in traces.values_list("person_id", "kind", "digest"):
        hits.setdefault(number, set()).update(ranks.get((kind, digest), ()))
    return hits


def is_followed_elsewhere(identity: Identity, *, organisation_id: int) -> bool:
    """Whether another organisation follows this person, by strong evidence: the whole name, and a phone, an e-mail or
    the birth date. Blind digests only: nothing is deciphered, nothing else is said.
    """
    clues = sorted(index.clues(identity))
    strong = {clue for clue in clues if clue[0] in ("phone", "email", "born")}
    given, family = (index.whole(name) for name in (identity.given_name, identity.family_name))
    if not (strong and given and family):
        return False
    elsewhere = Trace.objects.exclude(person__organisation_id=organisation_id).filter(person__merged_into__isnull=True)

    def met(wanted: set[index.Clue]) -> set[uuid.UUID]:
        query = Q()
        for clue in wanted:
            query |= Q(kind=clue[0], digest__in=index.searched(clue))
        return set(elsewhere.filter(query).values_list("person_id", flat=True))

    return bool(met(strong) & met(given) & met(family))


def is_within_reach(agent: Access, row: Person, action: str = "follow_persons") -> bool:
    """Whether this agent may do this for this person. Without a commune of residence, only the unbounded may."""
    return agent.may(action, organisation=row.organisation_id, commune=row.commune_code or None)


def followed(row: Person) -> Followed:
    """Deciphered."""
    return Followed(
        str(row.pk),
        row.organisation_id,
        Identity.read(ciphering.disclose(row.identity, cell=cell(row.pk))),
        PersonPurpose(row.purpose),
        row.commune_code,
        row.last_contact_on,
        row.noticed_on,
        row.kept_until,
    )


def months_kept(organisation_id: int) -> int:
    """How long an organisation keeps a record after the last contact."""
    decided = Retention.objects.filter(organisation_id=organisation_id).values_list("months", flat=True).first()
    return MONTHS if decided is None else decided


def cell(number: uuid.UUID) -> str:
    """Where the identity of this person is kept."""
    return f"{COLUMN}:{number}"


def description(identity: Identity, commune: str = "") -> matching.Description:
    """What the matcher compares."""
    return matching.Description(
        given_name=identity.given_name,
        family_name=identity.family_name,
        used_name=identity.used_name,
        birth_date=identity.birth_date,
        birth_year=identity.birth_year,
        phone=identity.phone,
        email=identity.email,
        commune=commune,
    )


def earlier(reference: str) -> tuple[str, ...]:
    """The records joined into this one, and into them."""
    found = [uuid.UUID(reference)]
    for number in found:
        found += Person.objects.filter(merged_into_id=number).order_by("pk").values_list("pk", flat=True)
    return tuple(str(number) for number in found[1:])


def present(reference: str) -> Followed | None:
    """One person, whoever asks: for the page of the person themselves. A record joined with another answers by it."""
    try:
        row = Person.objects.filter(pk=uuid.UUID(reference)).first()
    except ValueError:
        return None
    while row is not None and row.merged_into_id is not None:
        row = row.merged_into
    return followed(row) if row is not None else None


def _row(reference: str) -> Person | None:
    try:
        number = uuid.UUID(reference)
    except ValueError:
        return None
    return Person.objects.filter(pk=number, merged_into__isnull=True).first()


def merges(reference: str) -> tuple[tuple[int, dt.datetime], ...]:
    """(number, instant) of the merges of this person that can be undone, the last first: the only one to undo now."""
    rows = Merge.objects.filter(kept_id=uuid.UUID(reference), undone_at__isnull=True).order_by("-merged_at", "-id")
    return tuple((row.pk, row.merged_at) for row in rows)


@dataclass(frozen=True, slots=True)
class Accessed:
    """One line of the journal about a person: theirs to read. `who`: "" when the account is gone; `is_agent`: whether
    an account acted at all.
    """

    at: dt.datetime
    kind: str
    verb: str
    is_agent: bool
    who: str
    organisation: str


def accesses(about: Iterable[tuple[str, str]]) -> tuple[Accessed, ...]:
    """All that the journal says of these (kind, id), the oldest first."""
    wanted = Q(pk__in=[])
    for kind, number in about:
        wanted |= Q(kind=kind, object_id=number)
    rows = list(Entry.objects.filter(wanted).order_by("at", "id"))
    names = dict(Account.objects.filter(pk__in={one.actor_id for one in rows}).values_list("pk", "display_name"))
    teams = dict(Organisation.objects.filter(pk__in={one.organisation_id for one in rows}).values_list("pk", "name"))
    return tuple(
        Accessed(
            one.at,
            one.kind,
            one.verb,
            one.actor_id is not None,
            names.get(one.actor_id or 0, ""),
            teams.get(one.organisation_id or 0, ""),
        )
        for one in rows
    )


def ending(*, on: dt.date) -> tuple[tuple[int, str, dt.date, dt.date | None], ...]:
    """(organisation, person, last day of retention, day of the notice) where it ends within 30 days, or has ended."""
    months = dict(Retention.objects.values_list("organisation_id", "months"))
    found = []
    rows = Person.objects.filter(merged_into__isnull=True).order_by("organisation_id", "last_contact_on", "pk")
    for number, organisation, last, noticed, kept in rows.values_list(
        "pk", "organisation_id", "last_contact_on", "noticed_on", "kept_until"
    ):
        end = max(later(last, months.get(organisation, MONTHS)), kept or dt.date.min)
        if end - NOTICE <= on:
            found.append((organisation, str(number), end, noticed))
    return tuple(found)


def end_of(reference: str, *, on: dt.date) -> dt.date | None:
    """The end of retention of this person, when it is near; None otherwise."""
    return next((end for _, number, end, _ in ending(on=on) if number == reference), None)


def later(day: dt.date, months: int) -> dt.date:
    """The same day `months` later, or the last of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    after = dt.date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return min(dt.date(year, month + 1, 1) + dt.timedelta(days=day.day - 1), after - dt.timedelta(days=1))
