"""What a person looks for, read from a sentence in plain words: an act, kinds of places, a time, a commune, a name.

Expressions known exactly come first, then names of communes, then typing errors of both; what is left may be the name
of a place. Nothing is refused: what was not understood is said.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from rapidfuzz.distance import OSA

from prevenance import catalogue
from prevenance.catalogue.content_values import SignKind
from prevenance.offer.choices import danger_words, search_words
from prevenance.offer.choices.danger_words import Heard
from prevenance.offer.choices.search_words import Expression, Meaning, Sort, Words, singular
from prevenance.offer.queries import communes_named
from prevenance.offer.queries.communes_named import Spoken, Where
from prevenance.offer.queries.usual_weeks import When
from prevenance.territories.queries import spelling

LONGEST = 200  # characters read
_HOUR = re.compile(r"\b(\d{1,2}) ?(?:h(?:eures?)?|:) ?(\d{2})?\b|\b(\d{1,2}) ?(am|pm|o'clock)\b", re.IGNORECASE)
_FROM = re.compile(r"\b(?:apr[eè]s|[aà] partir de|d[eè]s|after|from)\s*$", re.IGNORECASE)
_UNTIL = re.compile(r"\b(?:avant|jusqu'?[aà]|before|until)\s*$", re.IGNORECASE)
_SHORTEST_MENDED = 5  # letters
_HIDDEN = "\x00"  # no expression runs across a name
_WHOLE_DAY = (0, 24 * 60)


@dataclass(frozen=True, slots=True)
class Request:
    """`act` "" and `kinds` () : not said. `not_held`: what nobody inventories here, with the `contacts` to call.

    `noted`: understood, but told by no source. `signs`: keys of the catalogue. `mended`: (typed, read). `unread`: words
    that may be a place's name.
    """

    act: str = ""
    kinds: tuple[str, ...] = ()
    when: When | None = None
    is_open_now: bool = False
    accessible: bool = False
    noted: tuple[str, ...] = ()
    not_held: tuple[str, ...] = ()
    contacts: tuple[str, ...] = ()
    is_urgent: bool = False
    signs: tuple[str, ...] = ()
    where: Where = field(default_factory=Where)
    mended: tuple[tuple[str, str], ...] = ()
    unread: tuple[str, ...] = ()

    @property
    def says_what(self) -> bool:
        return bool(self.act or self.kinds or self.unread or self.signs)


@dataclass(frozen=True, slots=True)
class _Reading:
    """`found`: by position of its first word. `used`: positions of all the words read. `heard`: those of a danger said
    in another way.
    """

    tokens: list[str]
    found: dict[int, Meaning]
    used: set[int]
    heard: frozenset[int]
    mended: tuple[tuple[str, str], ...] = ()


def read(text: str, *, on: dt.date, where: str = "") -> Request:
    """`on`: today, where the person is. `where`: the commune typed apart, which counts before one in the sentence."""
    words = search_words.words()
    typed = text[:LONGEST]
    text, hours = _hours(" ".join(typed.replace("’", "'").split()))
    tokens = spelling.plain(text).split()
    dangers = tuple(danger_words.heard(typed, tokens))
    heard = frozenset[int]().union(*(one.positions for one in dangers))
    found, used = _expressions(tokens, words, heard)
    spoken = communes_named.spoken(tokens, used, words)
    used -= set(spoken.positions)
    reading = _mended(_Reading(tokens, found, used, heard), frozenset(spoken.positions), words)
    if not spoken.positions:
        spoken = communes_named.misspelt(reading.tokens, reading.used, words)
    found = {at: meaning for at, meaning in reading.found.items() if at not in spoken.positions}
    request = _sorted([*_meanings(dangers, words), *found.values()], is_timed=hours is not None)
    request = replace(
        request, when=_when(found.values(), hours, on), mended=reading.mended, where=_where(where, spoken)
    )
    if request.signs:  # what else was said does not matter beside a sign of danger
        return request
    return replace(request, unread=_unread(reading.tokens, reading.used | set(spoken.positions), words))


def _where(typed: str, spoken: Spoken) -> Where:
    return communes_named.where(typed) if typed.strip() else communes_named.where_spoken(spoken)


def _meanings(dangers: Iterable[Heard], words: Words) -> Iterable[Meaning]:
    signs = catalogue.load().signs
    for one in dangers:
        if one.meant:
            yield words.expressions[(one.meant,)]
        else:
            is_urgent = not one.sign or signs[one.sign].kind == SignKind.EMERGENCY
            yield Meaning(Sort.URGENT if is_urgent else Sort.SIGN, key=one.sign)


def _expressions(tokens: Sequence[str], words: Words, heard: frozenset[int]) -> tuple[dict[int, Meaning], set[int]]:
    """Signs of danger wherever they stand, then the longest expressions, from the left, without the words `heard`: by
    position of the first word; and all the positions read.
    """
    said = [(at, singular(token)) for at, token in enumerate(tokens) if token not in words.fillers]
    found, used = _longest(said, words.dangers, words.longest)
    others, read = _longest(
        [one if one[0] not in used | heard else (one[0], _HIDDEN) for one in said], words.expressions, words.longest
    )
    return found | others, used | read | heard


def _longest(
    said: Sequence[tuple[int, str]], expressions: Mapping[Expression, Meaning], longest: int
) -> tuple[dict[int, Meaning], set[int]]:
    found: dict[int, Meaning] = {}
    used: set[int] = set()
    start = 0
    while start < len(said):
        for many in range(min(longest, len(said) - start), 0, -1):
            part = said[start : start + many]
            meaning = expressions.get(tuple(word for _, word in part))
            if meaning is not None:
                found[part[0][0]] = meaning
                used.update(at for at, _ in part)
                start += many
                break
        else:
            start += 1
    return found, used


def _mended(reading: _Reading, named: frozenset[int], words: Words) -> _Reading:
    """The same with the typing errors of the words left: kept only when they then make an expression. `named`:
    positions of the name of a commune.
    """
    mended: dict[int, str] = {}
    for at, token in enumerate(reading.tokens):
        plain = singular(token)
        if at in reading.used | named or plain in words.hollow or token in words.fillers:
            continue
        known = _known_word(plain, words)
        if known is not None and not ({token, plain} & words.common and not known.startswith(plain)):
            mended[at] = known  # «pousse» is no mistake for «tousse», «sexuel» is «sexuelle»
    if not mended:
        return reading
    hidden = [_HIDDEN if at in named else mended.get(at, token) for at, token in enumerate(reading.tokens)]
    found, used = _expressions(hidden, words, reading.heard)
    kept = {at: word for at, word in mended.items() if at in used}
    return _Reading(
        tokens=[kept.get(at, token) for at, token in enumerate(reading.tokens)],
        found=found,
        used=used,
        heard=reading.heard,
        mended=tuple((reading.tokens[at], word) for at, word in kept.items()),
    )


def _known_word(word: str, words: Words) -> str | None:
    """The word meant: heard alike, or one slip away (two in a long word)."""
    if len(word) < _SHORTEST_MENDED:
        return None
    if (heard := words.sounds.get(spelling.sound(word))) is not None:
        return heard
    most = 2 if len(word) >= 8 else 1
    best: tuple[int, str] | None = None
    for known in words.known:
        if abs(len(known) - len(word)) <= most and len(known) >= _SHORTEST_MENDED:
            slips = OSA.distance(word, known, score_cutoff=most)
            if slips <= most and (best is None or slips < best[0]):
                best = (slips, known)
    return best[1] if best else None


def _sorted(meanings: Iterable[Meaning], *, is_timed: bool) -> Request:
    """What the expressions say together. The first act named counts, a precise one before a weak one."""
    asked = list(meanings)
    acts = [meaning for meaning in asked if meaning.act]
    precise = [meaning for meaning in acts if not meaning.weak] or acts
    kinds = _kinds(asked, has_act=bool(precise) and not precise[0].weak)
    act = precise[0].act if precise else ""
    if kinds and precise and precise[0].weak and act == "human_help":
        act = ""  # "help from a dentist": the kind is what is looked for
    signs = tuple(dict.fromkeys(m.key for m in asked if m.key and m.sort in (Sort.URGENT, Sort.SIGN)))
    if not (act or kinds) and any(meaning.sort is Sort.SIGN for meaning in asked):
        kinds = ["doctor"]
    is_open = any(meaning.sort in (Sort.OPEN, Sort.NOW) for meaning in asked)
    dated = any(m.sort in (Sort.DAY, Sort.TODAY, Sort.TOMORROW, Sort.WEEKEND, Sort.PART) for m in asked)
    return Request(
        act=act,
        kinds=tuple(dict.fromkeys(kinds)),
        is_open_now=is_open and not dated and not is_timed,
        accessible=any(meaning.sort is Sort.ACCESSIBLE for meaning in asked),
        noted=tuple(dict.fromkeys(meaning.key for meaning in asked if meaning.sort is Sort.NOTED)),
        not_held=tuple(dict.fromkeys(meaning.key for meaning in asked if meaning.sort is Sort.NOT_HELD)),
        contacts=tuple(dict.fromkeys(key for meaning in asked for key in meaning.contacts)),
        is_urgent=any(meaning.sort is Sort.URGENT for meaning in asked),
        signs=signs,
    )


def _kinds(asked: Iterable[Meaning], *, has_act: bool) -> list[str]:
    named = [meaning for meaning in asked if meaning.kinds]
    precise = [meaning for meaning in named if not meaning.weak]
    return [kind for meaning in (precise or ([] if has_act else named)) for kind in meaning.kinds]


def _when(meanings: Iterable[Meaning], hours: tuple[int, int] | None, on: dt.date) -> When | None:
    asked = list(meanings)
    days: list[dt.date] = []
    for meaning in asked:
        if meaning.sort is Sort.DAY:
            days.append(on + dt.timedelta(days=(meaning.number - on.weekday()) % 7))
        elif meaning.sort is Sort.TOMORROW:
            days.append(on + dt.timedelta(days=1))
        elif meaning.sort is Sort.TODAY:
            days.append(on)
        elif meaning.sort is Sort.WEEKEND:
            saturday = on + dt.timedelta(days=(5 - on.weekday()) % 7)
            days += [on] if on.weekday() == 6 else [saturday, saturday + dt.timedelta(days=1)]
    part = next((meaning.part for meaning in asked if meaning.sort is Sort.PART), None)
    if not days and part is None and hours is None:
        return None
    first, last = hours or ((part[0] * 60, part[1] * 60) if part else _WHOLE_DAY)
    week = tuple(on + dt.timedelta(days=number) for number in range(7))
    if not days:  # "open in the evening": any day of the week; "at 6 pm": today
        days = [on] if hours and part is None else list(week)
    return When(tuple(sorted(set(days))), first, last)


def _hours(text: str) -> tuple[str, tuple[int, int] | None]:
    """The text without the hour that it names; and the minutes of the day, from and to."""
    hit = _HOUR.search(text)
    if hit is None:
        return text, None
    hour = int(hit[1] or hit[3])
    if (hit[4] or "").lower() == "pm" and hour < 12:
        hour += 12
    minute = hour * 60 + int(hit[2] or 0)
    if minute >= 24 * 60:
        return text, None
    before, after = text[: hit.start()], text[hit.end() :]
    if (since := _FROM.search(before)) is not None:
        return before[: since.start()] + " " + after, (minute, 24 * 60)
    if (until := _UNTIL.search(before)) is not None:
        return before[: until.start()] + " " + after, (0, minute)
    before = re.sub(r"\b(?:[aà]|vers|at|around)\s*$", "", before, flags=re.IGNORECASE)
    return before + " " + after, (minute, minute + 1)


def _unread(tokens: Sequence[str], used: set[int], words: Words) -> tuple[str, ...]:
    left = [
        token
        for at, token in enumerate(tokens)
        if at not in used and token not in words.fillers and singular(token) not in words.hollow
    ]
    return tuple(token for token in left if len(token) > 1 and not token.isdigit())
