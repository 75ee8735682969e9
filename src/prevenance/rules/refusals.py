"""Why a profile is refused: the field, the cause and the mend, in both languages."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass

CAUSES: dict[str, tuple[str, str, str, str]] = {
    # key: (cause fr, cause en, mend fr, mend en)
    "not_an_object": (
        "Le profil n'est pas un objet JSON.",
        "The profile is not a JSON object.",
        'Écrivez un objet : {{"birth_date": "1970-05-01", "sex": "female"}}.',
        'Write an object: {{"birth_date": "1970-05-01", "sex": "female"}}.',
    ),
    "not_json": (
        "Ce n'est pas du JSON : {detail}.",
        "This is not JSON: {detail}.",
        "Vérifiez les guillemets, les virgules et les accolades.",
        "Check quotes, commas and braces.",
    ),
    "written_twice": (
        "Ce fait est écrit deux fois.",
        "This fact is written twice.",
        "Gardez une seule des deux valeurs.",
        "Keep one of the two values.",
    ),
    "unreadable": (
        "Le fichier ne peut pas être lu : {detail}.",
        "The file cannot be read: {detail}.",
        "Donnez un fichier JSON en UTF-8 de moins de 1 Mo.",
        "Give a JSON file in UTF-8 under 1 MB.",
    ),
    "not_a_place": (
        "Ce n'est ni le code INSEE d'une commune connue, ni une position.",
        "This is neither the INSEE code of a known commune nor a position.",
        "Écrivez par exemple 59350, ou 50.63,3.06 (latitude, longitude).",
        "Write for example 59350, or 50.63,3.06 (latitude, longitude).",
    ),
    "unknown_fact": (
        "Ce fait n'existe pas dans le catalogue.",
        "The catalogue has no such fact.",
        "Retirez-le ou corrigez son nom{suggestion_fr} ; « prevenance facts » les liste tous.",
        "Remove it or mend its name{suggestion_en}; `prevenance facts` lists them all.",
    ),
    "not_yes_no": (
        "La valeur n'est ni vrai ni faux.",
        "The value is neither true nor false.",
        "Écrivez true, false, ou null si la réponse n'est pas connue.",
        "Write true, false, or null when the answer is not known.",
    ),
    "not_a_choice": (
        "Cette valeur n'est pas permise.",
        "This value is not allowed.",
        "Choisissez parmi : {allowed}.",
        "Choose one of: {allowed}.",
    ),
    "not_a_date": (
        "Ce n'est pas une date du calendrier.",
        "This is not a date of the calendar.",
        "Écrivez l'année, le mois et le jour : 1970-05-31.",
        "Write the year, the month and the day: 1970-05-31.",
    ),
    "in_the_future": (
        "Cette date est après le jour du plan ({on}).",
        "This date is after the day of the plan ({on}).",
        "Donnez une date passée, ou calculez le plan pour un autre jour.",
        "Give a date in the past, or make the plan for another day.",
    ),
    "too_old": (
        "Cette date est avant le {earliest}.",
        "This date is before {earliest}.",
        "Vérifiez l'année.",
        "Check the year.",
    ),
    "before_birth": (
        "Cette date est avant la naissance ({birth}).",
        "This date is before birth ({birth}).",
        "Vérifiez cette date et la date de naissance.",
        "Check this date and the date of birth.",
    ),
    "not_a_number": (
        "Ce n'est pas un nombre.",
        "This is not a number.",
        "Écrivez un nombre, sans unité.",
        "Write a number, without its unit.",
    ),
    "out_of_range": (
        "Ce nombre n'est pas possible.",
        "This number is not possible.",
        "Il va de {minimum} à {maximum}.",
        "It goes from {minimum} to {maximum}.",
    ),
    "too_precise": (
        "Ce nombre a trop de décimales.",
        "This number has too many decimals.",
        "Gardez {decimals} chiffre(s) après la virgule.",
        "Keep {decimals} digit(s) after the point.",
    ),
    "not_a_history": (
        "Cette valeur ne dit pas quand l'acte a été fait.",
        "This value does not say when the act was done.",
        'Écrivez une date, une liste de dates, "never" (jamais fait) ou "done" (fait, sans date connue).',
        'Write a date, a list of dates, "never" or "done" (done, date not known).',
    ),
    "contradiction": (
        "Cette réponse ne va pas avec le reste du profil ({other}).",
        "This answer does not fit the rest of the profile ({other}).",
        "Corrigez l'une des deux réponses, ou laissez celle-ci vide.",
        "Mend one of the two answers, or leave this one out.",
    ),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing refused. `field` is the fact's name; `key` names the cause for programs."""

    field: str
    key: str
    details: dict[str, str] = dataclasses.field(default_factory=dict)

    def cause(self, language: str) -> str:
        """What is wrong, in words."""
        return CAUSES[self.key][0 if language == "fr" else 1].format_map(self.details)

    def mend(self, language: str) -> str:
        """What to do about it, in words."""
        return CAUSES[self.key][2 if language == "fr" else 3].format_map(self.details)


class Refused(ValueError):
    """A profile that cannot be read. Nothing of it is kept; `problems` are all those found, not the first only."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(f"{p.field}: {p.key}" for p in self.problems))
