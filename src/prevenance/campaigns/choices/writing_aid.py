"""What could be said more simply in a message: remarks with the words, the reason, a mend. It advises; people decide.

Found by patterns, without a grammar: it misses things, and points at some that are right. Nothing is changed for the
writer, and nothing blocks but a missing source (`queries.messages.may_go_out`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from prevenance.campaigns.choices import aid_numbers, aid_signs, readability, word_lists
from prevenance.campaigns.choices.word_lists import Listed
from prevenance.kit.texts import Text

SENTENCE_MOST = 20  # words, in plain text
LINE_MOST = 12  # words, in the easy-to-read version
_KNOWN_ACRONYMS = frozenset(
    re.findall(r"\S+", "SMS MMS TV OK PDF QR PIN DVD CD GPS SOS WC TGV HLM RER UE UK US USA ID FAQ AM PM BD")
)
_ACRONYM = re.compile(r"(?<![\w@./])(?:[A-ZÉ]{2,}\d?|[A-Z](?:\.[A-Z])+\.?)(?![\w])")
_ADDRESS = re.compile(r"(?:https?://)?[\w-]+(?:\.[\w-]+)+(?:/\S*)?")
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
_NOT_PASSIVE = frozenset(  # movements, and states in which nothing is done to anybody
    re.findall(
        r"\S+",
        "allé arrivé entré resté tombé né décédé passé monté rentré retourné âgé marié privé situé inquiet santé "
        "fatigué ouvert fermé inscrit concerné vacciné protégé couvert assuré autorisé habitué adapté réservé destiné "
        "lié limité isolé handicapé localisé prêt "
        "interested tired worried married located aged need needed red open opened closed concerned pleased scared "
        "based vaccinated protected supposed allowed entitled involved registered called naked sacred hundred made",
    )
)
_BY_WHOM = re.compile(  # « par la caisse » tells who acts; « par semaine » does not
    r"(?:\s+\w+){0,3}\s+(?:par|by)\s+(?!(?:an|mois|semaine|jour|exemple|téléphone|sms|e-mail|courrier|internet|phone|post|"
    r"day|week|month|year)\b)",
    re.IGNORECASE,
)
_NOT = {  # « ce n'est pas dangereux » frightens nobody
    "fr": re.compile(
        r"(?<!\w)(?:pas|jamais|sans|aucune?|ni|non)\s+(?:(?:un|une|de|du|si|très|vraiment|votre|plus)\s+|d['’])*$",
        re.IGNORECASE,
    ),
    "en": re.compile(
        r"(?:(?<!\w)(?:not|never|no|without|nor|neither)|n['’]t)\s+(?:(?:a|an|the|so|very|too|really|your|any|be)\s+)*$",
        re.IGNORECASE,
    ),
}
_EMERGENCY = re.compile(r"(?<!\d)(?:15|112|114|3114)(?!\d)")
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
    "capitals": Text(
        "Mots tout en majuscules : plus durs à lire, et l'on croit entendre crier.",
        "Words all in capitals: harder to read, and they seem to shout.",
    ),
    "drawing": Text(
        "Un lecteur d'écran dit le nom de chaque émoji ; certains téléphones ne le montrent pas.",
        "A screen reader says the name of each emoji; some phones do not show it.",
    ),
    "tag": Text("Ces signes de code s'afficheront tels quels.", "These signs of code will be shown as they are."),
    "other_language": Text(
        "Ce texte ne semble pas être dans la langue de ce champ.",
        "This text does not seem to be in the language of this field.",
    ),
    "long_text": Text("Texte long : peu de gens vont au bout.", "A long text: few read to its end."),
    "no_easy": Text("Il manque la version facile à lire.", "The easy-to-read version is missing."),
    "no_english": Text("Il manque l'anglais.", "The English is missing."),
    "no_limits": Text("Il manque ce que le message ne dit pas.", "What the message does not say is missing."),
    "no_source": Text(
        "Il manque une source : sans elle, le message ne peut pas partir.",
        "A source is missing: without it the message cannot go out.",
    ),
}


def remarks(text: str, language: str) -> tuple[Remark, ...]:
    """On a plain text, in the order of the text for each kind; the same words once."""
    return _all(text, language, _in_sentences)


def easy_remarks(text: str, language: str) -> tuple[Remark, ...]:
    """On an easy-to-read text, where a line is an idea."""
    return _all(text, language, _in_lines)


def measured(text: str, language: str) -> readability.Measures | None:
    """None where measures would mean nothing: no words, or another language."""
    if aid_signs.is_in_another_language(text, language):
        return None
    return readability.measure(aid_signs.without_tags(text), language)


def _all(text: str, language: str, cut: Callable[[str, str], Iterator[Remark]]) -> tuple[Remark, ...]:
    if aid_signs.is_in_another_language(text, language):
        mend = _said(language, "Le mettre dans le champ de sa langue.", "Put it in the field of its language.")
        return (Remark("other_language", language, " ".join(text.split())[:40], mend),)
    found = [*_in_signs(text, language)]
    words = aid_signs.without_tags(text)
    found += [*cut(words, language), *_in_words(words, language)]
    return tuple({(one.kind, one.words.casefold()): one for one in reversed(found)}.values())[::-1]


def _in_signs(text: str, language: str) -> Iterator[Remark]:
    if tags := aid_signs.tags(text):
        yield Remark("tag", language, " ".join(tags[:3]), _said(language, "Les ôter.", "Take them away."))
    if drawn := aid_signs.drawings(text):
        mend = _said(language, "Les ôter : les mots suffisent.", "Take them away: words are enough.")
        yield Remark("drawing", language, " ".join(drawn[:5]), mend)
    for shout in aid_signs.shouts(aid_signs.without_tags(text)):
        yield Remark("capitals", language, shout[:60], _said(language, "Écrire en minuscules.", "Use small letters."))
    many = len(readability.words(aid_signs.without_tags(text)))
    if many > aid_signs.TEXT_MOST:
        mend = _said(
            language, "Garder une idée, et faire un autre message du reste.", "Keep one idea; make another message."
        )
        yield Remark("long_text", language, _said(language, f"{many} mots", f"{many} words"), mend)


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
        for sign in re.findall(r"\([^)]*\)?|[;%&/]|\.\.\.|…", _ADDRESS.sub("", line)):
            yield Remark("hard_sign", language, sign, _said(language, "L'écrire en mots.", "Write it in words."))


def _in_words(text: str, language: str) -> Iterator[Remark]:
    yield from _passives(text, language)
    yield from _listed("jargon", word_lists.jargon(language), text, language)
    for kind in word_lists.TONES:
        yield from _listed(kind, word_lists.tone(language, kind), text, language)
    for number_kind, number, mend in aid_numbers.remarks(text, language):
        yield Remark(number_kind, language, number, mend)
    yield from _acronyms(text, language)


def _listed(kind: str, words: Sequence[Listed], text: str, language: str) -> Iterator[Remark]:
    """The longest first: « par votre faute » is not told again for « votre faute »."""
    taken: list[tuple[int, int]] = []
    for one in words:
        met = [*one.pattern.finditer(text)]
        if kind == "jargon" and any(_SPOKEN.match(text, found.end()) for found in met):
            taken += [found.span() for found in met]  # explained once is explained
        for found in met:
            is_free = all(found.end() <= first or found.start() >= last for first, last in taken)
            taken.append(found.span())
            if is_free and (kind == "jargon" or not _means_otherwise(text, found, language)):
                yield Remark(kind, language, found.group(), one.say)


def _means_otherwise(text: str, found: re.Match[str], language: str) -> bool:
    """« pas dangereux », and « urgent » beside the number to call."""
    if _NOT["en" if language == "en" else "fr"].search(text[: found.start()]):
        return True
    around = text[max(0, found.start() - 80) : found.end() + 80]
    return found.group().lower().startswith("urgent") and bool(_EMERGENCY.search(around))


def _acronyms(text: str, language: str) -> Iterator[Remark]:
    quiet = aid_signs.without_shouts(text)
    met = [*_ACRONYM.finditer(quiet)]
    explained = {
        one.group()
        for one in met
        if quiet[: one.start()].endswith("(") or quiet[one.end() :].lstrip().startswith(("(", ", c", ", th"))
    }
    for one in met:
        if one.group() not in _KNOWN_ACRONYMS | explained:
            mend = _said(language, "Dire les mots en entier, puis le sigle.", "Say the whole words, then the acronym.")
            yield Remark("acronym", language, one.group(), mend)


def _passives(text: str, language: str) -> Iterator[Remark]:
    key = "en" if language == "en" else "fr"
    for found in re.finditer(rf"(?<!\w){_BE[key]}{_STEPS}\s+({_DONE[key]})(?!\w)", text, re.IGNORECASE):
        stem = found.group(1).lower() if key == "en" else re.sub(r"e?s?$", "", found.group(1).lower())
        if stem not in _NOT_PASSIVE and not _BY_WHOM.match(text, found.end()):
            mend = _said(language, "Dire qui fait quoi.", "Say who does what.")
            yield Remark("passive", language, found.group(), mend)


def _said(language: str, french: str, english: str) -> str:
    return english if language == "en" else french
