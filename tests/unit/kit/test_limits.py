"""Rate limits and the refusal of cross-site requests, apart from any page."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import RequestFactory

from prevenance.kit import limits, origin

NOON = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)


def later(seconds: float) -> dt.datetime:
    return NOON + dt.timedelta(seconds=seconds)


def test_a_burst_passes_then_one_waits_the_time_of_one_token() -> None:
    buckets = limits.Buckets(burst=3, per_minute=6)
    assert [buckets.wait(b"a", at=NOON) for _ in range(4)] == [0, 0, 0, 10]
    assert buckets.wait(b"a", at=later(9)) == 1
    assert buckets.wait(b"a", at=later(11)) == 0


def test_one_visitor_does_not_use_up_the_tokens_of_another() -> None:
    buckets = limits.Buckets(burst=1, per_minute=1)
    assert (buckets.wait(b"a", at=NOON), buckets.wait(b"b", at=NOON)) == (0, 0)


def test_a_clock_set_back_gives_nothing_and_blocks_nobody_for_ever() -> None:
    buckets = limits.Buckets(burst=1, per_minute=60)
    assert buckets.wait(b"a", at=NOON) == 0
    assert buckets.wait(b"a", at=later(-3600)) == 1
    assert buckets.wait(b"a", at=later(-3598)) == 0


def test_memory_is_bounded_the_visitor_seen_longest_ago_goes_first() -> None:
    buckets = limits.Buckets(burst=1, per_minute=1, most=2)
    for visitor in (b"a", b"b", b"c"):
        buckets.wait(visitor, at=NOON)
    assert buckets.wait(b"c", at=NOON) > 0
    assert buckets.wait(b"a", at=NOON) == 0


def test_a_visitor_is_a_digest_which_changes_with_the_day() -> None:
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.7")
    today, tomorrow = limits.visitor(request, on=NOON.date()), limits.visitor(request, on=later(86400).date())
    assert today != tomorrow
    assert b"192" not in today


@pytest.mark.parametrize(
    ("hops", "expected"), [(0, "127.0.0.1"), (1, "198.51.100.9"), (2, "192.0.2.7"), (3, "127.0.0.1")]
)
def test_forwarded_addresses_are_believed_only_behind_our_own_proxies(settings, hops: int, expected: str) -> None:  # type: ignore[no-untyped-def]
    settings.TRUSTED_PROXIES = hops
    request = RequestFactory().get("/", HTTP_X_FORWARDED_FOR="192.0.2.7, 198.51.100.9")
    assert limits.address(request) == expected


@pytest.mark.parametrize(
    ("method", "site", "sent", "foreign"),
    [
        ("GET", "cross-site", "https://other.example", False),
        ("POST", "same-origin", "null", False),
        ("POST", "none", "", False),
        ("POST", "cross-site", "null", True),
        ("POST", "same-site", "https://www.prevention.example", True),
        ("POST", "", "https://prevention.example", False),
        ("POST", "", "https://PREVENTION.example", False),
        ("POST", "", "https://other.example", True),
        ("POST", "", "https://prevention.example.other.example", True),
        ("POST", "", "null", False),
        ("POST", "", "", False),
    ],
)
def test_what_writes_from_another_site_is_foreign(method: str, site: str, sent: str, foreign: bool) -> None:
    assert origin.is_foreign(method, site=site, origin=sent, host="prevention.example") is foreign
