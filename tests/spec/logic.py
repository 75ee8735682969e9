"""Facts, logic, numbers, doses: what does not need a calendar."""

from __future__ import annotations

from tests.spec.tables import Conditions

D = "2026-11-24"
TABLES = (
    Conditions(
        "Yes or no",
        "A fact is true, false or unknown. Unknown is never false: it stays unknown (C7).",
        (
            (D, "diabetes", {"diabetes": True}, True),
            (D, "diabetes", {"diabetes": False}, False),
            (D, "diabetes", {}, None),
            (D, "not diabetes", {"diabetes": True}, False),
            (D, "not diabetes", {}, None),
        ),
    ),
    Conditions(
        "And, or, not",
        "One false part settles an *and*, one true part settles an *or*; otherwise an unknown part leaves the whole"
        " unknown. `and` binds tighter than `or`, `not` tighter than both.",
        (
            (D, "diabetes and pregnant", {"diabetes": True, "pregnant": True}, True),
            (D, "diabetes and pregnant", {"diabetes": False}, False),
            (D, "diabetes and pregnant", {"diabetes": True}, None),
            (D, "diabetes and pregnant", {}, None),
            (D, "diabetes or pregnant", {"diabetes": True}, True),
            (D, "diabetes or pregnant", {"diabetes": False}, None),
            (D, "diabetes or pregnant", {"diabetes": False, "pregnant": False}, False),
            (D, "not (diabetes or pregnant)", {"pregnant": True}, False),
            (D, "not (diabetes and pregnant)", {"pregnant": False}, True),
            (D, "diabetes or pregnant and sex is male", {"diabetes": True, "sex": "female"}, True),
            (D, "not diabetes and pregnant", {"diabetes": True}, False),
        ),
    ),
    Conditions(
        "Surely",
        "`surely` makes of an unknown a *false*: a rule uses it when doubt must not stop it.",
        (
            (D, "surely diabetes", {"diabetes": True}, True),
            (D, "surely diabetes", {}, False),
            (D, "not surely diabetes", {}, True),
            (D, "surely (diabetes and pregnant)", {"diabetes": True}, False),
            (D, "surely not diabetes", {"diabetes": False}, True),
        ),
    ),
    Conditions(
        "Choices",
        "The value, one of several, or not that one.",
        (
            (D, "sex is female", {"sex": "female"}, True),
            (D, "sex is female", {"sex": "male"}, False),
            (D, "sex is female", {}, None),
            (D, "sex is not female", {"sex": "male"}, True),
            (D, "sex is not female", {}, None),
            (D, "sex is one of female, male", {"sex": "male"}, True),
            (D, "sex is one of female, male", {}, None),
        ),
    ),
    Conditions(
        "Numbers",
        "`at least` and `at most` include the bound; `above` and `below` do not.",
        (
            (D, "body_mass_index at least 25", {"body_mass_index": 25}, True),
            (D, "body_mass_index at least 25", {"body_mass_index": 24.99}, False),
            (D, "body_mass_index above 25", {"body_mass_index": 25}, False),
            (D, "body_mass_index above 25", {"body_mass_index": 25.01}, True),
            (D, "body_mass_index below 18.5", {"body_mass_index": 18.49}, True),
            (D, "body_mass_index below 18.5", {"body_mass_index": 18.5}, False),
            (D, "body_mass_index at most 18.5", {"body_mass_index": 18.5}, True),
            (D, "body_mass_index at most 18.5", {}, None),
        ),
    ),
    Conditions(
        "Weeks of pregnancy",
        "Completed weeks on the day. They are kept as the date they count from, so that they go on by themselves.",
        (
            (D, "pregnancy_weeks at least 20 weeks", {"pregnancy_weeks": 20}, True),
            (D, "pregnancy_weeks at least 20 weeks", {"pregnancy_weeks": "2026-07-07"}, True),
            (D, "pregnancy_weeks at least 20 weeks", {"pregnancy_weeks": "2026-07-08"}, False),
            (D, "pregnancy_weeks below 20 weeks", {"pregnancy_weeks": 19}, True),
            (D, "pregnancy_weeks at most 20 weeks", {"pregnancy_weeks": 20}, True),
            (D, "pregnancy_weeks above 20 weeks", {"pregnancy_weeks": 20}, False),
            (D, "pregnancy_weeks at least 20 weeks", {}, None),
        ),
    ),
    Conditions(
        "Done and never",
        "`never` is an answer that people give; a question not asked is unknown (C8). `done` without a date is done.",
        (
            (D, "never mammogram", {"mammogram": "never"}, True),
            (D, "never mammogram", {"mammogram": []}, True),
            (D, "never mammogram", {"mammogram": "2025-01-01"}, False),
            (D, "never mammogram", {"mammogram": "done"}, False),
            (D, "never mammogram", {}, None),
            (D, "done mammogram", {"mammogram": [None]}, True),
            (D, "done mammogram", {}, None),
        ),
    ),
    Conditions(
        "Doses",
        "A list counts its items, with or without dates. `done` is the whole series where the fact declares one (three"
        " doses of `vaccine`); elsewhere it is at least once, and nobody knows how many times.",
        (
            (D, "doses of vaccine at least 2", {"vaccine": ["2025-01-01", None]}, True),
            (D, "doses of vaccine at least 2", {"vaccine": "2025-01-01"}, False),
            (D, "doses of vaccine at least 1", {"vaccine": "never"}, False),
            (D, "doses of vaccine at least 3", {"vaccine": "done"}, True),
            (D, "doses of vaccine at least 4", {"vaccine": "done"}, False),
            (D, "doses of vaccine at least 2", {}, None),
            (D, "doses of vaccine below 2", {"vaccine": [None]}, True),
            (D, "doses of vaccine is 1", {"vaccine": "2025-01-01"}, True),
            (D, "doses of vaccine is 0", {"vaccine": "never"}, True),
            (D, "doses of scan at least 1", {"scan": "done"}, True),
            (D, "doses of scan at least 2", {"scan": "done"}, None),
            (D, "doses of scan below 1", {"scan": "done"}, False),
        ),
    ),
)
