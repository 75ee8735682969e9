"""Campaigns: messages, channels, relays and influencers, reminders, honest measure."""

from __future__ import annotations

from pathlib import Path

from django.apps import AppConfig


class Campaigns(AppConfig):
    name = "prevenance.campaigns"
    verbose_name = "Campaigns"

    def ready(self) -> None:
        from prevenance.kit import journal_words

        choices = Path(__file__).parent / "choices"
        journal_words.declare(choices / "journal_messages.yaml")
