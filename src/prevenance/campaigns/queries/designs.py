"""Comparisons declared for a campaign, what was counted for them, and what they say once they are over."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from prevenance.campaigns.choices.campaigns import CampaignState
from prevenance.campaigns.choices.designs import CountSource, Length, Way, days, first_day
from prevenance.campaigns.models import CampaignPassage, DeclaredDesign, DesignCount
from prevenance.campaigns.queries import campaigns
from prevenance.campaigns.queries.campaigns import CampaignKept
from prevenance.counting import declaring
from prevenance.counting.declaring import Starts
from prevenance.counting.designs import Assumption, CannotTell, Cell, Design, Effect, Power, Why, effect
from prevenance.kit.clock import PARIS


@dataclass(frozen=True, slots=True)
class DesignTerritory:
    """A name, and INSEE codes where they were given."""

    name: str
    communes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """Where and when, before what is hoped and believed."""

    territories: tuple[DesignTerritory, ...]
    way: Way
    many: int
    length: Length
    before: int
    after: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DesignDraft:
    """What is typed. `before`, `after`: periods without, then with the campaign, around its first day, `starts_on`.

    `many`: territories with the campaign (half) or steps (steps). `by_hand`: the starts, else empty. `hoped`, `base`
    and `drift` are shares of people.
    """

    territories: tuple[DesignTerritory, ...]
    way: Way
    many: int
    by_hand: Starts
    length: Length
    starts_on: dt.date
    before: int
    after: int
    source: CountSource
    counted_by: str
    hoped: float
    base: float
    people: int
    drift: float

    @property
    def periods(self) -> int:
        return self.before + self.after

    @property
    def first_on(self) -> dt.date:
        return first_day(self.starts_on, self.length, -self.before)

    @property
    def ends_on(self) -> dt.date:
        """Last day of the last period."""
        return days(self.starts_on, self.length, self.after - 1)[1]

    @property
    def starts(self) -> Starts:
        """To be dealt, or as chosen by hand."""
        if self.way is Way.HAND:
            return self.by_hand
        make = declaring.halves if self.way is Way.HALF else declaring.staggered
        return make(len(self.territories), self.many, self.before)

    @property
    def assumption(self) -> Assumption:
        return Assumption(self.base, self.people, self.drift)

    def power(self) -> Power | CannotTell:
        """Stated; it is the same whatever the lots."""
        return declaring.stated(self.starts, self.periods, self.hoped, self.assumption)

    def text(self, *, code: str, number: int, goal: str, at: dt.datetime) -> str:
        """All that is declared before the lots, on one line. Its SHA-256 draws them. Nobody chooses the microsecond of
        `at`: a text cannot be tried beforehand until its lots please.
        """
        told = {
            "campaign": code,
            "version": number,
            "declared_at": at.astimezone(dt.UTC).isoformat(timespec="microseconds"),
            "act": goal,
            "counted_by": self.counted_by or "site",
            "territories": [[one.name, *one.communes] for one in self.territories],
            "starts": list(self.starts),
            "drawn": self.way is not Way.HAND,
            "period": self.length.value,
            "starts_on": self.starts_on.isoformat(),
            "periods": self.periods,
            "hoped": self.hoped,
            "without_campaign": self.base,
            "people": self.people,
            "drift": self.drift,
        }
        return json.dumps(told, ensure_ascii=False, sort_keys=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """A comparison as it was declared. `starts`: of each territory, in the same order."""

    id: int
    number: int
    territories: tuple[DesignTerritory, ...]
    starts: Starts
    way: Way
    length: Length
    first_on: dt.date
    periods: int
    starts_on: dt.date
    ends_on: dt.date
    goal: str
    source: CountSource
    counted_by: str
    hoped: float
    assumption: Assumption
    text: str
    seed: str
    power: Power
    declared_on: dt.date
    withdrawn_at: dt.datetime | None
    withdrawn_why: str

    @property
    def design(self) -> Design:
        return Design(
            dict(zip(map(_key, range(len(self.starts))), self.starts, strict=True)),
            self.periods,
            self.hoped,
            self.declared_on,
            self.starts_on,
        )

    def days(self, period: int) -> tuple[dt.date, dt.date]:
        """First and last. Told from the first start, which may be the 31st."""
        before = min(one for one in self.starts if one is not None)
        return days(self.starts_on, self.length, period - before)

    def is_complete(self, period: int, *, on: dt.date) -> bool:
        """Whether its last day is past."""
        return self.days(period)[1] < on


@dataclass(frozen=True, slots=True)
class Counted:
    """`acted` and `of`: None when fewer than twenty people, whose numbers are not kept."""

    territory: int
    period: int
    acted: int | None
    of: int | None
    missing: int = 0


@dataclass(frozen=True, slots=True)
class CountKept:
    """With its source, the day of the number and how many earlier ones it took the place of."""

    counted: Counted
    source: str
    as_of: dt.date
    noted_at: dt.datetime
    earlier: int = 0


def _key(territory: int) -> str:
    return f"{territory:03}"


def declared(campaign: int) -> tuple[Declared, ...]:
    """All of a campaign, withdrawn ones too, the first first."""
    return tuple(_declared(row) for row in DeclaredDesign.objects.filter(campaign_id=campaign).order_by("number"))


def in_force(campaign: int) -> Declared | None:
    """The one that is not withdrawn."""
    row = DeclaredDesign.objects.filter(campaign_id=campaign, withdrawn_at__isnull=True).first()
    return _declared(row) if row else None


def campaign_of_code(code: str, *, on: dt.date) -> CampaignKept | None:
    """A campaign with a comparison declared, at its public address; None when nothing was ever declared."""
    row = DeclaredDesign.objects.filter(campaign__code=code).values_list("campaign_id", flat=True).first()
    return campaigns.by_number(row, on=on) if row else None


def opened_on(campaign: int) -> dt.date | None:
    """The day on which the campaign really began, as the team pressed it; None if it never did."""
    passages = CampaignPassage.objects.filter(campaign_id=campaign, state=CampaignState.RUNNING.value)
    at = passages.order_by("at").values_list("at", flat=True).first()
    return at.astimezone(PARIS).date() if at else None


def stopped_on(campaign: int, *, by: dt.date) -> dt.date | None:
    """The day of its stop, if it stood stopped at the end of this day."""
    end = dt.datetime.combine(by + dt.timedelta(days=1), dt.time(), PARIS)
    last = CampaignPassage.objects.filter(campaign_id=campaign, at__lt=end).order_by("-at", "-pk").first()
    is_stopped = last is not None and last.state == CampaignState.STOPPED.value
    return last.at.astimezone(PARIS).date() if last is not None and is_stopped else None


def counts(design: int) -> tuple[CountKept, ...]:
    """Those that hold, in the order of territories then periods."""
    found: dict[tuple[int, int], CountKept] = {}
    for row in DesignCount.objects.filter(design_id=design).order_by("territory", "period", "pk"):
        place = (row.territory, row.period)
        earlier = found[place].earlier + 1 if place in found else 0
        counted = Counted(row.territory, row.period, row.acted, row.of, row.missing)
        found[place] = CountKept(counted, row.source, row.as_of, row.noted_at, earlier)
    return tuple(found.values())


def outcome(one: Declared, kept: Sequence[CountKept], *, on: dt.date) -> Effect | CannotTell | None:
    """What the comparison says. None until its last period is complete: nobody looks on the way."""
    if on <= one.ends_on:
        return None
    cells = []
    for each in kept:
        counted = each.counted
        if counted.of is None or counted.acted is None:
            return CannotTell(Why.FEW_PEOPLE) if _whole(one, kept) else CannotTell(Why.MISSING)
        cells.append(Cell(_key(counted.territory), counted.period, counted.acted, counted.of))
    return effect(one.design, cells)


def _whole(one: Declared, kept: Sequence[CountKept]) -> bool:
    return len(kept) == len(one.territories) * one.periods


def _declared(row: DeclaredDesign) -> Declared:
    listed: Sequence[Mapping[str, object]] = row.territories
    return Declared(
        id=row.pk,
        number=row.number,
        territories=tuple(DesignTerritory(str(one["name"]), tuple(one["communes"])) for one in listed),  # type: ignore[arg-type]
        starts=tuple(one["start"] for one in listed),  # type: ignore[misc]
        way=Way(row.way),
        length=Length(row.length),
        first_on=row.first_on,
        periods=row.periods,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        goal=row.goal,
        source=CountSource(row.source),
        counted_by=row.counted_by,
        hoped=row.hoped,
        assumption=Assumption(row.base, row.people, row.drift),
        text=row.text,
        seed=row.seed,
        power=Power(row.power, row.power_low, row.power_high, row.runs),
        declared_on=row.declared_on,
        withdrawn_at=row.withdrawn_at,
        withdrawn_why=row.withdrawn_why,
    )
