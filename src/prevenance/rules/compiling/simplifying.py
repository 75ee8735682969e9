"""Expressions made shorter for some people only, from the values that their features may have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from prevenance.rules.compiling import expressions as ex

Range = tuple[int, int]
Known = Mapping[str, Range]  # column → the values it may have, both ends included


def simplify(condition: ex.Truth, known: Known) -> ex.Truth:
    """The same condition for the people whose features lie in `known`."""
    match condition:
        case ex.Literal():
            return condition
        case ex.Compare():
            return _compare(condition, known)
        case ex.Both(parts):
            return _conjunction(parts, known)
        case ex.Either():
            return ex.negation(simplify(ex.negation(condition), known))


def simplify_whole(whole: ex.Whole, known: Known) -> ex.Whole:
    """The same integer for the people whose features lie in `known`."""
    match whole:
        case ex.Column(name):
            low, high = known.get(name, (-ex.BIG, ex.BIG))
            return ex.Number(low) if low == high else whole
        case ex.Add(a, b):
            return ex.plus(simplify_whole(a, known), simplify_whole(b, known))
        case ex.Times(a, b):
            return ex.times(simplify_whole(a, known), simplify_whole(b, known))
        case ex.AsNumber(inner):
            return ex.as_number(simplify(inner, known))
        case ex.Greater(a, b):
            (low_a, high_a), (low_b, high_b) = span(a, known), span(b, known)
            if low_a >= high_b:
                return simplify_whole(a, known)
            if low_b >= high_a:
                return simplify_whole(b, known)
            return ex.greater(simplify_whole(a, known), simplify_whole(b, known))
    return whole


def span(whole: ex.Whole, known: Known) -> Range:
    """Bounds of an integer (loose)."""
    match whole:
        case ex.Column(name):
            return known.get(name, (-ex.BIG, ex.BIG))
        case ex.Number(value):
            return value, value
        case ex.Add(a, b):
            (low_a, high_a), (low_b, high_b) = span(a, known), span(b, known)
            return low_a + low_b, high_a + high_b
        case ex.Times(a, b):
            ends = [x * y for x in span(a, known) for y in span(b, known)]
            return min(ends), max(ends)
        case ex.Remainder(_, divisor):
            return 0, divisor - 1
        case ex.Greater(a, b):
            (low_a, high_a), (low_b, high_b) = span(a, known), span(b, known)
            return max(low_a, low_b), max(high_a, high_b)
        case ex.AsNumber():
            return 0, 1
    return -ex.BIG, ex.BIG


def _compare(condition: ex.Compare, known: Known) -> ex.Truth:
    (low_a, high_a), (low_b, high_b) = span(condition.first, known), span(condition.second, known)
    apart = high_a < low_b or high_b < low_a
    fixed = low_a == high_a == low_b == high_b
    match condition.sign:
        case ex.Sign.AT_MOST:
            if high_a <= low_b:
                return ex.TRUE
            if low_a > high_b:
                return ex.FALSE
        case ex.Sign.EQUAL if apart or fixed:
            return ex.Literal(fixed)
        case ex.Sign.DIFFERENT if apart or fixed:
            return ex.Literal(not fixed)
    return ex.Compare(condition.sign, simplify_whole(condition.first, known), simplify_whole(condition.second, known))


def _bounds(atom: ex.Truth, known: Mapping[str, Range]) -> tuple[str, Range] | None:
    """The range that `atom` alone leaves to its only column; None when it is not so simple."""
    match atom:
        case ex.Compare(ex.Sign.AT_MOST, ex.Column(name), ex.Number(value)):
            low, high = known.get(name, (-ex.BIG, ex.BIG))
            return name, (low, min(high, value))
        case ex.Compare(ex.Sign.AT_MOST, ex.Number(value), ex.Column(name)):
            low, high = known.get(name, (-ex.BIG, ex.BIG))
            return name, (max(low, value), high)
        case ex.Compare(ex.Sign.EQUAL, ex.Column(name), ex.Number(value)):
            low, high = known.get(name, (-ex.BIG, ex.BIG))
            return name, (max(low, value), min(high, value))
        case ex.Compare(ex.Sign.DIFFERENT, ex.Column(name), ex.Number(value)):
            low, high = known.get(name, (-ex.BIG, ex.BIG))
            if value in (low, high):
                return name, (low + (value == low), high - (value == high))
    return None


def _conjunction(parts: tuple[ex.Truth, ...], known: Known) -> ex.Truth:
    """Simple comparisons first: what they leave to each column simplifies the other parts."""
    inside: dict[str, Range] = dict(known)
    touched: dict[str, None] = {}
    waiting = list(parts)
    settled: list[ex.Truth] = []
    progress = True
    while progress:
        progress, others = False, []
        for part in waiting:
            found = _bounds(part, inside)
            if found is None:
                others.append(part)
                continue
            name, (low, high) = found
            if low > high:
                return ex.FALSE
            progress = progress or (low, high) != inside.get(name)
            inside[name], touched[name] = (low, high), None
        waiting = []
        for part in others:
            simpler = simplify(part, inside)
            if simpler == ex.FALSE:
                return ex.FALSE
            waiting += simpler.parts if isinstance(simpler, ex.Both) else [simpler]
        progress = progress and any(_bounds(part, inside) for part in waiting)
    for part in waiting:
        found = _bounds(part, inside)
        if found is None:
            settled.append(part)
        elif found[1][0] > found[1][1]:
            return ex.FALSE
        else:
            inside[found[0]], touched[found[0]] = found[1], None
    return ex.both(*_range_atoms(touched, inside, known), *settled)


def _range_atoms(names: Iterable[str], inside: Known, known: Known) -> Iterator[ex.Truth]:
    for name in names:
        low, high = inside[name]
        outer_low, outer_high = known.get(name, (-ex.BIG, ex.BIG))
        column = ex.Column(name)
        if low == high and outer_low < outer_high:
            yield ex.Compare(ex.Sign.EQUAL, column, ex.Number(low))
            continue
        if low > outer_low:
            yield ex.Compare(ex.Sign.AT_MOST, ex.Number(low), column)
        if high < outer_high:
            yield ex.Compare(ex.Sign.AT_MOST, column, ex.Number(high))
