"""Relays' and influencers' links, partnerships, posts, corrections, visits counted."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("campaigns", "0002_campaigns"),
        ("mediation", "0007_coordination"),
        ("people", "0005_outbox"),
    ]
    operations: ClassVar = [
        migrations.CreateModel(
            name="Correction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("operation", models.UUIDField(unique=True)),
                ("words", models.JSONField()),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.account"
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="corrections", to="campaigns.message"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Link",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("short", models.CharField(max_length=12, unique=True)),
                ("operation", models.UUIDField(unique=True)),
                ("secret_digest", models.CharField(blank=True, db_index=True, max_length=64)),
                ("made_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
                ("is_fictional", models.BooleanField(default=False)),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="links", to="campaigns.campaign"
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.account"
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="links", to="campaigns.message"
                    ),
                ),
                (
                    "relay",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="mediation.relay"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="LinkPost",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("operation", models.UUIDField(unique=True)),
                ("address", models.CharField(max_length=500)),
                ("posted_on", models.DateField()),
                ("text", models.TextField()),
                ("shows_mention", models.BooleanField()),
                ("file", models.BinaryField(null=True)),
                ("file_kind", models.CharField(blank=True, max_length=10)),
                ("file_digest", models.CharField(blank=True, max_length=64)),
                ("note", models.CharField(blank=True, max_length=500)),
                ("noted_at", models.DateTimeField()),
                (
                    "link",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="posts", to="campaigns.link"
                    ),
                ),
                (
                    "noted_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.account"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Partner",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("operation", models.UUIDField(unique=True)),
                ("name", models.CharField(max_length=80)),
                ("account", models.CharField(blank=True, max_length=300)),
                ("contact", models.BinaryField(null=True)),
                ("reach", models.PositiveIntegerField(null=True)),
                ("reach_source", models.CharField(blank=True, max_length=120)),
                ("reach_on", models.DateField(null=True)),
                ("made_at", models.DateTimeField()),
                ("gone_at", models.DateTimeField(null=True)),
                ("is_fictional", models.BooleanField(default=False)),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.account"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.organisation"
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="link",
            name="partner",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="links", to="campaigns.partner"
            ),
        ),
        migrations.CreateModel(
            name="PostClaim",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("operation", models.UUIDField(unique=True)),
                ("words", models.CharField(max_length=500)),
                ("verdict", models.CharField(max_length=10)),
                ("version", models.PositiveIntegerField()),
                ("noted_at", models.DateTimeField()),
                (
                    "noted_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.account"
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="claims", to="campaigns.linkpost"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="VisitCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("band", models.CharField(max_length=10)),
                ("label", models.CharField(max_length=15)),
                ("rule", models.CharField(blank=True, max_length=40)),
                ("many", models.PositiveIntegerField(default=0)),
                (
                    "link",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="visits", to="campaigns.link"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Exposure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("operation", models.UUIDField(unique=True)),
                ("low", models.PositiveIntegerField()),
                ("high", models.PositiveIntegerField()),
                ("source", models.CharField(max_length=120)),
                ("said_on", models.DateField()),
                ("noted_at", models.DateTimeField()),
                (
                    "noted_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.account"
                    ),
                ),
                (
                    "link",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="exposures", to="campaigns.link"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("high__gte", models.F("low")), ("high__lte", 100000000)),
                        name="campaigns_exposure_between",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CorrectionNotice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("channel", models.CharField(blank=True, max_length=10)),
                ("read_at", models.DateTimeField(null=True)),
                (
                    "correction",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="notices", to="campaigns.correction"
                    ),
                ),
                (
                    "read_said_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.account"
                    ),
                ),
                (
                    "link",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="notices", to="campaigns.link"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("correction", "link"), name="campaigns_notice_once")],
            },
        ),
        migrations.CreateModel(
            name="LinkPartnership",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("operation", models.UUIDField(unique=True)),
                ("kind", models.CharField(max_length=10)),
                ("cents", models.PositiveIntegerField(null=True)),
                ("given", models.CharField(blank=True, max_length=200)),
                ("payer", models.CharField(blank=True, max_length=120)),
                ("contract_on", models.DateField(null=True)),
                ("noted_at", models.DateTimeField()),
                (
                    "link",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="partnerships", to="campaigns.link"
                    ),
                ),
                (
                    "noted_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.account"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind", "unpaid"),
                            models.Q(
                                ("cents__isnull", False),
                                ("kind__in", ["gift", "paid"]),
                                ("contract_on__isnull", False),
                                models.Q(("payer", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="campaigns_partnership_is_whole",
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="partner",
            constraint=models.CheckConstraint(
                condition=models.Q(("gone_at__isnull", True), ("contact__isnull", True), _connector="OR"),
                name="campaigns_partner_gone_is_erased",
            ),
        ),
        migrations.AddConstraint(
            model_name="partner",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("reach__isnull", True),
                    models.Q(("reach_on__isnull", False), models.Q(("reach_source", ""), _negated=True)),
                    _connector="OR",
                ),
                name="campaigns_partner_reach_is_dated",
            ),
        ),
        migrations.AddConstraint(
            model_name="link",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("partner__isnull", False), ("relay__isnull", True)),
                    models.Q(("partner__isnull", True), ("relay__isnull", False)),
                    _connector="OR",
                ),
                name="campaigns_link_of_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="link",
            constraint=models.UniqueConstraint(
                fields=("campaign", "message", "relay"), name="campaigns_link_relay_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="link",
            constraint=models.UniqueConstraint(
                fields=("campaign", "message", "partner"), name="campaigns_link_partner_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="postclaim",
            constraint=models.CheckConstraint(
                condition=models.Q(("verdict__in", ["absent", "does_not", "matches"])), name="campaigns_claim_verdict"
            ),
        ),
        migrations.AddConstraint(
            model_name="visitcount",
            constraint=models.UniqueConstraint(
                fields=("link", "day", "band", "label", "rule"), name="campaigns_visits_once"
            ),
        ),
    ]
