"""Looking after the places: what an agent sees, answers and undoes, page by page."""

from __future__ import annotations

import csv
import io
import itertools
import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from prevenance.kit import clock
from prevenance.offer import operations
from prevenance.offer.choices import Author, FlagReason, PairVerdict
from prevenance.offer.models import Change, Flag, ImportRun, PairDecision
from prevenance.offer.queries import index
from tests import agents
from tests.importers import social_samples
from tests.unit.offer import places_made as made
from tests.web.test_html_validity import mistakes

ADDRESSES = itertools.count(1)


@pytest.fixture
def cast(db: None) -> agents.Cast:
    index.forget()
    return agents.play()


@pytest.fixture
def client(cast: agents.Cast) -> Client:
    return signed_in(cast.coordinator)


def signed_in(who: Any) -> Client:
    client = Client(
        headers={"host": "localhost", "sec-fetch-site": "same-origin"}, REMOTE_ADDR=f"2001:db8:9::{next(ADDRESSES):x}"
    )
    agents.sign_in(client, who, at=clock.now())
    return client


def text(response: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def posted_from(page: Any, **more: str) -> dict[str, str]:
    """The hidden inputs of a page, with what is pressed."""
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page.content.decode())) | more


def test_the_home_of_the_team_leads_to_what_waits(client: Client) -> None:
    made.pair("a")
    operations.flag(place_id=made.record("c"), reason=FlagReason.HOURS, on=clock.today())
    assert reverse("offer:upkeep") in client.get(reverse("people:home")).content.decode()
    page = text(client.get(reverse("offer:upkeep")))
    assert "1 paire attend une réponse." in page and "1 signalement à regarder." in page


def test_a_pair_is_shown_side_by_side_with_its_evidence_in_words(client: Client) -> None:
    first, second = made.pair("a")
    listed = client.get(reverse("offer:upkeep-pairs"))
    where = reverse("offer:upkeep-pair", args=[first, second])
    assert where in listed.content.decode() and "60\u00a0%" in listed.content.decode()
    page = client.get(where)
    assert "même adresse" in text(page) and "téléphones différents" in text(page)
    assert text(page).index("Ce qui fait penser à un seul lieu") < text(page).index("même adresse")
    assert page.headers["Cache-Control"] == "no-store"


def test_answering_leads_to_the_next_pair_with_an_undo(client: Client) -> None:
    best, next_one = made.pair("a", value=2), made.pair("b", value=1)
    page = client.get(reverse("offer:upkeep-pair", args=best))
    answer = client.post(page.request["PATH_INFO"], posted_from(page, verdict="different"))
    assert answer.status_code == 302
    after = client.get(answer.headers["Location"])
    assert after.request["PATH_INFO"] == reverse("offer:upkeep-pair", args=next_one)
    assert "C’est noté : deux lieux." in text(after)
    undo = reverse("offer:upkeep-pair-undo", args=best)
    assert undo in after.content.decode()
    assert client.post(undo).status_code == 302
    assert not PairDecision.objects.filter(undone_at__isnull=True).exists()
    assert "annulé le" in text(client.get(reverse("offer:upkeep-pairs"), {"show": "answers"}))


def test_a_mistake_is_said_beside_the_answers_and_nothing_is_written(client: Client, cast: agents.Cast) -> None:
    pair = made.pair("a")
    where = reverse("offer:upkeep-pair", args=pair)
    page = client.get(where)
    for wrong in ({"verdict": "perhaps"}, {"operation": "x"}, {"seen": "x"}):
        answer = client.post(where, posted_from(page, **{"verdict": "same"} | wrong))
        assert answer.status_code == 422 and "Choisissez l’une des trois réponses." in text(answer)
    assert not PairDecision.objects.exists()
    other = signed_in(cast.bounded_coordinator)
    other.post(where, posted_from(other.get(where), verdict="unsure"))
    late = client.post(where, posted_from(page, verdict="same"))
    assert late.status_code == 422 and "Quelqu’un a répondu entre-temps." in text(late) and "Denis" in text(late)


def test_answers_that_contradict_each_other_are_refused_in_words(client: Client) -> None:
    first, second = made.pair("a")
    third = made.record("d")
    for pair, verdict in (((first, third), "same"), ((second, third), "different")):
        operations.decide(*pair, PairVerdict(verdict), author="team", at=clock.now())
    where = reverse("offer:upkeep-pair", args=(first, second))
    answer = client.post(where, posted_from(client.get(where), verdict="same"))
    assert answer.status_code == 422 and "annulez d’abord l’une de ces décisions" in text(answer)


def test_another_area_is_as_if_it_were_not_there(cast: agents.Cast) -> None:
    pair = made.pair("b", commune=made.LILLE)
    client = signed_in(cast.bounded_coordinator)
    where = reverse("offer:upkeep-pair", args=pair)
    assert client.get(where).status_code == 404
    valid = {"verdict": "same", "seen": "0", "operation": "00000000-0000-4000-8000-000000000001"}
    assert client.post(where, valid).status_code == 404
    assert client.post(reverse("offer:upkeep-pair-undo", args=pair)).status_code == 404
    place = made.record("c", commune=made.LILLE)
    assert client.get(reverse("offer:upkeep-place", args=[place])).status_code == 404
    (number,) = operations.correct(place_id=place, values={"name": "N"}, author=Author.PLACE, at=clock.now())
    assert client.post(reverse("offer:upkeep-undo"), {"what": f"change:{number}"}).status_code == 404
    assert Change.objects.get().undone_at is None and not PairDecision.objects.exists()


def test_a_report_is_settled_then_taken_back(client: Client) -> None:
    place = made.record("a")
    operations.flag(place_id=place, reason=FlagReason.PHONE, on=clock.today())
    page = client.get(reverse("offer:upkeep-reports"))
    settle = reverse("offer:upkeep-settle", args=[place])
    answer = client.post(settle, posted_from(page))
    assert Flag.objects.get().settled_at
    after = client.get(answer.headers["Location"])
    assert "Traité :" in text(after) and "Rien n’est signalé" in text(after)
    client.post(settle, posted_from(after, go="again"))
    assert Flag.objects.get().settled_at is None
    assert client.post(settle, {"reason": "nothing", "up_to": "1"}).status_code == 404
    assert client.post(settle, {"reason": "phone", "up_to": "x"}).status_code == 404


def test_the_history_of_a_place_is_read_and_undone(client: Client) -> None:
    place = made.record("a")
    operations.correct(place_id=place, values={"name": "Nom juste"}, author=Author.PLACE, at=clock.now())
    operations.confirm(place_id=place, author=Author.PLACE, at=clock.now())
    page = client.get(reverse("offer:upkeep-place", args=[place]))
    assert "Nom juste" in text(page) and "La fiche a été dite juste." in text(page) and "le lieu lui-même" in text(page)
    assert "Nom juste" in text(client.get(reverse("offer:upkeep-changes")))
    key = re.search(r'value="(change:\d+)"', page.content.decode())
    assert key
    answer = client.post(reverse("offer:upkeep-undo"), {"what": key[1]})
    assert "Annulé le" in text(client.get(answer.headers["Location"]))
    for wrong in ("change:x", "x", "change:", "change:٣", f"other:{key[1].split(':')[1]}"):
        assert client.post(reverse("offer:upkeep-undo"), {"what": wrong}).status_code == 404


def test_lists_are_cut_in_pages(client: Client) -> None:
    for number in range(22):
        made.pair(f"p{number}", value=float(number + 1))
    first, second = (client.get(reverse("offer:upkeep-pairs"), {"page": page}) for page in ("1", "2"))
    shown = 'class="card"'
    assert first.content.decode().count(shown) == 20 and second.content.decode().count(shown) == 2
    assert "Page suivante" in text(first) and "Page précédente" in text(second)
    assert client.get(reverse("offer:upkeep-pairs"), {"page": "x"}).status_code == 200


@pytest.mark.parametrize("name", ["pairs", "reports", "changes", "imports"])
def test_an_empty_list_says_so(client: Client, name: str) -> None:
    page = client.get(reverse(f"offer:upkeep-{name}"))
    assert page.status_code == 200 and 'class="cards"' not in page.content.decode()


def test_refused_rows_are_told_one_by_one(client: Client, tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    lines = social_samples.FRANCE_SERVICES.decode().splitlines()
    path.write_text("\n".join([*lines, lines[1], lines[1]]), encoding="utf-8")
    report = operations.import_file(path, at=clock.now(), source="france_services")
    assert report.outcome == "done" and report.refused["duplicate"] == 2
    number = ImportRun.objects.latest("pk").pk
    where = reverse("offer:upkeep-refused", args=[number])
    page = client.get(reverse("offer:upkeep-imports"))
    assert where in page.content.decode() and "fait" in text(page)
    answer = client.get(where)
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8" and "attachment" in answer["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode())))  # type: ignore[attr-defined]
    assert len(rows) == sum(report.refused.values())
    told = [row for row in rows if row["reason"] == "duplicate"]
    assert [int(row["row"]) for row in told] == report.first_lines["duplicate"]
    assert all(row["explanation"] and row["explanation"] != row["reason"] for row in rows)


def test_the_number_of_queries_of_a_list_does_not_grow(client: Client, django_assert_max_num_queries: Any) -> None:
    for number in range(12):
        made.pair(f"p{number}")
        operations.flag(place_id=made.record(f"p{number}"), reason=FlagReason.HOURS, on=clock.today())
    for name in ("pairs", "reports", "changes", "imports"):
        with django_assert_max_num_queries(12):
            client.get(reverse(f"offer:upkeep-{name}"))


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_page_is_valid(client: Client, language: str) -> None:
    first, second = made.pair("a", value=2)
    place = made.record("c")
    operations.flag(place_id=place, reason=FlagReason.PHONE, on=clock.today())
    operations.correct(place_id=place, values={"name": "Nom juste"}, author=Author.PLACE, at=clock.now())
    with translation.override(language):
        where = [reverse(f"offer:upkeep{name}") for name in ("", "-pairs", "-reports", "-changes", "-imports")]
        where += [reverse("offer:upkeep-pair", args=[first, second]), reverse("offer:upkeep-place", args=[place])]
    for one in where:
        assert mistakes(client.get(one).content.decode()) == [], one
    answer = client.post(where[5], {"verdict": "x"})
    assert mistakes(answer.content.decode()) == []


def test_capitals_alone_are_no_difference(client: Client) -> None:
    first = made.record("a", address="27 RUE EXEMPLE")
    second = made.record("a", address="27, rue exemple", source=made.SOURCES[1], phone="+33353010001")
    made.thought(first, second)
    page = text(client.get(reverse("offer:upkeep-pair", args=sorted((first, second)))))
    differing, same = page.split("Pareil sur les deux")
    assert "Téléphone" in differing and "Adresse" not in differing and "Adresse" in same
