"""Every record that was there makes a place of its own, under the address that the place already had."""

from typing import Any

from django.db import migrations

_SAME = (
    "id, source, kind, name, address, postal_code, commune_code, commune_name, latitude, longitude,"
    " is_position_approximate, phone, email, website, booking, opening_hours, opening_words, wheelchair,"
    " accessibility_page, fees, description, organisation, siret, finess, legal_finess, content_on, is_fictional"
)


def _make_places(apps: Any, schema_editor: Any) -> None:
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO offer_place ({_SAME}, has_closed, origins)"  # noqa: S608 - constants
            f" SELECT {_SAME}, %s, %s FROM offer_record",
            [False, "{}"],
        )
        cursor.execute("INSERT INTO offer_placekind (place_id, kind) SELECT id, kind FROM offer_record")
        cursor.execute("UPDATE offer_record SET place_id = id")


def _forget_places(apps: Any, schema_editor: Any) -> None:
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("UPDATE offer_record SET place_id = NULL")
        for table in ("offer_placeact", "offer_placekind", "offer_placemoved", "offer_place"):
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608 - constants


class Migration(migrations.Migration):
    dependencies = [("offer", "0003_places")]
    operations = [migrations.RunPython(_make_places, _forget_places)]
