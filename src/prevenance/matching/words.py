"""Names and addresses of French places brought to comparable words. What words mean is in `place_words.json`."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

_WORD = re.compile(r"[a-z0-9]+")
_ARTICLES = {
    "de", "la", "le", "les", "du", "des", "d", "l", "et", "en", "a", "au", "aux", "sur", "sous", "pour", "par",
    "the", "dit",
}  # fmt: skip
_LEGAL = {
    "selarl", "selas", "selasu", "sarl", "sas", "sasu", "sel", "scp", "snc", "eurl", "sci", "asso", "association",
    "m", "mme", "mr", "mlle",
}  # fmt: skip

KIND_ROLES = {"town_hall": "mairie", "pharmacy": "pharmacie", "laboratory": "laboratoire"}

_ROLES_IN_EMAILS = (
    "franceservice",
    "ccas",
    "mairie",
    "mediatheque",
    "missionlocale",
    "cyberbase",
    "centresocial",
    "pimms",
)
# Domains where anyone has an address: the same one says nothing.
_PROVIDERS = {
    "gmail.com", "orange.fr", "wanadoo.fr", "outlook.fr", "outlook.com", "hotmail.fr", "hotmail.com", "laposte.net",
    "yahoo.fr", "yahoo.com", "free.fr", "sfr.fr", "neuf.fr", "nordnet.fr", "live.fr", "icloud.com", "bbox.fr",
    "aol.com", "numericable.fr", "club-internet.fr",
}  # fmt: skip

_STREET_WORDS = {
    "r": "rue", "av": "avenue", "ave": "avenue", "bd": "boulevard", "bld": "boulevard", "blvd": "boulevard",
    "boul": "boulevard", "pl": "place", "plc": "place", "imp": "impasse", "che": "chemin", "chem": "chemin",
    "ch": "chemin", "rte": "route", "sq": "square", "all": "allee", "fg": "faubourg", "fbg": "faubourg",
    "st": "saint", "ste": "sainte", "gal": "general", "gl": "general", "mal": "marechal", "dr": "docteur",
    "pdt": "president", "res": "residence", "zi": "zone", "crs": "cours", "qu": "quai", "lot": "lotissement",
    "pr": "professeur", "cdt": "commandant", "col": "colonel", "cap": "capitaine", "lt": "lieutenant",
}  # fmt: skip
_STREET_NOISE = {
    "rue", "avenue", "boulevard", "place", "impasse", "chemin", "route", "square", "allee", "faubourg", "cours",
    "quai", "bis", "ter", "bp", "cs", "cedex",
}  # fmt: skip
_BOX = re.compile(r"\b(bp|cs|tsa)\s*n?o?\s*\d+|\bcedex( \d+)?\b")
_TOWN = re.compile(r"(?<=\D)\b\d{5}\b.*$")  # postal code and what follows, when a street comes before
_NUMBER = re.compile(r"^\D{0,12}?(\d{1,4})(?:bis|ter|quater|[a-d])?\b")
_DIGITS = re.compile(r"\d+(?:bis|ter|quater|[a-d])?")  # a number, « 2bis » included


@lru_cache(maxsize=200_000)
def folded(text: str) -> str:
    """Lower case letters and digits, without accents, one space between words."""
    plain = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "OE"))
    return " ".join(_WORD.findall("".join(c for c in plain if not unicodedata.combining(c)).lower()))


@dataclass(frozen=True, slots=True)
class Meanings:
    """What the words of a name mean. Two different roles at one address are two places."""

    words: dict[str, str]  # an abbreviation → the word
    phrases: dict[
        str, list[tuple[tuple[str, ...], tuple[str, ...]]]
    ]  # first word → (words, short words), longest first
    roles: frozenset[str]
    one_a_commune: frozenset[str]  # roles that a commune has once, or nearly
    hosts: frozenset[str]  # roles of bodies that lend a room, a telephone, an e-mail
    hosted: frozenset[str]


@cache
def meanings() -> Meanings:
    read = json.loads((files(__package__) / "place_words.json").read_text(encoding="utf-8"))
    phrases: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = {}
    for short, written in read["phrases"].items():
        for phrase in written:
            words = tuple(read["words"].get(word, word) for word in folded(phrase).split() if word not in _ARTICLES)
            phrases.setdefault(words[0], []).append((words, tuple(short.split())))
    for known in phrases.values():
        known.sort(key=lambda one: (-len(one[0]), one))
    keys = ("roles", "one_a_commune", "hosts", "hosted")
    return Meanings(read["words"], phrases, *(frozenset(read[key]) for key in keys))


def name_words(name: str) -> tuple[str, ...]:
    """The words that tell, in their order: abbreviations expanded, phrases shortened, articles left out."""
    known = meanings()
    whole = [known.words.get(word, word) for word in folded(name).split()]
    told = _shortened([word for word in whole if word not in _ARTICLES])
    return tuple(dict.fromkeys(word for word in told if word not in _LEGAL)) or tuple(whole)


def _shortened(told: list[str]) -> list[str]:
    """Phrases replaced by the short words that stand for them, the longest first."""
    phrases = meanings().phrases
    found: list[str] = []
    at = 0
    while at < len(told):
        for phrase, short in phrases.get(told[at], ()):
            if tuple(told[at : at + len(phrase)]) == phrase:
                found += short
                at += len(phrase)
                break
        else:
            found.append(told[at])
            at += 1
    return found


@lru_cache(maxsize=200_000)
def spelled(name: str) -> tuple[str, ...]:
    """The words whose initials an acronym takes: neither shortened nor without number."""
    return tuple(word for word in folded(name).split() if word not in _ARTICLES)


def roles_of_email(email: str) -> frozenset[str]:
    """`franceservices.iwuy@…` is the address of a France services point, whoever writes it."""
    local = email.split("@")[0].lower()
    told = frozenset(name_words(local)) & meanings().roles
    plain = "".join(_WORD.findall(local))
    return told or frozenset(role for role in _ROLES_IN_EMAILS if role in plain)


def role(words: tuple[str, ...], kind: str) -> str:
    """What the place is by its name, or by its kind when the name does not say; empty when neither says.

    What moves from town to town, or vaccinates inside a hospital, is not the body that sends or houses it.
    """
    if kind == "vaccination_centre":
        return "vaccination"
    if "itinerant" in words:
        return "itinerant"
    return next((word for word in words if word in meanings().roles), KIND_ROLES.get(kind, ""))


def street(address: str) -> tuple[str, str]:
    """(number, words of the street that tell), both possibly empty."""
    text = _TOWN.sub("", folded(address))
    text = _BOX.sub(" ", text)
    number = _NUMBER.search(text)
    words = [_STREET_WORDS.get(word, word) for word in text.split()]
    kept = [w for w in words if w not in _ARTICLES and not _DIGITS.fullmatch(w) and len(w) > 1]
    told = [w for w in kept if w not in _STREET_NOISE] or kept
    return (number.group(1).lstrip("0") if number else "", " ".join(told))


def domain(website: str) -> str:
    """`www.Example.fr/page` → `example.fr`; what comes after the host says too little, or too much."""
    host = re.sub(r"^[a-z]+://", "", website.strip().lower()).split("/")[0].split(":")[0]
    return host.removeprefix("www.")


def page(website: str) -> str:
    """Host and path, when there is a path: two services of one body rarely share a page."""
    told = re.sub(r"^[a-z]+://", "", website.strip().lower()).removeprefix("www.").split("#")[0].rstrip("/")
    return told if "/" in told else ""


def squeezed(email: str) -> str:
    """`contact.hdf@…` and `contact-hdf@…` are one address, mistyped."""
    local, _, host = email.strip().lower().partition("@")
    return f"{''.join(_WORD.findall(local))}@{''.join(_WORD.findall(host))}" if host else ""


def email_domain(email: str) -> str:
    """Empty for the providers of everyone's addresses."""
    host = email.strip().lower().partition("@")[2]
    return "" if host in _PROVIDERS else host
