"""`prevenance demo-week`: refuses where somebody has an account, says what it wrote, opens it, removes it."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine

from prevenance.people import operations
from prevenance.people.models import Account, Organisation
from prevenance.people.operations import demonstration
from prevenance.site.commands import main
from tests import agents

pytestmark = pytest.mark.django_db
SMALL = ("--mediators", "2", "--encounters", "14", "--workshops", "2")


@pytest.fixture(autouse=True)
def clock() -> object:
    with time_machine.travel(dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC), tick=False):
        yield


def test_it_writes_a_week_and_prints_a_link_that_opens_it_once(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["demo-week", *SMALL]) == 0
    told = capsys.readouterr()
    assert "2 mediators" in told.err and "14 encounters" in told.err
    secret = told.out.strip().rstrip("/").rsplit("/", 1)[1]
    at = dt.datetime(2026, 11, 24, 12, 10, tzinfo=dt.UTC)
    assert operations.sign_in_by_link(secret=secret, device="", at=at).is_complete
    with pytest.raises(operations.NotOpened):
        operations.sign_in_by_link(secret=secret, device="", at=at)
    many = Organisation.objects.count()
    assert main(["demo-week"]) == 0 and Organisation.objects.count() == many, "the same week, another link"
    assert main(["demo-week", "--remove"]) == 0
    assert not Organisation.objects.exists() and not Account.objects.exists()


def test_a_database_where_somebody_has_an_account_is_refused_unless_forced(
    capsys: pytest.CaptureFixture[str],
) -> None:
    cast = agents.play()
    Organisation.objects.update(is_fictional=False)
    assert main(["demo-week", *SMALL]) == 2
    told = capsys.readouterr()
    assert "8 real account(s)" in told.err and not told.out and not demonstration.is_there()
    assert main(["demo-week", "--force", *SMALL]) == 0
    assert main(["demo-week", "--remove"]) == 0
    assert Account.objects.count() == 8 and Organisation.objects.filter(pk=cast.ours).exists()
