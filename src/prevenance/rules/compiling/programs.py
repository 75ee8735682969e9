"""Expressions as a straight list of array operations, each distinct one computed once, and the machine that runs it.

Conditions become packed bits (eight people a byte): comparing costs the same, combining costs eight times less, and
counting people is counting bits. Rows go by pieces small enough to stay in the processor's cache.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from prevenance.rules.compiling import dates_in_codes as codes
from prevenance.rules.compiling import expressions as ex

Array = NDArray[np.generic]
Bits = NDArray[np.uint64]
PIECE = 1 << 17  # rows at a time: 256 kB a sixteen-bit column


class Step(enum.Enum):
    """What an operation does with the slots before it."""

    COLUMN = enum.auto()
    WIDE = enum.auto()
    NUMBER = enum.auto()
    ADD = enum.auto()
    TIMES = enum.auto()
    QUOTIENT = enum.auto()
    REMAINDER = enum.auto()
    GREATER = enum.auto()
    UNPACK = enum.auto()
    AT_MOST = enum.auto()
    BELOW = enum.auto()
    EQUAL = enum.auto()
    DIFFERENT = enum.auto()
    BOTH = enum.auto()
    EITHER = enum.auto()
    NOT = enum.auto()
    EVERYONE = enum.auto()
    NOBODY = enum.auto()


@dataclass(frozen=True, slots=True)
class Operation:
    """`operands`: earlier slots. `column`, `number`: what the step needs beside them."""

    step: Step
    operands: tuple[int, ...] = ()
    column: str = ""
    number: int = 0


@dataclass(slots=True)
class Program:
    """Operations in order; `place` adds an expression and says in which slot its value will be."""

    operations: list[Operation] = field(default_factory=list)
    _truths: dict[ex.Truth, int] = field(default_factory=dict)
    _wholes: dict[ex.Whole, int] = field(default_factory=dict)
    _written: dict[Operation, int] = field(default_factory=dict)

    @property
    def columns(self) -> frozenset[str]:
        """The features read."""
        return frozenset(one.column for one in self.operations if one.column)

    def place(self, condition: ex.Truth) -> int:
        """The slot of a condition's bits."""
        found = self._truths.get(condition)
        if found is None:
            opposite = self._truths.get(ex.negation(condition))
            found = self._write(Step.NOT, opposite) if opposite is not None else self._condition(condition)
            self._truths[condition] = found
        return found

    def place_whole(self, whole: ex.Whole, argument: int = -1) -> int:
        """The slot of an integer. `argument`: the slot which `ARGUMENT` stands for, in a date function."""
        if argument >= 0:
            return self._whole(whole, argument)
        found = self._wholes.get(whole)
        if found is None:
            found = self._wholes[whole] = self._whole(whole, argument)
        return found

    def _write(self, step: Step, *operands: int, column: str = "", number: int = 0) -> int:
        operation = Operation(step, operands, column, number)
        if operation not in self._written:
            self._written[operation] = len(self.operations)
            self.operations.append(operation)
        return self._written[operation]

    def _condition(self, condition: ex.Truth, argument: int = -1) -> int:
        match condition:
            case ex.Literal(value):
                return self._write(Step.EVERYONE if value else Step.NOBODY)
            case ex.Compare():
                return self._compare(condition, argument)
            case ex.Both(parts) | ex.Either(parts):
                step = Step.BOTH if isinstance(condition, ex.Both) else Step.EITHER
                place = self.place if argument < 0 else lambda part: self._condition(part, argument)
                slots = [place(part) for part in parts]
                total = slots[0]
                for slot in slots[1:]:
                    total = self._write(step, total, slot)
                return total

    def _compare(self, condition: ex.Compare, argument: int) -> int:
        sign, first, second = condition.sign, condition.first, condition.second
        step = {ex.Sign.AT_MOST: Step.AT_MOST, ex.Sign.EQUAL: Step.EQUAL, ex.Sign.DIFFERENT: Step.DIFFERENT}[sign]
        if isinstance(first, ex.Add) and first.second == ex.Number(1) and sign is ex.Sign.AT_MOST:
            step, first = Step.BELOW, first.first
        narrow = argument < 0 and all(isinstance(side, ex.Column | ex.Number) for side in (first, second))
        sides = [self._narrow(s) if narrow else self.place_whole(s, argument) for s in (first, second)]
        return self._write(step, *sides)

    def _narrow(self, side: ex.Whole) -> int:
        """A column as it is stored: comparisons need no wider integers."""
        if isinstance(side, ex.Column):
            return self._write(Step.COLUMN, column=side.name)
        return self.place_whole(side)

    def _whole(self, whole: ex.Whole, argument: int) -> int:
        match whole:
            case ex.Column(name):
                if whole == codes.ARGUMENT:
                    return argument
                return self._write(Step.WIDE, self._write(Step.COLUMN, column=name))
            case ex.Number(value):
                return self._write(Step.NUMBER, number=value)
            case ex.Add(a, b) | ex.Times(a, b) | ex.Greater(a, b):
                step = {ex.Add: Step.ADD, ex.Times: Step.TIMES, ex.Greater: Step.GREATER}[type(whole)]
                return self._write(step, self.place_whole(a, argument), self.place_whole(b, argument))
            case ex.Quotient(a, divisor):
                return self._write(Step.QUOTIENT, self.place_whole(a, argument), number=divisor)
            case ex.Remainder(a, divisor):
                return self._write(Step.REMAINDER, self.place_whole(a, argument), number=divisor)
            case ex.AsNumber(condition):
                bits = self.place(condition) if argument < 0 else self._condition(condition, argument)
                return self._write(Step.UNPACK, bits)
            case ex.Apply(function, a):
                return self.place_whole(codes.FUNCTIONS[function], self.place_whole(a, argument))


WHOLE_STEPS = {Step.ADD: np.add, Step.TIMES: np.multiply, Step.GREATER: np.maximum}
COMPARISONS = {
    Step.AT_MOST: np.less_equal,
    Step.BELOW: np.less,
    Step.EQUAL: np.equal,
    Step.DIFFERENT: np.not_equal,
}
COMBINATIONS = {Step.BOTH: np.bitwise_and, Step.EITHER: np.bitwise_or}


def words(rows: int) -> int:
    """How many 64-bit words hold one bit for each row."""
    return (rows + 63) // 64


class Machine:
    """Runs a program on pieces of at most PIECE rows. Bits after the last row mean nothing."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._flags = np.zeros(PIECE, dtype=np.bool_)

    def run(self, columns: Mapping[str, Array], rows: int, wanted: Sequence[int]) -> list[Array]:
        """The values of the slots `wanted`: bits for conditions, 32-bit integers for the others."""
        values: list[Array] = []
        for operation in self._program.operations:
            values.append(self._value(operation, values, columns, rows))
        return [values[slot] for slot in wanted]

    def _value(self, one: Operation, values: list[Array], columns: Mapping[str, Array], rows: int) -> Array:
        step = one.step
        if step in COMBINATIONS:
            first, second = one.operands
            combined: Array = COMBINATIONS[step](values[first], values[second])
            return combined
        if step in COMPARISONS:
            first, second = one.operands
            return self._compared(step, values[first], values[second], rows)
        match step:
            case Step.COLUMN:
                return columns[one.column]
            case Step.WIDE:
                return values[one.operands[0]].astype(np.int32)
            case Step.NUMBER:
                return np.array(one.number, dtype=np.int32)
            case Step.QUOTIENT:
                return np.asarray(values[one.operands[0]] // np.int32(one.number))  # type: ignore[operator]
            case Step.REMAINDER:
                return np.asarray(values[one.operands[0]] % np.int32(one.number))  # type: ignore[operator]
            case Step.UNPACK:
                flags = np.unpackbits(values[one.operands[0]].view(np.uint8), count=rows, bitorder="little")
                return flags.astype(np.int32)
            case Step.NOT:
                return np.bitwise_not(values[one.operands[0]])
            case Step.EVERYONE | Step.NOBODY:
                filling = np.uint64(2**64 - 1 if step is Step.EVERYONE else 0)
                return np.full(words(rows), filling, dtype=np.uint64)
        first, second = one.operands
        result: Array = WHOLE_STEPS[step](values[first], values[second])
        return result

    def _compared(self, step: Step, first: Array, second: Array, rows: int) -> Array:
        length = words(rows) * 64
        if length > len(self._flags):
            raise ValueError(f"{rows} rows are more than a piece ({PIECE})")
        narrow = np.dtype(np.int32)
        if first.dtype != second.dtype and narrow in (first.dtype, second.dtype):  # a constant as wide as its column
            first, second = (
                (first.astype(second.dtype), second) if first.ndim == 0 else (first, second.astype(first.dtype))
            )
        COMPARISONS[step](first, second, out=self._flags[:rows])
        return np.packbits(self._flags[:length], bitorder="little").view(np.uint64)
