"""The plan of one person: what is due, what comes, why, and where near them. Nothing of it is kept."""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from prevenance import catalogue
from prevenance.catalogue import Catalogue
from prevenance.catalogue.content_values import Confidence, DoneAt, PlaceKind
from prevenance.catalogue.question_reading import Form, Question, single
from prevenance.catalogue.reason_words import reason_words
from prevenance.offer import queries as offer
from prevenance.offer.queries.requests import Request
from prevenance.offer.queries.usual_weeks import When
from prevenance.rules import calendar, evaluating, nodes, profiles
from prevenance.rules.facts import Profile, Words
from prevenance.rules.statuses import Status
from prevenance.rules.verdicts import Verdict
from prevenance.territories.queries import Commune

WITH_PLACES = (Status.DUE, Status.COMING, Status.OPTIONAL, Status.UNKNOWN)
PLACES_EACH = 3


@dataclass(frozen=True, slots=True)
class Near:
    """Where the person is, for the places: a commune's centre, or a point they gave."""

    latitude: float
    longitude: float
    commune: str | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One act of the plan. `until`: the last day it is advised. `missing`: facts that would settle the status."""

    id: str
    status: Status
    due_on: dt.date | None
    until: dt.date | None
    reasons: tuple[tuple[str, Words], ...]
    missing: tuple[str, ...]
    notes: tuple[str, ...]
    act: str
    places: tuple[offer.NearPlace, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """All the catalogue's acts for one person on one day. `next_question` None: no answer can change the plan."""

    on: dt.date
    catalogue_version: str
    items: tuple[Item, ...]
    next_question: Question | None
    profile: Profile

    def item(self, identity: str) -> Item | None:
        """The item of one recommendation."""
        return next((item for item in self.items if item.id == identity), None)


def plan(
    answers: Mapping[str, object],
    *,
    on: dt.date,
    at: dt.datetime | None = None,
    near: Near | None = None,
    book: Catalogue | None = None,
    asking: bool = True,
) -> Plan:
    """The plan for `answers` (fact → JSON value; None: asked, and not known) on the day `on`.

    `at` (aware) is when the opening of places is told; places are looked for only when both `at` and `near` are given.

    Raises:
        refusals.Refused: an unknown fact, an impossible value, two answers that contradict each other.
    """
    book = book or catalogue.load()
    if not answers and near is None and book is catalogue.load():
        return _unanswered(book.version, on, asking)
    return _made(book, answers, on, at, near, asking)


@functools.lru_cache(maxsize=4)
def _unanswered(version: str, on: dt.date, asking: bool) -> Plan:
    """The plan of somebody of whom nothing is known is everybody's: made once a day."""
    return _made(catalogue.load(), {}, on, None, None, asking)


def _made(
    book: Catalogue,
    answers: Mapping[str, object],
    on: dt.date,
    at: dt.datetime | None,
    near: Near | None,
    asking: bool,
) -> Plan:
    profile = profiles.read(book.facts, answers, on=on)
    verdicts = {rule.id: evaluating.judge(rule, profile) for rule in book.rules(on)}
    closed = {name for name, value in answers.items() if value is None}
    question = next_question(book, profile, verdicts, closed) if asking else None
    places = _places(book, verdicts, profile, near, at) if near is not None and at is not None else {}
    items = tuple(_item(book, identity, verdict, profile, places) for identity, verdict in verdicts.items())
    return Plan(on, book.version, items, question, profile)


def next_question(
    book: Catalogue, profile: Profile, verdicts: Mapping[str, Verdict], closed: set[str]
) -> Question | None:
    """The next screen, with only the facts that can still change the plan."""
    choice = book.asking(profile.on).next(profile, verdicts, closed)
    if choice is None:
        return None
    question = book.questions[choice.question]
    if len(choice.facts) == 1 and question.form is not Form.SINGLE:
        return dataclasses.replace(single(book.facts[choice.facts[0]]), id=question.id)
    return dataclasses.replace(question, facts=choice.facts)


def _item(
    book: Catalogue,
    identity: str,
    verdict: Verdict,
    profile: Profile,
    places: Mapping[str, tuple[offer.NearPlace, ...]],
) -> Item:
    act = book.recommendations[identity].words.act
    return Item(
        id=identity,
        status=verdict.status,
        due_on=verdict.due_on,
        until=verdict.until,
        reasons=tuple((f"{r.fact}:{r.key}", reason_words(r, book.facts[r.fact], profile.on)) for r in verdict.reasons),
        missing=verdict.missing,
        notes=(verdict.note,) if verdict.note else (),
        act=act,
        places=places.get(act, ()) if verdict.status in WITH_PLACES else (),
    )


def _places(
    book: Catalogue, verdicts: Mapping[str, Verdict], profile: Profile, near: Near, at: dt.datetime
) -> dict[str, tuple[offer.NearPlace, ...]]:
    wanted = {book.recommendations[i].words.act for i, v in verdicts.items() if v.status in WITH_PLACES}
    return {act: places_for(book, act, profile, near=near, at=at, limit=PLACES_EACH) for act in sorted(wanted)}


def places_for(
    book: Catalogue, act: str, profile: Profile | None, *, near: Near, at: dt.datetime, limit: int
) -> tuple[offer.NearPlace, ...]:
    """The nearest places where an act is done, at the age of the person when it is known."""
    return places_where(book.acts[act].done_at_age(age(profile)), act=act, near=near, at=at, limit=limit)


def places_where(
    done_at: Sequence[DoneAt],
    *,
    act: str = "",
    near: Near,
    at: dt.datetime,
    limit: int,
    within_km: float | None = offer.WITHIN_KM,
    open_only: bool = False,
    accessible_only: bool = False,
    when: When | None = None,
) -> tuple[offer.NearPlace, ...]:
    """The nearest places of these kinds, those which surely do the act first. `act`: its key in the catalogue, so
    that what each place declares, or denies, counts beyond its kind.
    """

    return offer.places_doing(
        done_at,
        act=act,
        latitude=near.latitude,
        longitude=near.longitude,
        at=at,
        limit=limit,
        within_km=within_km,
        open_only=open_only,
        accessible_only=accessible_only,
        when=when,
    )


@dataclass(frozen=True, slots=True)
class Found:
    """`places` have all that was asked. `perhaps`: nearer than 50 km too, but nobody knows whether they are open
    then, or accessible. `is_beyond`: nothing is known within 50 km, these are the nearest of all. `by_name`: by the
    words of their own name.
    """

    places: tuple[offer.NearPlace, ...] = ()
    perhaps: tuple[offer.NearPlace, ...] = ()
    is_beyond: bool = False
    by_name: bool = False


def places_asked(book: Catalogue, request: Request, *, here: Commune, at: dt.datetime, limit: int) -> Found:
    """The places that a sentence asks for, near a commune."""
    words = request.unread
    named = offer.places_named(words, here=here, at=at, limit=limit, kinds=request.kinds) if words else []
    if named or not (request.act or request.kinds):
        return Found(tuple(named), by_name=bool(named))

    def found(within_km: float | None, *, filtered: bool) -> tuple[offer.NearPlace, ...]:
        return places_where(
            _done_at(book, request),
            act=request.act,
            near=Near(here.latitude, here.longitude, here.code),
            at=at,
            limit=limit,
            within_km=within_km,
            open_only=filtered and request.is_open_now,
            accessible_only=filtered and request.accessible,
            when=request.when if filtered else None,
        )

    places = found(offer.WITHIN_KM, filtered=True)
    is_filtered = request.is_open_now or request.accessible or request.when is not None
    perhaps = found(offer.WITHIN_KM, filtered=False) if is_filtered and len(places) < limit else ()
    there = {one.place.id for one in places}
    perhaps = tuple(one for one in perhaps if one.place.id not in there and _may_do(one, request))[
        : limit - len(places)
    ]
    if places or perhaps:
        return Found(places, perhaps)
    return Found(found(None, filtered=is_filtered)[:PLACES_EACH], is_beyond=True)


def _may_do(near: offer.NearPlace, request: Request) -> bool:
    """Nobody knows: the person may ask. Known not to: no use."""
    is_timed = request.when is not None or request.is_open_now
    hours_known = bool(near.place.opening_hours)
    access = near.place.wheelchair
    return not (is_timed and hours_known) and not (request.accessible and access == "no")


def _done_at(book: Catalogue, request: Request) -> tuple[DoneAt, ...]:
    """Where an act is done, among the kinds named if it is done there; else the kinds themselves."""
    if not request.act:
        return tuple(DoneAt(PlaceKind(kind), Confidence.DECLARED, None, None, None) for kind in request.kinds)
    done_at = book.acts[request.act].done_at
    among = tuple(one for one in done_at if str(one.kind) in request.kinds)
    return among or done_at


def age(profile: Profile | None) -> int | None:
    """Completed years, when the date of birth is known."""
    born = profile.known(nodes.BIRTH) if profile is not None else None
    return calendar.completed_years(born, profile.on) if profile is not None and isinstance(born, dt.date) else None
