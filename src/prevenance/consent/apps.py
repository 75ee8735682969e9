"""Consents: what people agreed to, their own page, and how long things are kept."""

from __future__ import annotations

from pathlib import Path

from django.apps import AppConfig

CHOICES = Path(__file__).parent / "choices"


class ConsentRoom(AppConfig):
    name = "prevenance.consent"
    verbose_name = "Consent"

    def ready(self) -> None:
        # The kit's registries know no room: what this one holds, hears, shows and keeps is declared here.
        from prevenance.consent.operations import consents
        from prevenance.consent.personal_data import HOLDER
        from prevenance.kit import consents as kit
        from prevenance.kit import journal_words, personal_data

        personal_data.declare(HOLDER)
        journal_words.declare(CHOICES / "journal.yaml")
        kit.keep(consents.keep)
