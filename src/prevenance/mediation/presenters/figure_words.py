"""The words of the figures: titles, units, values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.utils import formats
from django.utils.translation import gettext, pgettext

from prevenance.mediation.choices import Field, handover_words, path_steps, value
from prevenance.mediation.queries import coordination_figures, counting, mission
from prevenance.territories import queries as territories
from prevenance.territories.queries.register import register


def title(key: str) -> str:
    """Of one distribution."""
    return (_of_encounters() | _of_mission() | _of_coordination())[key]


def _of_encounters() -> dict[str, str]:
    return {
        counting.ACTIVITIES: gettext("Encounters, one person or a group"),
        counting.IDENTITY: gettext("Participations: followed or anonymous"),
        counting.FOLLOWED: gettext("People followed: new in the period or not"),
        counting.MONTHS: gettext("By month"),
        counting.DEPARTMENTS: gettext("Departments where the encounters were held"),
        counting.HELD_IN: gettext("Communes where the encounters were held"),
        counting.RESIDENCE: gettext("Communes where people live"),
        counting.TAGS: gettext("Tags of the team (several possible)"),
        Field.KINDS: gettext("Participations, one person or a group"),
        Field.DURATION_RANGES: gettext("Duration"),
        Field.PLACE_KINDS: gettext("Kind of place"),
        Field.THEMES: gettext("Themes (several possible)"),
        Field.ADMIN_THEMES: gettext("Administrative steps (several possible)"),
        Field.EQUIPMENT: gettext("Devices (several possible)"),
        Field.AUTONOMY: gettext("Autonomy"),
        Field.STRUCTURES: gettext("Directed to (several possible)"),
        Field.SIGNPOSTS: gettext("Prevention spoken of (several possible)"),
        Field.NEXT_STEPS: gettext("What next"),
        Field.GENDERS: gettext("Women and men"),
        Field.AGES: gettext("Ages"),
        Field.STATUSES: gettext("Situations"),
        Field.FIRSTS: gettext("First time or not"),
        Field.LEVELS: gettext("Level of workshops"),
    }


def _of_mission() -> dict[str, str]:
    return {
        mission.OUTCOMES: gettext("Mon espace santé: where paths begun stand"),
        mission.WHY: gettext("Mon espace santé: why not"),
        mission.STEPS: gettext("Mon espace santé: steps reached (several possible)"),
        mission.autonomous(1): gettext("Mon espace santé: on their own after 1 month, of those due"),
        mission.autonomous(3): gettext("Mon espace santé: on their own after 3 months, of those due"),
        mission.KEPT: gettext("Appointments: kept, missed, excused"),
        mission.DELAYS: gettext("Appointments: days from booking to the appointment"),
        mission.ANSWERS: gettext("Hand-overs: answers received"),
        mission.RECEIVED: gettext("Hand-overs taken up: what came of them"),
        mission.CAME: gettext("Workshops: seats that came"),
        mission.ACTING: gettext("Relays: acted in the last 60 days"),
        mission.DONE: gettext("Prevention spoken of: done since"),
    }


def _of_coordination() -> dict[str, str]:
    return {
        Field.COORDINATION_KINDS: gettext("Coordination: activities"),
        Field.ANIMATION_TYPES: gettext("Meetings of professionals: types"),
        Field.ANIMATION_THEMES: gettext("Meetings of professionals: themes (several possible)"),
        Field.INITIATIVES: gettext("Meetings of professionals: whose idea"),
        Field.EVENT_TYPES: gettext("Events: types"),
        Field.ORGANISERS: gettext("Events: organised by (several possible)"),
        Field.PARTNERSHIP_NATURES: gettext("Partnerships: nature (several possible)"),
        Field.ECHELONS: gettext("Events and partnerships: level"),
        coordination_figures.WITH: gettext("Coordination: who was met, each time"),
    }


def unit(key: str) -> str:
    """Of a denominator, as the end of "12 …"."""
    return {
        counting.PARTICIPATIONS: gettext("participations"),
        counting.PEOPLE: gettext("people followed"),
        counting.ENCOUNTERS: gettext("encounters"),
        mission.PATHS: gettext("paths"),
        mission.APPOINTMENTS: gettext("appointments"),
        mission.HANDOVERS: gettext("hand-overs"),
        mission.SEATS: gettext("seats"),
        mission.RELAYS: gettext("active relays"),
        mission.SIGNPOSTS: gettext("times prevention was spoken of"),
        coordination_figures.COORDINATIONS: gettext("activities"),
        coordination_figures.MET: gettext("met, each time"),
    }[key]


def label(distribution: str, key: str) -> str:
    """Of one value."""
    if distribution in (counting.RESIDENCE, counting.HELD_IN):
        found = territories.commune(key)
        return f"{found.name} ({found.department})" if found else key
    if distribution == counting.DEPARTMENTS:
        return register().departments.get(key, (key, ""))[0]
    if distribution == counting.MONTHS:
        return formats.date_format(dt.date.fromisoformat(f"{key}-01"), "F Y")
    if distribution == counting.TAGS:
        return key
    if distribution == mission.WHY:
        return str(path_steps.reasons()[key])
    if distribution == mission.STEPS:
        return str(path_steps.steps()[key].name)
    if distribution == mission.RECEIVED:
        return str(handover_words.outcomes()[key])
    plain = _plain().get(distribution)
    if plain:
        return plain[key]()
    return str(value(Field.KINDS if distribution == counting.ACTIVITIES else Field(distribution), key))


def _plain() -> dict[str, dict[str, Callable[[], str]]]:
    yes_no = {"yes": lambda: gettext("Yes"), "no": lambda: gettext("Not yet")}
    return {
        counting.IDENTITY: {"followed": lambda: gettext("followed"), "anonymous": lambda: gettext("anonymous")},
        counting.FOLLOWED: {
            "new": lambda: gettext("new: first encounter in the period"),
            "known": lambda: gettext("already known"),
        },
        mission.OUTCOMES: {
            "active": lambda: gettext("active already"),
            "activated": lambda: gettext("activated with help"),
            "refused": lambda: gettext("the person said no"),
            "not_possible": lambda: gettext("not possible for now"),
        },
        mission.autonomous(1): yes_no,
        mission.autonomous(3): yes_no,
        mission.DONE: yes_no,
        mission.KEPT: {
            "kept": lambda: gettext("kept"),
            "missed": lambda: gettext("missed"),
            "excused": lambda: gettext("excused"),
        },
        mission.DELAYS: {
            "same_day": lambda: gettext("the same day"),
            "week": lambda: gettext("1 to 7 days"),
            "fortnight": lambda: gettext("8 to 14 days"),
            "month": lambda: gettext("15 to 30 days"),
            "later": lambda: gettext("more than 30 days"),
        },
        mission.ANSWERS: {
            "accepted": lambda: pgettext("hand-over", "accepted"),
            "to_call": lambda: gettext("asked to be called"),
            "refused": lambda: pgettext("hand-over", "refused"),
            "silent": lambda: gettext("no answer in time"),
        },
        mission.CAME: {"came": lambda: gettext("came"), "absent": lambda: gettext("did not come")},
        mission.ACTING: {"acted": lambda: gettext("acted"), "silent": lambda: gettext("said nothing")},
        coordination_figures.WITH: {
            "mediators": lambda: gettext("mediators"),
            "structures": lambda: gettext("structures"),
            "others": lambda: gettext("other professionals"),
            "participants": lambda: gettext("participants of events"),
        },
    }
