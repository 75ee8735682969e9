"""The declared facts as JSON, for those who write profiles."""

from __future__ import annotations

from typing import Any

from prevenance.catalogue.book import Catalogue
from prevenance.rules.facts import Fact, Kind


def facts(book: Catalogue) -> list[dict[str, Any]]:
    """Every fact that a profile may give: name, type, unit, allowed values, the question in both languages."""
    return [_fact(fact) for fact in book.facts.values()]


def _fact(fact: Fact) -> dict[str, Any]:
    return {
        "name": fact.name,
        "type": str(fact.kind),
        "unit": fact.unit,
        "minimum": fact.minimum,
        "maximum": fact.maximum,
        "decimals": fact.decimals if fact.kind is Kind.NUMBER else None,
        "values": _values(fact),
        "doses": fact.series,
        "names": dict(fact.names),
        "question": dict(fact.question),
        "help": dict(fact.help) if fact.help else None,
        "why_it_is_asked": dict(fact.sensitive) if fact.sensitive else None,
    }


def _values(fact: Fact) -> list[Any]:
    if fact.kind is Kind.CHOICE:
        return [{"value": value, "names": dict(words)} for value, words in fact.values]
    if fact.kind is Kind.YES_NO:
        return [True, False]
    if fact.kind is Kind.ACT:
        return ["YYYY-MM-DD", ["YYYY-MM-DD", None], "never", "done"]
    if fact.kind is Kind.DATE:
        return ["YYYY-MM-DD"]
    return ["number"] if fact.kind is Kind.NUMBER else ["number", "YYYY-MM-DD"]
