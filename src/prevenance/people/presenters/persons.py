"""Persons in words: the form, the reasons of a likeness, the fields to choose between, the copy."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from django.utils.translation import gettext

from prevenance.formats import phones
from prevenance.kit import personal_data
from prevenance.kit.consents import MEANS
from prevenance.matching.persons import Outcome
from prevenance.matching.records import Evidence
from prevenance.people.choices.persons import Channel, Identity, PersonPurpose
from prevenance.people.presenters import journal as sentences
from prevenance.people.presenters.fields import Field, Form
from prevenance.people.queries.persons import Accessed, Alike, Followed
from prevenance.territories import queries as territories


def purposes() -> dict[PersonPurpose, str]:
    """Why a name is kept."""
    return {
        PersonPurpose.FOLLOW_UP: gettext("to follow what was begun together, over several encounters"),
        PersonPurpose.APPOINTMENT: gettext("to give an appointment and remind them of it"),
        PersonPurpose.LOAN: gettext("to lend something and get it back"),
    }


def channels() -> dict[Channel, str]:
    """How to reach someone."""
    return {
        Channel.PHONE: gettext("by phone"),
        Channel.SMS: gettext("by text message"),
        Channel.EMAIL: gettext("by e-mail"),
        Channel.LETTER: gettext("by letter"),
        Channel.IN_PERSON: gettext("in person only"),
    }


def labels() -> dict[str, str]:
    """What each field is called."""
    return {
        "given_name": gettext("Given name"),
        "family_name": gettext("Family name at birth"),
        "used_name": gettext("Name used, when it is another"),
        "birth_date": gettext("Date of birth, or the year alone"),
        "phone": gettext("Phone"),
        "email": gettext("E-mail"),
        "commune": gettext("Commune where they live"),
        "channel": gettext("How do they prefer to be reached?"),
        "language": gettext("Language spoken"),
        "relative_name": gettext("Relative who helps them"),
        "relative_contact": gettext("How to reach this relative"),
    }


def form(form: Form, *, organisations: Sequence[tuple[int, str]] = (), one: Followed | None = None) -> list[Field]:
    """The fields; the purpose comes first for somebody new. `one`: the person as known, when it is revised."""
    known = _values(one) if one else {}
    words = labels()
    found: list[Field] = []
    if one is None:
        options = [(str(key), text, "") for key, text in purposes().items()]
        found.append(form.choice("purpose", gettext("What is keeping this name for?"), options))
        options = [(str(key), str(text), "") for key, text in MEANS.items()]
        found.append(form.choice("means", gettext("How did they say yes?"), options, kind="select", value="said"))
        found.append(
            form.field(
                "said_by",
                gettext("Name of the relative or guardian"),
                hint=gettext("Only if they said it."),
                longest=80,
            )
        )
        if len(organisations) > 1:
            options = [(str(number), name, "") for number, name in organisations]
            found.append(form.choice("organisation", gettext("For which organisation?"), options))
    for name, label in words.items():
        if name == "channel":
            options = [(str(key), text, "") for key, text in channels().items()]
            found.append(form.choice(name, label, options, value=known.get(name, "")))
        else:
            kind, mode = {"phone": ("text", "tel"), "email": ("email", "email")}.get(name, ("text", ""))
            hint = gettext("For example 09/04/1951, or 1951.") if name == "birth_date" else ""
            found.append(form.field(name, label, kind, value=known.get(name, ""), longest=120, hint=hint, mode=mode))
    return found


def _values(one: Followed) -> dict[str, str]:
    values = {item.name: str(getattr(one.identity, item.name) or "") for item in fields(Identity)}
    return values | {"birth_date": birth(one.identity), "commune": commune(one.commune), "phone": _phone(one.identity)}


def _phone(identity: Identity) -> str:
    return phones.national(identity.phone) if identity.phone else ""


def birth(identity: Identity) -> str:
    """As it is typed."""
    if identity.birth_date:
        return f"{identity.birth_date:%d/%m/%Y}"
    return str(identity.birth_year or "")


def commune(code: str) -> str:
    """Its name."""
    found = territories.commune(code) if code else None
    return found.name if found else code


def name(identity: Identity) -> str:
    """Given name, name used, and the name at birth when it is another."""
    family = identity.used_name or identity.family_name
    text = f"{identity.given_name} {family}".strip()
    if identity.used_name and identity.family_name and identity.used_name != identity.family_name:
        text += gettext(" (born %(name)s)") % {"name": identity.family_name}
    return text


@dataclass(frozen=True, slots=True)
class Line:
    """One person in a list. `about`: birth and commune, what tells two namesakes apart."""

    id: str
    name: str
    about: str
    outcome: str = ""
    reasons: tuple[str, ...] = ()


def line(one: Followed) -> Line:
    """In the results of a search."""
    about = ", ".join(part for part in (birth(one.identity), commune(one.commune)) if part)
    return Line(one.id, name(one.identity), about)


def alike(found: Alike) -> Line:
    """A possible duplicate, with why."""
    one = line(found.person)
    verdict = (
        gettext("probably the same person") if found.likeness.outcome is Outcome.SAME else gettext("perhaps the same")
    )
    said = tuple(text for text in map(reason, found.likeness.reasons) if text)
    return Line(one.id, one.name, one.about, verdict, said)


def reason(one: Evidence) -> str:
    """One reason in words; "" for what needs none."""
    return {
        ("given", "equal"): gettext("same given name"),
        ("given", "equal_common"): gettext("same given name, a common one"),
        ("given", "variant"): gettext("given names that are two forms of one name"),
        ("given", "part"): gettext("one given name is part of the other"),
        ("given", "close"): gettext("given names spelt nearly alike"),
        ("given", "initial"): gettext("an initial which fits the given name"),
        ("given", "different"): gettext("other given name"),
        ("family", "equal"): gettext("same family name"),
        ("family", "equal_common"): gettext("same family name, a common one"),
        ("family", "variant"): gettext("same family name but for a particle"),
        ("family", "part"): gettext("one family name is part of the other (married or compound name)"),
        ("family", "close"): gettext("family names spelt nearly alike"),
        ("family", "different"): gettext("other family name"),
        ("order", "swapped"): gettext("given name and family name swapped"),
        ("birth", "same"): gettext("same date of birth"),
        ("birth", "swapped"): gettext("day and month of birth swapped"),
        ("birth", "near"): gettext("dates of birth that differ by one digit"),
        ("birth", "same_year"): gettext("same year of birth"),
        ("birth", "different"): gettext("other date of birth"),
        ("birth", "generation"): gettext("a generation between them: perhaps parent and child"),
        ("phone", "same"): gettext("same phone"),
        ("phone", "shared"): gettext("a phone shared, as families do"),
        ("phone", "different"): gettext("other phone"),
        ("email", "same"): gettext("same e-mail"),
        ("email", "shared"): gettext("an e-mail shared, as families do"),
        ("email", "different"): gettext("other e-mail"),
        ("commune", "same"): gettext("same commune"),
        ("commune", "different"): gettext("other commune"),
    }.get((one.key, one.value), "")


def details(one: Followed, *, to_person: bool = False) -> list[tuple[str, str]]:
    """(label, value) of what is known. `to_person`: read by the person themselves."""
    values = _values(one)
    if one.identity.channel:
        values["channel"] = channels()[one.identity.channel]
    words = labels()
    if to_person:
        words |= {
            "birth_date": gettext("Born in, or on"),
            "commune": gettext("Commune where I live"),
            "channel": gettext("How I prefer to be reached"),
            "relative_name": gettext("Relative who helps me"),
            "relative_contact": gettext("How to reach them"),
        }
    return [(label, values[key]) for key, label in words.items() if values.get(key)]


def choices(kept: Followed, gone: Followed) -> tuple[list[Field], list[tuple[str, str]]]:
    """(fields to choose between, what is the same on both): a value beside nothing is proposed first."""
    ours, theirs, words = _values(kept), _values(gone), labels()
    differing, same = [], []
    for key, label in words.items():
        if ours[key] == theirs[key]:
            same += [(label, ours[key])] if ours[key] else []
            continue
        options = [("kept", ours[key] or gettext("nothing"), ""), ("gone", theirs[key] or gettext("nothing"), "")]
        differing.append(Form().choice(key, label, options, value="kept" if ours[key] else "gone"))
    return differing, same


def copied(held: dict[str, Any]) -> dict[str, Any]:
    """The copy as a page: values of each record in words, other rooms, and who did what, when."""
    records = []
    for one in held["records"]:
        identity = Identity.read(one["identity"])
        shown = Followed(
            one["reference"], 0, identity, PersonPurpose(one["purpose"]), one["commune"], dt.date.min, None
        )
        records.append((purposes()[shown.purpose], details(shown, to_person=True), one["is_earlier_record"]))
    lines = [Accessed(**each | {"at": dt.datetime.fromisoformat(each["at"])}) for each in held["accesses"]]
    purpose = PersonPurpose(held["records"][0]["purpose"])
    return {
        "organisation": held["organisation"],
        "records": records,
        "accesses": sentences.for_person(lines, purpose),
        "rooms": rooms(held["other_rooms"]),
    }


def rooms(held: Mapping[str, personal_data.Rows]) -> list[tuple[str, list[list[tuple[str, str]]]]]:
    """(title, rows of (label, value)) of what each room holds; those which hold nothing are left out."""
    words = {holder.key: holder.words for holder in personal_data.holders()}
    found = []
    for key, rows in held.items():
        known = words.get(key)
        if rows:
            title = str(known.title) if known else gettext("Other notes")
            found.append((title, [personal_data.shown(row, known) for row in rows]))
    return found
