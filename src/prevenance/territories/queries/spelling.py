"""How names of places are written, so that two spellings of one name can be compared. Pure text, no data.

Every function takes one name or many joined by line feeds: the register's 40,000 names pass in one go.
"""

import re
import unicodedata

_ABBREVIATIONS = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes", "lez": "les"}
_ABBREVIATED = re.compile(r"\b(?:" + "|".join(_ABBREVIATIONS) + r")\b")
_PUNCTUATION = str.maketrans({chr(code): " " for code in range(128) if not chr(code).isalnum() and chr(code) != "\n"})
_TYPOGRAPHY = str.maketrans(
    {"œ": "oe", "æ": "ae", "ß": "ss", "’": " ", "‘": " ", "ʼ": " ", "–": " ", "—": " ", "‑": " ", "\xa0": " "}
)
_ARTICLES = frozenset(["l", "la", "le", "les"])
LINKS = frozenset(["a", "au", "aux", "d", "de", "des", "du", "en", "et", "s", "sous", "sur"])

# French sounds, applied in this order to plain text: what is written differently and heard alike becomes alike.
# Capitals stand for sounds of several letters: A (an), E (in), O (on), U (ou), W (oi), X (ch).
_SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"ph", "f"),
        (r"s?ch|sh", "X"),
        (r"qu|ck|q", "k"),
        (r"c(?=[eiy])", "s"),
        (r"c", "k"),
        (r"gu(?=[eiy])", "G"),
        (r"g(?=[eiy])", "j"),
        (r"gn", "n"),
        (r"eau|au", "o"),
        (r"ou|w", "U"),
        (r"o[iy]", "W"),
        (r"(?:ai|ei|ay|ey|i|y|u)[nm](?![aeiouyhnmWU])", "E"),
        (r"[ae][nm](?![aeiouyhnmWU])", "A"),
        (r"o[nm](?![aeiouyhnmWU])", "O"),
        (r"[ae][iy]|oe", "e"),
        (r"h", ""),
        (r"(?<=..)(?:es?|[tdp]?[sxz]|[tdp])\b", ""),
        (r"[xz]", "s"),
        (r"y", "i"),
        (r"([a-zA-Z])\1+", r"\1"),
    )
)


def plain(text: str) -> str:
    """Lower case, unaccented words separated by one space; `st`, `ste`, `lez`, `s/` and `&` written in full, as the
    register does.
    """
    text = text.lower()
    if "/" in text:
        text = re.sub(r"\bs/ ?s\b", " sous ", text)
        text = re.sub(r"\bs/", " sur ", text)
    text = text.replace("&", " et ").translate(_TYPOGRAPHY)
    text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().translate(_PUNCTUATION)
    text = re.sub(r" +", " ", text).replace(" \n", "\n").replace("\n ", "\n").strip(" ")
    return _ABBREVIATED.sub(lambda word: _ABBREVIATIONS[word[0]], text)


def compact(plain_text: str) -> str:
    """Without the spaces: `villeneuve d ascq` and `villeneuve dascq` become one."""
    return plain_text.replace(" ", "")


def sound(plain_text: str) -> str:
    """How it is heard in French, roughly and compactly: `kompienne` and `compiegne` become one."""
    for pattern, heard in _SOUNDS:
        plain_text = pattern.sub(heard, plain_text)
    return plain_text.replace(" ", "")


def main_words(plain_text: str) -> list[str]:
    """The words that carry the name; all of them when it has link words only."""
    words = plain_text.split()
    return [word for word in words if word not in LINKS | _ARTICLES] or words
