"""Files for the funder: published figures, and the acts in La Coop's columns. No name, no free text, no label.

Text is never run: XLSX cells are written as strings, CSV cells go through `formats.spreadsheets`.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Sequence

import xlsxwriter

from prevenance.formats.spreadsheets import safe_cell
from prevenance.mediation.choices import ABOUT_PEOPLE, Field, duration_range, value
from prevenance.mediation.presenters import figures as words
from prevenance.mediation.queries.counting import Figures
from prevenance.mediation.queries.drafts import OF_PERSON
from prevenance.mediation.queries.encounters import Noted

Cell = str | int | float | None
HIDDEN = "s"  # statistical secrecy, as the French statistics office writes it
# The names of La Coop's activity report, so that a funder's files join.
ACTS = (
    "id",
    "type",
    "date",
    "duree",
    "duree_tranche",
    "type_lieu",
    "lieu_nom",
    "lieu_code_insee",
    "thematiques",
    "thematiques_demarche_administrative",
    "precisions_demarche",
    "materiel",
    "autonomie",
    "oriente_vers_structure",
    "structure_de_redirection",
    "accompagnements",
    "beneficiaires_suivis",
    "beneficiaires_anonymes",
    "genre",
    "tranche_age",
    "statut_social",
    "premier_accompagnement",
    "communes_residence",
)


def figures_table(figures: Figures, about: Sequence[tuple[str, str]]) -> list[list[Cell]]:
    """`about`: filters and dates, written first. One row for each value: number, denominator, missing, share."""
    rows: list[list[Cell]] = [[what, told] for what, told in about]
    rows += [[what, told] for what, told in words.page(figures).summary]
    rows.append(["distribution", "valeur", "libelle", "nombre", "denominateur", "non_communique", "part", "unite"])
    for one in figures.distributions:
        for key, many in one.cells:
            part = many / one.denominator if many is not None and one.denominator else None
            shown = [HIDDEN if many is None else many, _shown(one.denominator), _shown(one.missing)]
            rows.append([one.key, key, words.label(one.key, key), *shown, part, one.unit])
    return rows


def acts_table(acts: Iterable[Noted]) -> list[list[Cell]]:
    """One row for each encounter."""
    return [list(ACTS), *(_act(one) for one in acts)]


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


def _act(one: Noted) -> list[Cell]:
    draft = one.draft
    followed = sum(1 for person in draft.people if person.person)
    return [
        one.id,
        _coop(Field.KINDS, [draft.kind]),
        draft.held_on.isoformat(),
        draft.minutes,
        duration_range(draft.minutes),
        _coop(Field.PLACE_KINDS, [draft.place_kind]),
        draft.place_name,
        draft.commune,
        _coop(Field.THEMES, draft.themes),
        _coop(Field.ADMIN_THEMES, draft.admin_themes),
        "",  # typed freely: it may name somebody
        _coop(Field.EQUIPMENT, draft.equipment),
        _coop(Field.AUTONOMY, [draft.autonomy]),
        "oui" if draft.oriented_to else "non",
        _coop(Field.STRUCTURES, draft.oriented_to),
        one.participants,
        followed,
        one.participants - followed,
        *(_told(one, field) for field in ABOUT_PEOPLE),
        ", ".join(sorted({person.commune for person in draft.people if person.commune})),
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
