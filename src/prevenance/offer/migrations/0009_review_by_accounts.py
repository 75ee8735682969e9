"""Doubtful pairs are judged by accounts, who may not know; an import tells which rows it refused."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0001_accounts"), ("offer", "0008_corrected_commune")]

    operations = [
        migrations.AddField(
            model_name="pairdecision",
            name="account",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.account"
            ),
        ),
        migrations.AddField(
            model_name="pairdecision", name="operation", field=models.UUIDField(null=True, unique=True)
        ),
        migrations.RemoveConstraint(model_name="pairdecision", name="offer_decision_known"),
        migrations.AddConstraint(
            model_name="pairdecision",
            constraint=models.CheckConstraint(
                condition=models.Q(verdict__in=["same", "different", "unsure"]), name="offer_decision_known"
            ),
        ),
        migrations.CreateModel(
            name="RefusedRows",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("packed", models.BinaryField()),
                (
                    "import_run",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="refused_rows",
                        to="offer.importrun",
                    ),
                ),
            ],
        ),
    ]
