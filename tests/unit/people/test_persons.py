"""Persons helped: found before they are created, never in clear in a table, merged and put back, erased for good."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import connection

from prevenance.kit import ciphering, personal_data
from prevenance.people.choices import EVERYWHERE, Role
from prevenance.people.choices.persons import Identity, PersonPurpose
from prevenance.people.models import Account, Entry, Merge, Organisation, Person, Trace
from prevenance.people.operations import NotAllowed, NotThere, persons, persons_merging, persons_rights
from prevenance.people.queries import Access, Grant
from prevenance.people.queries import persons as queries
from prevenance.site import commands, persons_command

AT = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
LAON, SOISSONS = "02408", "02722"
ZOHRA = Identity(
    given_name="Zohrabelle",
    family_name="Ben Quintrec",
    used_name="Vantadour",
    birth_date=dt.date(1951, 4, 9),
    phone="+33612345987",
    email="zohrabelle@example.org",
    relative_name="Ysoline",
    relative_contact="+33698765123",
)
SECRETS = ("Zohrabelle", "Quintrec", "Vantadour", "612345987", "1951-04-09", "Ysoline", "698765123")

pytestmark = pytest.mark.django_db


@dataclass
class Cast:
    """Two organisations; Alice is of the first one, Bob of the second, Charlie of the first one in Soissons only."""

    first: int
    second: int
    alice: Access
    bob: Access
    charlie: Access


@pytest.fixture
def cast() -> Cast:
    first, second = (
        Organisation.objects.create(name=name, kind="association", commune_code=LAON, created_at=AT, is_fictional=True)
        for name in ("Première", "Seconde")
    )

    def agent(name: str, organisation: Organisation, area: str) -> Access:
        account = Account.objects.create(email=f"{name}@example.org", display_name=name, created_at=AT)
        return Access(account.pk, name, (Grant(Role.MEDIATOR, organisation.pk, frozenset({area})),))

    persons._asked._levels.clear()
    return Cast(
        first.pk,
        second.pk,
        agent("alice", first, EVERYWHERE),
        agent("bob", second, EVERYWHERE),
        agent("charlie", first, f"commune:{SOISSONS}"),
    )


def create(by: Access, organisation: int, identity: Identity = ZOHRA, at: dt.datetime = AT) -> str:
    return persons.create_person(
        by=by, at=at, organisation_id=organisation, purpose=PersonPurpose.FOLLOW_UP, identity=identity, commune=LAON
    )


@dataclass
class Room:
    """A room which holds two notes, about whoever they are about."""

    notes: dict[int, str] = field(default_factory=dict)

    def copy(self, reference: str) -> personal_data.Rows:
        return [{"note": number} for number, about in self.notes.items() if about == reference]

    def erase(self, reference: str) -> int:
        mine = [number for number, about in self.notes.items() if about == reference]
        for number in mine:
            del self.notes[number]
        return len(mine)

    def move(self, origin: str, target: str) -> list[Any]:
        mine = [number for number, about in self.notes.items() if about == origin]
        self.notes |= dict.fromkeys(mine, target)
        return mine

    def move_back(self, moved: list[Any], origin: str, target: str) -> None:
        self.notes |= {number: origin for number in moved if number in self.notes}


@pytest.fixture
def room(monkeypatch: pytest.MonkeyPatch) -> Room:
    monkeypatch.setattr(personal_data, "_holders", dict(personal_data._holders))
    one = Room()
    personal_data.declare(personal_data.Holder("notes", one.copy, one.erase, one.move, one.move_back))
    return one


def everything(besides: frozenset[str] = frozenset()) -> str:
    """Every value of every column of every table, as text; bytes as latin-1."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table in besides:
                continue
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                found += [bytes(v).decode("latin-1") if isinstance(v, bytes | memoryview) else str(v) for v in row]
    return "\n".join(found)


def test_nothing_that_identifies_is_in_clear_in_any_column(cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    one = create(cast.alice, cast.first)
    two = create(cast.alice, cast.first, replace(ZOHRA, given_name="Zohra"))
    number = persons_merging.merge_persons(by=cast.alice, at=AT, kept=one, gone=two, chosen={"given_name": "gone"})
    persons_merging.undo_merge(by=cast.alice, at=AT, number=number)
    persons.read_person(by=cast.alice, at=AT, reference=one)
    held = everything()
    assert one.replace("-", "") in held.replace("-", "")
    for secret in SECRETS:
        assert secret.lower() not in held.lower()
        assert secret.lower() not in caplog.text.lower()


@pytest.mark.parametrize(
    "typed",
    [
        "zohrabelle ben quintrec",
        "Quintrec Zohrabelle",
        "VANTADOUR",
        "06 12 34 59 87",
        "+33 6 12 34 59 87",
        "Zohrabelle@example.org",
        "09/04/1951",
        "1951-04-09 Vantadour",
        "Zorabele Quintrek",
        "04/09/1951",
    ],
)
def test_one_field_finds_by_name_phone_mail_or_birth_date_in_any_order(cast: Cast, typed: str) -> None:
    create(cast.alice, cast.first, Identity(given_name="Autre", family_name="Personne"))
    one = create(cast.alice, cast.first)
    assert [found.id for found in queries.search(cast.alice, typed)] == [one]


@pytest.mark.parametrize("typed", ["", "   ", "Zohrabelle Martin", "06 11 11 11 11", "31/02/1951"])
def test_what_does_not_answer_finds_nobody(cast: Cast, typed: str) -> None:
    create(cast.alice, cast.first)
    assert queries.search(cast.alice, typed) == ()


def test_nobody_is_seen_from_another_organisation_or_another_area(cast: Cast) -> None:
    one = create(cast.alice, cast.first)
    for agent in (cast.bob, cast.charlie):
        assert queries.search(agent, "Vantadour") == ()
        assert queries.person(agent, one) is None
        for gesture in (persons.read_person, persons_rights.copy_person, persons_rights.erase_person):
            with pytest.raises(NotThere):
                gesture(by=agent, at=AT, reference=one)
    assert queries.person(cast.alice, one) is not None
    assert queries.person(cast.alice, "no-reference") is None


def test_nobody_is_created_outside_the_scope(cast: Cast) -> None:
    for by, organisation in ((cast.bob, cast.first), (cast.charlie, cast.first)):
        with pytest.raises(NotAllowed):
            create(by, organisation)
    assert not Person.objects.exists()


def test_a_possible_duplicate_is_shown_with_its_reasons_and_a_family_is_not(cast: Cast) -> None:
    one = create(cast.alice, cast.first)
    swapped = replace(ZOHRA, given_name="Ben Quintrec", family_name="Zohrabelle", used_name="")
    (alike,) = queries.possible_duplicates(cast.alice, swapped, organisation_id=cast.first)
    assert alike.person.id == one
    assert {("order", "swapped"), ("birth", "same"), ("phone", "same")} <= {
        (reason.key, reason.value) for reason in alike.likeness.reasons
    }
    child = replace(ZOHRA, given_name="Malo", birth_date=dt.date(1988, 1, 2), email="")
    assert queries.possible_duplicates(cast.alice, child, organisation_id=cast.first) == ()
    assert queries.possible_duplicates(cast.alice, ZOHRA, organisation_id=cast.first, besides=one) == ()


def test_another_organisation_says_yes_or_no_to_strong_evidence_only_and_with_agreement(cast: Cast) -> None:
    create(cast.bob, cast.second)

    def asked(identity: Identity, is_agreed: bool = True) -> bool:
        return persons.ask_elsewhere(
            by=cast.alice, at=AT, organisation_id=cast.first, identity=identity, commune=LAON, is_agreed=is_agreed
        )

    assert asked(ZOHRA) is True
    assert asked(replace(ZOHRA, phone="", email="", birth_date=None)) is False  # a name alone
    assert asked(replace(ZOHRA, given_name="Malo")) is False  # a phone and a family
    assert asked(Identity(phone=ZOHRA.phone)) is False
    with pytest.raises(persons.NotAgreed):
        asked(ZOHRA, is_agreed=False)
    assert Entry.objects.filter(verb="asked_elsewhere", actor_id=cast.alice.account_id).count() == 4
    for _ in range(6):
        asked(ZOHRA)
    with pytest.raises(persons.TooOften):
        asked(ZOHRA)


def states() -> list[tuple[Any, ...]]:
    rows = Person.objects.order_by("pk")
    return [
        (queries.followed(row), row.merged_into_id, sorted(row.traces.values_list("kind", "digest"))) for row in rows
    ]


def test_a_merge_is_undone_exactly(cast: Cast, room: Room) -> None:
    one = create(cast.alice, cast.first)
    two = create(
        cast.alice,
        cast.first,
        replace(ZOHRA, given_name="Zohra", phone="+33711223344"),
        at=AT + dt.timedelta(days=9),
    )
    room.notes = {1: one, 2: two, 3: two}
    before, notes = states(), dict(room.notes)
    number = persons_merging.merge_persons(by=cast.alice, at=AT, kept=one, gone=two, chosen={"phone": "gone"})
    merged = queries.person(cast.alice, one)
    assert merged is not None
    assert (merged.identity.phone, merged.identity.given_name) == ("+33711223344", "Zohrabelle")
    assert queries.person(cast.alice, two) is None
    assert [found.id for found in queries.search(cast.alice, "Vantadour")] == [one]
    assert set(room.notes.values()) == {one}
    persons_merging.undo_merge(by=cast.alice, at=AT, number=number)
    assert (states(), room.notes) == (before, notes)
    with pytest.raises(NotThere):
        persons_merging.undo_merge(by=cast.alice, at=AT, number=number)


def test_what_was_revised_since_a_merge_survives_its_undoing(cast: Cast) -> None:
    one, two = create(cast.alice, cast.first), create(cast.alice, cast.first, replace(ZOHRA, phone="+33711223344"))
    number = persons_merging.merge_persons(by=cast.alice, at=AT, kept=one, gone=two, chosen={"phone": "gone"})
    merged = queries.person(cast.alice, one)
    assert merged is not None
    revised = replace(merged.identity, email="nouvelle@example.org")
    persons.revise_person(by=cast.alice, at=AT, reference=one, identity=revised, commune=LAON)
    persons_merging.undo_merge(by=cast.alice, at=AT, number=number)
    back = queries.person(cast.alice, one)
    assert back is not None
    assert (back.identity.email, back.identity.phone) == ("nouvelle@example.org", ZOHRA.phone)


def test_merges_are_undone_the_last_first_and_never_between_organisations(cast: Cast) -> None:
    one, two, three = (create(cast.alice, cast.first) for _ in range(3))
    first = persons_merging.merge_persons(by=cast.alice, at=AT, kept=one, gone=two, chosen={})
    persons_merging.merge_persons(by=cast.alice, at=AT, kept=one, gone=three, chosen={})
    with pytest.raises(persons_merging.NotTheLast):
        persons_merging.undo_merge(by=cast.alice, at=AT, number=first)
    other = create(cast.bob, cast.second)
    both = Access(cast.alice.account_id, "", cast.alice.grants + cast.bob.grants)
    for gone in (other, one):
        with pytest.raises(NotAllowed):
            persons_merging.merge_persons(by=both, at=AT, kept=one, gone=gone, chosen={})


def test_erasure_leaves_nothing_in_any_column_but_the_lines_of_the_journal(cast: Cast, room: Room) -> None:
    untouched = everything(frozenset({"people_entry", "sqlite_sequence"}))
    one, two = create(cast.alice, cast.first), create(cast.alice, cast.first)
    room.notes = {1: one, 2: two}
    persons_merging.merge_persons(by=cast.alice, at=AT, kept=one, gone=two, chosen={})
    persons_rights.erase_person(by=cast.alice, at=AT, reference=one)
    assert room.notes == {}
    assert everything(frozenset({"people_entry", "sqlite_sequence"})) == untouched
    assert not Trace.objects.exists() and not Merge.objects.exists()
    assert Entry.objects.filter(verb="erased").count() == 2


def test_the_copy_holds_every_field_every_room_and_who_read(cast: Cast, room: Room) -> None:
    one, two = create(cast.alice, cast.first), create(cast.alice, cast.first, replace(ZOHRA, given_name="Zohra"))
    room.notes = {1: one}
    persons_merging.merge_persons(by=cast.alice, at=AT, kept=one, gone=two, chosen={})
    persons.read_person(by=cast.alice, at=AT, reference=one)
    copied = persons_rights.copy_person(by=cast.alice, at=AT, reference=one)
    assert [Identity.read(record["identity"]).given_name for record in copied["records"]] == ["Zohrabelle", "Zohra"]
    assert Identity.read(copied["records"][0]["identity"]) == ZOHRA
    assert copied["other_rooms"]["notes"] == [{"note": 1}]
    assert {"read", "merged", "copied", "created"} <= {line["verb"] for line in copied["accesses"]}


def test_retention_tells_thirty_days_before_then_erases_and_a_contact_starts_it_again(cast: Cast) -> None:
    one, two = create(cast.alice, cast.first), create(cast.alice, cast.first)
    coordinator = Access(cast.alice.account_id, "", (Grant(Role.COORDINATOR, cast.first, frozenset({EVERYWHERE})),))
    with pytest.raises(NotAllowed):
        persons_rights.set_retention(by=cast.alice, organisation_id=cast.first, months=3)
    persons_rights.set_retention(by=coordinator, organisation_id=cast.first, months=3)
    end = dt.datetime(2027, 2, 23, 3, tzinfo=dt.UTC)
    day = dt.timedelta(days=1)
    assert persons_rights.end_retention(at=end - 31 * day) == {"noticed": 0, "erased": 0}
    assert persons_rights.end_retention(at=end - 30 * day) == {"noticed": 2, "erased": 0}
    persons.met_person(reference=two, on=(end - 10 * day).date())
    assert persons_rights.end_retention(at=end - day) == {"noticed": 0, "erased": 0}
    assert persons_rights.end_retention(at=end) == {"noticed": 0, "erased": 1}
    assert [str(row.pk) for row in Person.objects.all()] == [two]
    assert one not in {str(row.pk) for row in Person.objects.all()}


def test_nobody_is_erased_without_notice_however_late_the_command_runs(cast: Cast) -> None:
    create(cast.alice, cast.first)
    late = AT + dt.timedelta(days=2_000)
    assert persons_rights.end_retention(at=late) == {"noticed": 1, "erased": 0}
    assert persons_rights.end_retention(at=late + dt.timedelta(days=29)) == {"noticed": 0, "erased": 0}
    assert persons_rights.end_retention(at=late + dt.timedelta(days=30)) == {"noticed": 0, "erased": 1}


def test_keys_are_rotated_without_losing_anybody(cast: Cast, settings: LazySettings) -> None:
    one = create(cast.alice, cast.first)
    old = settings.SECRET_KEY
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another key of fifty characters or so, for a test", [old]
    assert [found.id for found in queries.search(cast.alice, "Vantadour")] == [one]
    assert (persons.rotate_keys(), persons.rotate_keys()) == (1, 0)
    settings.SECRET_KEY_FALLBACKS = []
    (found,) = queries.search(cast.alice, "Vantadour")
    assert found.identity == ZOHRA


def test_a_value_copied_into_another_row_or_altered_does_not_open(cast: Cast) -> None:
    row = Person.objects.get(pk=create(cast.alice, cast.first))
    with pytest.raises(ciphering.Closed):
        ciphering.disclose(row.identity, cell="people_person.identity:other")
    with pytest.raises(ciphering.Closed):
        ciphering.disclose(bytes(row.identity)[:-1] + b"\0", cell=queries.cell(row.pk))


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [("2026-11-30", 3, "2027-02-28"), ("2024-02-29", 12, "2025-02-28"), ("2026-12-31", 12, "2027-12-31"),
     ("2026-01-31", 1, "2026-02-28"), ("2026-11-15", 1, "2026-12-15")],
)  # fmt: skip
def test_months_later_is_the_same_day_or_the_last_of_the_month(day: str, months: int, expected: str) -> None:
    assert queries.later(dt.date.fromisoformat(day), months) == dt.date.fromisoformat(expected)


def test_retention_lists_tells_then_erases(
    cast: Cast, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    one = create(cast.alice, cast.first)
    late: Any = AT + dt.timedelta(days=800)
    monkeypatch.setattr(persons_command, "_ready", lambda: None)
    monkeypatch.setattr(persons_command.clock, "now", lambda: late)
    assert commands.main(["people", "retention", "--list"]) == 0
    said = capsys.readouterr().out
    assert one in said and "not told yet" in said and "Quintrec" not in said
    assert commands.main(["people", "retention"]) == 0
    assert "noticed: 1" in capsys.readouterr().out
    monkeypatch.setattr(persons_command.clock, "now", lambda: late + dt.timedelta(days=30))
    assert commands.main(["people", "retention"]) == 0
    assert "erased: 1" in capsys.readouterr().out
    assert not Person.objects.exists()


def test_rotation_says_how_many(
    cast: Cast, capsys: pytest.CaptureFixture[str], settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(persons_command, "_ready", lambda: None)
    one, two = create(cast.alice, cast.first), create(cast.alice, cast.first)
    number = persons_merging.merge_persons(by=cast.alice, at=AT, kept=one, gone=two, chosen={})
    old = settings.SECRET_KEY
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another key of fifty characters or so, for a test", [old]
    assert commands.main(["people", "rotate"]) == 0
    assert "enciphered again: 3" in capsys.readouterr().out
    settings.SECRET_KEY_FALLBACKS = []
    persons_merging.undo_merge(by=cast.alice, at=AT, number=number)
    assert {found.id for found in queries.search(cast.alice, "Vantadour")} == {one, two}
