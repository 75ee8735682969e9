"""How people of an age and sex usually answer: what orders the questions. A prior never decides a status."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from prevenance.rules import calendar, facts, nodes
from prevenance.rules.facts import Fact, History, Kind, Profile, Value

# Months ago that stand for "within so many months" in a prior; the last one for "longer ago".
MIDDLES = {3: 2, 6: 4, 12: 9, 24: 18, 36: 30, 60: 48, 120: 90}
LONGER_AGO = 180


@dataclass(frozen=True, slots=True)
class Share:
    """How a group answers one fact. Shares are between 0 and 1.

    `values`: answer → share (for a yes or no, a choice, a number).
    Acts: `never`, then `within`: months → share done within so many months (cumulative); `complete`: all doses.
    """

    from_age: int = 0
    to_age: int = 150
    sex: str | None = None
    values: Mapping[str, float] = field(default_factory=dict)
    never: float = 0.0
    within: Mapping[int, float] = field(default_factory=dict)
    complete: float | None = None

    def fits(self, age: int | None, sex: object) -> bool:
        """Whether it is about people of this age and sex. An unknown age or sex fits any."""
        return (age is None or self.from_age <= age <= self.to_age) and (self.sex is None or sex in (None, self.sex))


DEFAULTS: dict[Kind, Share] = {
    Kind.YES_NO: Share(values={"yes": 0.05}),
    Kind.ACT: Share(never=0.5, within={12: 0.2, 36: 0.35, 120: 0.45}),
}
Priors = Mapping[str, Sequence[Share]]
Scenario = tuple[Value, float]


def scenarios(fact: Fact, priors: Priors, profile: Profile) -> list[Scenario]:
    """The answers that people like `profile` give, with their shares (summing to 1)."""
    born = profile.known(nodes.BIRTH)
    age = calendar.completed_years(born, profile.on) if isinstance(born, dt.date) else None
    share = next((s for s in priors.get(fact.name, ()) if s.fits(age, profile.known("sex"))), DEFAULTS.get(fact.kind))
    found = _answers(fact, share or Share(), profile.on, born if isinstance(born, dt.date) else None)
    total = sum(weight for _, weight in found)
    return [(value, weight / total) for value, weight in found if weight > 0]


def _answers(fact: Fact, share: Share, on: dt.date, born: dt.date | None) -> list[Scenario]:
    if fact.kind is Kind.YES_NO:
        yes = share.values.get("yes", 0.05)
        return [(True, yes), (False, 1 - yes)]
    if fact.kind is Kind.CHOICE:
        even = 1 / len(fact.choices)
        return [(value, share.values.get(value, 0.0 if share.values else even)) for value in fact.choices]
    if fact.kind is Kind.ACT:
        return _histories(fact, share, on, born)
    if fact.kind is Kind.NUMBER:
        given: list[Scenario] = [(float(value), weight) for value, weight in share.values.items()]
        return given or [(float(fact.minimum or 0), 0.5), (float(fact.maximum or 0), 0.5)]
    return _dates(fact, share, on, born)


def _dates(fact: Fact, share: Share, on: dt.date, born: dt.date | None) -> list[Scenario]:
    if fact.name == nodes.BIRTH:
        ages = share.values or {"1": 1, "10": 1, "20": 1, "35": 1, "52": 1, "67": 1, "80": 1}
        return [(calendar.add_months(on, -12 * int(age) - 5), weight) for age, weight in ages.items()]
    if fact.kind is Kind.WEEKS:
        return [(on - dt.timedelta(weeks=weeks), 1.0) for weeks in (8, 14, 18, 24, 34)]
    return [(max(calendar.add_months(on, -months), born or facts.EARLIEST), 1.0) for months in (12, 60, 120, 240)]


def _histories(fact: Fact, share: Share, on: dt.date, born: dt.date | None) -> list[Scenario]:
    found: list[Scenario] = [(facts.NEVER, share.never)]
    if fact.series and share.complete is not None:
        found.append((History(undated=fact.series, count=fact.series), share.complete))
        share = Share(never=share.never, within={24: 1 - share.never - share.complete})
    before = 0.0
    for months, cumulated in sorted(share.within.items()):
        found.append((_done(on, MIDDLES.get(months, months), born), max(cumulated - before, 0)))
        before = cumulated
    found.append((_done(on, LONGER_AGO, born), max(1 - sum(weight for _, weight in found), 0)))
    return found


def _done(on: dt.date, months: int, born: dt.date | None) -> History:
    day = calendar.add_months(on, -months)
    if born is not None and day < born:
        day = born + (on - born) / 2
    return History(dates=(day,), count=1)
