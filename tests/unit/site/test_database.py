"""Which database a site uses: the one that its operator named, SQLite otherwise."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from prevenance.site import database

FOLDER = Path("somewhere")


def test_without_a_word_of_the_operator_it_is_sqlite_in_the_folder_of_data() -> None:
    given = database.configured("", FOLDER)
    assert (given["ENGINE"], given["NAME"]) == ("django.db.backends.sqlite3", FOLDER / "prevenance.sqlite3")
    assert given["OPTIONS"]["transaction_mode"] == "IMMEDIATE"  # what reads before it writes never fails at once


def test_an_address_gives_every_part_decoded() -> None:
    given = database.configured(
        "postgresql://the%40user:p%2Fw%3A@db.exemple.test:5433/the_site?sslmode=require", FOLDER
    )
    expected = ("the_site", "the@user", "p/w:", "db.exemple.test", "5433")
    assert tuple(given[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT")) == expected
    assert given["OPTIONS"] == {"sslmode": "require"}


@pytest.mark.parametrize(
    "url", ["mysql://db/site", "postgresql://db", "postgresql://db:port/site", "postgresql://db/a/b", "site"]
)
def test_what_is_no_address_is_refused_without_its_password(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="PREVENANCE_DATABASE") as refused:
        database.configured(url.replace("//", "//user:secret@"), FOLDER)
    assert "secret" not in str(refused.value)
