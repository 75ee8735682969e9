"""Visits by link, told apart: people, repeated taps, robots, mail scanners, previews, pages loaded ahead.

Nothing here is kept: a visit carries what the request said and a pseudonym of the day, lives in memory for a few
minutes, and leaves as a label and the rule that decided. The caller adds labels up and writes only the sums.
"""

from __future__ import annotations

import hashlib
import heapq
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from .visit_rules import ALONE, Label, Rule, Rules, is_listed_crawler, shipped

__all__ = ["Decided", "Gesture", "Label", "Stream", "Visit", "alone", "decide", "pseudonym", "tally", "visit"]

AGENT_MOST = 512  # characters of a program's name


@dataclass(frozen=True, order=True)
class Visit:
    """One request of a link. `letter` names what was sent together (empty: a link on its own)."""

    at: datetime
    link: str
    pseudonym: str
    letter: str = ""
    method: str = "GET"
    agent: str = ""
    accept: str = ""
    purpose: str = ""  # Sec-Purpose, Purpose, X-Purpose or X-Moz
    fetch_mode: str = ""
    fetch_dest: str = ""
    language: bool = False  # whether a language was asked for, never which
    secure: bool = True  # over HTTPS: browsers send Sec-Fetch-* only there


@dataclass(frozen=True, order=True)
class Gesture:
    """What only a person does on the page that a link opened: a form sent, never a mere request of another page."""

    at: datetime
    link: str
    pseudonym: str


@dataclass(frozen=True)
class Decided:
    visit: Visit
    label: Label
    rule: str  # id of the rule, `person` or `too_late`


def pseudonym(*, salt: bytes, address: str, agent: str) -> str:
    """Who it looks like today. `salt` is drawn each day, kept in memory only, then thrown away: no way back."""
    return hashlib.blake2b(f"{address}\0{agent}".encode(), key=salt[:64], digest_size=12).hexdigest()


def visit(
    headers: Mapping[str, str], *, at: datetime, link: str, pseudonym: str, method: str, secure: bool, letter: str = ""
) -> Visit:
    """A visit from a request's headers (any case): only what the rules need is taken."""
    sent = {name.lower(): value for name, value in headers.items()}
    purposes = (sent.get(name, "") for name in ("sec-purpose", "purpose", "x-purpose", "x-moz"))
    return Visit(
        at=at,
        link=link,
        pseudonym=pseudonym,
        letter=letter,
        method=method.upper(),
        agent=sent.get("user-agent", "")[:AGENT_MOST],
        accept=sent.get("accept", "")[:256],
        purpose=next((one.lower() for one in purposes if one), ""),
        fetch_mode=sent.get("sec-fetch-mode", "").lower(),
        fetch_dest=sent.get("sec-fetch-dest", "").lower(),
        language=bool(sent.get("accept-language")),
        secure=secure,
    )


def _claims_a_browser(rule: Rule, visit: Visit) -> bool:
    if not visit.secure or visit.fetch_mode:
        return False
    versions = ((pattern.search(visit.agent), since) for pattern, since in rule.since)
    return any(found is not None and int(found[1]) >= since for found, since in versions)


def _matches_alone(rule: Rule, visit: Visit, rules: Rules) -> bool:
    match rule.kind:
        case "purpose":
            return any(part.strip() in rule.values for part in visit.purpose.split(";"))
        case "agent":
            named = rule.pattern is not None and rule.pattern.search(visit.agent) is not None
            return named and not rules.people.search(visit.agent)
        case "no_agent":
            return not visit.agent.strip()
        case "crawler_list":
            return is_listed_crawler(visit.agent) and not rules.people.search(visit.agent)
        case "method":
            return visit.method not in rule.values
        case "fetch_metadata":
            return visit.fetch_mode not in ("", "navigate") or visit.fetch_dest not in ("", "document")
        case "claim":
            return _claims_a_browser(rule, visit)
        case _:  # accept
            return "text/html" not in visit.accept or not visit.language


def alone(visit: Visit, rules: Rules | None = None) -> Rule | None:
    """First rule that one request settles by itself, without its neighbours."""
    rules = rules or shipped()
    return next((rule for rule in rules.rules if rule.kind in ALONE and _matches_alone(rule, visit, rules)), None)


@dataclass
class Stream:
    """Judges requests as they come; `push` gives those whose time has come.

    The order of arrival changes nothing as long as none is later than `rules.late` seconds; one that comes after its
    neighbours were judged is judged alone, or `UNKNOWN`. Memory: requests of the last minutes, and when each device
    last opened each link.
    """

    rules: Rules = field(default_factory=shipped)
    _newest: datetime | None = None
    _until: datetime | None = None  # all that happened up to here has been decided
    _waiting: list[tuple[datetime, int, Visit | Gesture]] = field(default_factory=list)
    _near: dict[str, list[Visit | Gesture]] = field(default_factory=lambda: defaultdict(list))
    _behind: deque[Visit | Gesture] = field(default_factory=deque)
    _counted: dict[tuple[str, str], datetime] = field(default_factory=dict)
    _counted_order: deque[tuple[datetime, tuple[str, str]]] = field(default_factory=deque)

    def push(self, event: Visit | Gesture) -> list[Decided]:
        if self._until is not None and event.at <= self._until:
            return [self._late(event)] if isinstance(event, Visit) else []
        heapq.heappush(self._waiting, (event.at, isinstance(event, Gesture), event))
        self._near[event.pseudonym].append(event)
        self._newest = event.at if self._newest is None else max(self._newest, event.at)
        return self.advance(self._newest)

    def advance(self, at: datetime) -> list[Decided]:
        """Decides what is ripe at this instant, when nothing new came (a timer's call)."""
        self._newest = at if self._newest is None else max(self._newest, at)
        return self._decide_up_to(self._newest - timedelta(seconds=self.rules.ahead + self.rules.late))

    def close(self) -> list[Decided]:
        """Decides all that waits, on what is known: at the stop of the server."""
        return self._decide_up_to(self._newest) if self._newest is not None else []

    def links_of(self, pseudonym: str) -> frozenset[str]:
        """The links that this device opened in the last minutes."""
        return frozenset(one.link for one in self._near.get(pseudonym, ()))

    def _late(self, visit: Visit) -> Decided:
        found = alone(visit, self.rules)
        return Decided(visit, found.label, found.id) if found else Decided(visit, Label.UNKNOWN, "too_late")

    def _decide_up_to(self, until: datetime) -> list[Decided]:
        decided = []
        while self._waiting and self._waiting[0][0] <= until:
            event = heapq.heappop(self._waiting)[2]
            if isinstance(event, Visit):
                decided.append(self._judge(event))
            self._behind.append(event)
        if self._until is None or until > self._until:
            self._until = until
            self._forget(until)
        return decided

    def _forget(self, until: datetime) -> None:
        while self._behind and self._behind[0].at < until - timedelta(seconds=self.rules.behind):
            gone = self._behind.popleft()
            self._near[gone.pseudonym].remove(gone)
            if not self._near[gone.pseudonym]:
                del self._near[gone.pseudonym]
        while self._counted_order and self._counted_order[0][0] <= until - timedelta(seconds=self.rules.repeat):
            at, key = self._counted_order.popleft()
            if self._counted.get(key) == at:
                del self._counted[key]

    def _judge(self, visit: Visit) -> Decided:
        near = self._near[visit.pseudonym]
        moved = any(
            isinstance(one, Gesture) and one.link == visit.link and 0 <= _seconds(visit, one) <= self.rules.ahead
            for one in near
        )
        for rule in self.rules.rules:
            if not (rule.doubt and moved) and self._matches(rule, visit, near):
                return Decided(visit, rule.label, rule.id)
        key = (visit.pseudonym, visit.link)
        self._counted[key] = visit.at
        self._counted_order.append((visit.at, key))
        return Decided(visit, Label.PERSON, "person")

    def _matches(self, rule: Rule, visit: Visit, near: list[Visit | Gesture]) -> bool:
        if rule.kind in ALONE:
            return _matches_alone(rule, visit, self.rules)
        if rule.kind == "repeat":
            last = self._counted.get((visit.pseudonym, visit.link))
            return last is not None and (visit.at - last).total_seconds() < rule.seconds
        seen = [one for one in near if isinstance(one, Visit) and abs(_seconds(visit, one)) <= rule.seconds]
        return _is_burst(rule, visit, seen) if rule.kind == "burst" else _is_head_then_get(visit, seen)


def _seconds(first: Visit, second: Visit | Gesture) -> float:
    return (second.at - first.at).total_seconds()


def _is_burst(rule: Rule, visit: Visit, near: list[Visit]) -> bool:
    links = {one.link for one in near if one.letter == visit.letter and one.method == "GET"}
    return bool(visit.letter) and len(links) >= rule.links


def _is_head_then_get(visit: Visit, near: list[Visit]) -> bool:
    """A HEAD followed by a GET of the same link by the same device: both are the scanner's."""
    same = [one for one in near if one.link == visit.link]
    if visit.method == "HEAD":
        return any(one.method == "GET" and one.at >= visit.at for one in same)
    return visit.method == "GET" and any(one.method == "HEAD" and one.at <= visit.at for one in same)


def decide(events: Iterable[Visit | Gesture], rules: Rules | None = None) -> list[Decided]:
    """Labels of a whole log, in order of time."""
    stream = Stream(rules or shipped())
    decided = [one for event in sorted(events, key=lambda event: event.at) for one in stream.push(event)]
    return decided + stream.close()


def tally(decided: Iterable[Decided]) -> Counter[tuple[Label, str]]:
    """How many by label and rule; the sum is the number of requests."""
    return Counter((one.label, one.rule) for one in decided)
