"""An invented inventory of places, of which the truth is known: five sources write the same places each in its way.

Made as hard as the public files are: abbreviations, typing errors, identifiers and telephones missing or borrowed from
the head office, several services behind one door and one switchboard, several establishments of one legal body, places
renamed or moved, positions that are the centre of the commune. Everything is fictional.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from prevenance.matching import Candidate

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
SHORT_WAYS = {"rue": "R", "avenue": "AV", "boulevard": "BD", "place": "PL", "route": "RTE"}
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
SHORT = {
    "Pharmacie": "PHIE", "Centre": "CTRE", "Hospitalier": "HOSP", "Cabinet": "CAB", "Saint": "ST",
    "Laboratoire": "LABO",
    "Centre communal d'action sociale": "CCAS", "Médiathèque": "MEDIATHEQUE", "Association": "ASSO", "médical": "MED",
    "Centre médico-psychologique": "CMP", "Centre hospitalier": "CH", "Maison": "MAIS", "infirmier": "INF",
}  # fmt: skip
SOURCES = ("finess", "directory", "mediation", "inclusion", "administration")
# What each source holds and how completely: shares of records with a SIRET, a telephone, an exact position.
COMPLETE = {
    "finess": (0.60, 0.85, 0.85),
    "directory": (0.50, 0.62, 0.70),
    "mediation": (0.45, 0.66, 0.92),
    "inclusion": (0.75, 0.58, 0.85),
    "administration": (0.35, 0.93, 0.90),
}
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


class Writer:
    """What a source writes of a place."""

    def __init__(self, seed: int, department: str) -> None:
        self.chance = random.Random(f"write-{seed}-{department}")

    def records(self, one: Truth, middle: tuple[float, float]) -> Iterator[Candidate]:
        held = [source for source in one.sources if self.chance.random() < one.share] or [
            self.chance.choice(one.sources)
        ]
        for source in held:
            yield self.record(one, source, 0, middle)
            if self.chance.random() < 0.012:
                yield self.record(one, source, 1, middle)

    def record(self, one: Truth, source: str, rank: int, middle: tuple[float, float]) -> Candidate:
        chance = self.chance
        siret_share, phone_share, exact_share = COMPLETE[source]
        where = one.old if one.old is not None and chance.random() < 0.5 else one
        is_centre = chance.random() > exact_share
        blur = 0.0002 if chance.random() < 0.96 else 0.015
        latitude, longitude = (
            middle if is_centre else (where.latitude + chance.gauss(0, blur), where.longitude + chance.gauss(0, blur))
        )
        siret = one.head_siret if one.head_siret and chance.random() < 0.25 else one.siret
        phone = one.switchboard if one.switchboard and chance.random() < 0.2 else one.phone
        other = f"{phone[:-2]}{chance.randrange(100):02}"
        phone = other if chance.random() < 0.05 else phone
        has_finess = one.finess and chance.random() < {"finess": 1.0, "directory": 0.35, "inclusion": 0.1}.get(
            source, 0.0
        )
        digest = hashlib.blake2b(
            f"{one.commune}{one.key}{source}{rank}{one.phone}".encode(), digest_size=10
        ).hexdigest()
        return Candidate(
            id=digest, source=source, kind=self.kind(one, source), name=self.name(one, source),
            address=self.address(where, source), postal_code=one.postal_code,
            commune_code=one.commune if chance.random() < 0.985 else one.commune[:2] + f"{chance.randrange(1, 99):03}",
            latitude=latitude, longitude=longitude, is_approximate=is_centre,
            phone=phone if chance.random() < phone_share else "",
            email=one.email if chance.random() < 0.3 else "",
            website=one.website if chance.random() < 0.5 else "",
            siret=siret if chance.random() < siret_share else "",
            finess=one.finess if has_finess else "",
            legal_finess=one.legal_finess if has_finess and chance.random() < 0.9 else "",
            organisation=one.organisation if chance.random() < 0.5 else "",
        )  # fmt: skip

    def kind(self, one: Truth, source: str) -> str:
        if source in SOCIAL and one.kind not in ("france_services", "pmi") and self.chance.random() < 0.9:
            return "digital_mediation"
        return one.kind

    def name(self, one: Truth, source: str) -> str:
        chance = self.chance
        name = one.old_name if one.old_name and chance.random() < 0.5 else one.name
        if chance.random() < 0.05:
            name = one.organisation
        elif one.kind == "town_hall" and chance.random() < 0.3:
            name = chance.choice((f"Commune de {one.town}", f"Ville de {one.town}", f"Mairie {one.town}"))
        elif chance.random() < 0.12:
            name = (
                f"{name} - {one.town}"
                if one.town not in name
                else name.replace(f" de {one.town}", "").replace(f" {one.town}", "") or name
            )
        for long, short in SHORT.items():
            if long in name and chance.random() < (0.6 if source == "finess" else 0.2):
                name = name.replace(long, short)
        if chance.random() < 0.06:
            words = name.split()
            chance.shuffle(words)
            name = " ".join(words)
        if chance.random() < 0.08:
            name = self.mistyped(name)
        return name.upper() if source == "finess" or chance.random() < 0.2 else name

    def address(self, one: Truth, source: str) -> str:
        chance = self.chance
        if chance.random() < 0.05:
            return ""
        way = SHORT_WAYS[one.way] if source == "finess" or chance.random() < 0.25 else one.way
        street = one.street
        if source == "finess":
            street = street.replace("Général", "GAL").replace("Saint", "ST").replace("Maréchal", "MAL").upper()
        if chance.random() < 0.06:
            street = self.mistyped(street)
        number = "" if chance.random() < 0.12 else f"{one.number} "
        tail = f" {one.postal_code} {one.town}" if chance.random() < 0.2 else ""
        return f"{number}{way} {street}{tail}"

    def mistyped(self, text: str) -> str:
        if len(text) < 4:
            return text
        at = self.chance.randrange(1, len(text) - 2)
        return self.chance.choice(
            (
                text[:at] + text[at + 1 :],
                text[:at] + text[at + 1] + text[at] + text[at + 2 :],
                text[:at] + text[at] + text[at:],
            )
        )


def inventory(seed: int, departments: list[str], communes: int = 350) -> tuple[list[Candidate], dict[str, int]]:
    """Records, and the number of the true place of each one. About 3,900 records a department at 350 communes."""
    records: list[Candidate] = []
    truth: dict[str, int] = {}
    for rank, department in enumerate(departments):
        maker, writer = Maker(seed, department), Writer(seed, department)
        for one in maker.places(communes):
            for record in writer.records(one, maker.middle):
                records.append(record)
                truth[record.id] = rank * 1_000_000 + one.key
    return records, truth
