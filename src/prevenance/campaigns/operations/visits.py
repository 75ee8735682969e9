"""Visits of links, counted without a trace: what a request says stays in memory for some minutes, sums are written.

A request is written at once as `waiting`, in its six hours; it moves to its label when its neighbours are known. So
the sums always equal the requests; a kill loses only the neighbours of the last minutes: what then waits for ever
becomes « we do not know » (`sweep`). Where a server has several processes, each hands what it sees to one of them
(`hand_to`), which alone judges; without that, each looks at its own requests.
"""

from __future__ import annotations

import datetime as dt
import json
import secrets
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace

from django.db import transaction
from django.db.models import F

from prevenance.campaigns.choices.links import LOST, WAITING, band
from prevenance.campaigns.models import Link, VisitCount
from prevenance.counting import visits
from prevenance.kit.clock import PARIS

GIVEN_UP = dt.timedelta(days=1)
Hand = Callable[[bytes], bool]  # gives an event to the process that judges; False: nobody takes it


class _Memory:
    """What this process holds: requests of the last minutes, and the salt of the day, never written."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.stream = visits.Stream()
        self.salts: dict[dt.date, bytes] = {}

    def pseudonym(self, visitor: str, agent: str, on: dt.date) -> str:
        if on not in self.salts:
            kept = {day: salt for day, salt in self.salts.items() if on - day <= dt.timedelta(days=1)}
            self.salts = kept | {on: secrets.token_bytes(16)}
        return visits.pseudonym(salt=self.salts[on], address=visitor, agent=agent)


_memory = _Memory()
_hand: list[Hand] = []


def hand_to(hand: Hand | None) -> None:
    """Where events go from now on: to another process, or (None) to this one's memory."""
    _hand[:] = [hand] if hand else []


def see(
    headers: Mapping[str, str],
    *,
    at: dt.datetime,
    link: int,
    visitor: str,
    method: str,
    secure: bool,
    letter: str = "",
) -> None:
    """One request of a link. `visitor`: the network address, in memory only. `letter`: what was sent together."""
    seen = visits.visit(headers, at=at, link=str(link), pseudonym=visitor, method=method, secure=secure, letter=letter)
    with transaction.atomic():
        _add(link, at, WAITING, "")
    _give(asdict(seen) | {"at": at.isoformat()})


def gesture(headers: Mapping[str, str], *, at: dt.datetime, message: int, visitor: str) -> None:
    """What only a person does on the page of a message: it lifts doubts on who opened its links just before.

    Nothing in the address says by which link they came: the pseudonym of the day is made again from the same address
    and browser, and those links of this message which it opened in the last minutes are meant.
    """
    agent = next((value for name, value in headers.items() if name.lower() == "user-agent"), "")[: visits.AGENT_MOST]
    links = [str(one) for one in Link.objects.filter(message_id=message).values_list("pk", flat=True)]
    if links:
        _give({"at": at.isoformat(), "links": links, "pseudonym": visitor, "agent": agent})


def _give(event: Mapping[str, object]) -> None:
    told = json.dumps(event).encode()
    if not any(hand(told) for hand in _hand):
        receive(told)


def receive(told: bytes) -> None:
    """An event, as `_give` writes it: pseudonymised first, then judged with its neighbours."""
    event = json.loads(told)
    event["at"] = at = dt.datetime.fromisoformat(event["at"])
    with _memory.lock:
        who = _memory.pseudonym(event["pseudonym"], event["agent"], at.astimezone(PARIS).date())
        if "links" in event:
            near = _memory.stream.links_of(who).intersection(event["links"])
            decided = [each for link in sorted(near) for each in _memory.stream.push(visits.Gesture(at, link, who))]
        else:
            decided = _memory.stream.push(replace(visits.Visit(**event), pseudonym=who))
    _write(decided)


def settle(*, at: dt.datetime) -> None:
    """Decides what is ripe though nobody came since."""
    with _memory.lock:
        decided = _memory.stream.advance(at)
    _write(decided)


def close() -> None:
    """Decides all that this process holds, on what is known: at a normal stop, so that nothing is lost."""
    with _memory.lock:
        decided = _memory.stream.close()
    _write(decided)


def begin_again() -> None:
    """Forgets all that is in memory, as a kill does."""
    with _memory.lock:
        _memory.stream = visits.Stream()


@transaction.atomic
def sweep(*, at: dt.datetime) -> int:
    """What still waits a day later will never be decided: a restart forgot its neighbours. Gives how many."""
    before = (at - GIVEN_UP).astimezone(PARIS).date()
    done = 0
    for row in VisitCount.objects.select_for_update().filter(label=WAITING, day__lt=before, many__gt=0):
        _add_to(row.link_id, row.day, row.band, str(visits.Label.UNKNOWN), LOST, row.many)
        done += row.many
        VisitCount.objects.filter(pk=row.pk).update(many=F("many") - row.many)
    return done


def _write(decided: Sequence[visits.Decided]) -> None:
    for one in decided:
        with transaction.atomic():
            day, hours = _when(one.visit.at)
            waiting = VisitCount.objects.filter(
                link_id=int(one.visit.link), day=day, band=hours, label=WAITING, many__gt=0
            )
            if waiting.update(many=F("many") - 1):  # none: it was given up meanwhile
                _add(int(one.visit.link), one.visit.at, str(one.label), one.rule)


def _add(link: int, at: dt.datetime, label: str, rule: str) -> None:
    day, hours = _when(at)
    _add_to(link, day, hours, label, rule, 1)


def _add_to(link: int, day: dt.date, hours: str, label: str, rule: str, many: int) -> None:
    row, _ = VisitCount.objects.get_or_create(link_id=link, day=day, band=hours, label=label, rule=rule)
    VisitCount.objects.filter(pk=row.pk).update(many=F("many") + many)


def _when(at: dt.datetime) -> tuple[dt.date, str]:
    local = at.astimezone(PARIS)
    return local.date(), band(local.hour).value
