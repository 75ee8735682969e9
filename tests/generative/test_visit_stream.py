"""Invented logs: the stream says what the rules say of the whole log read at once, in whatever order requests come."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from prevenance.counting import visit_rules, visits
from prevenance.counting.visits import Decided, Gesture, Label, Visit
from tests.visitors import CHROME, NOON, PAGE

RULES = visit_rules.shipped()
AGENTS = (CHROME, "WhatsApp/2", "Googlebot/2.1", "", "Barracuda")


def _visit(seconds: float, link: str, who: str, method: str, agent: str, plain: bool) -> Visit:
    mode = "" if plain else "navigate"
    at = NOON + timedelta(seconds=seconds)
    return Visit(at, link, who, "letter", method, agent, PAGE, "", mode, "", True)


MOMENTS = st.one_of(st.integers(0, 90), st.integers(0, 4000)).map(float)
VISITS = st.builds(
    _visit,
    MOMENTS,
    st.sampled_from("abcd"),
    st.sampled_from(("one", "two")),
    st.sampled_from(("GET", "GET", "GET", "HEAD")),
    st.sampled_from((CHROME, *AGENTS)),
    st.booleans(),
)
GESTURES = st.builds(
    lambda seconds, link, who: Gesture(NOON + timedelta(seconds=seconds), link, who),
    MOMENTS,
    st.sampled_from("abcd"),
    st.sampled_from(("one", "two")),
)
LOGS = st.lists(st.one_of(VISITS, VISITS, VISITS, GESTURES), max_size=40)


def slowly(events: list[Visit | Gesture]) -> list[tuple[Visit, Label, str]]:
    """The rules as they are written, each visit against the whole log."""
    told: list[tuple[Visit, Label, str]] = []
    counted: list[Visit] = []
    log = sorted(one for one in events if isinstance(one, Visit))
    for visit in log:
        found = next((rule for rule in RULES.rules if _says(rule, visit, events, counted)), None)
        if found is None:
            counted.append(visit)
        told.append((visit, found.label, found.id) if found else (visit, Label.PERSON, "person"))
    return told


def _says(rule: visit_rules.Rule, visit: Visit, events: list[Visit | Gesture], counted: list[Visit]) -> bool:
    own = [one for one in events if one.pseudonym == visit.pseudonym]
    gestures = [one for one in own if isinstance(one, Gesture) and one.link == visit.link]
    if rule.doubt and any(timedelta(0) <= one.at - visit.at <= timedelta(seconds=RULES.ahead) for one in gestures):
        return False
    span = timedelta(seconds=rule.seconds)
    near = [one for one in own if isinstance(one, Visit) and abs(one.at - visit.at) <= span]
    if rule.kind == "burst":
        return len({one.link for one in near if one.method == "GET"}) >= rule.links
    if rule.kind == "head_then_get":
        pairs = [(one, two) for one in near for two in near if one.method == "HEAD" and two.method == "GET"]
        return any(
            visit in pair and pair[0].link == pair[1].link and pair[0].at <= pair[1].at <= pair[0].at + span
            for pair in pairs
        )
    if rule.kind == "repeat":
        same = [one for one in counted if (one.pseudonym, one.link) == (visit.pseudonym, visit.link)]
        return any(visit.at - one.at < span for one in same)
    only = replace(RULES, rules=(rule,))
    return visits.alone(visit, only) is not None


def flat(decided: list[Decided]) -> list[tuple[Visit, Label, str]]:
    return sorted((one.visit, one.label, one.rule) for one in decided)


@settings(max_examples=300, deadline=None)
@given(LOGS)
def test_the_stream_says_what_the_rules_say(events: list[Visit | Gesture]) -> None:
    assert flat(visits.decide(events)) == sorted(slowly(events))


@settings(max_examples=200, deadline=None)
@given(LOGS, st.data())
def test_requests_may_come_out_of_order_by_some_seconds(events: list[Visit | Gesture], data: st.DataObject) -> None:
    delays = data.draw(st.lists(st.floats(0, RULES.late), min_size=len(events), max_size=len(events)))

    def arrival(pair: tuple[Visit | Gesture, float]) -> datetime:
        return pair[0].at + timedelta(seconds=pair[1])

    stream = visits.Stream()
    arrived = sorted(zip(events, delays, strict=True), key=arrival)
    decided = [one for event, _ in arrived for one in stream.push(event)] + stream.close()
    assert flat(decided) == flat(visits.decide(events))


@settings(max_examples=100, deadline=None)
@given(LOGS, st.randoms())
def test_every_request_gets_one_label_in_any_order(events: list[Visit | Gesture], random: object) -> None:
    random.shuffle(events)  # type: ignore[attr-defined]
    stream = visits.Stream()
    decided = [one for event in events for one in stream.push(event)] + stream.close()
    assert sorted(one.visit for one in decided) == sorted(one for one in events if isinstance(one, Visit))
    assert sum(visits.tally(decided).values()) == len(decided)
