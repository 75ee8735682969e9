"""Invented pairs of descriptions of people whose truth is known. Nobody here exists: common names drawn at random."""

# ruff: noqa: SIM905  lists of names read better as words
from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from dataclasses import replace

from prevenance.matching.persons import Description

Pair = tuple[str, Description, Description, bool]  # kind, one, other, whether they are one person

FAMILIES = (
    "Martin Bernard Thomas Petit Robert Richard Durand Dubois Moreau Laurent Simon Michel Lefebvre Leroy Roux David "
    "Bertrand Morel Fournier Girard Bonnet Dupont Lambert Fontaine Rousseau Vincent Muller Lefèvre Faure André Mercier "
    "Blanc Guérin Boyer Garnier Chevalier François Legrand Gauthier Garcia Perrin Robin Clément Morin Poirier Brunet "
    "Carpentier Delattre Vasseur Hérault Baudouin Kowalski Nowak Ferreira Pereira Fernandes Lopes Martinez Sanchez "
    "Nguyen Tran Diallo Traoré Diop Sylla Keita Camara Coulibaly Benali Haddad Bouzid Cherif Belkacem Mansouri Yilmaz "
    "Kaya Demir Popescu Ionescu Petrov Bianchi Romano Hoareau Payet Grondin Célestin Baptiste Toussaint Quéméner"
).split()
PARTICLES = (
    "De La Cruz|Le Gall|Le Roux|D'Almeida|De Oliveira|Da Silva|Dos Santos|Ben Saïd|Ben Ammar|El Amrani|El Idrissi|"
    "Aït Ouali|Van Damme|Van den Berghe|De Smet|Du Plessis|L'Hermite|Di Stefano|Saint-Aubin|Ould Ahmed"
).split("|")
WOMEN = (
    "Marie Nathalie Isabelle Catherine Sylvie Françoise Christine Monique Martine Sandrine Valérie Véronique Jeanne "
    "Fatima Aïcha Khadija Amina Samira Aminata Mariam Léa Emma Chloé Camille Manon Inès Sarah Lucie Élodie Océane "
    "Solveig Maëlys Ludivine Nolwenn Zineb Houria Ramatoulaye Filipa Yuki Oksana"
).split()
MEN = (
    "Jean Pierre Philippe Alain Jacques Christophe Patrick Nicolas Daniel Laurent Thomas Christian Bernard Éric Julien "
    "Stéphane David Mohamed Ahmed Karim Rachid Youssef Mamadou Ibrahima Frédéric Gérard Robert Thierry Olivier Lucas "
    "Hugo Théo Léo Gaël Loïc Tanguy Abdelkader Hocine Ousmane João Piotr Mihai Emre"
).split()
COMPOUND = "Jean-Pierre Jean-Claude Jean-Luc Marie-Christine Marie-Thérèse Anne-Marie Jean-Marc Fatima-Zahra".split()
SHORT = {  # met in life; the last ones are in no list of the matcher
    "Catherine": "Cathy", "Isabelle": "Isa", "Christophe": "Chris", "Nicolas": "Nico", "Frédéric": "Fred",
    "Mohamed": "Momo", "Philippe": "Phil", "Thierry": "Titi", "Véronique": "Véro", "Abdelkader": "Kader",
    "Sandrine": "Sandy", "Robert": "Bob", "Olivier": "Oliv", "Ibrahima": "Ibrahim", "Khadija": "Khadidja",
    "Stéphane": "Steph", "Mariam": "Meriem", "Hocine": "Houcine", "Youssef": "Youcef", "Jean-Pierre": "JP",
    "Ludivine": "Ludi", "Solveig": "Solène", "Ramatoulaye": "Rama", "Tanguy": "Tang", "Houria": "Houhou",
}  # fmt: skip
NEAR = [("Louis", "Louise"), ("Léa", "Léo"), ("Daniel", "Danielle"), ("Michel", "Michèle"), ("Pascal", "Pascale"),
        ("Lucas", "Luca"), ("Emma", "Emmy"), ("Marie", "Mario"), ("Lina", "Nina"), ("Adam", "Adama"),
        ("Mathis", "Mathias"), ("Manon", "Marion"), ("Julien", "Julie"), ("Amine", "Amina")]  # fmt: skip
COMMUNES = [f"02{number}" for number in range(100, 140)]


class Town:
    """Draws people and changes what is written of them; the same seed gives the same town."""

    def __init__(self, seed: int) -> None:
        self.draw = random.Random(seed)

    def phone(self) -> str:
        return f"+33{self.draw.choice('67')}{self.draw.randrange(10**8):08d}"

    def day(self, first: int = 1935, last: int = 2012) -> dt.date:
        return dt.date(first, 1, 1) + dt.timedelta(days=self.draw.randrange(365 * (last - first)))

    def family(self) -> str:
        return self.draw.choice(PARTICLES if self.draw.random() < 0.15 else FAMILIES)

    def given(self) -> str:
        return self.draw.choice(COMPOUND if self.draw.random() < 0.1 else self.draw.choice((WOMEN, MEN)))

    def person(self) -> Description:
        given, family = self.given(), self.family()
        email = f"{given}.{family}{self.draw.randrange(99)}@example.org".lower().replace(" ", "")
        return Description(
            given_name=given, family_name=family, birth_date=self.day(), phone=self.phone(), email=email,
            commune=self.draw.choice(COMMUNES),
        )  # fmt: skip

    def noted(self, one: Description) -> Description:
        """What a busy agent keeps of it: an e-mail seldom, a birth date often, sometimes the year only."""
        kept = self.draw.random
        one = replace(one, email=one.email if kept() < 0.4 else "", phone=one.phone if kept() < 0.85 else "")
        if one.birth_date and (luck := kept()) < 0.35:
            one = replace(one, birth_date=None, birth_year=one.birth_date.year if luck < 0.2 else None)
        return one if kept() < 0.8 else replace(one, commune=self.draw.choice(COMMUNES))

    def typo(self, text: str) -> str:
        at = self.draw.randrange(1, max(2, len(text) - 1))
        kind = self.draw.randrange(4)
        if kind == 0:
            return text[:at] + text[at + 1 :]
        if kind == 1:
            return text[:at] + text[at : at + 1] * 2 + text[at + 1 :]
        if kind == 2:
            return text[:at] + text[at : at + 2][::-1] + text[at + 2 :]
        return text[:at] + self.draw.choice("aeinrst") + text[at + 1 :]

    # One person, written twice.

    def unchanged(self, one: Description) -> Description:
        return one

    def without_accents(self, one: Description) -> Description:
        plain = str.maketrans("éèêëàâïîôöùûüçÉ-'", "eeeeaaiioouuucE  ")
        return replace(
            one, given_name=one.given_name.translate(plain), family_name=one.family_name.translate(plain).upper()
        )

    def swapped_names(self, one: Description) -> Description:
        return replace(one, given_name=one.family_name, family_name=one.given_name)

    def married(self, one: Description) -> Description:
        """The birth name on one side, on the other the married name, alone or with it."""
        spouse = self.family()
        return self.draw.choice((
            replace(one, used_name=spouse),
            replace(one, family_name=f"{one.family_name}-{spouse}"),
            replace(one, family_name=spouse, used_name=""),
        ))  # fmt: skip

    def compound(self, one: Description) -> Description:
        other = (
            self.draw.choice(one.given_name.split("-")) if "-" in one.given_name else f"{one.given_name}-{self.given()}"
        )
        return replace(one, given_name=other)

    def particle(self, one: Description) -> Description:
        words = one.family_name.replace("'", " ").split()
        return replace(one, family_name=self.draw.choice(("".join(words), words[-1], " ".join(words).upper())))

    def short_name(self, one: Description) -> Description:
        return replace(one, given_name=SHORT.get(one.given_name, one.given_name))

    def mistyped_given(self, one: Description) -> Description:
        return replace(one, given_name=self.typo(one.given_name))

    def mistyped_family(self, one: Description) -> Description:
        return replace(one, family_name=self.typo(one.family_name))

    def swapped_day(self, one: Description) -> Description:
        day = one.birth_date
        return replace(one, birth_date=day.replace(month=day.day, day=day.month)) if day and day.day <= 12 else one

    def mistyped_day(self, one: Description) -> Description:
        assert one.birth_date is not None
        return replace(one, birth_date=one.birth_date + dt.timedelta(days=self.draw.choice((1, 10, 365, 3652))))

    def new_phone(self, one: Description) -> Description:
        return replace(one, phone=self.phone(), email="")

    def many(self, one: Description) -> Description:
        for change in self.draw.sample(SAME[1:-1], 2):
            one = change(self, one)
        return one

    # Two people.

    def twin(self, one: Description) -> Description:
        return replace(one, given_name=self.other_given(one))

    def twin_alike(self, one: Description) -> tuple[Description, Description]:
        first, second = self.draw.choice(NEAR)
        return replace(one, given_name=first), replace(one, given_name=second)

    def sibling(self, one: Description) -> Description:
        return replace(one, given_name=self.other_given(one), birth_date=self.day())

    def sibling_alike(self, one: Description) -> tuple[Description, Description]:
        first, second = self.draw.choice(NEAR)
        return replace(one, given_name=first), replace(one, given_name=second, birth_date=self.day())

    def spouse(self, one: Description) -> Description:
        return replace(
            one,
            given_name=self.other_given(one),
            family_name=self.family(),
            used_name=one.family_name,
            birth_date=self.day(),
        )

    def parent(self, one: Description) -> Description:
        """The same name, the same phone: a father and his son."""
        assert one.birth_date is not None
        return replace(one, birth_date=one.birth_date - dt.timedelta(days=self.draw.randrange(20 * 365, 40 * 365)))

    def homonym(self, one: Description) -> Description:
        return replace(one, birth_date=self.day(), phone=self.phone(), email="")

    def reversed_homonym(self, one: Description) -> Description:
        return replace(self.homonym(one), given_name=one.family_name, family_name=one.given_name)

    def shared_desk(self, one: Description) -> Description:
        """Two people reached through the phone and the e-mail of one hostel."""
        return replace(self.person(), phone=one.phone, email=one.email, commune=one.commune)

    def same_birthday(self, one: Description) -> Description:
        return replace(self.person(), birth_date=one.birth_date, given_name=one.given_name, commune=one.commune)

    def neighbour(self, one: Description) -> Description:
        return replace(self.person(), family_name=one.family_name, commune=one.commune)

    def stranger(self, one: Description) -> Description:
        return self.person()

    def other_given(self, one: Description) -> str:
        return next(name for name in iter(self.given, "") if name.split("-")[0] != one.given_name.split("-")[0])


SAME: list[Callable[[Town, Description], Description]] = [
    Town.unchanged, Town.without_accents, Town.swapped_names, Town.married, Town.compound, Town.particle,
    Town.short_name, Town.mistyped_given, Town.mistyped_family, Town.swapped_day, Town.mistyped_day,
    Town.new_phone, Town.many,
]  # fmt: skip
TWO: list[Callable[[Town, Description], Description | tuple[Description, Description]]] = [
    Town.twin, Town.twin_alike, Town.sibling, Town.sibling_alike, Town.spouse, Town.parent, Town.homonym,
    Town.reversed_homonym, Town.shared_desk, Town.same_birthday, Town.neighbour, Town.stranger,
]  # fmt: skip


def pairs(seed: int, each: int) -> list[Pair]:
    """`each` pairs of every kind, those of one person first."""
    town = Town(seed)
    found: list[Pair] = []
    for change in SAME:
        for _ in range(each):
            one = _suited(town, change.__name__)
            found.append((change.__name__, town.noted(one), town.noted(change(town, one)), True))
    for alter in TWO:
        for _ in range(each):
            one = town.person()
            other = alter(town, one)
            first, second = other if isinstance(other, tuple) else (one, other)
            found.append((alter.__name__, town.noted(first), town.noted(second), False))
    return found


def _suited(town: Town, kind: str) -> Description:
    """Someone to whom this can happen."""
    one = town.person()
    if kind == "short_name":
        return replace(one, given_name=town.draw.choice(list(SHORT)))
    if kind == "particle":
        return replace(one, family_name=town.draw.choice(PARTICLES))
    if kind == "swapped_day" and one.birth_date:
        return replace(one, birth_date=one.birth_date.replace(day=town.draw.randrange(1, 13)))
    return one
