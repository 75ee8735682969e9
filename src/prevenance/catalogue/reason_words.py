"""What counted in a verdict, in words, in both languages. Used by pages and by the command line alike."""

from __future__ import annotations

import datetime as dt

from prevenance.rules import calendar, nodes
from prevenance.rules.facts import Fact, Kind, Words
from prevenance.rules.verdicts import Reason

MONTHS = {
    "fr": (
        "janvier", "février", "mars", "avril", "mai", "juin",
        "juillet", "août", "septembre", "octobre", "novembre", "décembre",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
}  # fmt: skip
PLAIN = {
    "yes": ("oui", "yes"),
    "no": ("non", "no"),
    "never": ("jamais fait", "never done"),
    "done": ("fait, sans date connue", "done, date not known"),
    "unknown": ("à préciser", "to be made clear"),
}


def date_words(day: dt.date, language: str) -> str:
    """« 1er mars 2026 », "1 March 2026"."""
    number = "1er" if day.day == 1 and language == "fr" else str(day.day)
    return f"{number} {MONTHS[language][day.month - 1]} {day.year}"


def reason_words(reason: Reason, fact: Fact, on: dt.date) -> Words:
    """One reason: « Mammographie : dernière fois le 3 mars 2023 »."""
    return {language: _said(reason, fact, on, language) for language in ("fr", "en")}


def _said(reason: Reason, fact: Fact, on: dt.date, language: str) -> str:
    french = language == "fr"
    name, colon = fact.names[language], " : " if french else ": "
    if reason.fact == nodes.BIRTH and isinstance(reason.value, dt.date):
        return f"{'Âge' if french else 'Age'}{colon}{age_words(reason.value, on, language)}"
    if reason.key in PLAIN:
        return f"{name}{colon}{PLAIN[reason.key][0 if french else 1]}"
    if isinstance(reason.value, dt.date):
        if fact.kind is Kind.WEEKS:
            weeks = (on - reason.value).days // 7
            return f"{name}{colon}{weeks}"
        last = ("dernière fois le " if french else "last on ") if reason.key == "last" else ""
        return f"{name}{colon}{last}{date_words(reason.value, language)}"
    if reason.key == "is":
        label = next((words[language] for value, words in fact.values if value == reason.value), str(reason.value))
        return f"{name}{colon}{label[:1].lower()}{label[1:]}"
    number = f"{reason.value:g}"
    return f"{name}{colon}{number.replace('.', ',') if french else number}"


def age_words(born: dt.date, on: dt.date, language: str) -> str:
    """Age in years, in months under two years, in days under one month."""
    years, months = calendar.completed_years(born, on), calendar.completed_months(born, on)
    if months < 1:
        number, one, many = (on - born).days, ("jour", "day"), ("jours", "days")
    elif months < 24:
        number, one, many = months, ("mois", "month"), ("mois", "months")
    else:
        number, one, many = years, ("an", "year"), ("ans", "years")
    index = 0 if language == "fr" else 1
    plural = number > 1 if language == "fr" else number != 1
    return f"{number} {(many if plural else one)[index]}"
