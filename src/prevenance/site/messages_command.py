"""`prevenance messages check`: what could be said more simply in a text, or in the ready messages. Offline."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from prevenance.campaigns.choices.readability import Measures
    from prevenance.campaigns.choices.writing_aid import Remark


def check(arguments: argparse.Namespace) -> int:
    """Prints measures and remarks. Exit code 1: a sentence of a ready message rests on no fact; 2: the file cannot be
    read. Remarks are advice and change no exit code.
    """
    import django

    django.setup()
    from prevenance.campaigns.choices import readability, writing_aid

    if arguments.table:
        print(table())
        return 0
    if arguments.all:
        from prevenance.campaigns.queries import ready, ready_facts

        for one in ready.ready_messages().values():
            for language, words in one.draft.words.items():
                found = writing_aid.remarks(f"{words.title}.\n{words.text}", language)
                found += writing_aid.easy_remarks(words.easy, language)
                _tell(f"{one.key} ({language})", readability.measure(words.text, language), found, language)
        wrong = ready_facts.problems(ready.ready_messages(), ready.ready_facts())
        print("\n".join(wrong) if wrong else "Every sentence rests on a fact.")
        return 1 if wrong else 0
    if arguments.file is None:
        print("Give a FILE, or --all for the ready messages.", file=sys.stderr)
        return 2
    try:
        text = arguments.file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as trouble:
        print(f"{arguments.file}: cannot be read as UTF-8 text ({type(trouble).__name__}).", file=sys.stderr)
        return 2
    aid = writing_aid.easy_remarks if arguments.easy else writing_aid.remarks
    _tell(str(arguments.file), writing_aid.measured(text, arguments.lang), aid(text, arguments.lang), arguments.lang)
    return 0


def table() -> str:
    """The measures of the ready messages as a table in Markdown, for docs/messages.md."""
    from prevenance.campaigns.choices import readability, writing_aid
    from prevenance.campaigns.queries import ready

    heads = ["message", "words", "a sentence", "longest", "Flesch", "LIX", "RIX"]
    heads += ["easy: lines", "longest", "Flesch", "remarks left"]
    rows = ["| " + " | ".join(heads) + " |", "|---" * len(heads) + "|"]
    for one in ready.ready_messages().values():
        for language, words in one.draft.words.items():
            plain, easy = readability.measure(words.text, language), readability.measure(words.easy, language)
            if plain is None or easy is None:
                continue
            longest = [
                max(len(readability.words(each)) for each in readability.sentences(text))
                for text in (words.text, words.easy)
            ]
            found = writing_aid.remarks(f"{words.title}.\n{words.text}", language)
            found += writing_aid.easy_remarks(words.easy, language)
            left = ", ".join(f"{each.kind} “{each.words}”" for each in found) or "none"
            told = [plain.words, plain.words_a_sentence, longest[0], plain.flesch, plain.lix, plain.rix]
            told += [easy.sentences, longest[1], easy.flesch]
            rows.append("| " + " | ".join((f"{one.key} ({language})", *map(str, told), left)) + " |")
    return "\n".join(rows)


def _tell(name: str, measures: Measures | None, found: tuple[Remark, ...], language: str = "fr") -> None:
    print(name)
    if measures is not None:
        told = f"{measures.words} words, {measures.words_a_sentence} a sentence, Flesch {measures.flesch}"
        print(f"  {told}, LIX {measures.lix}, RIX {measures.rix}" + ("" if measures.is_sure else " (short text)"))
    for one in found:
        reason = one.reason.fr if language == "fr" else one.reason.en
        print(f"  {one.kind}: « {one.words} » {reason} {one.mend}".rstrip())


def add(one: argparse.ArgumentParser) -> None:
    """The options of the command."""
    one.add_argument("file", nargs="?", type=Path, metavar="FILE", help="a text, in UTF-8")
    one.add_argument("--all", action="store_true", help="the ready messages")
    one.add_argument("--table", action="store_true", help="the measures of the ready messages, as a table")
    one.add_argument("--lang", choices=("fr", "en"), default="fr")
    one.add_argument("--easy", action="store_true", help="an easy-to-read text: one idea a line")
