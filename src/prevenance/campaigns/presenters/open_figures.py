"""The figures of a campaign as open data: the same aggregates as its public page, nothing finer."""

from __future__ import annotations

import csv
import datetime as dt
import functools
import io
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from prevenance.campaigns.presenters import measure as words
from prevenance.campaigns.queries.campaigns import CampaignKept
from prevenance.campaigns.queries.measure import Exposed, Measured
from prevenance.counting.measure import LEAST_CELL, Share, Why
from prevenance.formats.spreadsheets import safe_cell

HIDDEN = "s"  # statistical secrecy, as the French statistics office writes it
SITE = "site"
Row = dict[str, Any]


@functools.cache
def columns() -> Mapping[str, Mapping[str, str]]:
    """Name → type, fr, en."""
    path = Path(__file__).parents[1] / "choices" / "open_figures.yaml"
    return yaml.safe_load(path.read_text("utf-8"))["columns"]  # type: ignore[no-any-return]


def rows(one: CampaignKept, found: Measured, *, on: dt.date) -> list[Row]:
    """Every column each time; what is not known is None."""
    days = {"first_on": one.draft.starts_on, "last_on": min(on, one.draft.ends_on)}
    told = [*_exposed(found.exposed), *_reached(found), *_understood(found), *_acted(found)]
    return [
        dict.fromkeys(columns()) | {"counted_by": SITE} | (days if each["figure"] != "cost" else {}) | each
        for each in [*told, *_money(one, found)]
    ]


def _exposed(said: Exposed | None) -> Iterator[Row]:
    if said is None:
        yield {"figure": "exposed", "unit": "people", "why": "silent"}
        return
    row: Row = {"figure": "exposed", "unit": "people", "value": said.low, "value_high": said.high}
    row |= {
        "asked": said.links,
        "missing": said.silent,
        "part": "links",
        "part_key": "links",
        "counted_by": ", ".join(said.sources),
    }
    if said.share:
        row |= {"share_low": round(said.share[0], 4), "share_high": round(said.share[1], 4)}
    yield row
    if said.audience:
        who = {"counted_by": said.audience.source, "as_of": said.audience.as_of}
        size = {"part": "audience", "part_key": "audience", "unit": "people", "value": said.audience.people}
        yield {"figure": "exposed"} | size | who


def _reached(found: Measured) -> Iterator[Row]:
    if not found.links:
        yield {"figure": "reached", "unit": "visits", "why": "not_asked"}
        return
    many = {"value": found.visits.people, "value_high": found.visits.people + found.doubt}
    every = {"part": "all", "part_key": "all", "unit": "visits", "known": found.visits.total}
    yield {"figure": "reached"} | every | many
    for one in words.came(found.sources, is_public=True):
        row: Row = {"figure": "reached", "part": one.who, "part_key": one.key, "unit": "visits"}
        yield row | {"value": one.people, "known": one.requests}
    for (label, rule), many_ in sorted(found.visits.by_rule.items()):
        key = f"{label}:{rule}".rstrip(":")
        yield {"figure": "requests", "part": key, "part_key": key, "unit": "requests", "value": many_}


def _understood(found: Measured) -> Iterator[Row]:
    for one in found.understood:
        what = {"part": words.title(one), "part_key": one.code, "unit": "answers"}
        yield {"figure": "understood"} | what | _share(one.share)


def _acted(found: Measured) -> Iterator[Row]:
    if found.acted is not None:
        is_small = 0 < found.acted.asked < LEAST_CELL
        hidden = {"value": HIDDEN, "why": Why.HIDDEN.value}
        what = {"figure": "acted", "part": found.goal, "part_key": found.goal, "unit": "people"}
        yield what | (hidden if is_small else _share(found.acted))
        if found.others != 0:
            beside = {"part": f"{found.goal}: without a seat", "part_key": f"{found.goal}:without_a_seat"}
            yield what | beside | {"value": HIDDEN if found.others is None else found.others}
    for one in found.declared:
        row: Row = {
            "figure": "declared",
            "part": one.act,
            "part_key": one.act,
            "unit": "people",
            "counted_by": one.source,
        }
        row |= {"first_on": one.first_on, "last_on": one.last_on, "as_of": one.as_of}
        row |= _share(one.share) if one.share else {}
        yield row | ({"value": HIDDEN, "why": Why.HIDDEN.value} if one.many is None else {"value": one.many})


def _share(one: Share) -> Row:
    row: Row = {"value": one.numerator, "known": one.denominator, "asked": one.asked, "missing": one.missing}
    if one.why is Why.HIDDEN:
        row["value"] = HIDDEN
    if one.value is not None and one.low is not None and one.high is not None:
        row |= {"share": round(one.value, 4), "share_low": round(one.low, 4), "share_high": round(one.high, 4)}
    return row | {"why": one.why.value if one.why else None}


def _money(one: CampaignKept, found: Measured) -> Iterator[Row]:
    paid: Counter[tuple[str, str]] = Counter()
    for cost in one.costs:
        paid[(cost.heading, cost.paid_to)] += cost.cents
    for (heading, to), cents in sorted(paid.items()):
        what = {"part": f"{heading}: {to}", "part_key": heading, "unit": "euros", "value": cents / 100}
        yield {"figure": "cost"} | what
    for link in found.spoken:
        if link.agreed.cents is not None:
            kind = link.agreed.kind.value
            row: Row = {"figure": "partnership", "part": f"{kind}: {link.who or 'relay'}", "part_key": kind}
            row |= {"unit": "euros", "value": link.agreed.cents / 100, "counted_by": link.agreed.payer}
            yield row | {"as_of": link.agreed.contract_on}


def as_csv(told: list[Row]) -> str:
    """With a header; what a spreadsheet would run is made a text."""
    return _table(list(columns()), [[_cell(row[name]) for name in columns()] for row in told])


def dictionary() -> str:
    """The columns, as a table of its own."""
    return _table(
        ["name", "type", "fr", "en"], [[name, one["type"], one["fr"], one["en"]] for name, one in columns().items()]
    )


def as_json(one: CampaignKept, told: list[Row]) -> str:
    """With the dictionary of columns beside the rows."""
    about = {"code": one.code, "name": one.draft.words, "is_fictional": one.is_fictional}
    described = [{"name": name, **each} for name, each in columns().items()]
    whole = {"campaign": about, "columns": described, "rows": told}
    return json.dumps(whole, ensure_ascii=False, indent=1, default=str)


def _table(header: list[str], lines: list[list[str]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(header)
    writer.writerows([safe_cell(cell) for cell in line] for line in lines)
    return out.getvalue()


def _cell(value: Any) -> str:
    return "" if value is None else str(value)
