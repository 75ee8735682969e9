"""Campaigns: messages, channels, relays and influencers, reminders, honest measure."""

from __future__ import annotations

from django.apps import AppConfig


class Campaigns(AppConfig):
    name = "prevenance.campaigns"
    verbose_name = "Campaigns"
