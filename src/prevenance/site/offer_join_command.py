"""`prevenance offer join, review, why, same, apart, undecide`: one place, one record."""

from __future__ import annotations

import argparse
import dataclasses
import json
import sys
from typing import TYPE_CHECKING

import django

from prevenance.kit import clock

if TYPE_CHECKING:
    from prevenance.offer.queries.judgements import PairSeen, RecordSeen

AUTHOR = "team"  # whoever holds the command line; accounts will say more


def join(arguments: argparse.Namespace) -> int:
    """Judges every record anew."""
    _ready()
    joined()
    return 0


def joined() -> None:
    """Also run after each import."""
    from prevenance.offer import operations

    report = operations.join(at=clock.now(), progress=lambda words: print(words, file=sys.stderr, flush=True))
    print(
        f"{report.records} records make {report.places} places; {report.joined} of them are known by several records"
        f" ({report.seconds:.1f} s). {report.to_review} doubtful pairs: `prevenance offer review`."
    )


def review(arguments: argparse.Namespace) -> int:
    """Prints the doubtful pairs."""
    _ready()
    from prevenance.offer.queries import judgements

    pairs = judgements.pairs_to_review(arguments.lang, limit=arguments.limit, source=arguments.source)
    if arguments.json:
        return _json([dataclasses.asdict(pair) for pair in pairs])
    for pair in pairs:
        _print_pair(pair)
    if pairs:
        print(f"{judgements.review_count()} in all. `prevenance offer same ID ID` or `prevenance offer apart ID ID`.")
    else:
        print("Nothing to review.")
    return 0


def why(arguments: argparse.Namespace) -> int:
    """Prints the records of a place and what was thought of each pair."""
    _ready()
    from prevenance.offer.queries import judgements

    records = judgements.records_of(arguments.place)
    if not records:
        print(f"{arguments.place}: no such place.", file=sys.stderr)
        return 2
    pairs = judgements.judgements_of(arguments.place, arguments.lang)
    if arguments.json:
        rows = [dataclasses.asdict(record) for record in records]
        return _json({"records": rows, "pairs": [dataclasses.asdict(pair) for pair in pairs]})
    print(f"Place {records[0].place_id}, {len(records)} record(s):")
    for record in records:
        _print_record(record)
    for pair in pairs:
        _print_pair(pair)
    return 0


def same(arguments: argparse.Namespace) -> int:
    """One place."""
    return _decided(arguments, "same")


def apart(arguments: argparse.Namespace) -> int:
    """Two places."""
    return _decided(arguments, "different")


def undecide(arguments: argparse.Namespace) -> int:
    """Back to the model."""
    _ready()
    from prevenance.offer import operations

    if operations.undo_decision(arguments.first, arguments.second, author=AUTHOR, at=clock.now()):
        print("Undone: the model judges this pair again.")
        return 0
    print("Nobody had decided anything on these two records.", file=sys.stderr)
    return 2


def _decided(arguments: argparse.Namespace, verdict: str) -> int:
    _ready()
    from prevenance.offer import operations
    from prevenance.offer.choices import PairVerdict, words

    try:
        operations.decide(arguments.first, arguments.second, PairVerdict(verdict), author=AUTHOR, at=clock.now())
    except operations.DecisionRefused as refusal:
        print(words.reason(refusal.reason, "en"), file=sys.stderr)
        return 2
    print("Noted. Undo it with `prevenance offer undecide`.")
    return 0


def _print_pair(pair: PairSeen) -> None:
    state = "one place" if pair.is_joined else "two places"
    decided = f", decided: {pair.decision}" if pair.decision else ""
    print(f"\n{pair.probability:.2f}  {state} today{decided}")
    _print_record(pair.first)
    _print_record(pair.second)
    print("    " + "; ".join(f"{words} ({weight:+.1f})" for words, weight in pair.reasons if weight))


def _print_record(record: RecordSeen) -> None:
    print(f"  {record.id}  {record.source}, {record.kind}: {record.name}")
    print(f"    {record.address}, {record.commune_name} {record.phone}")


def _json(value: object) -> int:
    print(json.dumps(value, ensure_ascii=False, indent=2, default=str))
    return 0


def _ready() -> None:
    django.setup()
    from prevenance.site import serve_command

    serve_command.migrate_database()
