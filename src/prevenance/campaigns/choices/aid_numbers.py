"""Numbers that are hard to picture, and how a person says them. What is exact on purpose is left alone: a price, a
phone number, a postal code, a date, a temperature.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_PERCENT = re.compile(r"(?<![\d.,])\d+(?:[.,]\d+)?\s?%")
_DECIMAL = re.compile(r"(?<![\d.,])\d+[.,](?!\d{3}(?!\d))\d+(?![\d.,]*[\d%])(?!\s?(?:%|°))(?!\s?(?:€|euros?\b))")
_ODD_PRICE = re.compile(r"(?<![\d.,])\d+[.,]\d(?=\s?(?:€|euros?\b))")  # « 2,5 euros »: people say 2,50
_LARGE = re.compile(r"(?<![\d.,/-])(?:\d{1,3}(?:[\s\u00a0\u202f.,]\d{3})+|\d{5,})(?![\d/-])(?!\s?(?:€|euros?\b))")
_PHONE = re.compile(r"(?<!\d)(?:\+\d{2}\s?\d|0)(?:[\s.]?\d){8,9}(?!\d)")
_POSTCODE = re.compile(r"(?<!\d)\d{5}(?=\s+[A-ZÀ-Ý])")
_CHANGE = re.compile(
    r"(?:hausse|baisse|augment\w*|diminu\w*|rédui\w*|recul\w*|progress\w*|plus|moins|rise\w*|drop\w*|f[ae]ll\w*|increas\w*"
    r"|decreas\w*|more|less|fewer|up|down|[+−-])\s?(?:de |d'environ |of |by )?(?:près de |environ |about )?$",
    re.IGNORECASE,
)
_MONEY = re.compile(r"rembours|paie|payé|prise? en charge|coût|refund|\bpays?\b|covered|costs?\b", re.IGNORECASE)


def remarks(text: str, language: str) -> Iterator[tuple[str, str, str]]:
    """(kind, the number, what could be written)."""
    for found in _PERCENT.finditer(text):
        sentence = re.split(r"[.!?]\s|\n", text[: found.start()])[-1] + re.split(r"[.!?]\s|\n", text[found.end() :])[0]
        if _CHANGE.search(text[: found.start()]):
            mend = _said(language, "Dire les deux nombres : avant, maintenant.", "Say both numbers: before, now.")
        else:
            mend = as_people_say(found.group(), language, is_money=bool(_MONEY.search(sentence)))
        yield "percent", found.group(), mend
    for pattern in (_DECIMAL, _ODD_PRICE):
        for found in pattern.finditer(_PHONE.sub(_hidden, text)):
            yield "decimal", found.group(), _said(language, "L'arrondir.", "Round it.")
    for found in _LARGE.finditer(_POSTCODE.sub(_hidden, _PHONE.sub(_hidden, text))):
        mend = _said(language, "Le comparer à ce que l'on connaît.", "Compare it with what people know.")
        yield "large_number", found.group(), mend


def as_people_say(percent: str, language: str, *, is_money: bool = False) -> str:
    """« 32 % » → « environ 3 sur 10 ». Under 10 % or above 90 %, of 100; of money, euros of 100."""
    share = float(re.sub(r"[\s%]", "", percent).replace(",", "."))
    if share > 100:
        return _said(language, "Le dire sans pourcentage.", "Say it without a percentage.")
    if share in (0, 100):
        return _said(language, *(("en entier, ou tous", "the whole, or all") if share else ("aucun", "none")))
    if share == 50:
        return _said(language, "la moitié", "half")
    whole = 10 if 10 <= share <= 90 and not is_money else 100
    many = max(1, round(share * whole / 100))
    about = "" if abs(many * 100 / whole - share) < 1e-9 else _said(language, "environ ", "about ")
    if is_money:
        return about + _said(language, f"{many} euros sur 100", f"{many} euros in 100")
    return about + _said(language, f"{many} sur {whole}", f"{many} in {whole}")


def _hidden(found: re.Match[str]) -> str:
    return "-" * len(found.group())


def _said(language: str, french: str, english: str) -> str:
    return english if language == "en" else french
