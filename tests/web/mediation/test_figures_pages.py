"""Figures on screen, in files and behind a link: exact for the team, small numbers hidden outside, nothing runs."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import uuid
from typing import Any

import openpyxl
import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from prevenance.kit import clock
from prevenance.mediation.models import Encounter, Share
from prevenance.mediation.operations import encounters
from prevenance.mediation.queries.drafts import Draft, Participant
from prevenance.people import queries as people
from prevenance.people.models import Account
from tests import agents

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> agents.Cast:
    made = agents.play()
    for gender, many in (("female", 7), ("male", 2)):
        for _ in range(many):
            note(made, people=(Participant(gender=gender, commune=agents.LAON),))
    note(made, kind="collective", people=(), total=10, counts={"genders": {"female": 6}}, place_name='=HYPERLINK("x")')
    return made


def note(cast: agents.Cast, **more: Any) -> int:
    given: dict[str, Any] = {
        "organisation": cast.ours,
        "kind": "individual",
        "held_on": clock.today(),
        "minutes": 30,
        "place_kind": "activity_place",
        "commune": agents.LAON,
        "themes": ("health",),
    }
    by = people.access(cast.mediator, on=clock.today())
    return encounters.note(by=by, at=clock.now(), operation=uuid.uuid4(), draft=Draft(**given | more))


def signed_in(account: Account) -> Client:
    client = Client(headers={"host": "localhost", "sec-fetch-site": "same-origin"})
    agents.sign_in(client, account, at=clock.now())
    return client


def main(answer: Any) -> str:
    return str(answer.content.decode().split("<main", 1)[1].split("</main", 1)[0])


def test_the_team_reads_exact_numbers_with_what_they_are_out_of(cast: agents.Cast) -> None:
    page = main(signed_in(cast.coordinator).get(reverse("mediation:figures")))
    assert re.search(r"Femme</th><td>13</td><td>87\u00a0%", page)
    assert re.search(r"Homme</th><td>2</td>", page)
    assert "participations\u00a0: 15, non communiqué\u00a0: 4 (21\u00a0%)" in page
    assert "Association fictive des Deux Vallées" in page


def test_a_file_hides_small_numbers_and_runs_nothing(cast: agents.Cast) -> None:
    client = signed_in(cast.coordinator)
    text = client.get(reverse("mediation:figures-file", args=["csv"])).content.decode("utf-8-sig")
    rows = [row for row in csv.reader(io.StringIO(text), delimiter=";") if row[0] == "genders"]
    assert [row[3] for row in rows] == ["13", "s"] and {row[5] for row in rows} == {"s"}
    told = client.get(reverse("mediation:acts-file", args=["csv"])).content.decode("utf-8-sig")
    acts = list(csv.DictReader(io.StringIO(told), delimiter=";"))
    assert len(acts) == 10 and acts[-1]["lieu_nom"] == '\'=HYPERLINK("x")'
    assert acts[-1]["Genre du bénéficiaire"] == "feminin: 6, non_communique: 4"
    assert acts[0]["Thématique(s) d’accompagnement"] == "sante"
    book = client.get(reverse("mediation:acts-file", args=["xlsx"]))
    sheet = openpyxl.load_workbook(io.BytesIO(book.content)).active
    assert sheet is not None
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    assert any(cell.value == '=HYPERLINK("x")' for cell in cells)


def test_a_link_opens_without_an_account_what_was_true_that_day_until_it_is_withdrawn(cast: agents.Cast) -> None:
    client = signed_in(cast.coordinator)
    made = main(client.post(reverse("mediation:figures-share"), {}))
    link = re.search(r'value="(http[^"]+)"', made)
    assert link
    visitor = Client(headers={"host": "localhost"})
    page = visitor.get(link[1])
    shown = main(page)
    assert re.search(r"Femme</th><td>13</td>", shown) and re.search(r"Homme</th><td>non publié", shown)
    assert not page.cookies and "Laon" in shown
    note(cast, people=(Participant(gender="male"),))
    assert main(visitor.get(link[1])) == shown
    stored = Share.objects.get()
    assert link[1].rstrip("/").rsplit("/", 1)[1] not in str(stored.__dict__)
    stranger = signed_in(cast.stranger)
    assert stranger.post(reverse("mediation:share-revoke", args=[stored.pk])).status_code == 404
    client.post(reverse("mediation:share-revoke", args=[stored.pk]))
    assert visitor.get(link[1]).status_code == 404


def test_a_link_expires(cast: agents.Cast) -> None:
    made = main(signed_in(cast.coordinator).post(reverse("mediation:figures-share"), {}))
    link = re.search(r'value="(http[^"]+)"', made)
    assert link
    with time_machine.travel(clock.now() + dt.timedelta(days=366), tick=False):
        assert Client(headers={"host": "localhost"}).get(link[1]).status_code == 404


def test_another_organisation_counts_nothing_of_ours(cast: agents.Cast) -> None:
    given = {"organisation": str(cast.ours)}
    page = main(signed_in(cast.stranger).get(reverse("mediation:figures"), given))
    assert "Femme</th><td>0</td>" in page and "Deux Vallées" not in page
    told = signed_in(cast.stranger).get(reverse("mediation:acts-file", args=["csv"]), given).content.decode()
    assert told.count("\n") == 1


def test_a_membership_bounded_to_a_commune_counts_what_was_held_there(cast: agents.Cast) -> None:
    Encounter.objects.filter(kind="collective").update(commune_code=agents.SOISSONS)
    page = main(signed_in(cast.bounded_coordinator).get(reverse("mediation:figures")))
    assert "Femme</th><td>7</td>" in page
