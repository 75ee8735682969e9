"""The verbs of `prevenance offer`, by subject. Each subject's command lives in a file of its own."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

Verbs = argparse._SubParsersAction  # the type that argparse gives no public name
Lazy = Callable[[str, str], Callable[[argparse.Namespace], int]]


def add_verbs(verbs: Verbs[argparse.ArgumentParser], lazy: Lazy) -> None:
    """All of them, for `commands.py`."""
    _joining(verbs, lazy)
    _publishing(verbs, lazy)
    _rounds(verbs, lazy)
    _answers(verbs, lazy)
    _refused(verbs, lazy)
    _gaps(verbs, lazy)


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


EXPORTS = ("csv", "jsonl", "geojson", "parquet", "mediation-numerique", "data-inclusion", "hsds", "hsds-tables", "fhir")


def _publishing(verbs: Verbs[argparse.ArgumentParser], lazy: Lazy) -> None:
    one = verbs.add_parser("export", help="write the places as open data: CSV, GeoJSON, data·inclusion, HSDS, FHIR…")
    one.add_argument("--to", required=True, type=Path, metavar="FOLDER", help="made when it is not there")
    one.add_argument("--format", action="append", choices=EXPORTS, help="may be said again; all of them by default")
    one.add_argument("--kind", action="append", default=[], help="only places of this kind; may be said again")
    one.add_argument("--commune", action="append", default=[], metavar="CODE_INSEE")
    one.add_argument("--department", action="append", default=[], metavar="CODE")
    one.add_argument("--demo", action="store_true", help="the fictional places too, marked as such")
    one.add_argument(
        "--with-unclear-licences",
        action="store_true",
        help="also what comes from sources that do not clearly let others publish it again: for your own use",
    )
    one.set_defaults(run=lazy("offer_export_command", "export"))
    check = verbs.add_parser("check", help="what a file would give if it were imported; nothing is stored")
    check.add_argument("file", type=Path)
    check.add_argument("--source", default="", help="a key of `prevenance sources list`, when the name says nothing")
    check.add_argument("--kind", default="", help="of a list of one's own: what the rows that do not say it are")
    check.add_argument("--json", action="store_true", help="for programs")
    check.add_argument("--lang", choices=("fr", "en"), default="fr")
    check.set_defaults(run=lazy("offer_check_command", "check"))


def _rounds(verbs: Verbs[argparse.ArgumentParser], lazy: Lazy) -> None:
    group = verbs.add_parser("round", help="ask places, once a season, whether their card is right")
    steps = group.add_subparsers(required=True, metavar="STEP")
    opened = steps.add_parser("open", help="choose the places to invite")
    opened.add_argument("--name", required=True, help='for example "Hiver 2026"')
    opened.add_argument("--opens", required=True, metavar="YYYY-MM-DD")
    opened.add_argument("--closes", required=True, metavar="YYYY-MM-DD", help="the last day when the links open")
    opened.add_argument("--heat-wave", action="store_true", help="also ask who welcomes people in hot weather")
    opened.add_argument("--kind", action="append", default=[], help="only places of this kind; may be said again")
    opened.add_argument("--commune", action="append", default=[], metavar="CODE_INSEE")
    opened.add_argument("--department", action="append", default=[], metavar="CODE")
    opened.set_defaults(run=lazy("offer_round_command", "opened"))
    letters = steps.add_parser("letters", help="write one line for each place, with its link; you send it")
    letters.add_argument("round", type=int)
    letters.add_argument("--to", required=True, type=Path, metavar="FILE.csv")
    letters.add_argument("--site", default="", metavar="URL", help="the site's public address, https://…")
    letters.add_argument("--missing", action="store_true", help="only places that never had a link")
    letters.set_defaults(run=lazy("offer_round_command", "letters"))
    status = steps.add_parser("status", help="who answered, who did not")
    status.add_argument("round", type=int, nargs="?", help="all rounds by default")
    status.add_argument("--json", action="store_true", help="for programs")
    status.set_defaults(run=lazy("offer_round_command", "status"))
    revoke = steps.add_parser("revoke", help="close the links of a round, or of one place")
    revoke.add_argument("round", type=int)
    revoke.add_argument("--place", default="")
    revoke.set_defaults(run=lazy("offer_round_command", "revoked"))


def _answers(verbs: Verbs[argparse.ArgumentParser], lazy: Lazy) -> None:
    correct = verbs.add_parser("correct", help="correct the card of a place, in the name of the team")
    correct.add_argument("place")
    correct.add_argument(
        "values", nargs="+", metavar="FIELD=VALUE", help="phone=0320000000, position=50.63,3.06, hours='Mo 09:00-12:00'"
    )
    correct.set_defaults(run=lazy("offer_correct_command", "corrected"))
    changes = verbs.add_parser("changes", help="what places and the team corrected, confirmed, announced")
    changes.add_argument("--place", default="")
    changes.add_argument("--json", action="store_true", help="for programs")
    changes.set_defaults(run=lazy("offer_answers_command", "changes"))
    undo = verbs.add_parser("undo", help="undo one of them")
    undo.add_argument("answer", help="as `changes` names it: change:12, check:3, notice:4 (12 alone is change:12)")
    undo.set_defaults(run=lazy("offer_answers_command", "undone"))
    flags = verbs.add_parser("flags", help="what residents reported, and nobody has settled")
    flags.add_argument("--place", default="")
    flags.set_defaults(run=lazy("offer_answers_command", "flags"))
    settle = verbs.add_parser("settle", help="say that the reports about a place are dealt with")
    settle.add_argument("place")
    settle.add_argument("--reason", default="", help="only the reports of this reason")
    settle.set_defaults(run=lazy("offer_answers_command", "settled"))


def _refused(verbs: Verbs[argparse.ArgumentParser], lazy: Lazy) -> None:
    one = verbs.add_parser("refused", help="the rows that an import refused, with the reason of each, as CSV")
    one.add_argument(
        "number", type=int, nargs="?", metavar="RUN", help="the number of an import; without it, the imports are listed"
    )
    one.add_argument("--to", type=Path, metavar="FILE.csv", help="printed when not given")
    one.add_argument("--lang", choices=("fr", "en"), default="fr")
    one.set_defaults(run=lazy("offer_refused_command", "refused"))


def _gaps(verbs: Verbs[argparse.ArgumentParser], lazy: Lazy) -> None:
    one = verbs.add_parser("gaps", help="what is missing, by commune and by act, as CSV or JSON")
    one.add_argument("--department", default="", metavar="CODE")
    one.add_argument("--region", default="", metavar="CODE")
    one.add_argument(
        "--act", action="append", default=[], help="only this act; may be said again; all of them by default"
    )
    one.add_argument("--to", required=True, type=Path, metavar="FILE")
    one.add_argument("--json", action="store_true", help="for programs")
    one.set_defaults(run=lazy("offer_gaps_command", "gaps"))
