"""The commune of a place may be corrected: a place may move."""

from django.db import migrations, models

FIELDS = (
    *("name", "address", "commune_code", "postal_code", "latitude", "longitude", "phone", "email", "website"),
    *("booking", "opening_hours", "opening_words", "wheelchair", "fees", "description", "acts", "has_closed"),
)


class Migration(migrations.Migration):
    dependencies = [("offer", "0007_outreaches")]

    operations = [
        migrations.RemoveConstraint(model_name="change", name="offer_change_field_known"),
        migrations.AddConstraint(
            model_name="change",
            constraint=models.CheckConstraint(condition=models.Q(field__in=FIELDS), name="offer_change_field_known"),
        ),
    ]
