"""The law of the statuses: stated cases, the next date, age windows, series of doses."""

from __future__ import annotations

from tests.spec.calendar_tables import born
from tests.spec.tables import Law

D = "2026-11-24"
TABLES = (
    Law(
        "Cases in order",
        "The first case that holds decides. Where a case may or may not hold, the status is unknown, unless all the"
        " cases that may apply say the same: an unknown answer that changes nothing is not asked (C7).",
        "- when: age below 50\n  status: not_concerned\n- when: diabetes\n  status: due\n- when: pregnant\n"
        "  status: due\n- when: always\n  status: up_to_date",
        (
            (D, born("2000-01-01"), "not_concerned", None, None),
            (D, born("1970-01-01", diabetes=True), "due", None, None),
            (D, born("1970-01-01", pregnant=True), "due", None, None),
            (D, born("1970-01-01", diabetes=False), "unknown", None, None),
            (D, born("1970-01-01", diabetes=False, pregnant=False), "up_to_date", None, None),
            (D, {"diabetes": True}, "unknown", None, None),
        ),
    ),
    Law(
        "The next date",
        "With N the next date: due when N is today or before, coming when it is within twelve months (the same day next"
        " year included) and before the person leaves the target, up to date otherwise (C3 to C6). `since`: shown as"
        " due no earlier than the entry into the target.",
        "- when: age below 50\n  status: not_concerned\n- next: last mammogram + 24 months\n  since: birthday 50\n"
        "  leaves_on: birthday after 74",
        (
            (D, born("1970-05-05", mammogram="2024-11-24"), "due", "2026-11-24", "2045-05-04"),
            (D, born("1970-05-05", mammogram="2024-11-25"), "coming", "2026-11-25", "2045-05-04"),
            (D, born("1970-05-05", mammogram="2025-11-24"), "coming", "2027-11-24", "2045-05-04"),
            (D, born("1970-05-05", mammogram="2025-11-25"), "up_to_date", None, None),
            (D, born("1970-05-05", mammogram="never"), "due", "2020-05-05", "2045-05-04"),
            (D, born("1976-05-05", mammogram="2010-01-01"), "due", "2026-05-05", "2051-05-04"),
            (D, born("1970-05-05", mammogram="done"), "unknown", None, None),
            (D, born("1970-05-05"), "unknown", None, None),
            (D, born("1952-03-01", mammogram="2025-02-28"), "coming", "2027-02-28", "2027-02-28"),
            (D, born("1952-03-01", mammogram="2025-03-01"), "up_to_date", None, None),
            ("2026-02-28", born("1970-05-05", mammogram="2024-02-29"), "due", "2026-02-28", "2045-05-04"),
        ),
    ),
    Law(
        "Age windows",
        "An act expected once in each window. Outside a window: coming when one opens within twelve months.",
        "- windows: [18 to 25 years, 45 to 50 years]\n  of: scan",
        (
            (D, born("2006-01-01", scan="never"), "due", "2024-01-01", "2031-12-31"),
            (D, born("2006-01-01", scan="2023-12-31"), "due", "2024-01-01", "2031-12-31"),
            (D, born("2006-01-01", scan="2024-01-01"), "up_to_date", None, None),
            (D, born("2006-01-01"), "unknown", None, None),
            (D, born("2009-11-24", scan="never"), "coming", "2027-11-24", None),
            (D, born("2009-11-25", scan="never"), "not_concerned", None, None),
            (D, born("1990-01-01", scan="never"), "not_concerned", None, None),
            (D, born("1982-06-01", scan="2010-01-01"), "coming", "2027-06-01", None),
            (D, born("1975-11-24", scan="never"), "not_concerned", None, None),
            (D, born("1975-11-25", scan="never"), "due", "2020-11-25", "2026-11-24"),
        ),
    ),
    Law(
        "Age windows with a tolerance",
        "Done a little before a window opens, the act counts for it.",
        "- windows: [25 years, 45 years and over]\n  of: scan\n  tolerance: 60 months",
        (
            (D, born("2001-06-01", scan="2021-06-01"), "up_to_date", None, None),
            (D, born("2001-06-01", scan="2021-05-31"), "due", "2026-06-01", "2027-05-31"),
            (D, born("1970-06-01", scan="2010-06-01"), "up_to_date", None, None),
            (D, born("1970-06-01", scan="2010-05-31"), "due", "2015-06-01", None),
            (D, born("1982-06-01", scan="2022-06-01"), "up_to_date", None, None),
            (D, born("1982-06-01", scan="2022-05-31"), "coming", "2027-06-01", None),
        ),
    ),
    Law(
        "Series of doses",
        "Fewer doses than expected at this age: due since the age of the first missing one. As many: coming. All: up to"
        " date.",
        "- series: [2 months, 4 months, 11 months]\n  of: vaccine\n  leaves_on: birth + 24 months",
        (
            (D, born("2026-10-24", vaccine="never"), "coming", "2026-12-24", "2028-10-23"),
            (D, born("2026-09-24", vaccine="never"), "due", "2026-11-24", "2028-09-23"),
            (D, born("2026-09-24", vaccine="2026-11-24"), "coming", "2027-01-24", "2028-09-23"),
            (D, born("2026-06-01", vaccine=["2026-08-01"]), "due", "2026-10-01", "2028-05-31"),
            (D, born("2026-06-01", vaccine=["2026-08-01", None]), "coming", "2027-05-01", "2028-05-31"),
            (D, born("2025-06-01", vaccine="done"), "up_to_date", None, None),
            (D, born("2025-06-01"), "unknown", None, None),
            (D, born("2026-10-24"), "coming", "2026-12-24", "2028-10-23"),
        ),
    ),
)
