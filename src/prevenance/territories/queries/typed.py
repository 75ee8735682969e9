"""What a person typed to find a commune, taken apart: words, postal code, department. Never refuses."""

import re
from dataclasses import dataclass
from functools import cache

from prevenance.territories.queries import spelling
from prevenance.territories.queries.register import register

LONGEST = 100  # characters looked at; no name of a commune has more than 60

_CEDEX = re.compile(r"\bcedex\b( \d{1,2}\b)?")
_SPACED_CODE = re.compile(r"\b(\d{2}) (\d{3})\b")
_ORDINAL = re.compile(r"\b(\d{1,2}) ?(?:e|eme|ieme|er|ere)\b(?: (?:arr|ardt|arrondissement)\b)?")
_NUMBER = re.compile(r"\b(?:\d{1,5}|2[ab]|2[ab]\d{3})\b")


@dataclass(frozen=True, slots=True)
class Typed:
    """`words` is plain text (see spelling); `number` a postal code, whole or begun, a department's or an INSEE code."""

    words: str
    number: str = ""
    department: str = ""


def read(text: str) -> Typed:
    """Take apart what was typed: `59000 Lille`, `Lille (Nord)`, `st denis 974`, `PARIS CEDEX 12`, `Paris 12e`."""
    plain = spelling.plain(" ".join(text[:LONGEST].split()))
    plain = _SPACED_CODE.sub(r"\1\2", _CEDEX.sub(" ", plain))
    plain = _ORDINAL.sub(lambda found: f"{found[1]}{'er' if found[1] == '1' else 'e'} arrondissement", plain)
    numbers = _NUMBER.findall(plain)
    words = " ".join(_NUMBER.sub(" ", plain).split())
    return Typed(words=words, number=max(numbers, key=len, default="").upper())


def without_department(asked: Typed) -> Typed | None:
    """The name and the department apart, when the words end with one: `saint denis la reunion`, `lille nord`; else
    None.
    """
    parts = asked.words.split()
    for start in range(max(1, len(parts) - 5), len(parts)):
        code = _departments().get(" ".join(parts[start:]))
        if code and parts[start - 1] not in spelling.LINKS:
            return Typed(words=" ".join(parts[:start]), number=asked.number, department=code)
    return None


@cache
def _departments() -> dict[str, str]:
    """Plain name of a department, with and without its article -> its code."""
    names = {spelling.plain(name): code for code, (name, _) in register().departments.items()}
    return names | {name.removeprefix("la "): code for name, code in names.items()}
