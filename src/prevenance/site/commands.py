"""`prevenance`: the command line. Exit code 2 says that the input was refused."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from prevenance.site import demo_week_command, host_faults, messages_command, offer_command

LANGUAGES = ("fr", "en")


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command and gives its exit code: 0 done, 1 something to mend, 2 refused input."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "prevenance.site.settings")
    arguments = _parser().parse_args(argv)
    try:
        code: int = arguments.run(arguments)
    except BrokenPipeError:
        # The reader of our output has left (`| head`): nothing to say, and nothing more to write.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        if not (told := host_faults.said(error)):
            raise
        print(told, file=sys.stderr)
        return 1
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="prevenance", description="Prevention in health, for everyone.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _plan(commands)
    _facts(commands)
    _catalogue(commands)
    _sources(commands)
    _offer(commands)
    _people(commands)
    _serving(commands)
    return parser


def _plan(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    one = commands.add_parser("plan", help="the plan of one JSON profile")
    one.add_argument("--profile", required=True, metavar="FILE|-", help="a JSON object, fact → value")
    one.add_argument("--on", metavar="YYYY-MM-DD", help="the day of the plan (today by default)")
    one.add_argument("--near", metavar="CODE_INSEE|LAT,LON", help="add the nearest places")
    one.add_argument("--lang", choices=LANGUAGES, default="fr")
    one.add_argument("--json", action="store_true", help="for programs")
    one.set_defaults(run=_lazy("plan_command", "plan"))


def _facts(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    one = commands.add_parser("facts", help="every fact that a profile may give")
    one.add_argument("--lang", choices=LANGUAGES, default="fr")
    one.add_argument("--json", action="store_true", help="for programs")
    one.set_defaults(run=_lazy("plan_command", "facts"))


def _catalogue(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    group = commands.add_parser("catalogue", help="for the authors of recommendations")
    verbs = group.add_subparsers(required=True, metavar="VERB")
    check = verbs.add_parser("check", help="say what to mend: file, line, cause, mend")
    check.add_argument("folder", nargs="?", type=Path, help="a catalogue's folder (the shipped one by default)")
    check.add_argument("--on", metavar="YYYY-MM-DD", help="the day of the check (today by default)")
    check.add_argument("--json", action="store_true", help="for programs")
    check.set_defaults(run=_lazy("catalogue_command", "check"))


def _sources(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    group = commands.add_parser("sources", help="the public sources of places: list, import, download, forget")
    group.set_defaults(run=_lazy("sources_command", "listed"), json=False, stale=False)
    verbs = group.add_subparsers(metavar="VERB")
    listed = verbs.add_parser("list", help="address, licence, age of the content")
    listed.add_argument("--json", action="store_true", help="for programs")
    listed.add_argument("--stale", action="store_true", help="only what is too old; exit code 1 if there is any")
    listed.set_defaults(run=_lazy("sources_command", "listed"))
    imported = verbs.add_parser("import", help="read a folder (or a file) of real files")
    imported.add_argument("path", type=Path)
    imported.add_argument("--accept-less", action="store_true", help="replace even by far fewer places, or older ones")
    imported.add_argument("--keep-demo", action="store_true", help="keep the fictional places beside the real ones")
    imported.set_defaults(run=_lazy("sources_command", "imported"))
    downloaded = verbs.add_parser("download", help="fetch one source, then import it (uses the network)")
    downloaded.add_argument("source")
    downloaded.add_argument("--url", help="the address of the file; else PREVENANCE_SOURCE_URLS")
    downloaded.set_defaults(run=_lazy("sources_command", "downloaded"))
    own = verbs.add_parser("own", help="a territory's own list of places, any table")
    own.add_argument("--map", type=Path, metavar="FILE.yaml", help="which column is which (guessed when not given)")
    own.add_argument("--kind", help="the kind of every place, when no column says it")
    own.add_argument("--name", help="the name of the list, as people will read it")
    own.add_argument(
        "--checked-on", type=date.fromisoformat, metavar="YYYY-MM-DD", help="when the list was last checked"
    )
    own.add_argument("--accept-guess", action="store_true", help="import with the columns as guessed")
    own.add_argument("--check", action="store_true", help="say what to mend, import nothing")
    outreaches = verbs.add_parser("outreaches", help="dated prevention actions, from a calendar (.ics) or a table")
    for verb, name in ((own, "own"), (outreaches, "outreaches")):
        verb.add_argument("path", type=Path)
        verb.add_argument("--source", required=True, metavar="NAME", help="a short name: letters, digits, hyphens")
        verb.add_argument("--lang", choices=LANGUAGES, default="fr")
        verb.add_argument("--accept-less", action="store_true", help="replace even by far fewer, or by nothing")
        verb.set_defaults(run=_lazy("own_command", name))
    forgotten = verbs.add_parser("forget", help="remove every place of one source")
    forgotten.add_argument("source")
    forgotten.set_defaults(run=_lazy("sources_command", "forgotten"))


def _offer(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    group = commands.add_parser("offer", help="the joined inventory of places")
    offer_command.add_verbs(group.add_subparsers(required=True, metavar="VERB"), _lazy)


def _people(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    group = commands.add_parser("people", help="the accounts of those who help")
    verbs = group.add_subparsers(required=True, metavar="VERB")
    host = verbs.add_parser("host", help="print the link which makes someone a host of the site")
    host.add_argument("--lang", choices=LANGUAGES, default="fr")
    reset = verbs.add_parser("reset", help="remove the second step of someone who has lost everything")
    for name, one in (("host", host), ("reset", reset)):
        one.add_argument("email")
        one.set_defaults(run=_lazy("people_command", name))
    tidy = verbs.add_parser("tidy", help="erase old links, sessions, messages; to be run each day")
    tidy.set_defaults(run=_lazy("people_command", "tidy"))
    retention = verbs.add_parser("retention", help="people helped whose time is over: tell, then erase; tidy does it")
    retention.add_argument("--list", action="store_true", help="only list them")
    retention.set_defaults(run=_lazy("persons_command", "retention"))
    tick = verbs.add_parser("tick", help="send the messages whose time has come; each minute, or beside the server")
    tick.add_argument("--every", type=int, default=0, metavar="SECONDS", help="again and again")
    tick.add_argument("--beside", type=int, default=0, help=argparse.SUPPRESS)
    tick.set_defaults(run=_lazy("tick_command", "tick"))
    rotate = verbs.add_parser("rotate", help="encipher people helped again, by the present key of the site")
    rotate.set_defaults(run=_lazy("persons_command", "rotate"))


def _serving(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    for name, words in (
        ("serve", "prepare the database and serve the site"),
        ("demo", "the same, with the fictional places of the Hauts-de-France"),
    ):
        one = commands.add_parser(name, help=words)
        one.add_argument("--host", default="127.0.0.1")
        one.add_argument("--port", type=_port, default=8000, metavar="1-65535")
        one.add_argument("--workers", type=int, default=2)
        if name == "demo":
            one.add_argument("--no-serve", action="store_true", help="prepare only")
        one.set_defaults(run=_lazy("serve_command", name))
    messages = commands.add_parser("messages", help="prevention messages: the writing aid")
    check = messages.add_subparsers(required=True, metavar="VERB").add_parser("check", help="say what to mend")
    messages_command.add(check)
    check.set_defaults(run=_lazy("messages_command", "check"))
    week = commands.add_parser("demo-week", help="a fictional week of 20 mediators, and a link to look at it")
    demo_week_command.add(week)
    week.set_defaults(run=_lazy("demo_week_command", "demo_week"))
    prepare = commands.add_parser("prepare", help="bring the database up to date")
    prepare.set_defaults(run=_lazy("serve_command", "prepare"))


def _port(text: str) -> int:
    if text.isdecimal() and 1 <= int(text) <= 65_535:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text} is not a port: a number from 1 to 65535")


class _lazy:
    """Imports a command's file when it is run: `facts` needs no database, and starts faster without."""

    def __init__(self, module: str, name: str) -> None:
        self.module, self.name = module, name

    def __call__(self, arguments: argparse.Namespace) -> int:
        import importlib

        module = importlib.import_module(f"prevenance.site.{self.module}")
        code: int = getattr(module, self.name)(arguments)
        return code


if __name__ == "__main__":
    sys.exit(main())
