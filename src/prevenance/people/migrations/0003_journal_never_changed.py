"""The database itself refuses to change a line of the journal. Removing old ones stays possible: retention ends.

SQLite drops a trigger when a later migration remakes its table: tests/unit/people/test_journal.py sees it.
"""

from typing import Any

from django.db import migrations

SQLITE = """
CREATE TRIGGER people_entry_never_changed BEFORE UPDATE ON people_entry
BEGIN SELECT RAISE(ABORT, 'a line of the journal is never changed'); END
"""
POSTGRESQL = """
CREATE FUNCTION people_entry_never_changed() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'a line of the journal is never changed'; END $$;
CREATE TRIGGER people_entry_never_changed BEFORE UPDATE ON people_entry
FOR EACH ROW EXECUTE FUNCTION people_entry_never_changed();
"""


def add(apps: Any, schema_editor: Any) -> None:
    vendor = schema_editor.connection.vendor
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(SQLITE if vendor == "sqlite" else POSTGRESQL)


def remove(apps: Any, schema_editor: Any) -> None:
    with schema_editor.connection.cursor() as cursor:
        if schema_editor.connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER people_entry_never_changed")
        else:
            cursor.execute("DROP FUNCTION people_entry_never_changed() CASCADE")


class Migration(migrations.Migration):
    dependencies = [("people", "0002_persons")]

    operations = [migrations.RunPython(add, remove)]
