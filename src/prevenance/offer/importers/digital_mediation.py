"""Places for help with digital tools: schema « lieux de médiation numérique », version 1.0.2 (`|` between values) and
the earlier ones (`;`); and the desks of digital advisers, which use the same columns.

The published schema refuses values that it also lists (the label of La Poste, New Caledonian numbers and communes,
short telephone numbers): what can be understood is kept here.
"""

from __future__ import annotations

from collections.abc import Iterator

from prevenance.formats import files, opening, tables
from prevenance.formats.refusals import RowRefused
from prevenance.offer.importers import codes
from prevenance.offer.operations import PlaceDraft, ServiceDraft

_REQUIRED = frozenset(("id", "nom", "commune", "code_postal", "adresse", "date_maj"))
# Columns whose values are things that are done, or ways to come: scheme of the code, words before the value, columns.
_SERVICES = (
    ("mednum", "", ("services",)),
    ("mednum-label", "", ("formations_labels",)),
    ("mednum-label", "", ("autres_formations_labels",)),
    ("programme", "", ("dispositif_programmes_nationaux", "labels_nationaux")),
    ("mednum-mobility", "", ("itinerance",)),
    ("mednum-support", "", ("modalites_accompagnement",)),
    ("mednum-access", "Pour venir : ", ("modalites_acces",)),
    ("mednum-public", "Public : ", ("publics_specifiquement_adresses", "publics_accueillis")),
    ("mednum-care", "Accueil adapté : ", ("prise_en_charge_specifique",)),
)
_PROGRAMMES = {"cnfs": "conseiller-numerique", "conseillers-numeriques": "conseiller-numerique"}
_NO_PUBLIC = "ce-lieu-n-accueille-pas-de-public"


def drafts(file: files.Checked) -> Iterator[PlaceDraft | RowRefused]:
    yield from _of_kind(file, "digital_mediation")


def adviser_drafts(file: files.Checked) -> Iterator[PlaceDraft | RowRefused]:
    yield from _of_kind(file, "conseiller_numerique")


def _of_kind(file: files.Checked, kind: str) -> Iterator[PlaceDraft | RowRefused]:
    for row in tables.rows(file, required=_REQUIRED):
        if isinstance(row, RowRefused):
            yield row
        elif _is_without_public(row):
            yield RowRefused(row.number, "no_public")
        else:
            yield _draft(row, kind)


def _is_without_public(row: tables.Row) -> bool:
    """The source says it twice: no public comes, and nothing else is offered as a way to come."""
    return [codes.slug(value) for value in codes.values(row.text("modalites_acces"))] == [_NO_PUBLIC]


def _draft(row: tables.Row, kind: str) -> PlaceDraft:
    phone = row.text("telephone")
    return PlaceDraft(
        number=row.number,
        source_id=row.text("id"),
        kind=kind,
        name=row.text("nom"),
        address=" ".join(filter(None, (row.text("adresse"), row.text("complement_adresse")))),
        postal_code=row.text("code_postal"),
        commune_code=row.text("code_insee"),
        commune_name=row.text("commune"),
        latitude=row.text("latitude"),
        longitude=row.text("longitude"),
        phone=phone,
        email=row.text("courriels", "courriel"),
        website=row.text("site_web"),
        booking=row.text("prise_rdv"),
        hours=opening.from_osm(row.text("horaires")),
        description=described(row.text("presentation_resume", "presentation_detail"), phone),
        fees=codes.fees(codes.values(row.text("frais_a_charge", "conditions_acces", "conditions_access"))),
        accessibility_page=row.text("fiche_acces_libre"),
        organisation=row.text("structure_parente"),
        siret=codes.siret(row.text("pivot")),
        content_on=row.text("date_maj"),
        services=tuple(services(row, kind)),
    )


def services(row: tables.Row, kind: str) -> Iterator[ServiceDraft]:
    """Every value of every column that says something done there, with its code; the desk of an adviser is one."""
    if kind == "conseiller_numerique":
        yield ServiceDraft("Conseiller numérique", "programme:conseiller-numerique")
    for scheme, before, names in _SERVICES:
        for value in codes.values(row.text(*names)):
            if key := _key(scheme, value):
                yield ServiceDraft(before + _label(value), f"{scheme}:{key}")


def _label(value: str) -> str:
    """Older files write a sentence after the value: `Seul : j'ai accès à du matériel`. Both are worth reading."""
    return "Conseiller numérique" if value == "CNFS" else value


def _key(scheme: str, value: str) -> str:
    key = codes.slug(value)
    if scheme == "programme":
        return _PROGRAMMES.get(key, key)
    return key.removeprefix("forme-a-") if scheme == "mednum-label" else codes.slug(value.split(" : ")[0])


def described(words: str, phone: str) -> str:
    """The words of the source; a short number (3646), which no international form has, is kept in them."""
    digits = "".join(filter(str.isdigit, phone))
    short = len(digits) == 4 and digits[0] in "13"
    return " ".join(filter(None, (words, f"Téléphone : {digits}." if short else "")))
