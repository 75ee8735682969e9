"""The places of an invented inventory, as they are: towns, their services, practices and hospitals.

As hard as life is: several services behind one door and one switchboard, several establishments of one legal body,
places renamed or moved. Everything is fictional; `inventory` writes them as five sources do.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

SYLLABLES = [
    "bel", "mont", "val", "vil", "ler", "cour", "ham", "fon", "beau", "mar", "gran", "sau", "bois", "riv", "neu",
    "char", "lan", "dou", "er", "cham", "pre", "ro", "che", "lon", "vau", "ber", "mes", "our", "cas", "tel",
]  # fmt: skip
ENDINGS = [
    "y", "court", "ville", "gny", "mont", "bourg", "sur-Lys", "les-Bains", "ois", "ay", "ies", "ez", "in", "eux",
    "heim", "court-le-Grand",
]  # fmt: skip
STREETS = [
    "Jean Jaurès", "Général de Gaulle", "Victor Hugo", "de la République", "de la Mairie", "de l'Église",
    "de la Gare", "Pasteur", "Roger Salengro", "des Écoles", "Gambetta", "du 8 mai 1945", "du 11 novembre",
    "Anatole France", "de Verdun", "Principale", "du Moulin", "Émile Zola", "de Paris", "Léo Lagrange",
    "Saint-Martin", "du Château", "des Lilas", "du Maréchal Foch", "de la Liberté", "Jules Ferry", "de Lille",
    "Nationale", "du Stade", "Albert Camus", "du Docteur Roux", "des Acacias", "Marcel Pagnol", "Louis Blanc",
    "de l'Abbaye", "Pierre Curie", "du Pont", "du Marais", "Henri Barbusse", "du Faubourg",
]  # fmt: skip
WAYS = ("rue", "rue", "rue", "rue", "avenue", "boulevard", "place", "route")
SURNAMES = [
    "Lefebvre", "Dubois", "Leroy", "Carpentier", "Delattre", "Caron", "Lemaire", "Dupont", "Morel", "Fontaine",
    "Roussel", "Henry", "Masson", "Marchand", "Duval", "Denis", "Noël", "Meunier", "Perrin", "Barbier", "Brunet",
    "Blanchard", "Giraud", "Rivière", "Arnaud", "Collet", "Leclercq", "Renard", "Gaillard", "Hubert", "Carlier",
    "Vasseur", "Baron", "Cousin",
]  # fmt: skip
FLOWERS = [
    "du Beffroi", "des Tilleuls", "de la Gare", "du Centre", "de la Place", "du Marché", "des Remparts", "du Parc",
    "de l'Europe", "Saint-Nicolas", "du Lac",
]  # fmt: skip
HEALTH, SOCIAL, TOWN = ("finess", "directory"), ("mediation", "inclusion"), ("administration",)
ANY = (*SOCIAL, *TOWN)
HOSPITAL = ("finess", "directory", "inclusion")


@dataclass
class Truth:
    """A place as it is. `old_*`: what some sources still write."""

    key: int
    kind: str
    name: str
    organisation: str
    number: str
    way: str
    street: str
    latitude: float
    longitude: float
    commune: str
    town: str
    postal_code: str
    phone: str
    siret: str
    sources: tuple[str, ...]
    share: float = 0.6  # probability of each source holding it
    finess: str = ""
    legal_finess: str = ""
    website: str = ""
    email: str = ""
    switchboard: str = ""
    head_siret: str = ""
    old_name: str = ""
    old: Truth | None = field(default=None, repr=False)


class Maker:
    def __init__(self, seed: int, department: str) -> None:
        self.chance = random.Random(f"{seed}-{department}")
        self.department = department
        self.count = 0
        self.centre = (43.5 + self.chance.random() * 6.5, -1.0 + self.chance.random() * 7.5)

    def places(self, communes: int) -> Iterator[Truth]:
        for rank in range(communes):
            yield from self.commune(rank)

    def commune(self, rank: int) -> Iterator[Truth]:
        chance = self.chance
        town = "".join(chance.choices(SYLLABLES, k=chance.choice((1, 2, 2)))) + chance.choice(ENDINGS)
        self.town = town[0].upper() + town[1:]
        self.code = f"{self.department}{rank + 1:03}"
        self.postal = f"{self.department}{chance.randrange(10, 99)}0"
        self.middle = (self.centre[0] + chance.gauss(0, 0.35), self.centre[1] + chance.gauss(0, 0.5))
        self.people = min(int(chance.lognormvariate(7.1, 1.25)) + 80, 180_000)
        hall = self.town_hall()
        yield hall
        yield from self.around(hall)
        yield from self.health()
        for _ in range(self.about(min(self.people / 12_000, 3))):
            yield from self.hospital_group()

    def town_hall(self) -> Truth:
        siren = self.digits(9)
        names = [f"Mairie de {self.town}", f"Mairie - {self.town}", f"Hôtel de ville de {self.town}"]
        return self.place(
            "town_hall",
            self.chance.choice(names),
            f"Commune de {self.town}",
            ("administration", "mediation", "inclusion"),
            0.55,
            siret=siren + "00013",
        )

    def around(self, hall: Truth) -> Iterator[Truth]:
        """Services of the town, often behind its door and its switchboard, and other bodies."""
        chance, town = self.chance, self.town
        size = min(self.people / 4000, 1.0)
        library = chance.choice(("municipale", chance.choice(SURNAMES), "de " + town))
        desk, digital = "digital_mediation", chance.choice(("", "municipal ", ""))
        offered: list[tuple[str, str, float, tuple[str, ...]]] = [
            (f"Centre communal d'action sociale de {town}", desk, 0.25 + size * 0.6, ANY),
            (f"Médiathèque {library}", desk, 0.2 + size * 0.6, SOCIAL),
            (f"Espace numérique {digital}de {town}", desk, 0.08 + size * 0.3, SOCIAL),
            (f"France services {chance.choice(('de ', ''))}{town}", "france_services", 0.05 + size * 0.35, ANY),
            (f"Centre social {chance.choice(SURNAMES)}", desk, size * 0.6, SOCIAL),
            (f"PMI de {town}", "pmi", size * 0.4, ("finess", "inclusion")),
            (f"Mission locale de {town}", desk, size * 0.3, ANY),
        ]
        for name, kind, probability, sources in offered:
            if chance.random() < probability:
                yield self.hosted(hall, kind, name, sources)
        for _ in range(int(size * chance.random() * 3 + self.people / 15000)):
            aim = chance.choice(("Solidarité", "Insertion", "Entraide", "Jeunesse"))
            name = f"Association {chance.choice(SURNAMES)} {aim}"
            one = self.place("digital_mediation", name, name, SOCIAL, 0.75)
            yield one
            for rank in range(chance.choice((0, 0, 0, 1, 2))):  # other desks of the same body
                desk = self.place("digital_mediation", f"{name} - antenne {chance.choice(FLOWERS)}", name, SOCIAL, 0.68)
                yield replace(
                    desk,
                    siret=one.siret[:9] + f"000{rank + 2}{chance.randrange(10)}",
                    switchboard=one.phone,
                    phone=one.phone if chance.random() < 0.4 else desk.phone,
                    head_siret=one.siret,
                    website=one.website,
                )

    def hosted(self, hall: Truth, kind: str, name: str, sources: tuple[str, ...]) -> Truth:
        chance = self.chance
        one = self.place(kind, name, f"Commune de {self.town}" if chance.random() < 0.5 else name, sources, 0.72)
        if chance.random() < 0.38:
            one = replace(
                one,
                number=hall.number,
                way=hall.way,
                street=hall.street,
                latitude=hall.latitude,
                longitude=hall.longitude,
            )
        if chance.random() < 0.35:
            one = replace(one, phone=hall.phone)
        if chance.random() < 0.4:
            one = replace(one, head_siret=hall.siret)
        return replace(one, switchboard=hall.phone, website=hall.website if chance.random() < 0.5 else one.website)

    def health(self) -> Iterator[Truth]:
        chance, people = self.chance, self.people
        for _ in range(self.about(people / 2900)):
            name = f"Pharmacie {chance.choice((*FLOWERS, *SURNAMES, *SURNAMES))}"
            one = self.place("pharmacy", name, f"SELARL {name}", HEALTH, 0.94, health=True)
            if chance.random() < 0.07:
                one.old_name = f"Pharmacie {chance.choice(SURNAMES)}"
            yield one
        for _ in range(self.about(people / 14000)):
            brand = f"Biolab {self.department}"
            yield replace(
                self.place(
                    "laboratory",
                    f"Laboratoire {brand} {chance.choice((self.town, chance.choice(FLOWERS)))}",
                    brand,
                    HEALTH,
                    0.8,
                    health=True,
                ),
                website=f"https://www.biolab{self.department}.example",
                legal_finess=f"{self.department}9900001",
            )
        for _ in range(self.about(people / 9000)):
            yield from self.health_house()
        for kind, name, ratio in (
            ("doctor", "Cabinet médical", 2300),
            ("dentist", "Cabinet dentaire", 3500),
            ("nurse", "Cabinet infirmier", 2600),
        ):
            for _ in range(self.about(people / ratio)):
                who = (
                    f"{name} du Dr {chance.choice(SURNAMES)}"
                    if chance.random() < 0.6
                    else f"{name} {chance.choice(SURNAMES)}"
                )
                yield self.place(kind, who if chance.random() < 0.8 else name, who, ("directory", "inclusion"), 0.78)

    def health_house(self) -> Iterator[Truth]:
        """One door and one secretary for several practices."""
        chance = self.chance
        house = self.place(
            "health_house",
            f"Maison de santé {chance.choice((*FLOWERS, 'de ' + self.town))}",
            "SISA",
            (*HEALTH, "inclusion"),
            0.78,
            health=True,
        )
        yield house
        for kind, name in (
            ("doctor", "Cabinet médical"),
            ("nurse", "Cabinet infirmier"),
            ("dentist", "Cabinet dentaire"),
            ("midwife", "Cabinet de sage-femme"),
        ):
            if chance.random() < 0.6:
                one = self.place(kind, f"{name} {chance.choice(SURNAMES)}", name, ("directory", "inclusion"), 0.78)
                one = replace(
                    one,
                    number=house.number,
                    way=house.way,
                    street=house.street,
                    latitude=house.latitude,
                    longitude=house.longitude,
                )
                yield replace(one, phone=house.phone if chance.random() < 0.5 else one.phone, switchboard=house.phone)

    def hospital_group(self) -> Iterator[Truth]:
        """Establishments of one legal body: alike by name, some behind one door, some with one switchboard."""
        chance = self.chance
        legal, siren = f"{self.department}{self.digits(7)}", self.digits(9)
        main = self.place(
            "hospital", f"Centre hospitalier de {self.town}", f"CH {self.town}", HOSPITAL, 0.85, health=True
        )
        main = replace(main, legal_finess=legal, siret=siren + "00012")
        yield main
        units = (
            "CMP adultes",
            "CMP enfants",
            "CATTP",
            "Hôpital de jour",
            "HAD",
            "EHPAD",
            "Centre de planification",
            "CSAPA",
            "Maternité",
        )
        for rank, unit in enumerate(chance.sample(units, chance.randrange(3, 9))):
            name = (
                f"{unit} {chance.choice(('du CH ' + self.town, 'CH ' + self.town, chance.choice(SURNAMES), self.town))}"
            )
            one = self.place("mental_health_centre", name, f"CH {self.town}", HOSPITAL, 0.75, health=True)
            if chance.random() < 0.4:
                one = replace(
                    one,
                    number=main.number,
                    way=main.way,
                    street=main.street,
                    latitude=main.latitude,
                    longitude=main.longitude,
                )
            one = replace(
                one,
                phone=main.phone if chance.random() < 0.3 else one.phone,
                switchboard=main.phone,
                website=main.website,
            )
            yield replace(
                one, legal_finess=legal, siret=f"{siren}000{rank + 2}{chance.randrange(10)}", head_siret=main.siret
            )

    def place(
        self,
        kind: str,
        name: str,
        organisation: str,
        sources: tuple[str, ...],
        share: float,
        *,
        siret: str = "",
        health: bool = False,
    ) -> Truth:
        chance = self.chance
        self.count += 1
        spread = 0.004 + min(self.people, 60_000) / 60_000 * 0.02
        one = Truth(
            key=self.count, kind=kind, name=name, organisation=organisation, sources=sources, share=share,
            number=str(chance.randrange(1, 140)), way=chance.choice(WAYS), street=chance.choice(STREETS),
            latitude=self.middle[0] + chance.gauss(0, spread), longitude=self.middle[1] + chance.gauss(0, spread * 1.4),
            commune=self.code, town=self.town, postal_code=self.postal, phone=self.telephone(),
            siret=siret or self.digits(9) + f"000{chance.randrange(10, 99)}",
            finess=f"{self.department}{self.digits(7)}" if health else "",
            website=f"https://www.{name.split()[-1].lower()}-{self.code}.example" if chance.random() < 0.5 else "",
            email=f"contact@p{self.department}{self.count}.example",
        )  # fmt: skip
        if chance.random() < 0.045:  # moved within the commune
            one.old = replace(
                one,
                number=str(chance.randrange(1, 140)),
                street=chance.choice(STREETS),
                latitude=self.middle[0] + chance.gauss(0, spread),
                longitude=self.middle[1] + chance.gauss(0, spread * 1.4),
            )
        return one

    def about(self, expected: float) -> int:
        whole = int(expected)
        return whole + (self.chance.random() < expected - whole)

    def digits(self, count: int) -> str:
        return "".join(str(self.chance.randrange(10)) for _ in range(count))

    def telephone(self) -> str:
        return f"+333{self.digits(8)}"
