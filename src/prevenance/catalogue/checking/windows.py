"""Age windows that overlap. Two examinations may really be expected at once: a twin case must then show it."""

from __future__ import annotations

import datetime as dt

from prevenance.catalogue.checking.findings import Findings
from prevenance.catalogue.checking.reading import Draft
from prevenance.catalogue.fact_reading import any_mapping
from prevenance.catalogue.marked_yaml import Entry
from prevenance.catalogue.rule_reading import Written
from prevenance.rules import evaluating, language, nodes
from prevenance.rules.facts import Profile
from prevenance.rules.statuses import Status

Window = tuple[nodes.Date, nodes.Date | None]
ANYBODY = dt.date(2001, 1, 1)  # a date of birth without traps, to put windows one after the other


def check(one: Draft, findings: Findings) -> None:
    """Adds the windows which hold another one, or which overlap without a twin case to show why."""
    if one.written is None:
        return
    for day in one.rules:
        for number, spans in by_case(one.written, day).items():
            fields = any_mapping(one.written.cases[number])
            for entry, earlier, later in zip(fields["windows"].items()[1:], spans, spans[1:], strict=False):
                said = _overlap(entry, earlier, later)
                if said and _holds(earlier, later):
                    mend = "Write the windows in order, and remove one of the two"
                    findings.add(entry.file, entry.line, f"{said} wholly", mend)
                elif said and not _is_shown(one, fields["of"].text(), earlier, later):
                    mend = "Mend its bounds; or add a twin case of somebody who did it in the first and is due again"
                    findings.add(entry.file, entry.line, said, mend)


def by_case(written: Written, day: dt.date) -> dict[int, list[Window]]:
    """The windows of each case that lists some, by the number of the case from 0."""
    vocabulary = language.Vocabulary(written.vocabulary.kinds, {}, written.values_on(day))
    listed = {number: any_mapping(case).get("windows") for number, case in enumerate(written.cases)}
    return {
        number: [language.window(item.text(), vocabulary) for item in entry.items()]
        for number, entry in listed.items()
        if entry is not None
    }


def _overlap(entry: Entry, earlier: Window, later: Window) -> str | None:
    (start, end), (next_start, _) = _placed(earlier), _placed(later)
    apart = next_start >= end and next_start > start
    return None if apart else f"the window “{entry.text()}” overlaps the one before it"


def _holds(earlier: Window, later: Window) -> bool:
    (start, end), (next_start, next_end) = _placed(earlier), _placed(later)
    return next_start <= start or next_end <= end


def _placed(window: Window) -> tuple[dt.date, dt.date]:
    person = Profile({nodes.BIRTH: ANYBODY}, ANYBODY)
    start, end = window
    return _worth(start, person) or dt.date.min, (_worth(end, person) if end else None) or dt.date.max


def _worth(date: nodes.Date, person: Profile) -> dt.date | None:
    return evaluating.worth(date, person)


def _is_shown(one: Draft, act: str, earlier: Window, later: Window) -> bool:
    """Some twin case is of somebody in both windows, who did the act in the earlier one and must do it again."""
    end = earlier[1]
    for case in one.twins.cases if one.twins else ():
        born, done = _day(case.person.get(nodes.BIRTH)), _last(case.person.get(act))
        if born is None or done is None or case.expect is not Status.DUE:
            continue
        person = Profile({nodes.BIRTH: born}, case.on)
        opened, opened_again = _worth(earlier[0], person), _worth(later[0], person)
        closed = _worth(end, person) if end else None
        if opened and opened_again and opened <= done < opened_again <= case.on and (not closed or case.on < closed):
            return True
    return False


def _last(given: object) -> dt.date | None:
    days = [day for item in (given if isinstance(given, list) else [given]) if (day := _day(item))]
    return max(days, default=None)


def _day(given: object) -> dt.date | None:
    try:
        return dt.date.fromisoformat(str(given))
    except ValueError:
        return None
