"""The verbs of `prevenance offer`, by subject. Each subject's command lives in a file of its own."""

from __future__ import annotations

import argparse
from collections.abc import Callable

Verbs = argparse._SubParsersAction  # the type that argparse gives no public name
Lazy = Callable[[str, str], Callable[[argparse.Namespace], int]]


def add_verbs(verbs: Verbs[argparse.ArgumentParser], lazy: Lazy) -> None:
    """All of them, for `commands.py`."""
    _joining(verbs, lazy)


def _joining(verbs: Verbs[argparse.ArgumentParser], lazy: Lazy) -> None:
    join = verbs.add_parser("join", help="judge all records anew: which ones speak of the same place")
    join.set_defaults(run=lazy("offer_join_command", "join"))
    review = verbs.add_parser("review", help="the doubtful pairs, the most valuable first")
    review.add_argument("--limit", type=int, default=20)
    review.add_argument("--source", default="", help="only pairs with a record of this source")
    review.set_defaults(run=lazy("offer_join_command", "review"))
    why = verbs.add_parser("why", help="the records that make a place, and why")
    why.add_argument("place")
    why.set_defaults(run=lazy("offer_join_command", "why"))
    for name, words in (
        ("same", "say that two records are one place"),
        ("apart", "say that two records are two places (undoes a merge)"),
        ("undecide", "undo what was said of two records: the model judges again"),
    ):
        one = verbs.add_parser(name, help=words)
        one.add_argument("first", help="id of a record, as `review` and `why` show it")
        one.add_argument("second")
        one.set_defaults(run=lazy("offer_join_command", name))
    for one in (review, why):
        one.add_argument("--json", action="store_true", help="for programs")
        one.add_argument("--lang", choices=("fr", "en"), default="fr")
