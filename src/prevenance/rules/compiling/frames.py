"""Tables of people as others keep them (Polars, pandas, Arrow, NumPy) as the columns of features that `columns` reads.

Columns are named after facts and hold nothing (null, None, NaT, NaN) for unknown, as in `sql.feature_view`: dates and
yes-or-no facts as such; choices as text; numbers; weeks as the date they count from. An act is `act__last` (and
`act__first`: dates; `act__count`: a number, where rules read them) with `act__done`: false for never, true for done
even if nobody knows when. A column which already holds integers as narrow as its feature is taken as it is, uncopied.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from prevenance.rules.compiling import dates_in_codes as codes
from prevenance.rules.compiling import features as coding
from prevenance.rules.compiling.features import Feature, Reading

Array = NDArray[Any]
TYPES: dict[int, type[np.unsignedinteger[Any]]] = {8: np.uint8, 16: np.uint16}
FIRST_DAY, LAST_DAY = np.datetime64("1900-01-01", "D"), np.datetime64(codes.LATEST, "D")


class Table(Protocol):
    """What is asked of a table: a column by its name, which NumPy can read."""

    def __getitem__(self, name: str, /) -> Any: ...


def features(wanted: Iterable[Feature], table: Table) -> dict[str, Array]:
    """The columns of `wanted`, ready for `columns`.

    Raises:
        ValueError: a column that is missing, or holds a value that its fact cannot take. It names the column.
    """
    return {feature.name: _column(feature, table) for feature in wanted}


def _column(feature: Feature, table: Table) -> Array:
    given = _read(table, feature.name)
    width = TYPES[feature.bits]
    if given.dtype == width:
        return given
    match feature.reading:
        case Reading.DATE:
            found = _codes(feature, given, np.full(len(given), feature.unknown))
        case Reading.LAST | Reading.FIRST:
            found = _codes(feature, given, _otherwise(feature, table, codes.NEVER, codes.UNDATED))
        case Reading.COUNT:
            otherwise = _otherwise(feature, table, 0, feature.unknown)
            found = np.minimum(_whole(feature, given, 1, otherwise), coding.NOT_SAID)
            found = np.where((found == coding.NOT_SAID) & _known(given), coding.MOST, found)
        case Reading.FLAG:
            found = _flags(feature, given, feature.unknown)
        case Reading.CHOICE:
            found = _choices(feature, given)
        case Reading.NUMBER:
            found = _whole(feature, given, 10**feature.decimals, np.full(len(given), feature.unknown))
    return found.astype(width)


def _read(table: Table, name: str) -> Array:
    try:
        return np.asarray(table[name])
    except Exception as missing:  # each library has its own error for it
        raise ValueError(
            f"column {name} is missing: rules read it; give nothing in it where it is unknown"
        ) from missing


def _known(given: Array) -> NDArray[np.bool_]:
    """Where there is a value. Only nothing differs from itself (NaN, NaT); None is told apart."""
    if given.dtype.kind in "OT":
        return np.fromiter((one is not None and bool(one == one) for one in given), np.bool_, len(given))
    known: NDArray[np.bool_] = given == given
    return known


def _refuse(feature: Feature, value: object, wanted: str) -> ValueError:
    return ValueError(f"column {feature.name}: {value!r} is not {wanted}")


def _otherwise(feature: Feature, table: Table, never: int, done: int) -> NDArray[np.int64]:
    """What stands for an act without a date or a count, from `act__done`."""
    given = _read(table, f"{feature.fact}__done")
    return np.array([never, done, feature.unknown])[np.minimum(_flags(feature, given, 2), 2)]


def _flags(feature: Feature, given: Array, unknown: int) -> NDArray[np.int64]:
    if given.dtype.kind == "b":
        return given.astype(np.int64)
    known = _known(given)
    values = given[known]
    right = (values == True) | (values == False)  # noqa: E712  # element by element
    if not np.all(right):
        raise _refuse(feature, values[np.logical_not(right)][0], "true, false or nothing")
    found = np.full(len(given), unknown)
    found[known] = values.astype(np.int64)
    return found


def _choices(feature: Feature, given: Array) -> NDArray[np.int64]:
    known, found = _known(given), np.full(len(given), feature.unknown)
    left = known.copy()
    for position, value in enumerate(feature.values):
        here = known & (given == value)
        found[here] = position
        left &= ~here
    if left.any():
        raise _refuse(feature, given[left][0], f"one of {', '.join(feature.values)}")
    return found


def _whole(feature: Feature, given: Array, scale: int, otherwise: NDArray[np.int64]) -> NDArray[np.int64]:
    known, found = _known(given), otherwise.copy()
    try:
        values = given[known].astype(np.float64)
    except (TypeError, ValueError) as cause:
        raise _refuse(feature, given[known][0], "a number") from cause
    scaled = np.rint(values * scale)
    wrong = (scaled < 0) | (scaled >= codes.UNKNOWN) | (scaled / scale != values)
    if wrong.any():
        raise _refuse(feature, values[wrong][0], f"a number from 0, decimals: {feature.decimals} at most")
    found[known] = scaled.astype(np.int64)
    return found


def _codes(feature: Feature, given: Array, otherwise: NDArray[np.int64]) -> NDArray[np.int64]:
    known, found = _known(given), otherwise.copy()
    values = given[known]
    if len(values) and values.dtype.kind != "M" and not all(isinstance(one, dt.date) for one in values):
        raise _refuse(feature, values[0], "a date")
    days = values.astype("datetime64[D]")
    wrong = (days < FIRST_DAY) | (days > LAST_DAY)
    if wrong.any():
        raise _refuse(feature, str(days[wrong][0]), f"between {FIRST_DAY} and {LAST_DAY}")
    months = days.astype("datetime64[M]")
    since = months.astype(np.int64) + 70 * 12  # months since January 1900
    found[known] = since // 12 * codes.YEAR + since % 12 * codes.MONTH + (days - months).astype(np.int64) + codes.FIRST
    return found
