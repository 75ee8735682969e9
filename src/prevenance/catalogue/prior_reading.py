"""The shares that order the questions, read from `priors.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from prevenance.catalogue import fact_reading as shared
from prevenance.catalogue.marked_yaml import Entry, read_file
from prevenance.rules.facts import Fact
from prevenance.rules.priors import Priors, Share

KEYS = ("ages", "sex", "yes", "values", "never", "within", "complete")


def read_priors(folder: Path, declared: Mapping[str, Fact]) -> Priors:
    """Fact → shares, tried in order. A fact without any is asked in its turn all the same.

    Raises:
        ContentError: an unknown fact, a share outside 0 to 1.
    """
    file = folder / "priors.yaml"
    if not file.exists():
        return {}
    found = {}
    for name, entry in shared.any_mapping(read_file(file)).items():
        if name not in declared:
            entry.refuse(f"unknown fact “{name}”", "Declare it under facts/ first")
        found[name] = tuple(_share(item) for item in entry.items(at_least=1))
    return found


def _share(entry: Entry) -> Share:
    fields = entry.mapping((), KEYS)
    ages = [item.whole_number() for item in fields["ages"].items(at_least=2)] if "ages" in fields else [0, 150]
    values = (
        {key: shared.number(e) for key, e in shared.any_mapping(fields["values"]).items()} if "values" in fields else {}
    )
    if "yes" in fields:
        values = {"yes": _part(fields["yes"])}
    within = shared.any_mapping(fields["within"]) if "within" in fields else {}
    return Share(
        from_age=ages[0],
        to_age=ages[1],
        sex=fields["sex"].text() if "sex" in fields else None,
        values=values,
        never=_part(fields["never"]) if "never" in fields else 0.0,
        within={int(months): _part(e) for months, e in within.items()},
        complete=_part(fields["complete"]) if "complete" in fields else None,
    )


def _part(entry: Entry) -> float:
    value = shared.number(entry)
    if not 0 <= value <= 1:
        entry.refuse(f"{value} is not a share", "Write a number between 0 and 1")
    return value
