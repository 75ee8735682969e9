"""Make the sample of fictional places that the quick start imports: src/prevenance/offer/packed/demo_places.csv.gz.

python scripts/make_demo_places.py

Real communes of the Hauts-de-France, invented places. Anyone gets the same bytes: the draw is seeded and the archive
undated. Telephone numbers are of the range 03 53 01 xx xx, which ARCEP keeps for works of fiction (national numbering
plan, decision no. 2018-0881): nobody can be called by mistake.
"""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import io
import math
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from prevenance.territories.queries import Commune
from prevenance.territories.queries.register import register

OUTPUT = Path(__file__).resolve().parent.parent / "src/prevenance/offer/packed/demo_places.csv.gz"
SEED = 20261123
REGION = "32"
LAST_CHECK = dt.date(2026, 11, 15)
COLUMNS = (
    "id",
    "kind",
    "name",
    "address",
    "postal_code",
    "commune_code",
    "latitude",
    "longitude",
    "phone",
    "opening_hours",
    "wheelchair",
    "content_on",
)
SHOP = ("Mo-Fr 09:00-12:15,14:00-19:15; Sa 09:00-12:30; PH off", "Mo 14:00-19:00; Tu-Sa 08:45-19:00; PH off")
OFFICE = ("Mo-Fr 08:30-12:00,13:30-17:00; PH off", "Mo-Th 09:00-12:00,14:00-17:30; Fr 09:00-12:00; PH off")
PRACTICE = ("Mo-Fr 08:30-12:00,14:00-18:30; PH off", 'Mo,Tu,Th,Fr 09:00-12:00,14:00-19:00 "sur rendez-vous"; PH off')
CLINIC_DAYS = ("We 13:30-17:30; Sa 09:00-12:00; PH off", "Mo 09:00-12:00; Th 13:30-18:00; PH off")
MORNINGS = ("Mo-Sa 07:00-12:30; PH off", "Mo-Fr 07:15-18:00; Sa 07:15-12:00; PH off")
ALWAYS = ("24/7",)
SPOTS = (
    "de la Gare",
    "du Marché",
    "de la Place",
    "du Canal",
    "des Tilleuls",
    "du Beffroi",
    "de l'Horloge",
    "des Écoles",
    "du Moulin",
    "de la Fontaine",
    "des Jardins",
    "du Stade",
    "de la Citadelle",
    "des Remparts",
)
STREETS = (
    "rue de l'Exemple",
    "avenue de l'Essai",
    "place Imaginaire",
    "rue du Modèle",
    "boulevard Fictif",
    "rue de la Maquette",
)


@dataclass(frozen=True)
class Recipe:
    """How many places of a kind, what they are called, when they open. `each`: one a commune before a second one
    anywhere.
    """

    kind: str
    many: int
    name: str
    hours: Sequence[str]
    each: bool = False
    since: bool = False  # added since: drawn after the others, which stay as they were


RECIPES = (
    Recipe("pharmacy", 640, "Pharmacie fictive", SHOP, each=True),
    Recipe("vaccination_centre", 60, "Centre de vaccination fictif", CLINIC_DAYS),
    Recipe("laboratory", 130, "Laboratoire fictif", MORNINGS),
    Recipe("hospital", 60, "Hôpital fictif", ALWAYS),
    Recipe("maternity", 26, "Maternité fictive", ALWAYS),
    Recipe("health_centre", 60, "Centre de santé fictif", PRACTICE),
    Recipe("health_house", 90, "Maison de santé fictive", PRACTICE),
    Recipe("pmi", 110, "Centre de PMI fictif", CLINIC_DAYS),
    Recipe("sexual_health_centre", 50, "Centre de santé sexuelle fictif", CLINIC_DAYS),
    Recipe("health_exam_centre", 14, "Centre d'examens de santé fictif", OFFICE),
    Recipe("addiction_centre", 36, "CSAPA fictif", OFFICE),
    Recipe("mental_health_centre", 56, "Centre médico-psychologique fictif", OFFICE),
    Recipe("tuberculosis_centre", 12, "Centre de lutte contre la tuberculose fictif", OFFICE),
    Recipe("radiology", 60, "Cabinet de radiologie fictif", PRACTICE),
    Recipe("doctor", 460, "Cabinet médical fictif", PRACTICE, each=True),
    Recipe("midwife", 120, "Cabinet de sage-femme fictif", PRACTICE),
    Recipe("dentist", 150, "Cabinet dentaire fictif", PRACTICE),
    Recipe("nurse", 240, "Cabinet infirmier fictif", PRACTICE, each=True),
    Recipe("ophthalmologist", 46, "Cabinet d'ophtalmologie fictif", PRACTICE),
    Recipe("france_services", 140, "Espace France services fictif", OFFICE, each=True),
    Recipe("digital_mediation", 150, "Atelier numérique fictif", CLINIC_DAYS),
    Recipe("conseiller_numerique", 90, "Permanence numérique fictive", CLINIC_DAYS),
    Recipe("aidants_connect", 90, "Association Aidants Connect fictive", OFFICE),
    Recipe("town_hall", 320, "Mairie fictive", OFFICE, each=True),
    Recipe("social_support", 110, "Accompagnement social fictif", OFFICE, since=True),
)


def main() -> int:
    draw = random.Random(SEED)
    communes = sorted(_communes(), key=lambda commune: (-commune.population, commune.code))
    phones = draw.sample(range(10_000), sum(recipe.many for recipe in RECIPES if not recipe.since))
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    rank = 0
    for recipe in RECIPES:
        if recipe.since:
            phones += draw.sample(sorted(set(range(10_000)).difference(phones)), recipe.many)
        for place, commune in enumerate(_chosen(recipe, communes, draw)):
            writer.writerow(_row(recipe, place, commune, phones[rank], draw))
            rank += 1
    OUTPUT.parent.mkdir(exist_ok=True)
    with OUTPUT.open("wb") as file, gzip.GzipFile(filename="", mode="wb", fileobj=file, mtime=0) as packed:
        packed.write(text.getvalue().encode())
    print(f"{rank} fictional places, {OUTPUT.stat().st_size} bytes: {OUTPUT.name}")
    return 0


def _communes() -> Iterator[Commune]:
    known = register()
    for index in range(len(known.codes)):
        commune = known.commune(index)
        if commune.region == REGION and commune.postal_codes:
            yield commune


def _chosen(recipe: Recipe, communes: list[Commune], draw: random.Random) -> list[Commune]:
    """Half in the largest communes, half anywhere by population; or first one in each of the largest."""
    firm = recipe.many * 2 // 3 if recipe.each else recipe.many // 2
    weights = [math.sqrt(commune.population) for commune in communes]
    return communes[:firm] + draw.choices(communes, weights, k=recipe.many - firm)


def _row(recipe: Recipe, place: int, commune: Commune, phone: int, draw: random.Random) -> tuple[object, ...]:
    spread_km = min(2.5, 0.25 + math.sqrt(commune.population) / 180)
    north, east = (max(-2.0, min(2.0, draw.gauss(0, 0.5))) * spread_km for _ in range(2))
    latitude = commune.latitude + north / 111.2
    longitude = commune.longitude + east / (111.2 * math.cos(math.radians(commune.latitude)))
    hours = "" if draw.random() < 0.05 else draw.choice(recipe.hours)
    return (
        f"{recipe.kind}-{place + 1:04d}",
        recipe.kind,
        f"{recipe.name} {draw.choice(SPOTS)}",
        f"{draw.randint(1, 120)} {draw.choice(STREETS)}",
        commune.postal_codes[0],
        commune.code,
        f"{latitude:.5f}",
        f"{longitude:.5f}",
        f"+3335301{phone:04d}",
        hours,
        draw.choices(("yes", "on_request", "no", "unknown"), (5, 1, 1, 3))[0],
        LAST_CHECK - dt.timedelta(days=min(900, int(draw.expovariate(1 / 120)))),
    )


if __name__ == "__main__":
    sys.exit(main())
