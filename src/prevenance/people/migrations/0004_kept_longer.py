"""A record may be kept longer, once, for a reason."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0003_journal_never_changed"),
    ]

    operations = [
        migrations.AddField(
            model_name="person",
            name="kept_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="person", name="kept_reason", field=models.CharField(blank=True, max_length=20, default="")
        ),
        migrations.AddField(model_name="person", name="kept_until", field=models.DateField(null=True)),
        migrations.AlterField(
            model_name="person", name="kept_reason", field=models.CharField(blank=True, max_length=20)
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kept_by__isnull", True), ("kept_reason", ""), ("kept_until__isnull", True)),
                    models.Q(
                        ("kept_by__isnull", False),
                        ("kept_until__isnull", False),
                        models.Q(("kept_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="people_person_kept_for_a_reason",
            ),
        ),
    ]
