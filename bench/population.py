"""An invented population as columns of features, one folder for each band of age and sex, rows in order of commune.

Drawn with a seed: an age pyramid like that of France, communes of very unequal sizes, about 8 % of answers unknown,
acts mostly within the last years, what sex or age implies filled in. Nobody in it exists.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from prevenance.rules import calendar, nodes
from prevenance.rules.compiling import dates_in_codes as codes
from prevenance.rules.compiling.features import NOT_SAID, Feature, Reading

AGES = (0, 1, 2, 3, 4, 6, 8, 10, 12, 15, 18, 20, 25, 26, 30, 35, 40, 45, 50, 55, 60, 65, 70, 75, 80, 85, 90, 106)
COMMUNES = 34_900
UNKNOWN, UNDATED, SILENT = 0.08, 0.02, 0.005  # SILENT: neither birth nor sex is known
FEMALE_ONLY = ("pregnant", "pregnancy_project", "gestational_diabetes_or_large_baby", "childbirth", "cervical_test")
ADULTS_ONLY = ("pregnant", "pregnancy_project", "childbirth", "health_professional", "home_helper", "dementia")


@dataclass(frozen=True, slots=True)
class Band:
    """People of one sex (None: unknown) born on or after `first` and on or before `last`."""

    name: str
    sex: int | None
    first: dt.date
    last: dt.date
    people: int
    seed: int


def bands(people: int, on: dt.date, seed: int) -> list[Band]:
    """The population cut in bands. The pyramid: flat to 60, then fewer and fewer."""
    weights = [sum(max(0.02, 1 - max(0, age - 60) / 38) for age in range(low, high)) for low, high in _spans()]
    share = people * (1 - SILENT) / sum(weights) / 2
    found = []
    for (low, high), weight in zip(_spans(), weights, strict=True):
        last = calendar.latest_with_birthday_by(on, low)
        first = calendar.latest_with_birthday_by(on, high) + dt.timedelta(days=1)
        for sex in (0, 1):
            number = round(share * weight)
            found.append(Band(f"{low:03}-{high - 1:03}-{sex}", sex, first, last, number, seed + len(found)))
    rest = people - sum(band.people for band in found)
    oldest = calendar.latest_with_birthday_by(on, AGES[-1])
    return [*found, Band("silent", None, oldest, on, rest, seed + len(found))]


def _spans() -> list[tuple[int, int]]:
    return list(itertools.pairwise(AGES))


def commune_starts(band: Band) -> NDArray[np.int64]:
    """Where the rows of each commune begin; the last value is the number of rows."""
    sizes = np.random.default_rng(7).lognormal(6.0, 1.3, COMMUNES)  # the same communes for every band
    counts = np.random.default_rng(band.seed).multinomial(band.people, sizes / sizes.sum())
    return np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)


def write(band: Band, features: Sequence[Feature], on: dt.date, folder: Path) -> int:
    """Write the band's columns (NumPy files); the number of bytes."""
    place = folder / band.name
    place.mkdir(parents=True)
    people = _People(band, on)
    total = 0
    for feature in features:
        column = people.column(feature)
        np.save(place / f"{feature.name}.npy", column)
        total += column.nbytes
    np.save(place / "starts.npy", commune_starts(band))
    return total


def read(folder: Path) -> tuple[dict[str, NDArray[np.generic]], NDArray[np.int64]]:
    """The columns of a band, mapped and not loaded, and where communes begin."""
    columns = {file.stem: np.load(file, mmap_mode="r") for file in sorted(folder.glob("*.npy"))}
    starts = np.asarray(columns.pop("starts"))
    return columns, starts


class _People:
    def __init__(self, band: Band, on: dt.date) -> None:
        self._band, self._on = band, on
        self._draw = np.random.default_rng([band.seed, 1])
        days = np.arange(dt.date(1900, 1, 1).toordinal(), on.toordinal() + 1)
        self._codes = np.array([codes.code(dt.date.fromordinal(int(day))) for day in days], dtype=np.uint16)
        self._born = self._draw.integers(self._index(band.first), self._index(band.last) + 1, band.people)
        self._last: dict[str, NDArray[np.int64]] = {}
        self._kind: dict[str, NDArray[np.uint8]] = {}

    @staticmethod
    def _index(day: dt.date) -> int:
        return day.toordinal() - dt.date(1900, 1, 1).toordinal()

    def column(self, feature: Feature) -> NDArray[np.generic]:
        band, number = self._band, self._band.people
        if feature.fact == nodes.BIRTH:
            return np.full(number, codes.UNKNOWN, np.uint16) if band.sex is None else self._codes[self._born]
        if feature.fact == "sex":
            return np.full(number, NOT_SAID if band.sex is None else band.sex, np.uint8)
        match feature.reading:
            case Reading.FLAG:
                return self._picked([0.04], feature.unknown, 0, feature)
            case Reading.CHOICE:
                usual = (
                    0
                    if feature.fact != "smoking" or band.first.year < self._on.year - 12
                    else feature.values.index("never")
                )
                return self._picked([0.3] * (len(feature.values) - 1), feature.unknown, usual, feature)
            case Reading.NUMBER:
                middle = 25 if feature.fact == "body_mass_index" else 12
                drawn = self._draw.normal(middle, middle / 6, number).clip(8, 60) * 10**feature.decimals
                return np.where(self._draw.random(number) < UNKNOWN, feature.unknown, drawn).astype(np.uint16)
            case Reading.DATE:
                recent = self._index(self._on) - self._draw.integers(0, 280, number)
                return np.where(self._draw.random(number) < 0.97, feature.unknown, self._codes[recent]).astype(
                    np.uint16
                )
            case _:
                return self._act(feature)

    def _implied(self, fact: str) -> bool:
        male = self._band.sex == 1 and fact in FEMALE_ONLY
        return male or (self._band.last > dt.date(self._on.year - 12, 1, 1) and fact in ADULTS_ONLY)

    def _picked(self, shares: list[float], unknown: int, usual: int, feature: Feature) -> NDArray[np.uint8]:
        """Eight bits: other values by their share, unknown, and the usual one for the rest."""
        if self._implied(feature.fact):
            return np.zeros(self._band.people, np.uint8)
        table = np.full(256, usual, np.uint8)
        table[: round(UNKNOWN * 256)] = unknown
        start = round(UNKNOWN * 256)
        for value, share in enumerate(shares, 1):
            table[start : start + max(1, round(share * 256))] = value
            start += max(1, round(share * 256))
        return table[self._draw.integers(0, 256, self._band.people, dtype=np.uint8)]

    def _act(self, feature: Feature) -> NDArray[np.generic]:
        if feature.fact not in self._last:
            self._remember(feature.fact)
        last, kind = self._last[feature.fact], self._kind[feature.fact]  # kind: 0 never, 1 done, 2 undated, 3 unknown
        if feature.reading is Reading.COUNT:
            times = np.array([0, 1, 1, 2, 2, 3, 3, 4], np.uint8)[self._draw.integers(1, 8, len(kind), dtype=np.uint8)]
            return np.select([kind == 0, kind == 3], [np.uint8(0), np.uint8(NOT_SAID)], times)
        days = last if feature.reading is Reading.LAST else (last + self._born) // 2
        known = np.array([1, 0, 0, 0], np.uint16)[kind]
        special = np.array([codes.NEVER, 0, codes.UNDATED, codes.UNKNOWN], np.uint16)[kind]
        return self._codes[days] * known + special

    def _remember(self, fact: str) -> None:
        number = self._band.people
        table = np.zeros(256, np.uint8)
        table[:20], table[20:25] = 3, 2  # 8 % unknown, 2 % undated
        table[25 : 25 + 110] = 1
        if self._implied(fact):
            table[:] = 0
        today = self._index(self._on)
        ago = (self._draw.exponential(1200, number)).astype(np.int64)
        self._last[fact] = np.maximum(today - ago, self._born)
        self._kind[fact] = table[self._draw.integers(0, 256, number, dtype=np.uint8)]
