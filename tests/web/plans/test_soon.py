"""Dated prevention actions on the pages where one looks for a place."""

import datetime as dt

import pytest
from django.test import Client

from prevenance.offer.models import ImportRun, Outreach
from prevenance.plans.forms.state import State
from tests.web.plans.test_plan import page

AT = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)


def outreach(identifier: str, **values: object) -> Outreach:
    run = ImportRun.objects.create(source="outreach-fictif", outcome="done", started_at=AT, ended_at=AT)
    known = dict.fromkeys(("description", "address", "postal_code", "organiser", "phone", "booking", "cost"), "")
    return Outreach.objects.create(
        **known
        | {
            "id": identifier,
            "source": "outreach-fictif",
            "source_id": identifier,
            "import_run": run,
            "status": "announced",
            "title": "Bus fictif de dépistage",
            "acts": ["mammogram"],
            "starts_on": dt.date(2026, 12, 3),
            "ends_on": dt.date(2026, 12, 3),
            "starts_time": dt.time(9),
            "ends_time": dt.time(12, 30),
            "place": "Place du marché",
            "commune_code": "02361",
            "commune_name": "Guise",
            "latitude": 49.9,
            "longitude": 3.62,
            "audience": "",
        }
        | values
    )


@pytest.mark.django_db
def test_a_bus_near_here_is_told_with_its_day_and_hours(visitor: Client, claire: State) -> None:
    outreach("a")
    outreach(
        "b", title="Annulé fictif", status="cancelled", starts_on=dt.date(2026, 12, 1), ends_on=dt.date(2026, 12, 1)
    )
    outreach("past", title="Passé fictif", starts_on=dt.date(2026, 11, 2), ends_on=dt.date(2026, 11, 2))
    text = page(visitor, "/ma-prevention/pres-de-chez-moi/", claire, advice="breast-cancer-screening")
    assert "Bus fictif de dépistage" in text and "Place du marché" in text
    assert "Jeudi 3 décembre 2026, de 9\u00a0h à 12\u00a0h\u00a030" in text
    assert "Annulé :" in text and "Passé fictif" not in text


@pytest.mark.django_db
def test_nothing_is_said_where_nothing_is_announced(visitor: Client, claire: State) -> None:
    text = page(visitor, "/ma-prevention/pres-de-chez-moi/", claire, advice="breast-cancer-screening")
    assert "Bientôt, près" not in text
