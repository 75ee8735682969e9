"""The journal: the database refuses to change a line, whoever asks; old lines leave at the end of retention."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import DatabaseError, connection, transaction

from prevenance.people import operations
from prevenance.people.models import Entry

AT = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)


@pytest.mark.django_db
def test_even_bare_sql_does_not_change_a_line() -> None:
    operations.record(by=1, at=AT, verb="created", kind="organisation", object_id=7)
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE people_entry SET actor_id = 2")
    assert Entry.objects.get().actor_id == 1


@pytest.mark.django_db
def test_lines_leave_at_the_end_of_their_retention_only() -> None:
    for years in (4, 2):
        operations.record(
            by=1, at=AT - dt.timedelta(days=365 * years), verb="created", kind="organisation", object_id=years
        )
    assert operations.tidy(at=AT)["journal"] == 1
    assert Entry.objects.get().object_id == "2"
