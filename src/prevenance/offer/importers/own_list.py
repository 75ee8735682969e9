"""A territory's own list of places: any table, read through its description (see `choices/own_lists`).

What is wrong is said with the line and the column, as the person who keeps the list sees them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from prevenance.formats import cleaning, files, headers, opening, phones, positions, tables
from prevenance.formats.opening import Hours
from prevenance.formats.refusals import FileRefused, RowRefused
from prevenance.offer import queries
from prevenance.offer.choices import outreach_acts
from prevenance.offer.choices.own_lists import USUAL_COLUMNS, OwnList, read
from prevenance.offer.choices.sources import add_own
from prevenance.offer.importers import codes
from prevenance.offer.importers.outreach_files import moment
from prevenance.offer.operations import PlaceDraft, Reader, ServiceDraft, sign_up

FOLDER = "own-sources"  # of the installation's data


@dataclass(frozen=True, slots=True)
class CellProblem:
    """`column` as the file writes it ("" for the whole row); `reason` is a key of `reasons.yaml`; `found`: the cell."""

    line: int
    column: str
    reason: str
    found: str


def guess(file: files.Checked) -> dict[str, str]:
    """Field → heading of the file, from the usual French and English names."""
    headings = tables.headings(file)
    return {known: headings[column] for known, column in headers.guessed(headings, USUAL_COLUMNS).items()}


def register(own: OwnList) -> None:
    """From now on, this process imports and names this list like any source."""
    add_own(own.source)
    sign_up(own.source.reader, reader(own))


def register_all(folder: Path) -> list[tuple[Path, FileRefused]]:
    """Every list described in this folder; those that cannot be read are given back, with what to mend."""
    refused = []
    for path in sorted(folder.glob("*.yaml")) if folder.is_dir() else ():
        try:
            register(read(path))
        except FileRefused as refusal:
            refused.append((path, refusal))
    return refused


def reader(own: OwnList) -> Reader:
    def drafts(file: files.Checked) -> Iterator[PlaceDraft | RowRefused]:
        for row in tables.rows(file, required=frozenset(own.columns.values())):
            if isinstance(row, RowRefused):
                yield row
            elif _could_be_anywhere(_Cells(row, own)):
                yield RowRefused(row.number, "commune_ambiguous")
            else:
                yield _draft(row, own)

    return drafts


def problems(file: files.Checked, own: OwnList) -> Iterator[CellProblem]:
    """Everything that the person who keeps the list could mend, in the order of the rows."""
    headings = tables.headings(file)
    seen: set[str] = set()
    row: tables.Row | RowRefused | None = None
    for row in tables.rows(file, required=frozenset(own.columns.values())):
        if isinstance(row, RowRefused):
            yield CellProblem(row.number, "", row.reason, "")
            continue
        yield from _twice(row, own, headings, seen)
        for known, reason in _wrong(row, own):
            column = own.columns.get(known, "")
            yield CellProblem(row.number, headings.get(column, ""), reason, row.text(column)[:80] if column else "")
    if row is None:
        yield CellProblem(1, "", "no_rows", "")


def _twice(row: tables.Row, own: OwnList, headings: Mapping[str, str], seen: set[str]) -> Iterator[CellProblem]:
    """What an import would leave out because a row above bears the same identifier."""
    cells = _Cells(row, own)
    identifier = cleaning.line(_identifier(cells), 200)[0]
    if identifier in seen:
        column = own.columns.get("id" if cells.text("id") else "name", "")
        yield CellProblem(row.number, headings.get(column, ""), "duplicate", row.text(column)[:80])
    if cells.text("name"):
        seen.add(identifier)


def _identifier(cells: _Cells) -> str:
    text = cells.text
    return text("id") or codes.slug(" ".join(map(text, ("name", "address", "postal_code", "commune"))))


def _wrong(row: tables.Row, own: OwnList) -> Iterator[tuple[str, str]]:
    """Field and reason, for each cell that is not understood."""
    cells = _Cells(row, own)
    if not cells.text("name"):
        yield "name", "no_name"
    if not own.kind_of(cells.text("kind")):
        yield "kind", "kind_unknown"
    position, change = positions.parsed(cells.text("latitude"), cells.text("longitude"))
    if position is None and change != "no_position":
        yield "latitude", change
    if cells.text("phone") and not phones.e164(cells.text("phone"), cells.text("commune_code")[:3]):
        yield "phone", "phone_left_out"
    for known in ("website", "booking"):
        if cells.text(known) and not cleaning.url(cells.text(known)):
            yield known, "website_left_out"
    if _hours(cells.text("hours")).words:
        yield "hours", "hours_kept_as_words"
    if cells.text("checked_on") and moment(cells.text("checked_on"), "") is None:
        yield "checked_on", "date_left_out"
    if _could_be_anywhere(cells):
        yield "commune", "commune_ambiguous"
    if position is None and not any(map(cells.text, ("commune", "commune_code", "postal_code"))):
        yield "commune", "no_position"


@dataclass(frozen=True, slots=True)
class _Cells:
    row: tables.Row
    own: OwnList

    def text(self, known: str) -> str:
        column = self.own.columns.get(known)
        return self.row.text(column) if column else ""


def _could_be_anywhere(cells: _Cells) -> bool:
    """A name that several communes bear, and nothing else."""
    if any(map(cells.text, ("postal_code", "commune_code", "latitude"))):
        return False
    return queries.is_ambiguous(cells.text("commune"))


def _draft(row: tables.Row, own: OwnList) -> PlaceDraft:
    text = _Cells(row, own).text
    return PlaceDraft(
        number=row.number,
        source_id=_identifier(_Cells(row, own)),
        kind=own.kind_of(text("kind")),
        name=text("name"),
        address=text("address"),
        postal_code=text("postal_code"),
        commune_code=text("commune_code"),
        commune_name=text("commune"),
        latitude=text("latitude"),
        longitude=text("longitude"),
        phone=text("phone"),
        email=text("email"),
        website=text("website"),
        booking=text("booking"),
        hours=_hours(text("hours")),
        description=text("description"),
        fees=codes.fees(codes.values(text("fees"))),
        organisation=text("organisation"),
        siret=codes.siret(text("siret")),
        finess=text("finess"),
        content_on=_checked_on(text("checked_on")),
        services=tuple(_services(text("services"))),
    )


def _checked_on(text: str) -> str:
    """ISO, from `2026-12-02` or `02/12/2026`; what is neither is left as it is, to be counted."""
    day = moment(text, "")
    return day.isoformat()[:10] if day else text


def _services(cell: str) -> Iterator[ServiceDraft]:
    """Words that name one act of the catalogue carry it: the territory declares that it is done there."""
    for label in codes.values(cell.replace("\n", "|")):
        acts = outreach_acts.acts_of(label)
        yield ServiceDraft(label, f"act:{acts[0]}" if len(acts) == 1 else "")


def _hours(text: str) -> Hours:
    """OSM syntax, a JSON object by day, or simple French; else words."""
    as_osm = opening.from_osm(text)
    return as_osm if as_osm.osm else opening.from_any(text)
