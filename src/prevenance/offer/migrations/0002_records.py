"""What was a place becomes a record: what one source says. Its constraints are made again under their new names."""

from typing import Any

from django.db import migrations

OLD = ("once_a_source", "kind_known", "access_known", "on_earth", "has_a_name", "phone_e164", "fiction_is_marked")


def _rename_indexes(apps: Any, schema_editor: Any) -> None:
    """PostgreSQL leaves a renamed table its old indexes, whose names the new table of places asks for."""
    if schema_editor.connection.vendor != "postgresql":
        return
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexname FROM pg_indexes WHERE schemaname = current_schema() AND tablename = 'offer_record'"
            " AND indexname LIKE 'offer\\_place\\_%'"
        )
        for (old,) in cursor.fetchall():
            new = old.replace("offer_place", "offer_record", 1)
            quoted = [schema_editor.quote_name(name) for name in (old, new)]
            cursor.execute("ALTER INDEX {} RENAME TO {}".format(*quoted))


class Migration(migrations.Migration):
    dependencies = [("offer", "0001_first")]

    operations = [
        *(migrations.RemoveConstraint("place", f"offer_place_{name}") for name in OLD),
        migrations.RemoveIndex("place", "offer_place_kind"),
        migrations.RemoveIndex("place", "offer_place_commune"),
        migrations.RemoveConstraint("service", "offer_service_once_a_place"),
        migrations.RenameModel("Place", "Record"),
        migrations.RenameField("service", "place", "record"),
        migrations.RunPython(_rename_indexes, migrations.RunPython.noop),
    ]
