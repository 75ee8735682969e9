"""Numbers declared for a campaign: how many acted, how large the audience is."""

from __future__ import annotations

from typing import Any, ClassVar

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q

MOST = 100_000_000


def _noted() -> list[tuple[str, Any]]:
    return [
        ("source", models.CharField(max_length=120)),
        ("as_of", models.DateField()),
        ("noted_at", models.DateTimeField()),
        ("removed_at", models.DateTimeField(null=True)),
        (
            "noted_by",
            models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.account"
            ),
        ),
    ]


def _of(name: str) -> list[tuple[str, Any]]:
    return [
        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
        ("operation", models.UUIDField(unique=True)),
        (
            "campaign",
            models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name=name, to="campaigns.campaign"),
        ),
    ]


class Migration(migrations.Migration):
    dependencies: ClassVar = [("campaigns", "0006_designs"), ("people", "0005_outbox")]
    operations: ClassVar = [
        migrations.CreateModel(
            name="DeclaredAudience",
            fields=[*_of("audiences"), ("people", models.PositiveIntegerField()), *_noted()],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(people__gte=1, people__lte=MOST) & ~Q(source=""), name="campaigns_audience_is_said"
                    )
                ]
            },
        ),
        migrations.CreateModel(
            name="DeclaredCount",
            fields=[
                *_of("declared_counts"),
                ("act", models.CharField(max_length=30)),
                ("first_on", models.DateField()),
                ("last_on", models.DateField()),
                ("acted", models.PositiveIntegerField()),
                ("asked", models.PositiveIntegerField(null=True)),
                ("missing", models.PositiveIntegerField(default=0)),
                *_noted(),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(last_on__gte=F("first_on")) & Q(as_of__gte=F("last_on")),
                        name="campaigns_declared_days",
                    ),
                    models.CheckConstraint(
                        condition=Q(acted__lte=MOST)
                        & (
                            Q(asked__isnull=True, missing=0)
                            | Q(asked__isnull=False, asked__gte=F("acted") + F("missing"), asked__lte=MOST)
                        ),
                        name="campaigns_declared_adds_up",
                    ),
                    models.CheckConstraint(condition=~Q(source=""), name="campaigns_declared_has_a_source"),
                ]
            },
        ),
    ]
