"""Reading a profile: flat JSON values in, checked values out, every problem named. Pure: `on` is given."""

from __future__ import annotations

import datetime as dt
import difflib
import math
import re
from collections.abc import Callable, Mapping

from prevenance.rules import calendar, evaluating, facts, nodes
from prevenance.rules.facts import Fact, History, Kind, Profile, Value
from prevenance.rules.refusals import Problem, Refused

ISO = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
MAX_OCCURRENCES = 200


class _Bad(Exception):
    def __init__(self, key: str, **details: str) -> None:
        self.key, self.details = key, details


def read(declared: Mapping[str, Fact], raw: object, *, on: dt.date) -> Profile:
    """The profile of `raw` (fact → JSON value) on the day `on`.

    Raises:
        Refused: a name that is not a fact, an impossible value, or two answers that contradict each other.
    """
    if not isinstance(raw, Mapping):
        raise Refused([Problem("profile", "not_an_object")])
    problems: list[Problem] = []
    values: dict[str, Value] = {}
    for name, given in raw.items():
        fact = declared.get(name)
        if fact is None:
            problems.append(_unknown_fact(declared, str(name)))
        elif given is not None:
            try:
                values[name] = READERS[fact.kind](fact, given, on)
            except _Bad as bad:
                problems.append(Problem(name, bad.key, bad.details))
    problems += _before_birth(declared, values)
    if not problems:
        values = _counted(declared, values)
        problems += _contradictions(declared, Profile(values, on))
    if problems:
        raise Refused(problems)
    return complete(declared, Profile(values, on))


def complete(declared: Mapping[str, Fact], profile: Profile) -> Profile:
    """The same profile with the values that others imply (nobody asks a man whether he is pregnant)."""
    values = dict(profile.values)
    for name, fact in declared.items():
        if name not in values:
            for implied in fact.implied:
                if evaluating.truth(implied.when, Profile(values, profile.on)) is True:
                    values[name] = _implied_value(fact, implied.value)
                    break
    return Profile(values, profile.on)


def _implied_value(fact: Fact, value: object) -> Value:
    # "never" and "done" are histories of an act; "never" is also a plain choice (tobacco).
    if fact.kind is not Kind.ACT:
        return value  # type: ignore[return-value]
    return facts.NEVER if value == "never" else _done(fact)


def _unknown_fact(declared: Mapping[str, Fact], name: str) -> Problem:
    close = difflib.get_close_matches(name[:80], declared, n=1)
    fr, en = (f" (peut-être « {close[0]} »)", f" (perhaps `{close[0]}`)") if close else ("", "")
    return Problem(name[:80], "unknown_fact", {"suggestion_fr": fr, "suggestion_en": en})


def _date(given: object, on: dt.date) -> dt.date:
    if not isinstance(given, str) or not ISO.fullmatch(given):
        raise _Bad("not_a_date")
    try:
        day = dt.date.fromisoformat(given)
    except ValueError:
        raise _Bad("not_a_date") from None
    if day > on:
        raise _Bad("in_the_future", on=on.isoformat())
    if day < facts.EARLIEST:
        raise _Bad("too_old", earliest=facts.EARLIEST.isoformat())
    return day


def _read_date(fact: Fact, given: object, on: dt.date) -> Value:
    return _date(given, on)


def _read_yes_no(fact: Fact, given: object, on: dt.date) -> Value:
    if not isinstance(given, bool):
        raise _Bad("not_yes_no")
    return given


def _read_choice(fact: Fact, given: object, on: dt.date) -> Value:
    if not isinstance(given, str) or given not in fact.choices:
        raise _Bad("not_a_choice", allowed=", ".join(fact.choices))
    return given


def _read_number(fact: Fact, given: object, on: dt.date) -> Value:
    if (
        isinstance(given, bool)
        or not isinstance(given, int | float)
        or (isinstance(given, float) and math.isnan(given))
    ):
        raise _Bad("not_a_number")
    low, high = fact.minimum or 0, fact.maximum or 0
    if given < low or given > high:
        raise _Bad("out_of_range", minimum=f"{low:g}", maximum=f"{high:g}")
    scaled = given * 10**fact.decimals
    if abs(scaled - round(scaled)) > 1e-6:
        raise _Bad("too_precise", decimals=str(fact.decimals))
    return float(round(scaled)) / float(10**fact.decimals)


def _read_weeks(fact: Fact, given: object, on: dt.date) -> Value:
    if isinstance(given, str):
        start = _date(given, on)
        weeks: object = (on - start).days // 7
    else:
        weeks = given
    number = _read_number(fact, weeks, on)
    if isinstance(given, str):
        return start
    assert isinstance(number, float)
    return on - dt.timedelta(weeks=int(number))


def _read_history(fact: Fact, given: object, on: dt.date) -> Value:
    if given == "never" or given == []:
        return facts.NEVER
    if given == "done":
        return _done(fact)
    items = given if isinstance(given, list) else [given]
    if len(items) > MAX_OCCURRENCES or not all(i is None or isinstance(i, str) for i in items):
        raise _Bad("not_a_history")
    if not isinstance(given, list) and not ISO.fullmatch(str(given)):
        raise _Bad("not_a_history")
    dates = tuple(sorted(_date(item, on) for item in items if item is not None))
    return History(dates=dates, undated=len(items) - len(dates), count=len(items))


def _done(fact: Fact) -> History:
    return History(undated=fact.series or 1, count=fact.series)


READERS: dict[Kind, Callable[[Fact, object, dt.date], Value]] = {
    Kind.DATE: _read_date,
    Kind.CHOICE: _read_choice,
    Kind.YES_NO: _read_yes_no,
    Kind.NUMBER: _read_number,
    Kind.WEEKS: _read_weeks,
    Kind.ACT: _read_history,
}


def _before_birth(declared: Mapping[str, Fact], values: Mapping[str, Value]) -> list[Problem]:
    birth = values.get(nodes.BIRTH)
    if not isinstance(birth, dt.date):
        return []
    found = []
    for name, value in values.items():
        days = value.dates if isinstance(value, History) else (value,) if isinstance(value, dt.date) else ()
        if any(day < birth for day in days) and not declared[name].may_precede_birth:
            found.append(Problem(name, "before_birth", {"birth": birth.isoformat()}))
    return found


def _counted(declared: Mapping[str, Fact], values: dict[str, Value]) -> dict[str, Value]:
    """Doses received too young are left out of the count (MMR before the first birthday)."""
    birth = values.get(nodes.BIRTH)
    for name, value in values.items():
        months = declared[name].counts_from_months
        if months is not None and isinstance(value, History) and isinstance(birth, dt.date):
            start = calendar.add_months(birth, months)
            kept = tuple(day for day in value.dates if day >= start)
            lost = len(value.dates) - len(kept)
            count = None if value.count is None else value.count - lost
            values[name] = History(dates=kept, undated=value.undated, count=count)
    for name, fact in declared.items():
        for other in fact.also_counts:
            values = _merged(values, name, other)
    return values


def _merged(values: dict[str, Value], name: str, other: str) -> dict[str, Value]:
    """The dated times of `other` are times of `name` too (a whooping cough vaccine is a DTP booster)."""
    added, own = values.get(other), values.get(name, facts.NEVER)
    if isinstance(added, History) and isinstance(own, History) and added.dates:
        dates = tuple(sorted({*own.dates, *added.dates}))
        count = None if own.count is None else len(dates) + own.undated
        return values | {name: History(dates=dates, undated=own.undated, count=count)}
    return values


def _contradictions(declared: Mapping[str, Fact], profile: Profile) -> list[Problem]:
    found = []
    for name, value in profile.values.items():
        fact = declared[name]
        reasons = [i.when for i in fact.implied if i.firm and value != _implied_value(fact, i.value)]
        broken = [when for when in reasons if evaluating.truth(when, profile) is True]
        negative = value == facts.NEVER or (isinstance(value, bool | float) and not value)
        if fact.only_if is not None and not negative and evaluating.truth(fact.only_if, profile) is False:
            broken.append(fact.only_if)
        if broken:
            others = sorted(set().union(*(nodes.facts_read(when) for when in broken)) & set(profile.values))
            found.append(Problem(name, "contradiction", {"other": ", ".join(others)}))
    return found
