"""What was a place becomes a record: what one source says. Its constraints are made again under their new names."""

from django.db import migrations

OLD = ("once_a_source", "kind_known", "access_known", "on_earth", "has_a_name", "phone_e164", "fiction_is_marked")


class Migration(migrations.Migration):
    dependencies = [("offer", "0001_first")]

    operations = [
        *(migrations.RemoveConstraint("place", f"offer_place_{name}") for name in OLD),
        migrations.RemoveIndex("place", "offer_place_kind"),
        migrations.RemoveIndex("place", "offer_place_commune"),
        migrations.RemoveConstraint("service", "offer_service_once_a_place"),
        migrations.RenameModel("Place", "Record"),
        migrations.RenameField("service", "place", "record"),
    ]
