"""Names and telephones of the health directory made safe: a place is kept, never the person who works there."""

from __future__ import annotations

import re

from prevenance.offer.choices import health_kinds

# Up to so many professionals, a name in the place's name is taken for the person's; beyond, for an institution's.
FEW = 10
LONGEST_NAME = 200
_TITLE = re.compile(r"\b(?:dr|drs|dre|docteur|docteure|docteurs|pr|professeur|m|mr|mme|mlle|monsieur|madame)\b \w")
_COMPANY = re.compile(r"\b(?:selarl|selas|selasu|selurl|sel|scp|scm|sdf|eurl|sarl|sas|sasu|eirl|ei|snc|sisa)\b")
_TOO_COMMON = frozenset(("des", "les", "sur", "saint", "sainte", "val", "mont", "bois", "pre"))
_PRACTICES = frozenset(("doctor", "midwife", "dentist", "nurse", "ophthalmologist"))
_MOBILE = re.compile(r"^(?:\+|00)?(?:33|262|590|594|596|508)?0?[67]")


def naming(place_names: str, last_name: str, first_name: str) -> int:
    """How far the place's names name this professional: 0 not at all, 1 by the last name, 2 by the first name too."""
    written = health_kinds.plain(place_names)
    if not written:
        return 0
    has_last = any(_is_in(word, written) for word in health_kinds.plain(last_name).split())
    return has_last + (has_last and any(_is_in(word, written) for word in health_kinds.plain(first_name).split()))


def _is_in(word: str, written: str) -> bool:
    """A long word anywhere, even glued to another (`PHARMAEXEMPLE`); a short one only by itself."""
    if len(word) <= 2 or word in _TOO_COMMON:
        return False
    return word in written if len(word) >= 5 else word in written.split()


def place_name(names: list[str], *, kind: str, specialty: str, people: int, named: int, is_individual: bool) -> str:
    """The first of the place's own names that names nobody, or what such a place is called.

    Not seen: the name of somebody who no longer works there, in a shop's or a company's name without a title.
    """
    is_few = people <= FEW
    if is_individual or named > 1 or (named and is_few):
        return health_kinds.neutral_name(kind, specialty)
    for name in filter(None, (name[:LONGEST_NAME].strip() for name in names)):
        plain = health_kinds.plain(name)
        if not is_few or not (_TITLE.search(plain) or _is_of_people(plain, kind)):
            return name
    return health_kinds.neutral_name(kind, specialty)


def _is_of_people(plain: str, kind: str) -> bool:
    return kind in _PRACTICES and (_COMPANY.search(plain) is not None or not health_kinds.speaks_of_a_practice(plain))


def telephone(given: str, *, people: int) -> str:
    """The place's number. A mobile number where one person works is that person's: left out."""
    digits = re.sub(r"[^\d+]", "", given[:40])
    return "" if people <= 1 and _MOBILE.match(digits) else given
