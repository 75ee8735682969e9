"""What could be said more simply in a message: remarks with the words, the reason, a mend. It advises; people decide.

Found by patterns, without a grammar: it misses things, and points at some that are right. Nothing is changed for the
writer, and nothing blocks but a missing source (`queries.messages.may_go_out`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from prevenance.campaigns.choices import readability, word_lists
from prevenance.kit.texts import Text

SENTENCE_MOST = 20  # words, in plain text
LINE_MOST = 12  # words, in the easy-to-read version
_KNOWN_ACRONYMS = frozenset({"SMS", "TV", "OK", "PDF", "QR", "PIN"})
_ACRONYM = re.compile(r"(?<![\w@./])(?:[A-ZÉ]{2,}\d?|[A-Z](?:\.[A-Z])+\.?)(?![\w])")
_PERCENT = re.compile(r"\d+(?:[.,]\d+)?\s?%")
_DECIMAL = re.compile(r"(?<![\d.,])\d+[.,]\d+(?![\d%])(?!\s?%)")
_LARGE = re.compile(r"(?<![\d.,/-])(?:\d{1,3}(?:[\s\u00a0\u202f.,]\d{3})+|\d{5,})(?![\d/-])")
_PHONE = re.compile(r"(?<!\d)0(?:[\s.]?\d){9}(?!\d)")
_BE = {
    "fr": r"(?:est|sont|était|étaient|sera|seront|été|être|soit|soient)",
    "en": r"(?:is|are|was|were|be|been|being)",
}
_STEPS = r"(?:\s+(?:pas|aussi|bien|déjà|souvent|toujours|également|not|also|always|often))?"
_DONE = {
    "fr": r"\w{2,}(?:é|ée|és|ées)|(?:fait|pris|mis|remis|transmis|ouvert|offert|reçu|vu|lu|rendu|conduit|inscrit|"
    r"écrit|soumis|requis|admis|conçu|prévu|tenu)(?:e|s|es)?",
    "en": r"\w{2,}(?:ed)|(?:made|given|taken|done|seen|read|sent|kept|written|shown|found|held|put|told|paid)",
}
_NOT_PASSIVE = frozenset(  # verbs of movement and states
    re.findall(
        r"\S+",
        "allé arrivé entré resté tombé né décédé passé monté rentré retourné âgé marié privé situé inquiet santé "
        "fatigué interested tired worried married located aged need red",
    )
)
_SPOKEN = re.compile(r"\s*(?:\(|,?\s*c['’]est(?:-à-dire)?|,?\s*that is|\s*=)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Remark:
    """`kind`: a key of `REASONS`. `words`: those it is about. `mend`: what could be written, in the words' language."""

    kind: str
    language: str
    words: str
    mend: str = ""

    @property
    def reason(self) -> Text:
        """Why, in both languages."""
        return REASONS[self.kind]


REASONS: Mapping[str, Text] = {
    "long_sentence": Text("Phrase longue : on en perd le début.", "A long sentence: its beginning gets lost."),
    "passive": Text("On ne voit pas qui agit.", "It does not say who acts."),
    "jargon": Text("Mot de métier : tout le monde ne le connaît pas.", "A word of the trade: not everyone knows it."),
    "fear": Text(
        "Ce mot peut faire peur : on lit moins, on agit moins.", "This may frighten: people read and act less."
    ),
    "blame": Text("Ces mots peuvent juger ou commander.", "These words may judge or command."),
    "percent": Text("Un pourcentage se comprend mal.", "A percentage is hard to picture."),
    "decimal": Text("Un nombre à virgule se dit mal.", "A number with decimals is hard to say."),
    "large_number": Text("Un grand nombre ne se voit pas.", "A large number is hard to picture."),
    "acronym": Text("Sigle qui n'est pas expliqué.", "An acronym that is not explained."),
    "several_ideas": Text("Une ligne, une idée : cette ligne en a plusieurs.", "One line, one idea: this has several."),
    "long_line": Text("Ligne longue pour une lecture facile.", "A long line for easy reading."),
    "hard_sign": Text("Ce signe gêne une lecture facile.", "This sign hinders easy reading."),
    "no_easy": Text("Il manque la version facile à lire.", "The easy-to-read version is missing."),
    "no_english": Text("Il manque l'anglais.", "The English is missing."),
    "no_limits": Text("Il manque ce que le message ne dit pas.", "What the message does not say is missing."),
    "no_source": Text(
        "Il manque une source : sans elle, le message ne peut pas partir.",
        "A source is missing: without it the message cannot go out.",
    ),
}


def remarks(text: str, language: str) -> tuple[Remark, ...]:
    """On a plain text, in the order of the text for each kind."""
    return tuple(_in_sentences(text, language)) + tuple(_in_words(text, language))


def easy_remarks(text: str, language: str) -> tuple[Remark, ...]:
    """On an easy-to-read text, where a line is an idea."""
    return tuple(_in_lines(text, language)) + tuple(_in_words(text, language))


def _in_sentences(text: str, language: str) -> Iterator[Remark]:
    for one in readability.sentences(text):
        many = len(readability.words(one))
        if many > SENTENCE_MOST:
            mend = _said(language, f"{many} mots : en faire deux phrases.", f"{many} words: make it two sentences.")
            yield Remark("long_sentence", language, one, mend)


def _in_lines(text: str, language: str) -> Iterator[Remark]:
    for line in filter(None, (one.strip() for one in text.splitlines())):
        many = len(readability.words(line))
        if len(readability.sentences(line)) > 1:
            yield Remark("several_ideas", language, line, _said(language, "Aller à la ligne.", "Begin a new line."))
        if many > LINE_MOST:
            mend = _said(language, f"{many} mots : couper en deux lignes.", f"{many} words: cut it into two lines.")
            yield Remark("long_line", language, line, mend)
        for sign in re.findall(r"[;()/%&]|\.\.\.|…", line):
            yield Remark("hard_sign", language, sign, _said(language, "L'écrire en mots.", "Write it in words."))


def _in_words(text: str, language: str) -> Iterator[Remark]:
    yield from _passives(text, language)
    taken: list[tuple[int, int]] = []
    for one in word_lists.jargon(language):
        for found in one.pattern.finditer(text):
            free = all(found.end() <= first or found.start() >= last for first, last in taken)
            if free and not _SPOKEN.match(text, found.end()):
                taken.append(found.span())
                yield Remark("jargon", language, found.group(), one.say)
    for kind in word_lists.TONES:
        for listed in word_lists.tone(language, kind):
            for found in listed.pattern.finditer(text):
                yield Remark(kind, language, found.group(), listed.say)
    yield from _numbers(text, language)
    for found in _ACRONYM.finditer(text):
        inside = text[: found.start()].endswith("(") or text[found.end() :].lstrip().startswith(("(", ", c", ", th"))
        if found.group() not in _KNOWN_ACRONYMS and not inside:
            mend = _said(language, "Dire les mots en entier, puis le sigle.", "Say the whole words, then the acronym.")
            yield Remark("acronym", language, found.group(), mend)


def _passives(text: str, language: str) -> Iterator[Remark]:
    key = "en" if language == "en" else "fr"
    for found in re.finditer(rf"(?<!\w){_BE[key]}{_STEPS}\s+({_DONE[key]})(?!\w)", text, re.IGNORECASE):
        stem = re.sub(r"(?<=é)e?s?$", "", found.group(1).lower())
        if stem not in _NOT_PASSIVE:
            yield Remark(
                "passive", language, found.group(), _said(language, "Dire qui fait quoi.", "Say who does what.")
            )


def _numbers(text: str, language: str) -> Iterator[Remark]:
    for found in _PERCENT.finditer(text):
        yield Remark("percent", language, found.group(), as_people_say(found.group(), language))
    for found in _DECIMAL.finditer(text):
        yield Remark("decimal", language, found.group(), _said(language, "L'arrondir.", "Round it."))
    for found in _LARGE.finditer(_PHONE.sub(lambda one: "-" * len(one.group()), text)):
        mend = _said(language, "Le comparer à ce que l'on connaît.", "Compare it with what people know.")
        yield Remark("large_number", language, found.group(), mend)


def as_people_say(percent: str, language: str) -> str:
    """« 32 % » → « environ 3 sur 10 ». Under 5 % or above 95 %, of 100."""
    share = float(re.sub(r"[\s%]", "", percent).replace(",", "."))
    whole = 10 if 5 <= share <= 95 else 100
    many = round(share * whole / 100)
    about = "" if abs(many * 100 / whole - share) < 1e-9 else _said(language, "environ ", "about ")
    return about + _said(language, f"{many} sur {whole}", f"{many} in {whole}")


def _said(language: str, french: str, english: str) -> str:
    return english if language == "en" else french
