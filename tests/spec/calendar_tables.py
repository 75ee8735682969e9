"""Ages, intervals, seasons, comparisons of dates."""

from __future__ import annotations

from tests.spec.tables import Conditions, Dates

D = "2026-11-24"


def born(day: str, **more: object) -> dict[str, object]:
    return {"birth_date": day, **more}


TABLES = (
    Conditions(
        "Age in completed years",
        "The birthday counts (C1). An upper bound of 74 runs to the day before the 75th birthday.",
        (
            (D, "age at least 50", born("1976-11-24"), True),
            (D, "age at least 50", born("1976-11-25"), False),
            (D, "age from 50 to 74", born("1951-11-25"), True),
            (D, "age from 50 to 74", born("1951-11-24"), False),
            (D, "age below 50", born("1976-11-25"), True),
            (D, "age above 74", born("1951-11-24"), True),
            (D, "age is 64", born("1962-11-24"), True),
            (D, "age is 64", born("1961-11-24"), False),
            (D, "age at least 50", {}, None),
        ),
    ),
    Conditions(
        "Born on 29 February",
        "The birthday falls on 1 March in other years (C2), and on 29 February in leap years.",
        (
            ("2026-02-28", "age at least 18", born("2008-02-29"), False),
            ("2026-03-01", "age at least 18", born("2008-02-29"), True),
            ("2028-02-28", "age at least 20", born("2008-02-29"), False),
            ("2028-02-29", "age at least 20", born("2008-02-29"), True),
            ("2028-02-29", "age at least 20", born("2008-03-01"), False),
            ("2026-03-01", "last scan before birthday 18", born("2008-02-29", scan="2026-02-28"), True),
            ("2026-03-01", "last scan before birthday 18", born("2008-02-29", scan="2026-03-01"), False),
            ("2026-03-01", "last scan on or after birthday 18", born("2008-02-29", scan="2026-03-01"), True),
            ("2026-03-01", "last scan on or before birthday 18", born("2008-02-29", scan="2026-03-01"), True),
            ("2026-03-01", "last scan after birthday 18", born("2008-02-29", scan="2026-03-01"), False),
        ),
    ),
    Conditions(
        "Age in months, weeks and days",
        "The same day of a later month, or the last day of that month where it does not exist (C1, C3).",
        (
            ("2026-02-28", "age at least 6 months", born("2025-08-31"), True),
            ("2026-02-27", "age at least 6 months", born("2025-08-31"), False),
            ("2026-02-28", "age at least 6 months", born("2025-08-28"), True),
            ("2026-02-28", "age at least 6 months", born("2025-09-01"), False),
            ("2026-04-30", "age from 2 to 3 months", born("2026-02-28"), True),
            ("2026-11-24", "age at least 28 days", born("2026-10-27"), True),
            ("2026-11-24", "age at least 28 days", born("2026-10-28"), False),
            ("2026-11-24", "age below 2 weeks", born("2026-11-11"), True),
        ),
    ),
    Dates(
        "Dates of a person",
        "An act has a last and a first date; an act never done, or done on an unknown day, has none to show.",
        (
            (D, "birth", born("1960-05-31"), "1960-05-31"),
            (D, "birthday 18", born("2008-02-29"), "2026-03-01"),
            (D, "birthday 20", born("2008-02-29"), "2028-02-29"),
            (D, "birthday after 74", born("1951-11-24"), "2026-11-24"),
            (D, "last mammogram", {"mammogram": ["2024-01-01", "2020-01-01"]}, "2024-01-01"),
            (D, "first mammogram", {"mammogram": ["2024-01-01", "2020-01-01"]}, "2020-01-01"),
            (D, "last mammogram", {"mammogram": ["2024-01-01", None]}, None),
            (D, "last mammogram", {"mammogram": "done"}, None),
            (D, "last mammogram", {"mammogram": "never"}, None),
            (D, "quit_date", {"quit_date": "2020-02-29"}, "2020-02-29"),
            (D, "pregnancy_weeks", {"pregnancy_weeks": 10}, "2026-09-15"),
        ),
    ),
    Dates(
        "Adding to a date",
        "Years and months clamp to the end of a shorter month (C3); weeks and days are counted.",
        (
            (D, "last scan + 6 months", {"scan": "2025-08-31"}, "2026-02-28"),
            (D, "last scan + 6 months", {"scan": "2023-08-31"}, "2024-02-29"),
            (D, "last scan + 1 month", {"scan": "2026-01-30"}, "2026-02-28"),
            (D, "last scan + 1 month", {"scan": "2026-02-28"}, "2026-03-28"),
            (D, "last scan + 1 year", {"scan": "2024-02-29"}, "2025-02-28"),
            (D, "last scan - 1 month", {"scan": "2026-03-31"}, "2026-02-28"),
            (D, "last scan + 1 month + 1 month", {"scan": "2026-01-31"}, "2026-03-28"),
            (D, "last scan + 2 weeks", {"scan": "2024-02-20"}, "2024-03-05"),
            (D, "last scan + 1 day + 1 month", {"scan": "2026-01-30"}, "2026-02-28"),
            (D, "birthday 18 - 6 months", born("2008-08-31"), "2026-02-28"),
            (D, "last scan + 6 months", {"scan": "never"}, None),
            (D, "today + 12 months", {}, "2027-11-24"),
            ("2028-02-29", "today + 12 months", {}, "2029-02-28"),
        ),
    ),
    Dates(
        "Seasons and fixed days",
        "`latest` is on or before today, `next` strictly after; `later` takes the later of two dates.",
        (
            ("2026-09-01", "latest 1 September", {}, "2026-09-01"),
            ("2026-08-31", "latest 1 September", {}, "2025-09-01"),
            ("2026-09-01", "next 1 September", {}, "2027-09-01"),
            ("2026-10-15", "latest 15 October + 109 days", {}, "2027-02-01"),
            (D, "1980-01-01", {}, "1980-01-01"),
            (D, "later(birthday 50, last scan + 24 months)", born("1970-05-05", scan="2021-01-31"), "2023-01-31"),
            (D, "later(birthday 50, last scan + 24 months)", born("1970-05-05", scan="never"), "2020-05-05"),
            (D, "later(birthday 50, last scan + 24 months)", born("1970-05-05"), None),
            (D, "later(last mammogram, last scan)", {"mammogram": "never", "scan": "never"}, None),
            (D, "later(last mammogram, last scan) + 1 month",
             {"mammogram": "never", "scan": "2026-01-31"}, "2026-02-28"),
        ),
    ),
    Conditions(
        "Comparing dates",
        "An act never done comes before every date. A date that is not known leaves the comparison unknown, even for an"
        " act known to be done.",
        (
            (D, "last scan + 24 months on or before today", {"scan": "2024-11-24"}, True),
            (D, "last scan + 24 months on or before today", {"scan": "2024-11-25"}, False),
            (D, "last scan + 24 months on or before today", {"scan": "never"}, True),
            (D, "last scan + 24 months on or before today", {"scan": "done"}, None),
            (D, "last scan + 24 months on or before today", {}, None),
            (D, "last scan + 24 months after today", {"scan": "2024-11-25"}, True),
            (D, "last scan before last mammogram", {"scan": "never", "mammogram": "1990-01-01"}, True),
            (D, "last scan before last mammogram", {"scan": "never", "mammogram": "never"}, False),
            (D, "last scan on or before last mammogram", {"scan": "never", "mammogram": "never"}, True),
            (D, "last scan + 9 months before last mammogram",
             {"scan": "2025-05-31", "mammogram": "2026-02-28"}, False),
            (D, "last scan + 9 months on or before last mammogram",
             {"scan": "2025-05-31", "mammogram": "2026-02-28"}, True),
            (D, "last scan before last mammogram - 9 months",
             {"scan": "2025-02-28", "mammogram": "2025-11-30"}, False),
            (D, "last scan before last mammogram - 9 months", {"scan": "2025-02-28", "mammogram": "never"}, False),
            (D, "last scan - 9 months before last mammogram", {"scan": "never", "mammogram": "1900-01-01"}, True),
            (D, "last scan + 30 days before last mammogram",
             {"scan": "2024-02-01", "mammogram": "2024-03-02"}, False),
            (D, "last scan + 30 days on or before last mammogram",
             {"scan": "2024-02-01", "mammogram": "2024-03-02"}, True),
            (D, "birth before 1980-01-01", born("1979-12-31"), True),
            (D, "birth before 1980-01-01", born("1980-01-01"), False),
            ("2026-02-28", "last scan + 6 months on or before today", {"scan": "2025-08-31"}, True),
            ("2026-02-28", "last scan + 6 months on or before today", {"scan": "2025-09-01"}, False),
            ("2026-02-28", "last scan + 6 months before today", {"scan": "2025-08-29"}, False),
            ("2026-02-28", "last scan + 6 months before today", {"scan": "2025-08-27"}, True),
        ),
    ),
    Conditions(
        "Comparing with the later of two dates",
        "Both are looked at, so that one known date may settle it.",
        (
            (D, "later(last scan, last mammogram) after 2020-01-01", {"scan": "2021-01-01"}, True),
            (D, "later(last scan, last mammogram) after 2020-01-01", {"scan": "2019-01-01"}, None),
            (D, "later(last scan, last mammogram) on or before 2020-01-01", {"scan": "2021-01-01"}, False),
            (D, "later(last scan, last mammogram) on or before 2020-01-01",
             {"scan": "never", "mammogram": "2020-01-01"}, True),
            (D, "last scan before later(last mammogram, birthday 50)",
             born("1970-01-01", scan="2019-12-31"), True),
            (D, "last scan before later(last mammogram, birthday 50)", born("1970-01-01", scan="2021-01-01"), None),
        ),
    ),
)  # fmt: skip
