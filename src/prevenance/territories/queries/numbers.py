"""Communes by a number typed: a postal code, whole or begun, a department, an INSEE code."""

from bisect import bisect_left
from collections.abc import Iterator
from functools import cache

import numpy as np
from numpy.typing import NDArray

from prevenance.territories.choices import Reason
from prevenance.territories.queries.register import department_of, register

Indexes = NDArray[np.int32]
_NOBODY: Indexes = np.array([], dtype=np.int32)
_AFTER_ALL = "\x7f"
_CODE_LENGTH = 5


@cache
def _postal_codes() -> tuple[list[str], Indexes]:
    """All pairs postal code, commune, sorted by postal code, as two columns."""
    pairs = sorted((code, index) for index, codes in enumerate(register().postal_codes) for code in codes.split())
    return [code for code, _ in pairs], np.array([index for _, index in pairs], dtype=np.int32)


@cache
def _departments() -> dict[str, Indexes]:
    departments = np.array([department_of(code) for code in register().codes])
    return {code: np.flatnonzero(departments == code).astype(np.int32) for code in register().departments}


def with_postal_code(start: str) -> Indexes:
    codes, communes = _postal_codes()
    return np.unique(communes[bisect_left(codes, start) : bisect_left(codes, start + _AFTER_ALL)])


def in_department(code: str) -> Indexes:
    return _departments().get(code, _NOBODY)


def answering(number: str) -> Iterator[tuple[Indexes, Reason]]:
    """Groups of communes that answer a number, the likeliest group first.

    A postal code no commune has (those of CEDEX) gives the department.
    """
    if number in register().departments:
        yield in_department(number), Reason.DEPARTMENT
    found = with_postal_code(number)
    yield found, Reason.POSTAL_CODE
    if len(number) == _CODE_LENGTH - 1:  # a leading zero, lost in a spreadsheet
        yield with_postal_code("0" + number), Reason.POSTAL_CODE
    index = register().index(number)
    if index is not None:
        yield np.array([index], dtype=np.int32), Reason.CODE
    if len(number) == _CODE_LENGTH and not len(found):
        yield with_postal_code(_department_part(number)), Reason.DEPARTMENT


def around(number: str) -> tuple[Indexes, Indexes]:
    """Communes that answer a number typed beside a name, and those of the same department (or nearly: by postal
    code).
    """
    answering_it = in_department(number) if number in register().departments else with_postal_code(number)
    return answering_it, with_postal_code(_department_part(number))


def _department_part(postal_code: str) -> str:
    return postal_code[: 3 if postal_code.startswith("97") else 2]
