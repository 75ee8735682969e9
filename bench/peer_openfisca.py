"""The twelve rules of `one_person.py` as OpenFisca variables (run by an interpreter that has openfisca-core 46).

    python bench/peer_openfisca.py INPUT.json OUTPUT.json

OpenFisca cannot say unknown: it is given our integers, where unknown is a number, and our two-valued conditions.
"""

import json
import sys
import time
from pathlib import Path

import numpy as np
from openfisca_core.entities import build_entity
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

MONTH = "2026-11"


def text(node) -> str:
    if isinstance(node, str):
        return f'person("{node}", period)'
    if isinstance(node, (bool, int)):
        return repr(node)
    sign, *parts = node
    joined = {"and": " & ", "or": " | ", "<=": " <= ", "=": " == ", "<>": " != "}[sign]
    return "(" + joined.join(text(part) for part in parts) + ")"


def formula_of(statuses):
    total = " + ".join(f"({rank} - 3) * {text(condition)}" for rank, condition in statuses)
    names = {}
    exec(f"def formula(person, period):\n    return 3 + {total}", names)
    return names["formula"]


def system(columns, rules):
    person = build_entity("person", "persons", "A person", is_person=True)
    built = TaxBenefitSystem([person])
    shape = {"value_type": int, "entity": person, "definition_period": DateUnit.MONTH, "label": "bench"}
    for name in columns:
        built.add_variable(type(name, (Variable,), dict(shape)))
    for name, statuses in rules.items():
        built.add_variable(type(name, (Variable,), {**shape, "formula": formula_of(statuses)}))
    return built


def simulate(built, columns, names, values, count):
    simulation = SimulationBuilder().build_default_simulation(built, count)
    for name in columns:
        simulation.set_input(name, MONTH, values[name])
    return [simulation.calculate(name, MONTH) for name in names]


def main():
    asked = json.loads(Path(sys.argv[1]).read_text())
    columns, people = asked["columns"], asked["rows"]
    rules = {name.replace("-", "_"): statuses for name, statuses in asked["rules"].items()}
    built = system(columns, rules)
    table = {name: np.array([row[place] for row in people]) for place, name in enumerate(columns)}
    results = np.array(simulate(built, columns, list(rules), table, len(people))).T
    few = people[:300]
    rows = [{name: np.array([row[place]]) for place, name in enumerate(columns)} for row in few]
    begun = time.process_time()
    for row in rows:
        simulate(built, columns, list(rules), row, 1)
    spent = (time.process_time() - begun) / len(few) * 1e6
    Path(sys.argv[2]).write_text(json.dumps({"statuses": results.tolist(), "microseconds": spent}))


main()
