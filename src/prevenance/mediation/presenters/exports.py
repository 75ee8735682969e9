"""Files for the funder: published figures, and the acts in La Coop's columns. No name, no free text, no label.

Text is never run: XLSX cells are written as strings, CSV cells go through `formats.spreadsheets`.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import xlsxwriter

from prevenance.formats.spreadsheets import safe_cell
from prevenance.kit.clock import PARIS
from prevenance.mediation.choices import Field, duration_range, value, values
from prevenance.mediation.choices.coordination import SUBJECTS
from prevenance.mediation.presenters import figures as words
from prevenance.mediation.presenters.figure_words import label
from prevenance.mediation.queries.coordination import Kept
from prevenance.mediation.queries.counting import DEPARTMENTS, Figures
from prevenance.mediation.queries.drafts import OF_PERSON
from prevenance.mediation.queries.encounters import Noted

Cell = str | int | float | None
HIDDEN = "s"  # statistical secrecy, as the French statistics office writes it
# The columns of La Coop's own file of activities, in its order, so that a funder's files join; then ours.
COOP_ACTS = (
    "Date",
    "Type",
    "Nombre de participants",
    "Bénéficiaire",
    "Canaux d’accompagnement",
    "Lieu",
    "Durée (min)",
    "Nom de l’atelier",
    "Matériel numérique utilisé",
    "Thématique(s) d’accompagnement",
    "Nom de la démarche administrative",
    "Niveau d’autonomie du bénéficiaire",
    "Niveau de l’atelier",
    "Le bénéficiaire est-il orienté vers une autre structure ?",
    "La démarche est-elle finalisée ?",
    "Structure de redirection",
    "Commune de résidence du bénéficiaire",
    "Genre du bénéficiaire",
    "Tranche d’âge du bénéficiaire",
    "Statut du bénéficiaire",
    "Notes supplémentaires",
)
OUR_ACTS = (
    "id",
    "structure_employeuse",
    "structure_employeuse_siret",
    "structure_employeuse_code_insee",
    "lieu_nom",
    "lieu_code_insee",
    "duree_tranche",
    "thematiques_demarche_administrative",
    "beneficiaires_suivis",
    "beneficiaires_anonymes",
    "premier_accompagnement",
    "prevention_evoquee",
    "tags",
    "tags_departement",
)
COORDINATIONS = (
    "Date de l’activité",
    "Type",
    "Durée (min.)",
    "Participants",
    "Médiateur·ice·s numérique·s",
    "Structure·s",
    "Autres acteur.trice.s",
    "Nom de l’évènement",
    "Type d’animation, type d’évènement, nature du partenariat",
    "Organisé par",
    "Structure·s partenaire·s (Nom)",
    "Structure·s partenaire·s (type)",
    "Échelon territorial de l’évènement ou du partenariat",
    "Qui est à l’initiative de cette intervention ?",
    "Thématique(s) d’animation",
    "Tags",
    "Notes",
    "Enregistrée le",
    "Dernière modification le",
    "ID CRA",
)


@dataclass(frozen=True, slots=True)
class Employer:
    """The organisation of the acts. `siret` may be "". `tags`: those of its team, the only ones that leave, each with
    whether the department's reports share it.
    """

    name: str
    siret: str
    commune: str
    tags: Mapping[str, bool]


def figures_table(figures: Figures, about: Sequence[tuple[str, str]]) -> list[list[Cell]]:
    """`about`: filters and dates, written first. One row for each value: number, denominator, missing, share."""
    rows: list[list[Cell]] = [[what, told] for what, told in about]
    rows += [[what, told] for what, told in words.page(figures).summary]
    rows.append(["distribution", "valeur", "libelle", "nombre", "denominateur", "non_communique", "part", "unite"])
    rows[-1] += ["part_non_communique", "intervalle_bas", "intervalle_haut"]
    for one in figures.distributions:
        for key, many in one.cells:
            part = many / one.denominator if many is not None and one.denominator else None
            shown = [HIDDEN if many is None else many, _shown(one.denominator), _shown(one.missing)]
            untold = one.missing / one.total if one.missing is not None and one.total else None
            low, high = words.bounds(one, many) or (None, None)
            rows.append([one.key, key, label(one.key, key), *shown, part, one.unit, untold, low, high])
    return rows


def departments_table(figures: Figures) -> list[list[Cell]]:
    """One row for each department where encounters were held, for the State's reports; small numbers hidden before."""
    rows: list[list[Cell]] = [["departement_code", "departement", "participations", "part", "debut", "fin"]]
    period = [figures.first.isoformat(), figures.last.isoformat()]
    found = figures[DEPARTMENTS]
    for code, many in found.cells:
        part = many / found.denominator if many is not None and found.denominator else None
        rows.append([code, label(DEPARTMENTS, code), _shown(many), part, *period])
    return rows


def acts_table(acts: Iterable[Noted], employer: Employer, workshops: Mapping[int, tuple[str, str]]) -> list[list[Cell]]:
    """One row for each encounter. `workshops`: encounter → (title, level)."""
    return [[*COOP_ACTS, *OUR_ACTS], *(_act(one, employer, *workshops.get(one.id, ("", ""))) for one in acts)]


def coordination_table(activities: Iterable[Kept], tags: Collection[str]) -> list[list[Cell]]:
    """One row for each activity, as La Coop writes them: "/" where its kind has no such thing."""
    return [list(COORDINATIONS), *(_coordination(one, tags) for one in activities)]


def as_csv(rows: Iterable[Sequence[Cell]]) -> bytes:
    """Semicolons and a mark of UTF-8, which French spreadsheets open as they are."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    for row in rows:
        writer.writerow(["" if one is None else safe_cell(one) if isinstance(one, str) else one for one in row])
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def as_xlsx(rows: Iterable[Sequence[Cell]], *, at: dt.datetime) -> bytes:
    """One sheet. `at`: the moment written in the file, so that the same figures give the same file."""
    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(stream, options) as book:
        book.set_properties({"created": at.replace(tzinfo=None)})
        sheet = book.add_worksheet()
        for line, row in enumerate(rows):
            for column, one in enumerate(row):
                if isinstance(one, str):
                    sheet.write_string(line, column, one)
                elif one is not None:
                    sheet.write_number(line, column, one)
    return stream.getvalue()


def _shown(many: int | None) -> Cell:
    return HIDDEN if many is None else many


def _coop(field: Field, keys: Iterable[str]) -> str:
    return ", ".join(value(field, key).coop for key in keys if key)


def _act(one: Noted, employer: Employer, title: str, level: str) -> list[Cell]:
    draft = one.draft
    followed = sum(1 for person in draft.people if person.person)
    known = [key for key in (draft.next_step,) if key]
    levels = list(values(Field.LEVELS))
    coop: list[Cell] = [
        draft.held_on.isoformat(),
        _coop(Field.KINDS, [draft.kind]),
        one.participants,
        f"suivi: {followed}, anonyme: {one.participants - followed}",  # never a name
        _coop(Field.PLACE_KINDS, [draft.place_kind]),
        ", ".join(filter(None, [draft.place_name, draft.commune])),
        draft.minutes,
        title,
        _coop(Field.EQUIPMENT, draft.equipment),
        _coop(Field.THEMES, draft.themes),
        "",  # typed freely: it may name somebody
        _coop(Field.AUTONOMY, [draft.autonomy]),
        f"{levels.index(level) + 1}/{len(levels)}" if level else "",
        "Oui" if draft.oriented_to else "Non",
        ("Oui" if "finished" in known else "Non") if known else "",
        _coop(Field.STRUCTURES, draft.oriented_to),
        ", ".join(sorted({person.commune for person in draft.people if person.commune})),
        *(_told(one, field) for field in (Field.GENDERS, Field.AGES, Field.STATUSES)),
        "",  # never a note
    ]
    ours: list[Cell] = [
        one.id,
        employer.name,
        employer.siret,
        employer.commune,
        draft.place_name,
        draft.commune,
        duration_range(draft.minutes),
        _coop(Field.ADMIN_THEMES, draft.admin_themes),
        followed,
        one.participants - followed,
        _told(one, Field.FIRSTS),
        ", ".join(draft.signposted),
        ", ".join(tag for tag in draft.tags if tag in employer.tags),
        ", ".join(tag for tag in draft.tags if employer.tags.get(tag)),
    ]
    return coop + ours


def _coordination(one: Kept, tags: Collection[str]) -> list[Cell]:
    given = one.activity

    def of(kinds: str, told: Cell) -> Cell:
        return ("" if told is None else told) if given.kind in kinds.split() else "/"

    return [
        given.held_on.isoformat(),
        _coop(Field.COORDINATION_KINDS, [given.kind]),
        of("animation", given.minutes),
        of("event", given.participants),
        of("animation", given.mediators),
        of("animation", given.structures),
        of("animation", given.others),
        of("event", given.title),
        _coop(SUBJECTS[given.kind], given.subjects),
        of("event", _coop(Field.ORGANISERS, given.organisers)),
        of("partnership", ", ".join(name for name, _ in given.partners)),
        of("partnership", _coop(Field.ORGANISERS, [kind for _, kind in given.partners])),
        of("event partnership", _coop(Field.ECHELONS, [given.echelon])),
        of("animation", _coop(Field.INITIATIVES, [given.initiative])),
        of("animation", _coop(Field.ANIMATION_THEMES, given.themes)),
        ", ".join(tag for tag in given.tags if tag in tags),
        "",  # none is kept
        f"{one.made_at.astimezone(PARIS):%d/%m/%Y à %H:%M}",
        "" if one.changed_at == one.made_at else f"{one.changed_at.astimezone(PARIS):%d/%m/%Y à %H:%M}",
        one.id,
    ]


def _told(one: Noted, field: Field) -> str:
    """`feminin: 6, non_communique: 3`."""
    counts: dict[str, int] = dict(one.draft.counts.get(str(field), {}))
    for person in one.draft.people:
        if key := getattr(person, OF_PERSON[field]):
            counts[key] = counts.get(key, 0) + 1
    told = {value(field, key).coop: many for key, many in sorted(counts.items())}
    if left := one.participants - sum(counts.values()):
        told["non_communique"] = left
    return ", ".join(f"{name}: {many}" for name, many in told.items())
