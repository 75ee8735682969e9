"""An invented inventory of places, of which the truth is known: five sources write the same places each in its way.

Made as hard as the public files are: abbreviations, typing errors, identifiers and telephones missing or borrowed from
the head office, positions that are the centre of the commune. The places are those of `inventory_towns`.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator

from bench.inventory_towns import SOCIAL, Maker, Truth

from prevenance.matching import Candidate

SHORT_WAYS = {"rue": "R", "avenue": "AV", "boulevard": "BD", "place": "PL", "route": "RTE"}
SHORT = {
    "Pharmacie": "PHIE", "Centre": "CTRE", "Hospitalier": "HOSP", "Cabinet": "CAB", "Saint": "ST",
    "Laboratoire": "LABO",
    "Centre communal d'action sociale": "CCAS", "Médiathèque": "MEDIATHEQUE", "Association": "ASSO", "médical": "MED",
    "Centre médico-psychologique": "CMP", "Centre hospitalier": "CH", "Maison": "MAIS", "infirmier": "INF",
}  # fmt: skip
# What each source holds and how completely: shares of records with a SIRET, a telephone, an exact position.
COMPLETE = {
    "finess": (0.60, 0.85, 0.85),
    "directory": (0.50, 0.62, 0.70),
    "mediation": (0.45, 0.66, 0.92),
    "inclusion": (0.75, 0.58, 0.85),
    "administration": (0.35, 0.93, 0.90),
}


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
    """Records, and the number of the true place of each one. About 6,600 records a department at 350 communes."""
    records: list[Candidate] = []
    truth: dict[str, int] = {}
    for rank, department in enumerate(departments):
        maker, writer = Maker(seed, department), Writer(seed, department)
        for one in maker.places(communes):
            for record in writer.records(one, maker.middle):
                records.append(record)
                truth[record.id] = rank * 1_000_000 + one.key
    return records, truth
