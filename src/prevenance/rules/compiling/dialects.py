"""How SQL engines say the few operations that the rules need, and integer expressions printed for each of them.

Conditions are the integers 0 and 1: no null, no three-valued logic, nothing that engines understand differently.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from prevenance.rules.compiling import dates_in_codes as codes
from prevenance.rules.compiling import expressions as ex


@dataclass(frozen=True, slots=True)
class Dialect:
    """Text with `{0}`: a condition as 0 or 1, a column widened for arithmetic, a whole quotient of two.

    `fence` ends a layer that the engine must compute once. PostgreSQL would copy the text of a layer wherever it is
    read, and these copies multiply: minutes for fifty people without it, a tenth of a second with it.
    """

    name: str
    flag: str
    widened: str
    quotient: str
    quote: str = '"'
    fence: str = ""
    types: tuple[str, str] = ("INT", "INT")  # of the features of 8 and of 16 bits

    def type_of(self, bits: int) -> str:
        """The type of a feature of 8 or 16 bits."""
        return self.types[bits == 16]


DUCKDB = Dialect("duckdb", "({0})::UTINYINT", "{0}::INTEGER", "({0} // {1})", types=("UTINYINT", "USMALLINT"))
SPARK = Dialect("spark", "CAST({0} AS INT)", "CAST({0} AS INT)", "({0} DIV {1})", quote="`")
POSTGRESQL = Dialect("postgresql", "({0})::integer", "{0}::integer", "({0} / {1})", fence=" OFFSET 0")
DIALECTS = {dialect.name: dialect for dialect in (DUCKDB, SPARK, POSTGRESQL)}


@dataclass(frozen=True, slots=True)
class Printer:
    """`flags`: columns which are already conditions."""

    dialect: Dialect
    flags: frozenset[str] = frozenset()

    def name(self, name: str) -> str:
        """A column's name, quoted."""
        quote = self.dialect.quote
        return f"{quote}{name.replace(quote, quote * 2)}{quote}"

    def truth(self, condition: ex.Truth, bound: Mapping[str, str] | None = None) -> str:
        """0 or 1."""
        match condition:
            case ex.Literal(value):
                return str(int(value))
            case ex.Compare(ex.Sign.EQUAL, ex.Column(name), ex.Number(value)) if name in self.flags:
                return self.name(name) if value else f"(1 - {self.name(name)})"
            case ex.Compare(sign, first, second):
                narrow = all(isinstance(side, ex.Column | ex.Number) for side in (first, second))
                sides = (self._narrow(s, bound) if narrow else self.whole(s, bound) for s in (first, second))
                return self.dialect.flag.format(f" {sign} ".join(sides))
            case ex.Both(parts):
                return "(" + " & ".join(self.truth(part, bound) for part in parts) + ")"
            case ex.Either(parts):
                return "(" + " | ".join(self.truth(part, bound) for part in parts) + ")"

    def _narrow(self, side: ex.Whole, bound: Mapping[str, str] | None) -> str:
        if isinstance(side, ex.Column) and side.name not in (bound or {}):
            return self.name(side.name)
        return self.whole(side, bound)

    def whole(self, whole: ex.Whole, bound: Mapping[str, str] | None = None) -> str:
        """A 32-bit integer. `bound`: texts that stand for columns, inside a date function."""
        match whole:
            case ex.Column(name):
                return (bound or {}).get(name) or self.dialect.widened.format(self.name(name))
            case ex.Number(value):
                return f"({value})" if value < 0 else str(value)
            case ex.Add(a, b):
                return f"({self.whole(a, bound)} + {self.whole(b, bound)})"
            case ex.Times(a, b):
                return f"({self.whole(a, bound)} * {self.whole(b, bound)})"
            case ex.Quotient(a, divisor):
                return self.dialect.quotient.format(self.whole(a, bound), divisor)
            case ex.Remainder(a, divisor):
                return f"({self.whole(a, bound)} % {divisor})"
            case ex.Greater(a, b):
                return f"greatest({self.whole(a, bound)}, {self.whole(b, bound)})"
            case ex.AsNumber(condition):
                return self.dialect.widened.format(self.truth(condition, bound))
            case ex.Apply(function, a):
                return self.whole(codes.FUNCTIONS[function], {codes.ARGUMENT.name: self.whole(a, bound)})
