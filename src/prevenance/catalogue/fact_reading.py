"""The declarations of facts and the conditions with a name, read from their files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from prevenance.catalogue.marked_yaml import ContentError, Entry, read_file
from prevenance.rules import language, nodes
from prevenance.rules.facts import Fact, Implied, Kind, Words

T = TypeVar("T")
OPTIONAL = (
    "help", "unit", "minimum", "maximum", "decimals", "values", "leads", "sensitive", "series", "counts_from_months",
    "also_counts", "may_precede_birth", "implied", "only_if", "effort",
)  # fmt: skip


def read_facts(folder: Path) -> dict[str, Fact]:
    """Every fact declared under `folder`/facts, in the order of the files.

    Raises:
        ContentError: a malformed declaration, a name declared twice, a condition that cannot be read.
    """
    entries: dict[str, dict[str, Entry]] = {}
    for file in sorted((folder / "facts").glob("*.yaml")):
        for item in read_file(file).items(at_least=1):
            fields = item.named(item.peek("fact")).mapping(("fact", "kind", "names", "question"), OPTIONAL)
            name = fields["fact"].text()
            if name in entries:
                item.refuse(f"fact “{name}” declared twice", "Keep only one of them")
            if not name.isidentifier() or name != name.lower():
                item.refuse(f"“{name}” is not a fact's name", "Use lower-case English words joined by _")
            entries[name] = fields
    kinds = {name: Kind(fields["kind"].one_of([*Kind], "kind of fact")) for name, fields in entries.items()}
    vocabulary = language.Vocabulary(kinds)
    return {name: _fact(name, kinds[name], fields, vocabulary) for name, fields in entries.items()}


def _fact(name: str, kind: Kind, fields: dict[str, Entry], vocabulary: language.Vocabulary) -> Fact:
    if kind in (Kind.NUMBER, Kind.WEEKS) and not {"unit", "minimum", "maximum"} <= set(fields):
        fields["kind"].refuse("a number needs its unit and its bounds", "Add `unit`, `minimum` and `maximum`")
    if kind is Kind.CHOICE and "values" not in fields:
        fields["kind"].refuse("a choice needs its values", "Add `values`")
    return Fact(
        name=name,
        kind=kind,
        names=words(fields["names"]),
        question=words(fields["question"]),
        help=words(fields["help"]) if "help" in fields else None,
        unit=fields["unit"].text() if "unit" in fields else None,
        minimum=number(fields["minimum"]) if "minimum" in fields else None,
        maximum=number(fields["maximum"]) if "maximum" in fields else None,
        decimals=fields["decimals"].whole_number() if "decimals" in fields else 0,
        values=tuple(_choice(item) for item in fields["values"].items(at_least=2)) if "values" in fields else (),
        sensitive=words(fields["sensitive"]) if "sensitive" in fields else None,
        series=fields["series"].whole_number() if "series" in fields else None,
        counts_from_months=fields["counts_from_months"].whole_number() if "counts_from_months" in fields else None,
        also_counts=tuple(item.text() for item in fields["also_counts"].items()) if "also_counts" in fields else (),
        may_precede_birth="may_precede_birth" in fields and fields["may_precede_birth"].boolean(),
        implied=tuple(_implied(i, kind, vocabulary) for i in fields["implied"].items()) if "implied" in fields else (),
        only_if=condition(fields["only_if"], vocabulary) if "only_if" in fields else None,
        leads="leads" in fields and fields["leads"].boolean(),
        effort=number(fields["effort"]) if "effort" in fields else 1.0,
    )


def _choice(entry: Entry) -> tuple[str, Words]:
    fields = entry.mapping(("value", "fr", "en"))
    return fields["value"].text(), {"fr": fields["fr"].text(), "en": fields["en"].text()}


def _implied(entry: Entry, kind: Kind, vocabulary: language.Vocabulary) -> Implied:
    fields = entry.mapping(("when", "value"), ("firm",))
    readers: dict[Kind, Callable[[Entry], object]] = {Kind.YES_NO: Entry.boolean, Kind.NUMBER: number}
    value = readers.get(kind, Entry.text)(fields["value"])
    return Implied(condition(fields["when"], vocabulary), value, "firm" in fields and fields["firm"].boolean())


def read_conditions(folder: Path, kinds: dict[str, Kind]) -> dict[str, nodes.Condition]:
    """The conditions with a name, by name. One may use those written above it."""
    named: dict[str, nodes.Condition] = {}
    file = folder / "conditions.yaml"
    if not file.exists():
        return named
    for name, entry in any_mapping(read_file(file)).items():
        fields = entry.mapping(("says", "when"))
        if name in kinds or name in named:
            entry.refuse(f"“{name}” is already the name of a fact or a condition", "Choose another name")
        named[name] = condition(fields["when"], language.Vocabulary(kinds, named))
    return named


# What the other readers share


def condition(entry: Entry, vocabulary: language.Vocabulary) -> nodes.Condition:
    """The condition written in `entry`; a mistake is told with its line."""
    return located(entry, lambda text: language.condition(text, vocabulary))


def located(entry: Entry, read: Callable[[str], T]) -> T:
    """Runs a reader of the rules language on the text of `entry`."""
    try:
        return read(" ".join(entry.text().split()))
    except language.LanguageError as error:
        raise ContentError(entry.file, entry.line, f"{entry.where}: {error.cause}", error.mend) from None


def words(entry: Entry) -> Words:
    """A text in both languages."""
    fields = entry.mapping(("fr", "en"))
    return {"fr": fields["fr"].text(), "en": fields["en"].text()}


def number(entry: Entry) -> float:
    """A number, whole or not."""
    try:
        value = float(str(entry.node.value))
    except ValueError:
        entry.refuse("a number is expected here", "Write digits, without quotes")
    return int(value) if value.is_integer() else value


def any_mapping(entry: Entry) -> dict[str, Entry]:
    """A block whose keys are free names."""
    pairs = entry.node.value if isinstance(entry.node.value, list) else []
    return entry.mapping((), tuple(str(key.value) for key, _ in pairs if hasattr(key, "value")))
