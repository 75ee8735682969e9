"""Dated prevention actions from a calendar (iCalendar) or a table (CSV, usual French or English column names).

No person is read: neither organiser's address nor attendees; `organiser` of a table is the name of a body.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from prevenance.formats import calendars, files, headers, tables
from prevenance.formats.refusals import FileRefused, RowRefused
from prevenance.offer import queries
from prevenance.offer.operations import OutreachDraft

USUAL_COLUMNS = {
    "title": ("title", "titre", "nom", "intitule", "evenement", "action"),
    "act": ("act", "acte", "actes", "type", "categorie", "theme", "thematique"),
    "date": ("date", "jour", "date_debut", "start_date"),
    "end_date": ("date_fin", "end_date"),
    "start": ("start", "debut", "heure_debut", "heure_de_debut", "start_time", "horaire_debut"),
    "end": ("end", "fin", "heure_fin", "heure_de_fin", "end_time", "horaire_fin"),
    "place": ("place", "lieu", "nom_du_lieu", "salle"),
    "address": ("address", "adresse", "rue", "voie"),
    "postal_code": ("postal_code", "code_postal", "cp"),
    "commune": ("commune", "ville", "city", "town"),
    "commune_code": ("commune_code", "code_insee", "code_commune", "insee"),
    "latitude": ("lat", "latitude", "y"),
    "longitude": ("lon", "long", "lng", "longitude", "x"),
    "organiser": ("organiser", "organisateur", "organisme", "porteur", "structure"),
    "phone": ("phone", "telephone", "tel"),
    "booking": ("booking", "inscription", "rendez_vous", "prise_rdv", "lien", "url", "site"),
    "audience": ("audience", "public", "publics", "public_vise"),
    "cost": ("cost", "cout", "tarif", "prix"),
    "description": ("description", "presentation", "details"),
    "id": ("id", "identifiant", "uid", "reference"),
    "sequence": ("sequence", "version"),
    "status": ("status", "statut", "etat"),
}
_NEEDED = ("title", "date")
_DAY_FIRST = re.compile(r"^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_YEAR_FIRST = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](\d{1,2}:\d{2}))?")
_TIME = re.compile(r"^(\d{1,2})\s*(?:[:hH]\s*(\d{2})?)(?::\d{2})?$")
_ADDRESS = re.compile(
    r"^(?:(?P<before>.*?)[\s,;-]+)?(?P<postal>\d{5})[\s,]+(?P<city>[^,;\d]{2,60}?)(?:[,;].*)?$", re.DOTALL
)
_CANCELLED = frozenset(("cancelled", "canceled", "annule", "annulee", "annulé", "annulée"))


def drafts(file: files.Checked, since: dt.date) -> Iterator[OutreachDraft | RowRefused]:
    if file.notation == "table" and calendars.is_calendar(file):
        for event in calendars.events(file, since=since):
            yield event if isinstance(event, RowRefused) else _somewhere(_of_event(event))
    else:
        yield from map(_somewhere, _of_table(file))


def _somewhere(draft: OutreachDraft | RowRefused) -> OutreachDraft | RowRefused:
    """A name that several communes bear, and nothing else: it could be anywhere."""
    if isinstance(draft, RowRefused) or draft.postal_code or draft.commune_code or draft.latitude:
        return draft
    return RowRefused(draft.number, "commune_ambiguous") if queries.is_ambiguous(draft.commune_name) else draft


def _of_event(event: calendars.Event) -> OutreachDraft:
    place, address, postal_code, city = located(event.location)
    return OutreachDraft(
        number=event.number,
        source_id=event.uid,
        announced_for=event.announced_for,
        sequence=event.sequence,
        is_cancelled=event.is_cancelled,
        title=event.summary,
        words=(event.summary, *event.categories, event.description),
        starts=event.starts,
        ends=event.ends,
        description=event.description,
        place=place,
        address=address,
        postal_code=postal_code,
        commune_name=city,
        latitude=event.latitude,
        longitude=event.longitude,
        booking=event.url,
    )


def located(location: str) -> tuple[str, str, str, str]:
    """Place, address, postal code and commune of one line: `Salle des fêtes, 2 rue Exemple, 02170 Le Nouvion`. Without
    a postal code, the last words after a comma may be a commune; everything is kept in words all the same.
    """
    line = " ".join(location.split())
    if found := _ADDRESS.match(line):
        parts = [part.strip() for part in (found["before"] or "").split(",") if part.strip()]
        place = parts[0] if parts and not parts[0][0].isdigit() else ""
        return place, ", ".join(parts[1:] if place else parts), found["postal"], found["city"].strip(" .-")
    parts = [part.strip() for part in line.split(",") if part.strip()]
    if len(parts) > 1 and parts[-1].lower() == "france":
        parts.pop()
    return (parts[0], ", ".join(parts[1:-1]), "", parts[-1]) if len(parts) > 1 else (line, "", "", line)


def _of_table(file: files.Checked) -> Iterator[OutreachDraft | RowRefused]:
    columns = headers.guessed(tables.columns(file), USUAL_COLUMNS)
    if missing := [field for field in _NEEDED if field not in columns]:
        raise FileRefused("missing_columns", columns=", ".join(missing))
    for row in tables.rows(file, required=frozenset(columns.values())):
        yield row if isinstance(row, RowRefused) else _of_row(row, columns)


def _of_row(row: tables.Row, columns: dict[str, str]) -> OutreachDraft | RowRefused:
    said = {field: row.text(column) for field, column in columns.items()}

    def text(field: str) -> str:
        return said.get(field, "")

    starts = moment(text("date"), text("start"))
    if starts is None:
        return RowRefused(row.number, "no_date")
    last = text("end_date") or text("date")
    ends = moment(last, text("end")) or moment(last, "") or starts
    if isinstance(starts, dt.datetime) and not isinstance(ends, dt.datetime):
        ends = dt.datetime.combine(ends, starts.time())
    if not isinstance(starts, dt.datetime) and isinstance(ends, dt.datetime):
        ends = ends.date()
    sequence = text("sequence")
    return OutreachDraft(
        number=row.number,
        source_id=text("id") or " ".join((text("title"), starts.isoformat(), text("commune"), text("place"))),
        sequence=int(sequence) if sequence.isdecimal() and len(sequence) < 9 else 0,
        is_cancelled=text("status").lower() in _CANCELLED,
        title=text("title"),
        words=(text("act"), text("title")),
        starts=starts,
        ends=ends,
        description=text("description"),
        place=text("place"),
        address=text("address"),
        postal_code=text("postal_code"),
        commune_code=text("commune_code"),
        commune_name=text("commune"),
        latitude=text("latitude"),
        longitude=text("longitude"),
        organiser=text("organiser"),
        phone=text("phone"),
        booking=text("booking"),
        audience=text("audience"),
        cost=text("cost"),
    )


def moment(day: str, hour: str) -> dt.datetime | dt.date | None:
    """`2026-12-02` or `02/12/2026`, with `14h`, `14h30`, `14:30` or the hour written after the day. Local times."""
    year_first, day_first = _YEAR_FIRST.match(day.strip()), _DAY_FIRST.match(day.strip())
    try:
        if year_first:
            date = dt.date(*map(int, year_first.group(1, 2, 3)))
            hour = hour or year_first[4] or ""
        elif day_first:
            date = dt.date(*map(int, day_first.group(3, 2, 1)))
        else:
            return None
        found = _TIME.match(hour.strip())
        return dt.datetime.combine(date, dt.time(int(found[1]), int(found[2] or 0))) if found else date
    except ValueError:
        return None
