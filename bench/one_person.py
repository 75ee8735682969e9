"""One person: what deciding costs, in microseconds of CPU, against OpenFisca and cql-execution on the same answers.

    python -m bench.one_person [--people 2000] [--openfisca PYTHON] [--cql FOLDER]

Twelve rules that only compare a fact with a constant, so that both peers can say them. Peers get our integers and our
two-valued conditions: what is compared is the machine, not the logic, and their answers must equal the judge's.
PYTHON: an interpreter with openfisca-core; FOLDER: where `npm install cql-execution` was run.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import random
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.generative import people as invented

from prevenance.catalogue import book
from prevenance.rules import evaluating, nodes
from prevenance.rules.compiling import expressions as ex
from prevenance.rules.compiling import lowering, python
from prevenance.rules.facts import Profile
from prevenance.rules.statuses import ORDER

ON = dt.date(2026, 11, 24)
SIMPLE = (
    "menb-15-24-optional", "pneumococcal-adult", "rsv-vaccine-senior", "breast-high-risk-followup",
    "colorectal-high-risk-followup", "lung-cancer-screening-pilot", "eps-health-exam", "icope-self-assessment",
    "folic-acid", "hiv-test-once", "ckd-screening", "alcohol-reduction",
)  # fmt: skip


def cost(run: Callable[[], object], number: int) -> float:
    """Microseconds of CPU for each of `number` people, the best of thirty passes."""
    best = float("inf")
    for _ in range(30):
        begun = time.process_time()
        run()
        best = min(best, time.process_time() - begun)
    return best / number * 1e6


def said(node: ex.Truth | ex.Whole) -> object:
    """An expression as plain lists, for the peers."""
    match node:
        case ex.Literal(value) | ex.Number(value):
            return value
        case ex.Column(name):
            return name
        case ex.Compare(sign, first, second):
            return [str(sign), said(first), said(second)]
        case ex.Both(parts):
            return ["and", *(said(part) for part in parts)]
        case ex.Either(parts):
            return ["or", *(said(part) for part in parts)]
    raise TypeError(node)


def ours(name: str, rules: Sequence[nodes.Rule], crowd: Sequence[Profile]) -> python.Compiled:
    """Our costs: compiled for each range of birth beforehand, as a server is after its first hours of the day."""
    compiled = python.compile_rules(rules, ON, book.load().facts)
    rows = [compiled.row(profile) for profile in crowd]
    for row in rows:
        compiled.statuses(row)
        compiled.plan(row)
    for profile in crowd:
        assert tuple(one.status for one in compiled.plan_of(profile)) == compiled.statuses_of(profile)
    print(f"{name}: statuses {cost(lambda: [compiled.statuses(row) for row in rows], len(rows)):.2f} µs,", end=" ")
    print(f"with dates {cost(lambda: [compiled.plan(row) for row in rows], len(rows)):.1f} µs,", end=" ")
    print(f"making the row {cost(lambda: [compiled.row(one) for one in crowd], len(rows)):.1f} µs,", end=" ")
    whole = cost(lambda: [compiled.statuses_of(one) for one in crowd], len(rows))
    dated = cost(lambda: [compiled.plan_of(one) for one in crowd], len(rows))
    print(f"from the profile, without a row: statuses {whole:.2f} µs, with dates {dated:.1f} µs,", end=" ")
    few = crowd[:20]
    print(f"the judge {cost(lambda: [evaluating.judge(r, p) for p in few for r in rules], len(few)):.0f} µs")
    return compiled


def peer(name: str, command: list[str], asked: dict[str, object], expected: list[list[int]], **env: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        given, taken = Path(folder) / "given.json", Path(folder) / "taken.json"
        given.write_text(json.dumps(asked))
        subprocess.run([*command, str(given), str(taken)], check=True, env={**os.environ, **env})
        answer = json.loads(taken.read_text())
    wrong = sum(one != other for one, other in zip(answer["statuses"], expected, strict=True))
    print(f"{name}: {answer['microseconds']:.0f} µs; {wrong} of {len(expected)} people differ from the judge")


def main() -> None:
    reading = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    reading.add_argument("--people", type=int, default=2000)
    reading.add_argument("--openfisca", help="an interpreter with openfisca-core")
    reading.add_argument("--cql", type=Path, help="a folder with node_modules/cql-execution")
    options = reading.parse_args()
    catalogue, draw, here = book.load(), random.Random(1), Path(__file__).parent
    crowd = [invented.person(draw, catalogue.facts, ON) for _ in range(options.people)]
    ours("51 rules", list(catalogue.rules(ON)), crowd)
    rules = [catalogue.rule(identity, ON) for identity in SIMPLE]
    compiled = ours("12 rules", rules, crowd)
    expected = [[ORDER.index(evaluating.judge(rule, profile).status) for rule in rules] for profile in crowd]
    lowered = [lowering.lower(rule, ON, catalogue.facts) for rule in rules]
    known = lowering.domain((feature.name, feature.bits) for feature in compiled.features)
    asked: dict[str, object] = {
        "columns": [feature.name for feature in compiled.features],
        "rows": [compiled.row(profile) for profile in crowd],
        "rules": {
            rule.id: [[ORDER.index(status), said(truth)] for status, truth in lowering.where(rule, known)]
            for rule in lowered
        },
    }
    if options.openfisca:
        peer("OpenFisca-core", [options.openfisca, str(here / "peer_openfisca.py")], asked, expected)
    if options.cql:
        modules = str(options.cql.resolve() / "node_modules")
        peer("cql-execution", ["node", str(here / "peer_cql.js")], asked, expected, NODE_PATH=modules)


if __name__ == "__main__":
    main()
