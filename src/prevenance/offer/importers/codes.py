"""Codes of services, `scheme:value`, from the words of a source; and the columns that social sources share."""

from __future__ import annotations

import re
import unicodedata

from prevenance.offer.choices import Fees

_BETWEEN_VALUES = re.compile(r"\s*[|;]\s*")
_NOT_A_WORD = re.compile(r"[^a-z0-9]+")
_SIRET = re.compile(r"^\d{14}$")
LONGEST_SLUG = 70


def slug(words: str) -> str:
    """`Formé à « Mon Espace Santé »` becomes `forme-a-mon-espace-sante`."""
    plain = unicodedata.normalize("NFKD", words.replace("œ", "oe").replace("'", " ").replace("’", " "))
    return _NOT_A_WORD.sub("-", plain.encode("ascii", "ignore").decode().lower()).strip("-")[:LONGEST_SLUG].strip("-")


def slug_of_theme(theme: str) -> str:
    """`famille--sous-theme`, its double hyphen kept."""
    return "--".join(filter(None, map(slug, theme.split("--"))))


def values(cell: str) -> list[str]:
    """The values of one cell, each once: `|` between them, or `;` in files older than version 1."""
    return list(dict.fromkeys(part for part in _BETWEEN_VALUES.split(cell.strip()) if part))


def siret(text: str) -> str:
    """Fourteen digits whose key is right, or "". A pivot may also be an association's or a New Caledonian number, or
    a row of zeros that says nothing."""
    digits = re.sub(r"\s", "", text)
    if not _SIRET.match(digits) or not int(digits):
        return ""
    return digits if _luhn(digits) % 10 == 0 or _is_post_office(digits) else ""


def _luhn(digits: str) -> int:
    return sum(sum(divmod(int(digit) * (1 + rank % 2), 10)) for rank, digit in enumerate(reversed(digits)))


def _is_post_office(digits: str) -> bool:
    """La Poste's 356 000 000 follows another rule: the sum of the digits is a multiple of five (INSEE)."""
    return digits.startswith("356000000") and sum(map(int, digits)) % 5 == 0


def fees(words: list[str]) -> Fees:
    """What one pays, from the words of the schemas of any version; the dearest of several, never too rosy."""
    found = {_FEES[key] for word in words if (key := slug(word.split(":")[0])) in _FEES}
    if Fees.FREE in found and Fees.PAID in found:
        return Fees.CONDITIONAL
    return next((fee for fee in (Fees.PAID, Fees.CONDITIONAL, Fees.FREE) if fee in found), Fees.UNKNOWN)


_FEES = {
    "gratuit": Fees.FREE,
    "gratuit-sous-condition": Fees.CONDITIONAL,
    "gratuit-sous-conditions": Fees.CONDITIONAL,
    "adhesion": Fees.CONDITIONAL,
    "pass-numerique": Fees.CONDITIONAL,
    "accepte-le-pass-numerique": Fees.CONDITIONAL,
    "payant": Fees.PAID,
}
