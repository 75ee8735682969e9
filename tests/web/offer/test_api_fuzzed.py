"""The read API asked everything that its document allows, and what it does not: never a crash, always as documented."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core import signals
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings

from prevenance.kit.limits import Buckets
from prevenance.offer.api import answers
from tests.unit.offer.published_examples import several_sources

schemathesis = pytest.importorskip("schemathesis")
positive_data_acceptance = pytest.importorskip("schemathesis.specs.openapi.checks").positive_data_acceptance
pytestmark = pytest.mark.django_db
# A schema cannot say that a commune must exist, nor that `near` and `bbox` exclude each other.
NOT_CHECKED = [positive_data_acceptance]


@pytest.fixture
def described(db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    application = get_wsgi_application()  # not `site.wsgi`, which opens the window of visits: a thread that would go on
    monkeypatch.setattr(answers, "BUCKETS", Buckets(burst=1_000_000, per_minute=1_000_000))
    several_sources(tmp_path)
    # As Django's own client does: between two visits, the server would give back the connection of the test.
    told = (signals.request_started, signals.request_finished)
    for one in told:
        one.disconnect(close_old_connections)
    yield schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    for one in told:
        one.connect(close_old_connections)


@pytest.mark.parametrize("mode", ["positive", "negative"])
def test_whatever_is_asked_the_answer_is_as_documented(described: Any, mode: str) -> None:
    asked: dict[str, set[int]] = {}
    for found in described.get_all_operations():
        operation = found.ok()
        try:
            strategy = operation.as_strategy(generation_mode=schemathesis.GenerationMode(mode))
        except Exception as nothing:  # an address without parameters cannot be asked wrongly
            assert mode == "negative", nothing
            continue

        @settings(
            max_examples=20, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck)
        )
        @given(case=strategy)
        def asks(case: Any) -> None:
            response = case.call_and_validate(headers={"Accept-Encoding": "identity"}, excluded_checks=NOT_CHECKED)
            asked.setdefault(case.path, set()).add(response.status_code)

        asks()
    assert 200 in asked["/places"] if mode == "positive" else 400 in asked["/places"]
