"""Which source a file belongs to: by what somebody says, by its name, by its columns, or as a territory's own list."""

from __future__ import annotations

from prevenance.formats import calendars, files, headers, tables
from prevenance.formats.refusals import FileRefused
from prevenance.offer.choices import AGENDA, own_lists, sources
from prevenance.offer.importers import outreach_files, own_list
from prevenance.offer.operations import Recognised, drafts

OWN = "own"
_HOURS = frozenset(("start", "end", "end_date"))
_WHERE = frozenset(("address", "postal_code", "commune", "commune_code", "latitude"))


def recognised(file: files.Checked, *, name: str, said: str = "", kind: str = "") -> Recognised:
    """`said` is a key of the register, or "own"; `kind`, of a list of one's own, for the rows that do not say theirs.

    Raises:
        FileRefused: nothing fits (`unrecognised`), or the list lacks what `own_lists` needs.
    """
    if said and said != OWN:
        if said not in sources.sources():
            raise FileRefused("unknown_source", source=said[:60])
        return _of_register(sources.sources()[said], "said")
    if not said and (by_name := sources.named(name)):
        return _of_register(by_name[0], "name")
    if file.notation != "table":
        raise FileRefused("unrecognised")
    if not said and (by_columns := sources.with_columns(frozenset(tables.columns(file)))):
        return _of_register(by_columns, "columns")
    columns = own_list.guess(file)
    if not said and not ("name" in columns and _WHERE.intersection(columns)):
        raise FileRefused("unrecognised")
    description = {"name": name[:80] or OWN, "columns": columns} | ({"kind": kind} if kind else {})
    own = own_lists.described("check", description)
    return Recognised(own.source, own_list.reader(own), "guessed", columns)


def is_agenda(file: files.Checked, *, name: str, said: str = "") -> bool:
    """Whether a file holds dated actions: somebody says so, it is a calendar, or a table of no other source whose lines
    have a title, a day and an hour.
    """
    if said or file.notation != "table":
        return said == AGENDA
    if calendars.is_calendar(file):
        return True
    columns = tables.columns(file)
    if sources.named(name) or sources.with_columns(frozenset(columns)):
        return False
    guessed = headers.guessed(columns, outreach_files.USUAL_COLUMNS)
    return {"title", "date"} <= set(guessed) and not _HOURS.isdisjoint(guessed)


def _of_register(source: sources.Source, how: str) -> Recognised:
    return Recognised(source, drafts.reader(source.reader), how, {})
