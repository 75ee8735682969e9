"""The program that sends outlives a database that refuses for a while."""

from __future__ import annotations

import argparse
import os
import signal
from collections.abc import Iterator

import pytest
from django.db import OperationalError

from prevenance.campaigns.operations import visits
from prevenance.site import serve_command, tick_command

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def hearing() -> Iterator[None]:
    before = signal.getsignal(signal.SIGTERM)
    yield
    signal.signal(signal.SIGTERM, before)


@pytest.mark.parametrize("every", [1, 0])
def test_it_tries_again_where_it_runs_for_long_and_tells_where_it_runs_once(
    every: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    passes = []

    def sweep(**_: object) -> None:
        passes.append(1)
        if len(passes) == 1:
            raise OperationalError("SECRET: the database system is starting up")
        os.kill(os.getpid(), signal.SIGTERM)

    monkeypatch.setattr(visits, "sweep", sweep)
    monkeypatch.setattr(serve_command, "migrate_database", lambda: None)
    arguments = argparse.Namespace(every=every, beside=0)
    if not every:
        with pytest.raises(OperationalError):
            tick_command.tick(arguments)
        return
    assert tick_command.tick(arguments) == 0
    told = capsys.readouterr().err
    assert len(passes) == 2 and "tried again" in told and "SECRET" not in told
