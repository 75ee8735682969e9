"""The site's key: made once, kept for its owner only; given by the environment, never written."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from prevenance.site import secrets


@pytest.fixture(autouse=True)
def nothing_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PREVENANCE_SECRET_KEY", raising=False)


def test_the_key_is_made_once_and_read_by_its_owner_only(tmp_path: Path) -> None:
    first = secrets.site_key(tmp_path / "data")
    assert secrets.site_key(tmp_path / "data") == first
    assert len(first) >= 64  # 50 random bytes
    assert stat.S_IMODE((tmp_path / "data" / "secret.key").stat().st_mode) == 0o600


def test_two_sites_never_have_the_same_key(tmp_path: Path) -> None:
    assert secrets.site_key(tmp_path / "one") != secrets.site_key(tmp_path / "other")


def test_a_key_given_by_the_environment_is_never_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PREVENANCE_SECRET_KEY", "given by a vault")
    assert secrets.site_key(tmp_path) == "given by a vault"
    assert list(tmp_path.iterdir()) == []
