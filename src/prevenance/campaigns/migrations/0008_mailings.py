"""Who asked for prevention messages, and mailings of a campaign."""

from __future__ import annotations

import uuid
from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models


def _to(what: str, *, null: bool = False) -> models.ForeignKey:  # type: ignore[type-arg]
    return models.ForeignKey(null=null, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=what)


class Migration(migrations.Migration):
    dependencies: ClassVar = [("campaigns", "0007_measure"), ("people", "0005_outbox")]
    operations: ClassVar = [
        migrations.CreateModel(
            name="Subscription",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("operation", models.UUIDField(null=True, unique=True)),
                ("organisation", _to("people.organisation")),
                ("commune_code", models.CharField(blank=True, max_length=5)),
                ("channel", models.CharField(max_length=10)),
                ("contact", models.BinaryField()),
                ("address_digest", models.CharField(max_length=32)),
                ("language", models.CharField(default="fr", max_length=5)),
                ("year_most", models.PositiveSmallIntegerField()),
                ("puts", models.JSONField(default=dict)),
                ("agreed_words", models.CharField(max_length=20)),
                ("means", models.CharField(max_length=12)),
                ("asked_at", models.DateTimeField()),
                ("confirm_before", models.DateTimeField()),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("confirmed_by", _to("people.account", null=True)),
                ("ends_on", models.DateField()),
                ("end_told_at", models.DateTimeField(null=True)),
                ("link_digest", models.CharField(max_length=64, unique=True)),
                ("code_digest", models.CharField(max_length=64, unique=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["organisation", "channel", "id"], name="campaigns_subscription_walk"),
                    models.Index(fields=["address_digest"], name="campaigns_subscription_address"),
                    models.Index(fields=["ends_on"], name="campaigns_subscription_ends"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("channel__in", ["sms", "email", "letter"])),
                        name="campaigns_subscription_has_a_channel",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Mailing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("operation", models.UUIDField(unique=True)),
                ("campaign", _to("campaigns.campaign")),
                ("message", _to("campaigns.message")),
                ("channel", models.CharField(max_length=10)),
                ("communes", models.JSONField(default=list)),
                ("due_at", models.DateTimeField()),
                ("state", models.CharField(default="draft", max_length=10)),
                ("publication", _to("campaigns.campaignpublication", null=True)),
                ("made_at", models.DateTimeField()),
                ("made_by", _to("people.account")),
                ("tried_at", models.DateTimeField(null=True)),
                ("planned_at", models.DateTimeField(null=True)),
                ("planned_by", _to("people.account", null=True)),
                ("stopped_at", models.DateTimeField(null=True)),
                ("stopped_by", _to("people.account", null=True)),
                ("cursor", models.CharField(blank=True, max_length=50)),
                ("put_at", models.DateTimeField(null=True)),
                ("put_many", models.PositiveIntegerField(default=0)),
                ("held_many", models.PositiveIntegerField(default=0)),
                ("missed_many", models.PositiveIntegerField(default=0)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["state", "due_at"], name="campaigns_mailing_due"),
                    models.Index(fields=["campaign", "due_at"], name="campaigns_mailing_of"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("channel__in", ["sms", "email", "letter"])),
                        name="campaigns_mailing_has_a_channel",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["draft", "planned", "stopped"])),
                        name="campaigns_mailing_state",
                    ),
                ],
            },
        ),
    ]
