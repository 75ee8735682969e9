"""One person's whole story in every room, then erased: run alone, in a data folder of its own, by test_erasure.py.

Each value that could say who they are holds a word that nothing else on earth holds.
"""

from __future__ import annotations

import datetime as dt
import sys
import uuid
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

AT = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)
MONDAY = dt.datetime(2026, 11, 30, 9, tzinfo=ZoneInfo("Europe/Paris"))
PARTS = ("given", "family", "used", "relative", "reach", "saidby", "note", "procedure", "tag", "shared", "answer")
WORDS = tuple(f"Qz{part}xw" for part in (*PARTS, "receiver", "contact", "address"))
NUMBERS = ("612349987", "699123487")


def word(part: str) -> str:
    return f"Qz{part}xw"


def tell() -> tuple[str, str]:
    """Everything that may happen to a person; (the record kept, the one joined with it)."""
    from prevenance.consent.choices.lengths import Length
    from prevenance.consent.operations import consents, own_pages
    from prevenance.kit.consents import Means
    from prevenance.people import queries as people
    from prevenance.people.choices.persons import Identity, PersonPurpose
    from prevenance.people.operations import persons, persons_merging
    from tests import agents

    cast = agents.play()
    by = people.access(cast.coordinator, on=AT.date())

    def record(**more: Any) -> str:
        identity = Identity(
            **{
                "given_name": word("given"),
                "family_name": word("family"),
                "used_name": word("used"),
                "birth_date": dt.date(1951, 4, 9),
                "phone": f"+33{NUMBERS[0]}",
                "email": f"{word('reach')}@example.org",
                "relative_name": word("relative"),
                "relative_contact": f"+33{NUMBERS[1]}",
                **more,
            }
        )
        return persons.create_person(
            by=by,
            at=AT,
            organisation_id=cast.ours,
            purpose=PersonPurpose.FOLLOW_UP,
            identity=identity,
            commune=agents.LAON,
            fictional=True,
            means=Means.BY_RELATIVE,
            said_by=word("saidby"),
        )

    one, two = record(), record(given_name=word("given") + "a")
    for each in (one, two):
        live(cast, by, each)
        consents.give(
            by=by,
            at=AT,
            person=each,
            purpose="reminders",
            length=Length.YEAR,
            means=Means.BY_GUARDIAN,
            said_by=word("saidby"),
        )
        secret = own_pages.make(by=by, at=AT, person=each)
        own_pages.open_page(at=AT, secret=secret, answer="1951")
    persons.read_person(by=by, at=AT, reference=one)
    persons_merging.merge_persons(by=by, at=AT, kept=one, gone=two, chosen={"given_name": "gone"})
    return one, two


def live(cast: Any, by: Any, person: str) -> None:
    """Encounter, path, workshop, appointment, hand-over, message."""
    from prevenance.mediation.choices import Field, handover_words, values
    from prevenance.mediation.choices.appointments import Asker, Contact
    from prevenance.mediation.choices.handover_states import State
    from prevenance.mediation.operations import booking, encounters, handovers, openings, paths, seats, workshops
    from prevenance.mediation.queries.drafts import Draft, Participant
    from prevenance.mediation.queries.handover_drafts import Answer
    from prevenance.mediation.queries.handover_drafts import Draft as HandOver
    from prevenance.people.choices.messages import Channel
    from prevenance.people.operations import outbox
    from tests import agents

    on = AT.date()
    encounters.note(
        by=by,
        at=AT,
        operation=uuid.uuid4(),
        draft=Draft(
            cast.ours,
            "individual",
            on,
            30,
            "home",
            agents.LAON,
            ("health", "administrative"),
            admin_themes=(next(iter(values(Field.ADMIN_THEMES))),),
            procedure=word("procedure"),
            oriented_to=(next(iter(values(Field.STRUCTURES))),),
            next_step=next(iter(values(Field.NEXT_STEPS))),
            tags=(word("tag"),),
            signposted=(next(iter(values(Field.SIGNPOSTS))),),
            people=(
                Participant(person=person, gender="female", age=next(iter(values(Field.AGES))), commune=agents.LAON),
            ),
            note=word("note"),
        ),
    )
    path = paths.begin(by=by, at=AT, organisation_id=cast.ours, commune=agents.LAON, on=on, person=person)
    from prevenance.mediation.choices.path_steps import steps

    paths.reach(by=by, at=AT, path_id=path, step=next(iter(steps())), on=on)
    workshop = workshops.announce(
        by=by,
        at=AT,
        operation=uuid.uuid4(),
        announced=workshops.Announced(
            cast.ours, "Premiers pas", MONDAY, 90, "activity_place", agents.LAON, ("health",), 6, place_name="Ici"
        ),
    )
    seats.give(by=by, at=AT, operation=uuid.uuid4(), workshop=workshop, person=person)
    opening = openings.open_hours(
        by=by,
        at=AT,
        draft=openings.Draft(
            organisation=cast.ours,
            weekdays=(1,),
            from_time=dt.time(9),
            until_time=dt.time(10),
            slot_minutes=30,
            place_kind="activity_place",
            commune=agents.LAON,
            starts_on=on,
            place_name="Ici",
            capacity=4,
        ),
    )
    contact = Contact(
        name=word("contact"), phone=f"+33{NUMBERS[0]}", email=f"{word('reach')}@example.org", address=word("address")
    )
    wish = booking.Wish(opening=opening, starts_at=MONDAY, asker=Asker.MEDIATOR, person=person, contact=contact)
    booking.book(at=AT, operation=uuid.uuid4(), wish=wish, by=by)
    made = handovers.make(
        by=by,
        at=AT,
        operation=uuid.uuid4(),
        draft=HandOver(
            cast.ours,
            agents.LAON,
            "travel",
            "spoken",
            handover_words.consent()[0],
            {"first_name": word("shared"), "phone": NUMBERS[0], "need": word("shared")},
            person=person,
            name=word("receiver"),
            phone="+33323000000",
        ),
    )
    handovers.open_link(secret=made.secret, at=AT)
    handovers.answer(
        secret=made.secret, at=AT, given=Answer(State.ACCEPTED, how="phone", when="week", words=word("answer"))
    )
    message = outbox.Draft(
        key=f"story:{person}",
        organisation=cast.ours,
        purpose="reminders",
        agreed_at=AT,
        channel=Channel.SMS,
        address=f"+33{NUMBERS[0]}",
        text=f"{word('address')} {{stop}}",
        due_at=MONDAY,
        not_after=MONDAY + dt.timedelta(hours=9),
        person=person,
        commune=agents.LAON,
    )
    assert outbox.put(message, at=AT, link=lambda secret, language: f"http://localhost/{secret}")


def values_of(table: str) -> list[tuple[str, str]]:
    """(column, value as text) of every cell; bytes as latin-1."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
        names = [one[0] for one in cursor.description]
        rows = cursor.fetchall()
    return [
        (name, bytes(value).decode("latin-1") if isinstance(value, bytes | memoryview) else str(value))
        for row in rows
        for name, value in zip(names, row, strict=True)
    ]


def found(texts: tuple[str, ...]) -> set[str]:
    """`table.column: text` wherever one of the texts is."""
    from django.db import connection

    hits = set()
    for table in connection.introspection.table_names():
        for column, value in values_of(table):
            hits |= {f"{table}.{column}: {text}" for text in texts if text.lower() in value.lower()}
    return hits


def files(folder: Path) -> set[str]:
    """`file: text` wherever the database's files hold one of the words."""
    hits = set()
    for file in folder.rglob("*"):
        if file.is_file():
            held = file.read_bytes().lower()
            hits |= {f"{file.name}: {text}" for text in (*WORDS, *NUMBERS) if text.lower().encode() in held}
    return hits


def turn_the_key() -> set[str]:
    """`table.column` of what is still enciphered by the old key once the command has run; all is read after it."""
    import argparse

    import yaml
    from django.conf import settings
    from django.db import connection

    from prevenance.kit import ciphering
    from prevenance.site import persons_command

    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = (
        [settings.SECRET_KEY],
        "another key, of fifty characters or so!",
    )
    persons_command._ready = lambda: None
    persons_command.rotate(argparse.Namespace())
    settings.SECRET_KEY_FALLBACKS = []
    late = set()
    file = Path(__file__).resolve().parents[2] / "house" / "columns.yaml"
    for table, line in yaml.safe_load(file.read_text(encoding="utf-8")).items():
        for column in line.get("sealed", ()):
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT {column} FROM {connection.ops.quote_name(table)} WHERE {column} IS NOT NULL")
                values = [value for (value,) in cursor.fetchall() if value]
            late |= {f"{table}.{column}" for value in values if not ciphering.is_by_present_key(value)}
    return late


def main(folder: Path) -> None:
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from prevenance.kit import clock, journal_words, personal_data
    from prevenance.people.operations import persons_rights

    journal_words.is_strict = True
    one, two = tell()
    references = (one, two, one.replace("-", ""), two.replace("-", ""))
    print("clear:", *sorted(found((*WORDS, *NUMBERS))), sep="\n")
    print("in files before:", len(files(folder)))
    print("by the old key:", *sorted(turn_the_key()), sep="\n")
    held = persons_rights.held(one, at=AT)
    for holder in personal_data.holders():
        rows = held["other_rooms"][holder.key]
        print(f"holder {holder.key}: {len(rows)} rows, unworded {sorted(personal_data.unworded(rows, holder.words))}")
    print("erased:", persons_rights.erase_own(at=clock.now(), reference=one) > 0)
    print("words left:", *sorted(found((*WORDS, *NUMBERS))), sep="\n")
    print("references left:", *sorted({hit.partition(":")[0] for hit in found(references)}), sep="\n")
    print("in files after:", *sorted(files(folder)), sep="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
