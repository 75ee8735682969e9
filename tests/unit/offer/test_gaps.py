"""What is missing: distances and counts agree with the plain computation; what no source covers is never "none"."""

import argparse
import csv
import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from prevenance import catalogue
from prevenance.catalogue.content_values import Act, Confidence, DoneAt, PlaceKind
from prevenance.offer.models import Place, PlaceAct
from prevenance.offer.queries import gaps, index
from prevenance.site import offer_gaps_command
from prevenance.territories import queries as territories
from tests.unit.offer.test_nearest import row, stored

pytestmark = pytest.mark.django_db
ON = dt.date(2026, 11, 24)


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    index.forget()


def act(*done_at: tuple[PlaceKind, Confidence]) -> Act:
    given = catalogue.load().acts["hiv_test"]
    places = tuple(DoneAt(kind, confidence, None, None, None) for kind, confidence in done_at)
    return Act("hiv_test", given.name, places, given.fallback, None, ())


LABS = act((PlaceKind.LABORATORY, Confidence.BY_LAW), (PlaceKind.HOSPITAL, Confidence.TO_BE_CONFIRMED))


def at(code: str, identifier: str, kind: str = "laboratory", **values: Any) -> dict[str, Any]:
    commune = territories.commune(code)
    assert commune is not None
    given = {"commune_code": code, "latitude": commune.latitude, "longitude": commune.longitude, "kind": kind}
    return row("town_halls", identifier, **{**given, **values})


def gap(found: list[gaps.Gap], code: str) -> gaps.Gap:
    return next(one for one in found if one.commune.code == code)


def test_distances_and_counts_are_those_of_the_plain_computation() -> None:
    stored("town_halls", [at("02691", "a"), at("02691", "b"), at("02381", "c"), at("02408", "h", "hospital")])
    communes = gaps.communes_of(department="02")
    found = gaps.gaps(communes, [LABS])
    assert len(found) == len(communes) > 700
    labs = [territories.commune(code) for code in ("02691", "02691", "02381")]
    for one in found:
        here = one.commune
        far = sorted(
            territories.distance_km(here.latitude, here.longitude, lab.latitude, lab.longitude) for lab in labs if lab
        )
        assert one.nearest_km == pytest.approx(far[0], abs=0.01)
        assert one.within == tuple(sum(km <= limit for km in far) for limit in (10, 20, 30))
    assert gap(found, "02691").in_commune == 2
    laon = gap(found, "02408")
    assert laon.perhaps_km == pytest.approx(0, abs=0.1)
    assert laon.in_commune == 0
    expected = sum(one.commune.population for one in found if (one.nearest_km or 0) > 20)
    assert gaps.people_beyond(found, 20) == expected > 0


def test_what_no_source_covers_is_unknown_never_none() -> None:
    stored("town_halls", [at("02691", "t", "town_hall"), at("59350", "l")])
    [laon] = gaps.gaps([territories.commune("02408")], [LABS])  # type: ignore[list-item]
    assert laon.is_covered, "the source holds laboratories, and places of the Aisne"
    [nice] = gaps.gaps([territories.commune("06088")], [LABS])  # type: ignore[list-item]
    assert (nice.is_covered, nice.not_covered) == (False, ("laboratory",))
    assert gaps.people_beyond([nice], 20) == 0
    assert [one.source.key for one in gaps.sources_telling([LABS], ["02"], ON)] == ["town_halls"]
    assert gaps.sources_telling([LABS], ["06"], ON) == []


def test_a_place_that_says_it_does_not_do_it_is_not_counted_and_one_that_does_is() -> None:
    stored("town_halls", [at("02691", "a"), at("02691", "p", "pharmacy")])
    refusing, doing = (Place.objects.get(kind=kind).pk for kind in ("laboratory", "pharmacy"))
    PlaceAct.objects.create(place_id=refusing, act="hiv_test", confidence="not_done")
    index.forget()
    [one] = gaps.gaps([territories.commune("02691")], [LABS])  # type: ignore[list-item]
    assert (one.in_commune, one.nearest_km) == (0, None)
    PlaceAct.objects.create(place_id=doing, act="hiv_test", confidence="declared")
    index.forget()
    [one] = gaps.gaps([territories.commune("02691")], [LABS])  # type: ignore[list-item]
    assert (one.in_commune, one.nearest) == (1, "Lieu p")


def test_the_file_leaves_numbers_out_where_nobody_tells(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from prevenance.site import serve_command

    monkeypatch.setattr(serve_command, "migrate_database", lambda: None)
    stored("town_halls", [at("02691", "a", name="=cmd()")])
    asked = argparse.Namespace(department="02", region="", act=["hiv_test", "mammogram"], to=tmp_path / "g", json=False)
    assert offer_gaps_command.gaps(asked) == 0
    with asked.to.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert {one["act"] for one in rows} == {"hiv_test", "mammogram"}
    told = next(one for one in rows if one["act"] == "hiv_test" and one["commune"] == "02691")
    assert told["in_commune"] == "1"
    assert told["nearest"] == "'=cmd()"
    blind = next(one for one in rows if one["act"] == "mammogram")
    assert (blind["is_covered"], blind["in_commune"], blind["nearest_km"]) == ("False", "", "")
    assert offer_gaps_command.gaps(argparse.Namespace(**{**vars(asked), "act": ["nothing"]})) == 2
    assert offer_gaps_command.gaps(argparse.Namespace(**{**vars(asked), "department": "99"})) == 2
