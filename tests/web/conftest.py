"""One page at a time: a client, a day that does not move, and someone to answer."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from prevenance.plans.forms.state import State

ADDRESSES = itertools.count(1)
NOON = dt.datetime(2026, 11, 23, 11, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def visitor() -> Client:
    """From an address of its own, so that no test uses up the patience of another."""
    address = f"2001:db8::{next(ADDRESSES):x}"
    return Client(headers={"host": "localhost", "sec-fetch-site": "same-origin"}, REMOTE_ADDR=address)


@pytest.fixture
def claire() -> State:
    """A woman of 65, invented, who has answered a little."""
    answers = {"birth_date": "1961-04-09", "sex": "female", "mammogram": "2025-06-01", "colorectal_test": "never"}
    return State(False, answers, ("birth_date", "sex", "exams"), "02691")
