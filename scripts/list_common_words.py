"""Writes offer/choices/common_words.yaml again: the words of our own texts that the search could take for a commune.

    python scripts/list_common_words.py

Read: every content file of the product in both languages, the sentences of the interface, the documentation, and the
words added by hand at the top of the list itself (`by_hand`).
"""

from __future__ import annotations

import re
import textwrap
from pathlib import Path

import yaml

from prevenance.territories import queries as territories
from prevenance.territories.choices import Reason
from prevenance.territories.queries import spelling

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "prevenance"
LIST = SOURCE / "offer" / "choices" / "common_words.yaml"
TOWN = 5_000  # inhabitants: what sounds like such a town may be meant
SHORTEST = 3
HEAD = """\
# Words of every day, French and English, without accents, that no one writes for the name of a commune: «mes règles» is
# not Bègles. Those of our own texts, found by scripts/list_common_words.py, without those heard like a town of 5,000
# people («lion» may be Lyon), or named so; and, `by_hand`, those that people were seen to type.
"""


def texts() -> list[str]:
    """Ours, whatever their form: only the words count."""
    found: list[Path] = [SOURCE / "site" / "locale" / "fr" / "LC_MESSAGES" / "django.po", *ROOT.glob("*.md")]
    found += [*(ROOT / "docs").rglob("*.md"), *SOURCE.rglob("choices/*.yaml"), *SOURCE.rglob("content*/*.yaml")]
    found += SOURCE.rglob("catalogue/**/*.yaml")
    return [path.read_text(encoding="utf-8") for path in sorted(set(found)) if path != LIST]


def words() -> set[str]:
    """Written in small letters: a name of somewhere begins with a capital."""
    seen = {word for text in texts() for word in re.findall(r"(?<![\w/.'’@#-])[a-zà-ÿœæ]+(?![\w/@-])", text)}
    return {plain for word in seen if len(plain := spelling.plain(word)) >= SHORTEST and " " not in plain}


def taken_for(word: str) -> tuple[int, int]:
    """Inhabitants of the largest commune that it could be, misspelt; and of the largest of exactly this name."""
    matches = territories.communes_matching(word, limit=8)
    near = [one.commune.population for one in matches if one.reason != Reason.EXACT]
    exact = [one for one in matches if one.reason == Reason.EXACT and spelling.plain(one.commune.name) == word]
    return max(near, default=0), max((one.commune.population for one in exact), default=0)


def main() -> None:
    """Writes the list."""
    given = yaml.safe_load(LIST.read_text(encoding="utf-8"))
    kept: dict[str, list[str]] = {"no_misspelt_name": [], "words_first": []}
    for word in sorted(words()):
        people, named = taken_for(word)
        if named >= TOWN:
            continue  # «valence» is Valence
        if named:
            kept["words_first"].append(word)
        elif 0 < people < TOWN:
            kept["no_misspelt_name"].append(word)
    lines = [HEAD]
    for key in ("by_hand", "by_hand_first"):
        lines.append(folded(key, given.get(key, "").split()))
    lines.append(folded("no_misspelt_name", kept["no_misspelt_name"]))
    lines.append(
        "# Names of communes that are words first: alone, with nothing that announces a place, they name none.\n"
    )
    lines.append(folded("words_first", kept["words_first"]))
    LIST.write_text("\n".join(lines), encoding="utf-8")


def folded(key: str, found: list[str]) -> str:
    """A long text of YAML."""
    body = textwrap.fill(" ".join(found), 118, initial_indent="  ", subsequent_indent="  ", break_long_words=False)
    return f"{key}: >-\n{body}\n"


if __name__ == "__main__":
    main()
