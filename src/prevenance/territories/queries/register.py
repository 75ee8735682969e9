"""The communes of France, read once per process from the packed file and kept as columns (a row is built when asked
for).
"""

import json
import lzma
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune of today. Codes are text (INSEE, SIREN of the EPCI); the centre is in degrees, WGS84.

    `epci` and `epci_name` are empty for the few islands that belong to none; `postal_codes` is empty when none is
    published.
    """

    code: str
    name: str
    postal_codes: tuple[str, ...]
    department: str
    department_name: str
    region: str
    region_name: str
    epci: str
    epci_name: str
    population: int
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class OtherName:
    """A name people still use that is no commune of today: a delegated or associated commune, an arrondissement."""

    name: str
    commune: int
    code: str


@dataclass(frozen=True, slots=True, eq=False)
class Register:
    """Columns in the order of the codes. The position of a commune in them is what other modules call its index."""

    codes: Sequence[str]
    names: Sequence[str]
    postal_codes: Sequence[str]  # separated by a space
    population: NDArray[np.int32]
    latitude: NDArray[np.float64]
    longitude: NDArray[np.float64]
    epci: NDArray[np.int16]  # -1: none
    epcis: Sequence[tuple[str, str]]
    departments: Mapping[str, tuple[str, str]]  # code -> name, code of the region
    regions: Mapping[str, str]
    other_names: Sequence[OtherName]
    former_codes: Mapping[str, int]

    def index(self, code: str) -> int | None:
        place = bisect_left(self.codes, code)
        if place < len(self.codes) and self.codes[place] == code:
            return place
        return self.former_codes.get(code)

    def commune(self, index: int) -> Commune:
        code = self.codes[index]
        department = department_of(code)
        department_name, region = self.departments[department]
        epci, epci_name = self.epcis[self.epci[index]] if self.epci[index] >= 0 else ("", "")
        return Commune(
            code=code,
            name=self.names[index],
            postal_codes=tuple(self.postal_codes[index].split()),
            department=department,
            department_name=department_name,
            region=region,
            region_name=self.regions[region],
            epci=epci,
            epci_name=epci_name,
            population=int(self.population[index]),
            latitude=round(float(self.latitude[index]), 4),
            longitude=round(float(self.longitude[index]), 4),
        )


def department_of(code: str) -> str:
    """The department of an INSEE code: two characters, three overseas."""
    return code[:3] if code.startswith("97") else code[:2]


def packed_bytes(name: str) -> bytes | None:
    """A file of the `packed` folder, unpacked; None when it is not there."""
    file = files("prevenance.territories") / "packed" / name
    return lzma.decompress(file.read_bytes()) if file.is_file() else None


@cache
def register() -> Register:
    raw = packed_bytes("communes.json.xz")
    if raw is None:
        raise FileNotFoundError("packed/communes.json.xz is missing: run scripts/pack_territories.py.")
    return _read(json.loads(raw))


def _read(packed: Mapping[str, Any]) -> Register:
    steps = packed["steps_per_degree"]
    return Register(
        codes=packed["codes"].split(" "),
        names=packed["names"].split("\n"),
        postal_codes=packed["postal_codes"].split("\n"),
        population=np.array(packed["population"], dtype=np.int32),
        latitude=np.array(packed["latitude"]) / steps,
        longitude=np.array(packed["longitude"]) / steps,
        epci=np.array(packed["epci"], dtype=np.int16),
        epcis=[(code, name) for code, name in packed["epcis"]],
        departments={code: (name, region) for code, (name, region) in packed["departments"].items()},
        regions=packed["regions"],
        other_names=[OtherName(name, index, code) for name, index, code in packed["other_names"]],
        former_codes=packed["former_codes"],
    )


def commune(code: str) -> Commune | None:
    """The commune of this INSEE code, or the commune of today that has taken in the one of this code; None when
    unknown.

    Codes of the arrondissements of Paris, Lyon and Marseille give the city.
    """
    index = register().index(code)
    return None if index is None else register().commune(index)
