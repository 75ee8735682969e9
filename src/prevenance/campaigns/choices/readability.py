"""How hard a text is to read, by measures that count: they say nothing of its meaning, and a low score is no proof.

Offline and without a dictionary. Syllables are counted by groups of vowels (a mute final e is left out), which is out
by a few per cent on either side. Under some 50 words each measure moves a lot: below `SURE_FROM` the page says so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

SURE_FROM = 50  # words
_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:-[^\W\d_]+)*")
_END = re.compile(r"([.!?…](?:\s?[»\"”)])*)\s+(?=[«\"“(]?\s?[A-ZÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŒ0-9])")
_SHORT_FORMS = re.compile(r"\b(?:M|Mme|Dr|Pr|art|etc|cf|p|n°|St|Ste|[A-Z])\.(?=\s)|(?<=\d)\.(?=\d)")
_VOWELS = {"fr": "aàâäeéèêëiîïoôöuùûüyœæ", "en": "aeiouy"}


@dataclass(frozen=True, slots=True)
class Measures:
    """`flesch`: 0 to 100 and beyond, higher is easier (English: Flesch 1948; French: Kandel and Moles 1958, whose
    coefficients we could read only second-hand). `lix`: Björnsson 1968, lower is easier: under 30 very easy, 40
    ordinary, above 50 hard. `rix`: long words a sentence, Anderson 1983, lower is easier.
    """

    words: int
    sentences: int
    words_a_sentence: float
    long_words_share: float
    flesch: float
    lix: float
    rix: float

    @property
    def is_sure(self) -> bool:
        """Long enough for the measures to be worth something."""
        return self.words >= SURE_FROM


def words(text: str) -> list[str]:
    """The words and the numbers of a text. « l'hôpital » is two words, « rendez-vous » one."""
    return _WORD.findall(text)


def sentences(text: str) -> list[str]:
    """Its sentences; a new line ends one, "art. 3" and "2.5" do not."""
    hidden = _SHORT_FORMS.sub(lambda found: found.group().replace(".", "\0"), text)
    cut = [one.replace("\0", ".").strip() for one in _END.sub(r"\1\n", hidden).split("\n")]
    return [one for one in cut if words(one)]


def syllables(word: str, language: str) -> int:
    """At least one. An estimate by groups of vowels."""
    vowels = _VOWELS.get(language[:2], _VOWELS["fr"])
    lowered = word.lower()
    groups = len(re.findall(f"[{vowels}]+", lowered))
    if language.startswith("fr"):
        if re.search(r"[^aàâeéèêiîoôuùûy](?:e|es|ent)$", lowered) and groups > 1:
            groups -= 1
    elif re.search(r"[^aeiouyl]e$|[^td]ed$", lowered) and groups > 1:
        groups -= 1
    return max(1, groups)


def measure(text: str, language: str) -> Measures | None:
    """None for a text without words."""
    told, cut = words(text), sentences(text)
    if not told or not cut:
        return None
    many, length = len(told), len(told) / len(cut)
    long_words = sum(len(one) > 6 for one in told)
    spoken = sum(syllables(one, language) for one in told) / many
    if language.startswith("en"):
        flesch = 206.835 - 1.015 * length - 84.6 * spoken
    else:
        flesch = 207 - 1.015 * length - 73.6 * spoken
    return Measures(
        many,
        len(cut),
        round(length, 1),
        round(long_words / many, 3),
        round(flesch, 1),
        round(length + 100 * long_words / many, 1),
        round(long_words / len(cut), 2),
    )
