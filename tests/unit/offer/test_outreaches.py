"""Dated prevention actions: imported, replaced, cancelled, withdrawn, found near someone. Everything is fictional."""

import datetime as dt
from importlib.resources import files as resources
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import yaml

from prevenance.formats import files
from prevenance.formats.refusals import RowRefused
from prevenance.offer import operations, queries
from prevenance.offer.choices import outreach_acts
from prevenance.offer.importers import outreach_files
from prevenance.offer.models import Outreach

AT = dt.datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("Europe/Paris"))
ON = AT.date()
HEADER = (
    "id;titre;acte;date;heure début;heure fin;lieu;adresse;code postal;commune;lat;lon;organisateur;tél;inscription;"
    "public;tarif;statut\n"
)
BUS = (
    "b-1;Mammobile fictif;dépistage du cancer du sein;02/12/2026;9h;16h30;Place du marché;1 place Exemple;02120;Guise;"
    "49,90;3,63;Association fictive;03 53 01 00 01;https://example.fr/rdv;Femmes de 50 à 74 ans;Gratuit;\n"
)


def table(tmp_path: Path, *lines: str, name: str = "actions.csv") -> Path:
    path = tmp_path / name
    path.write_text(HEADER + "".join(lines), encoding="utf-8")
    return path


def calendar(tmp_path: Path, *events: str) -> Path:
    path = tmp_path / "agenda.ics"
    body = "".join(f"BEGIN:VEVENT\r\n{event}\r\nEND:VEVENT\r\n" for event in events)
    path.write_bytes(f"BEGIN:VCALENDAR\r\n{body}END:VCALENDAR\r\n".encode())
    return path


def near(act: str | None = None, on: dt.date = ON, **more: bool) -> list[queries.Outreach]:
    return [found.outreach for found in queries.outreaches_near(act, 49.9, 3.63, on, **more)]


@pytest.mark.django_db
def test_a_table_with_french_names_of_columns_is_understood(tmp_path: Path) -> None:
    report = operations.import_outreaches(table(tmp_path, BUS), source="outreach-exemple", at=AT)
    assert (report.outcome, report.read, report.kept, report.refused) == ("done", 1, 1, {})
    [one] = near("mammogram")
    assert (one.title, one.place, one.address) == ("Mammobile fictif", "Place du marché", "1 place Exemple")
    assert (one.starts_on, one.starts_time, one.ends_on, one.ends_time) == (
        dt.date(2026, 12, 2),
        dt.time(9),
        dt.date(2026, 12, 2),
        dt.time(16, 30),
    )
    assert (one.commune_name, one.latitude, one.phone) == ("Guise", 49.9, "+33353010001")
    assert (one.audience, one.cost, one.organiser) == ("Femmes de 50 à 74 ans", "Gratuit", "Association fictive")
    assert near("hiv_test") == []
    assert near(on=dt.date(2026, 12, 3)) == [], "past"


@pytest.mark.django_db
def test_what_is_announced_no_more_is_withdrawn_and_what_is_cancelled_is_said(tmp_path: Path) -> None:
    second = BUS.replace("b-1", "b-2").replace("02/12", "09/12")
    operations.import_outreaches(table(tmp_path, BUS, second), source="outreach-exemple", at=AT)
    first_id, second_id = (one.id for one in near())
    cancelled = BUS.replace("Gratuit;", "Gratuit;annulé")
    operations.import_outreaches(table(tmp_path, cancelled), source="outreach-exemple", at=AT)
    assert near() == []
    assert [one.status for one in near(with_cancelled=True)] == ["cancelled"]
    first, gone = queries.outreach(first_id), queries.outreach(second_id)
    assert first and first.status == "cancelled"
    assert gone and gone.status == "withdrawn"
    operations.import_outreaches(table(tmp_path, BUS, second), source="outreach-exemple", at=AT)
    assert [one.id for one in near()] == [first_id, second_id], "announced again, under the same addresses"


@pytest.mark.django_db
def test_an_older_sequence_never_comes_back(tmp_path: Path) -> None:
    def event(sequence: int, day: int) -> str:
        return (
            f"UID:u-1\r\nSEQUENCE:{sequence}\r\nSUMMARY:Vaccination grippe\r\nLOCATION:Mairie\\, 02120 Guise\r\n"
            f"DTSTART;TZID=Europe/Paris:202612{day:02d}T140000\r\nDTEND;TZID=Europe/Paris:202612{day:02d}T160000"
        )

    operations.import_outreaches(calendar(tmp_path, event(2, 4)), source="outreach-exemple", at=AT)
    report = operations.import_outreaches(calendar(tmp_path, event(1, 1)), source="outreach-exemple", at=AT)
    assert (report.refused, report.kept, report.read) == ({"older_version": 1}, 0, 1)
    [one] = near("seasonal_vaccination")
    assert (one.starts_on, one.place, one.status) == (dt.date(2026, 12, 4), "Mairie", "announced")
    operations.import_outreaches(calendar(tmp_path, event(3, 9)), source="outreach-exemple", at=AT)
    [moved] = near()
    assert (moved.id, moved.starts_on) == (one.id, dt.date(2026, 12, 9)), "the same action, on another day"


@pytest.mark.django_db
def test_hours_are_those_of_the_clock_where_it_happens(tmp_path: Path) -> None:
    utc = (
        "UID:u\r\nSUMMARY:Bus\r\nLOCATION:Place\\, 97400 Saint-Denis\r\n"
        "DTSTART:20261202T060000Z\r\nDTEND:20261202T080000Z"
    )
    operations.import_outreaches(calendar(tmp_path, utc), source="outreach-exemple", at=AT)
    [one] = Outreach.objects.all()
    assert (one.starts_time, one.ends_time, one.commune_code) == (dt.time(10), dt.time(12), "97411")


@pytest.mark.django_db
def test_a_weekly_bus_is_as_many_dates_and_a_cancelled_date_is_one_of_them(tmp_path: Path) -> None:
    weekly = (
        "UID:u\r\nSUMMARY:Dépistage VIH\r\nLOCATION:Gare\\, 02120 Guise\r\n"
        "DTSTART;TZID=Europe/Paris:20261125T140000\r\n"
    )
    cancelled = weekly + "RECURRENCE-ID;TZID=Europe/Paris:20261209T140000\r\nSTATUS:CANCELLED"
    cancelled = cancelled.replace("20261125T", "20261209T", 1)
    path = calendar(tmp_path, weekly + "RRULE:FREQ=WEEKLY;COUNT=4", cancelled)
    operations.import_outreaches(path, source="outreach-exemple", at=AT)
    assert [(one.starts_on.day, one.status) for one in near("hiv_test", with_cancelled=True)] == [
        (25, "announced"),
        (2, "announced"),
        (9, "cancelled"),
        (16, "announced"),
    ]


@pytest.mark.django_db
def test_refused_rows_are_counted_and_a_file_without_any_changes_nothing(tmp_path: Path) -> None:
    lines = (
        BUS,
        BUS,
        BUS.replace("b-1", "b-3").replace("02/12/2026", "32/12/2026"),
        BUS.replace("b-1", "b-4").replace("02/12/2026", "02/12/2025"),
        BUS.replace("b-1", "b-5").replace("Guise;49,90;3,63", "Nullepart;;").replace("02120", "99999"),
        BUS.replace("b-1", "b-6").replace("9h;16h30", "16h;9h"),
        BUS.replace("b-1", "b-7").replace("02120;Guise;49,90;3,63", ";Saint-Denis;;"),
    )
    report = operations.import_outreaches(table(tmp_path, *lines), source="outreach-exemple", at=AT)
    assert (report.kept, report.refused) == (
        1,
        {"duplicate": 1, "no_date": 1, "past": 1, "no_position": 1, "ends_before_it_starts": 1, "commune_ambiguous": 1},
    )
    empty = operations.import_outreaches(table(tmp_path), source="outreach-exemple", at=AT)
    assert (empty.outcome, empty.problem) == ("refused", "nothing_kept")
    other = operations.import_outreaches(Path(__file__), source="outreach-exemple", at=AT)
    assert other.outcome == "refused"
    assert len(near()) == 1


@pytest.mark.django_db
def test_the_soonest_comes_first_then_the_nearest_within_the_distance(tmp_path: Path) -> None:
    far = BUS.replace("b-1", "b-2").replace("Guise;49,90;3,63", "Lille;50,63;3,06").replace("02120", "59000")
    sooner = BUS.replace("b-1", "b-3").replace("02/12", "01/12").replace("49,90", "49,95")
    operations.import_outreaches(table(tmp_path, BUS, far, sooner), source="outreach-exemple", at=AT)
    assert [one.starts_on.day for one in near()] == [1, 2]
    assert len(queries.outreaches_near(None, 49.9, 3.63, ON, within_km=120)) == 3
    assert len(queries.outreaches_near(None, 49.9, 3.63, ON, within_km=120, limit=1)) == 1
    with pytest.raises(ValueError, match="Earth"):
        queries.outreaches_near(None, float("nan"), 3.63, ON)


@pytest.mark.django_db
def test_a_source_can_be_forgotten_and_its_name_is_checked(tmp_path: Path) -> None:
    operations.import_outreaches(table(tmp_path, BUS), source="outreach-exemple", at=AT)
    [source] = queries.outreach_sources(ON)
    assert (source.source, source.to_come, source.cancelled) == ("outreach-exemple", 1, 0)
    assert source.imported_at is not None
    operations.remove_outreaches("outreach-exemple", at=AT)
    assert queries.outreach_sources(ON) == []
    assert not Outreach.objects.exists()
    with pytest.raises(ValueError, match="outreach-"):
        operations.import_outreaches(table(tmp_path, BUS), source="finess_structures", at=AT)


def test_no_person_of_an_event_is_read(tmp_path: Path) -> None:
    event = (
        "UID:u\r\nSUMMARY:Bus\r\nLOCATION:Guise\r\nDTSTART:20261202T140000\r\n"
        "ORGANIZER;CN=Personne Fictive:mailto:personne@example.fr\r\n"
        "ATTENDEE;CN=Autre Fictive:mailto:autre@example.fr\r\n"
        "CONTACT:Personne Fictive 06 39 98 00 00"
    )
    [draft] = outreach_files.drafts(files.checked(calendar(tmp_path, event)), ON)
    assert not isinstance(draft, RowRefused)
    assert "ictive" not in repr(draft) and "example.fr" not in repr(draft)


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("Salle des fêtes, 2 rue Exemple, 02120 Guise", ("Salle des fêtes", "2 rue Exemple", "02120", "Guise")),
        ("2 rue Exemple 02120 Guise, France", ("", "2 rue Exemple", "02120", "Guise")),
        ("Guise", ("Guise", "", "", "Guise")),
        ("Place du marché, Guise", ("Place du marché", "", "", "Guise")),
        ("", ("", "", "", "")),
    ],
)
def test_a_line_of_location_is_taken_apart(line: str, found: tuple[str, str, str, str]) -> None:
    assert outreach_files.located(line) == found


@pytest.mark.parametrize(
    ("day", "hour", "found"),
    [
        ("2026-12-02", "14:30", (2026, 12, 2, 14, 30)),
        ("2/12/2026", "9h", (2026, 12, 2, 9, 0)),
        ("2026-12-02T14:30:00", "", (2026, 12, 2, 14, 30)),
        ("2026-12-02", "matin", (2026, 12, 2)),
        ("2026-13-02", "9h", None),
        ("demain", "9h", None),
        ("2026-12-02", "25h", None),
    ],
)
def test_days_and_hours_are_read_as_people_write_them(day: str, hour: str, found: tuple[int, ...] | None) -> None:
    moment = outreach_files.moment(day, hour)
    if found is None:
        assert moment is None
    else:
        assert moment == (dt.datetime(*found) if len(found) > 3 else dt.date(*found))  # type: ignore[arg-type]  # noqa: DTZ001


def test_every_act_of_the_table_is_in_the_catalogue() -> None:
    acts = yaml.safe_load((resources("prevenance.catalogue") / "acts.yaml").read_text(encoding="utf-8"))
    assert set(outreach_acts.table()) <= {act["key"] for act in acts}
    words = [word for known in outreach_acts.table().values() for word in known]
    assert len(words) == len(set(words)), "a word names one act"
    assert all(word == outreach_acts.plain(word) for word in words)


def test_acts_are_found_in_words() -> None:
    assert outreach_acts.acts_of("Le Mammobile s'arrête à Guise") == ["mammogram"]
    assert outreach_acts.acts_of("Vaccination contre la grippe") == ["seasonal_vaccination"], "and not any vaccination"
    assert outreach_acts.acts_of("Dépistage VIH et des IST") == ["hiv_test"]
    assert outreach_acts.acts_of("Octobre rose : marche") == []
    assert outreach_acts.acts_of("hiv_test") == ["hiv_test"]
