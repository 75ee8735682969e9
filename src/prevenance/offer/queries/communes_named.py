"""The commune named in a sentence, or typed apart: exact names first, then what they may be when misspelt."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from prevenance.offer.choices.search_words import Words, singular
from prevenance.territories import queries as territories
from prevenance.territories.choices import Reason
from prevenance.territories.queries import spelling
from prevenance.territories.queries.names import Kind, names
from prevenance.territories.queries.register import register

MOST_WORDS = 6  # of a name
_DOMINATES = 5  # times more people than its homonym: the big one is meant
_MOST = 8
_ALIKE, _ALIKE_UNANNOUNCED = 0.75, 0.8  # least likeness of a misspelt name
_LEAST_LETTERS = 0.5  # share of letters in place without which two names heard alike are not one: «xyzzy» is not Sissy
_BEGUN = 5  # letters at least of a first word that stands for the whole name
_LINKS = ("de", "d", "du", "des", "of", "pour", "for")  # no name begins like this
_SHORTEST = 3  # letters of a name that nothing announces


@dataclass(frozen=True, slots=True)
class Where:
    """`commune` when there is no doubt left; else the `matches` to choose from. `typed`: as the person wrote it."""

    commune: territories.Commune | None = None
    matches: tuple[territories.Match, ...] = ()
    typed: str = ""


@dataclass(frozen=True, slots=True)
class Spoken:
    """Words of the sentence that name a commune, and their positions; () when none does."""

    words: str = ""
    positions: tuple[int, ...] = ()
    is_exact: bool = True


def where(typed: str) -> Where:
    """The commune of a field of its own."""
    typed = " ".join(typed.split())[:80]
    matches = tuple(territories.communes_matching(typed, limit=_MOST))
    return Where(_certain(matches, typed), matches, typed)


def where_spoken(spoken: Spoken) -> Where:
    if not spoken.positions:
        return Where()
    if spoken.is_exact and (alone := _alone(spelling.compact(spoken.words))) is not None:
        return Where(alone, (), spoken.words)
    return where(spoken.words)


def _alone(compact: str) -> territories.Commune | None:
    """The only commune of exactly this name of today, without the cost of a search."""
    known = names()
    rows = [row for row in known.beginning(compact) if known.compact[row] == compact]
    owners = {int(known.owner[row]) for row in rows}
    if len(owners) != 1 or all(known.kind[row] == Kind.OTHER for row in rows):
        return None
    return register().commune(owners.pop())


def _certain(matches: Sequence[territories.Match], typed: str) -> territories.Commune | None:
    """The first, when it is the only one or when nothing near its rank could be meant instead."""
    if not matches:
        return None
    first = matches[0]
    rivals = [one for one in matches[1:] if one.reason == first.reason]
    if _agrees(typed, first):
        rivals = [one for one in rivals if _agrees(typed, one)]
    if first.reason == Reason.SPELLING:
        alike = _likeness(typed, first)
        rivals = [one for one in rivals if _likeness(typed, one) >= alike]
    if first.reason == Reason.BEGINNING and not _begins_whole(typed, first) and _likeness(typed, first) < _ALIKE:
        return first.commune if not matches[1:] else None
    return first.commune if all(_is_bigger(first.commune, rival.commune) for rival in rivals) else None


def _name(match: territories.Match) -> str:
    return spelling.plain(match.also_called or match.commune.name)


def _likeness(typed: str, match: territories.Match) -> float:
    """1 for names heard alike; else the share of letters in place."""
    plain = spelling.plain(typed)
    letters = float(OSA.normalized_similarity(spelling.compact(plain), spelling.compact(_name(match))))
    if letters >= _LEAST_LETTERS and spelling.sound(plain) == spelling.sound(_name(match)):
        return 1.0
    return letters


def _agrees(typed: str, match: territories.Match) -> bool:
    """Whether the department or the postal code typed beside the name is that of the commune."""
    numbers = [word.upper() for word in spelling.plain(typed).split() if word[:1].isdigit()]
    codes = (match.commune.department, *match.commune.postal_codes)
    return any(code.startswith(number) for number in numbers for code in codes)


def _begins_whole(typed: str, match: territories.Match) -> bool:
    """«Bohain» for Bohain-en-Vermandois."""
    return _name(match).startswith(spelling.plain(typed) + " ")


def _is_bigger(one: territories.Commune, other: territories.Commune) -> bool:
    return one.population >= _DOMINATES * other.population


def spoken(tokens: Sequence[str], used: set[int], words: Words) -> Spoken:
    """The name written exactly, or the postal code: announced («à», "near") before not, long before short, the last
    one said first.
    """
    code = next((at for at, token in enumerate(tokens) if len(token) == 5 and _is_code(token)), None)
    named: list[tuple[bool, int, int, int]] = []
    for start, end in _parts(tokens):
        part = tokens[start:end]
        announced = _is_announced(tokens, start, words)
        inside = any(at in used for at in range(start, end))
        if inside and not (announced and end - start > 1 and not _all_read(part, words)):
            continue
        if end - start == 1 and not _may_be_alone(part[0], announced, words):
            continue
        if end - start == 1 and not (announced or used) and part[0] in words.words_first:
            continue
        if (part[0] in words.before_where and end - start == 2) or part[-1] in words.fillers:
            continue
        if names().is_a_name(spelling.compact(" ".join(part))):
            named.append((announced, end - start, start, end))
    whole = [one for one in named if not any(_is_inside(one[2:], other[2:]) for other in named)]
    positions = tuple(range(*max(whole)[2:])) if whole else ()
    if positions and code is None:  # «Saint-Denis 93»
        code = next((at for at in (positions[-1] + 1,) if at < len(tokens) and _is_department(tokens[at])), None)
    if code is not None:
        positions = tuple(sorted({*positions, code}))
    return Spoken(" ".join(tokens[at] for at in positions), positions)


def misspelt(tokens: Sequence[str], used: set[int], words: Words) -> Spoken:
    """The name that the words left look like: those announced first, then the last ones."""
    left = [at for at, token in enumerate(tokens) if at not in used and not token.isdigit()]
    for announced_only in (True, False):
        for group in reversed(list(_groups(left, tokens, words))):
            if announced_only and not _is_announced(tokens, group[0], words):
                continue
            for part in _tails(group, tokens, words):
                text = " ".join(tokens[at] for at in part)
                if len(text) >= _SHORTEST + 1 and _looks_like_one(text, sure=announced_only):
                    return Spoken(text, part, is_exact=False)
    return Spoken()


def _parts(tokens: Sequence[str]) -> Iterator[tuple[int, int]]:
    for start in range(len(tokens)):
        for end in range(min(len(tokens), start + MOST_WORDS), start, -1):
            yield start, end


def _is_announced(tokens: Sequence[str], start: int, words: Words) -> bool:
    """«à Hirson», «près de Hirson», "near Hirson"."""
    before = start - 1
    while before >= 0 and tokens[before] in ("de", "d", "du", "des", "of", "to", "la", "le", "les", "l"):
        before -= 1
    return before >= 0 and tokens[before] in words.before_where


def _may_be_alone(token: str, announced: bool, words: Words) -> bool:
    if token in words.fillers or token.isdigit() or (singular(token),) in words.expressions:
        return False
    is_known = singular(token) in words.known and singular(token) not in words.complained
    if announced:
        return not is_known
    return len(token) >= _SHORTEST and singular(token) not in words.hollow and not is_known


def _all_read(part: Sequence[str], words: Words) -> bool:
    """Whether it is wholly an expression, as «la maternité»: then it is no name."""
    return tuple(singular(word) for word in part if word not in words.fillers) in words.expressions


def _is_inside(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    return one != other and other[0] <= one[0] and one[1] <= other[1]


def _is_department(token: str) -> bool:
    return token.upper() in register().departments


def _is_code(token: str) -> bool:
    return token.isdigit() or (token[:2] in ("2a", "2b") and token[2:].isdigit())


def _groups(left: Sequence[int], tokens: Sequence[str], words: Words) -> Iterator[tuple[int, ...]]:
    """Neighbouring words left, cut at those which announce a name."""
    group: list[int] = []
    for at in left:
        cut = tokens[at] in words.before_where
        if group and (at != group[-1] + 1 or cut):
            yield tuple(group)
            group = []
        if not cut:
            group.append(at)
    if group:
        yield tuple(group)


def _tails(group: tuple[int, ...], tokens: Sequence[str], words: Words) -> Iterator[tuple[int, ...]]:
    """The whole group without the small words at its ends, then less and less of its beginning."""
    while group and tokens[group[-1]] in words.fillers:
        group = group[:-1]
    for start in range(len(group)):
        part = group[start:]
        first = tokens[part[0]]
        empty = all(_names_nothing(tokens[at], words) for at in part)
        if first not in _LINKS and not empty:
            yield part


def _names_nothing(token: str, words: Words) -> bool:
    return token in words.fillers or singular(token) in words.hollow or bool({token, singular(token)} & words.common)


def _looks_like_one(text: str, *, sure: bool) -> bool:
    matches = territories.communes_matching(text, limit=1)
    if not matches:
        return False
    best = matches[0]
    if best.reason == Reason.BEGINNING and (sure or (_begins_whole(text, best) and len(text) >= _BEGUN)):
        return True
    if best.reason == Reason.WORDS:
        return sure
    return _likeness(text, best) >= (_ALIKE if sure else _ALIKE_UNANNOUNCED)
