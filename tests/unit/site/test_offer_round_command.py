"""`prevenance offer round`, `changes`, `undo`, `flags`, `settle`: what the team does from the command line."""

from __future__ import annotations

import csv
import datetime as dt
import json
import stat
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from prevenance.kit import clock
from prevenance.offer import operations, queries
from prevenance.offer.choices import Author, FlagReason, Notice
from prevenance.offer.models import Change, Invitation, Place
from prevenance.site.commands import main
from tests.unit.offer.test_answers import ID, row, stored

pytestmark = pytest.mark.django_db(transaction=True)

DAYS = ("--opens", "2020-01-01", "--closes", "2099-12-31")
SITE = ("--site", "https://prevention.exemple.fr/")


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(("offer", *arguments))
    captured = capsys.readouterr()
    return code, captured.out, captured.err


@pytest.fixture(autouse=True)
def _places() -> None:
    stored(row(phone="+33320000000", email="accueil@exemple.fr"), row("b", kind="nurse"))


def opened(capsys: pytest.CaptureFixture[str], *options: str) -> str:
    code, out, _ = run(capsys, "round", "open", "--name", "Hiver 2026", *DAYS, *options)
    assert code == 0
    return out.split(",")[0].removeprefix("Round ")


def letters(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_letters_hold_a_link_that_opens_and_only_their_owner_reads_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    number, path = opened(capsys, "--kind", "pharmacy"), tmp_path / "letters.csv"
    code, out, _ = run(capsys, "round", "letters", number, "--to", str(path), *SITE)
    assert (code, out.startswith("1 letters")) == (0, True)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    (line,) = letters(path)
    assert (line["place"], line["name"], line["email"]) == (ID, "Pharmacie fictive a", "accueil@exemple.fr")
    for column in ("link", "link_to_type"):
        link = urlsplit(line[column])
        assert (link.scheme, link.netloc) == ("https", "prevention.exemple.fr")
        found = queries.invited(link.path.split("/")[2], at=clock.now())
        assert found is not None
        assert found.place_id == ID
    assert [one.name for one in tmp_path.iterdir()] == ["letters.csv"]


def test_missing_letters_leave_the_links_already_sent(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    number, path = opened(capsys), tmp_path / "letters.csv"
    run(capsys, "round", "letters", number, "--to", str(path), *SITE)
    before = set(Invitation.objects.values_list("secret_digest", flat=True))
    run(capsys, "round", "letters", number, "--to", str(tmp_path / "more.csv"), "--missing", *SITE)
    assert letters(tmp_path / "more.csv") == []
    assert set(Invitation.objects.values_list("secret_digest", flat=True)) == before
    run(capsys, "round", "letters", number, "--to", str(path), *SITE)
    assert not before & set(Invitation.objects.values_list("secret_digest", flat=True))


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("round", "open", "--name", "x", "--opens", "demain", "--closes", "2099-12-31"), "2026-12-31"),
        (("round", "open", "--name", "x", "--opens", "2026-12-31", "--closes", "2026-01-01"), "before"),
        (("round", "open", "--name", " ", *DAYS), "empty"),
        (("round", "open", "--name", "x", *DAYS, "--kind", "bakery"), "pharmacy"),
        (("round", "letters", "1", "--to", "x.csv"), "--site"),
        (("round", "letters", "999", "--to", "x.csv", *SITE), "not there"),
        (("round", "letters", "1", "--to", "nowhere/x.csv", *SITE), "cannot be written"),
        (("round", "status", "999"), "not there"),
        (("undo", "change:999"), "changes"),
        (("undo", "place:1"), "changes"),
        (("settle", "x"), "nothing is waiting"),
        (("settle", "x", "--reason", "smell"), "hours"),
    ],
)
def test_what_cannot_be_done_is_refused_with_its_mend(
    arguments: tuple[str, ...],
    words: str,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    settings: Any,
) -> None:
    settings.ALLOWED_HOSTS = ["localhost"]
    monkeypatch.chdir(tmp_path)
    code, out, err = run(capsys, *arguments)
    assert (code, out) == (2, "")
    assert words in err
    assert list(tmp_path.iterdir()) == []


def test_the_public_address_may_come_from_the_settings(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], settings: Any
) -> None:
    settings.ALLOWED_HOSTS, settings.HTTPS = ["localhost", "sante.exemple.fr"], True
    path = tmp_path / "letters.csv"
    run(capsys, "round", "letters", opened(capsys), "--to", str(path))
    assert letters(path)[0]["link"].startswith("https://sante.exemple.fr/fiche/")


def test_the_status_tells_who_answered(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "round", "status")[1] == "No round yet.\n"
    number = opened(capsys, "--heat-wave")
    run(capsys, "round", "letters", number, "--to", str(tmp_path / "letters.csv"), *SITE)
    invitation = Invitation.objects.get(place_id=ID)
    operations.confirm(place_id=ID, author=Author.PLACE, at=clock.now(), invitation_id=invitation.pk)
    out = run(capsys, "round", "status")[1]
    assert "Hiver 2026, heat wave" in out
    assert "all: 2 invited, 2 with a letter, 1 opened, 1 confirmed, 0 corrected, 1 silent" in out
    assert "nurse: 1 invited" in out
    (told,) = json.loads(run(capsys, "round", "status", number, "--json")[1])
    assert told["by_kind"]["pharmacy"]["confirmed"] == 1
    assert run(capsys, "round", "revoke", number)[:2] == (0, "2 links closed.\n")
    assert run(capsys, "round", "revoke", number)[0] == 2


def test_the_team_sees_every_answer_and_undoes_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "changes")[1] == "Nothing was corrected, confirmed or announced.\n"
    common = {"place_id": ID, "author": Author.PLACE, "at": clock.now()}
    (change,) = operations.correct(values={"phone": ""}, **common)
    check = operations.confirm(**common)
    days = {"starts_on": dt.date(2026, 12, 24), "ends_on": dt.date(2026, 12, 26)}
    notice = operations.announce(notice=Notice.CLOSED, **days, **common)
    out = run(capsys, "changes", "--place", ID)[1]
    assert f"change:{change} " in out and 'phone: "+33320000000" → ""' in out
    assert "closed from 2026-12-24 to 2026-12-26" in out
    for answer in (str(change), f"check:{check}", f"notice:{notice}"):
        assert run(capsys, "undo", answer)[0] == 0
        assert run(capsys, "undo", answer)[0] == 2
    assert all(one["undone_at"] for one in json.loads(run(capsys, "changes", "--json")[1]))
    assert run(capsys, "changes")[1].count("(undone on") == 3
    place = queries.place(ID)
    assert place is not None
    assert place.phone == "+33320000000"


def test_reports_are_listed_and_settled(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "flags")[1] == "Nothing is waiting.\n"
    operations.flag(place_id=ID, reason=FlagReason.HOURS, on=dt.date(2026, 11, 24))
    assert run(capsys, "flags")[1] == f"{ID} hours: 1 times, last on 2026-11-24\n"
    assert run(capsys, "settle", ID, "--reason", "hours")[:2] == (0, "1 reports settled.\n")
    assert run(capsys, "flags")[1] == "Nothing is waiting.\n"


@pytest.mark.parametrize(
    ("given", "field", "after"),
    [
        (["phone=03 20 00 00 04"], "phone", "+33320000004"),
        (["hours=Sa[1] 09:00-12:00"], "opening_hours", "Sa[1] 09:00-12:00"),
        (["hours="], "opening_hours", ""),
        (["fees=unknown"], "fees", ""),
        (["wheelchair=no"], "wheelchair", "no"),
        (["closed_for_good=yes"], "has_closed", True),
        (["position=50.6401, 3.0702"], "latitude", 50.6401),
    ],
)
def test_the_team_corrects_a_card_and_undoes_it(
    given: list[str], field: str, after: object, capsys: pytest.CaptureFixture[str]
) -> None:
    stored(row(phone="+33320000000", fees="free", opening_hours="Mo 09:00-12:00", is_position_approximate=True))
    before = Place.objects.values().get()
    code, out, _ = run(capsys, "correct", ID, *given)
    assert code == 0
    assert Place.objects.values_list(field, flat=True).get() == after
    assert set(Change.objects.values_list("author", flat=True)) == {"team"}
    assert run(capsys, "undo", out.split(",")[0].strip())[0] == 0
    assert Place.objects.values().get() == before


def test_a_point_given_by_the_team_is_exact(capsys: pytest.CaptureFixture[str]) -> None:
    stored(row(is_position_approximate=True))
    run(capsys, "correct", ID, "position=50.6401,3.0702")
    assert Place.objects.values_list("longitude", "is_position_approximate").get() == (3.0702, False)
    assert run(capsys, "correct", ID, "position=50.6401,3.0702")[1] == "Nothing differs from the card.\n"


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("phone", "field=value"),
        ("finess=590000000", "The fields are"),
        ("phone=12", "phone number"),
        ("fees=cheap", "free"),
        ("closed_for_good=perhaps", "yes, no"),
        ("hours=le matin", "Mo-Fr"),
        ("position=here", "50.63"),
        ("position=48.85,2.35", "Lille"),
    ],
)
def test_a_value_that_cannot_be_used_changes_nothing(
    given: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capsys, "correct", ID, "email=autre@exemple.fr", given)
    assert (code, out) == (2, "")
    assert words in err
    assert not Change.objects.exists()
    assert run(capsys, "correct", "nowhere", "phone=")[0] == 2
