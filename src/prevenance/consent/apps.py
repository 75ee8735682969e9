"""Consents: what people agreed to, their own page, and how long things are kept."""

from __future__ import annotations

from pathlib import Path

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

CHOICES = Path(__file__).parent / "choices"


class ConsentRoom(AppConfig):
    name = "prevenance.consent"
    verbose_name = "Consent"

    def ready(self) -> None:
        # The kit's registries know no room: what this one holds, hears, shows and keeps is declared here.
        from prevenance.consent.operations import consents
        from prevenance.consent.personal_data import HOLDER
        from prevenance.consent.presenters import person_page as section
        from prevenance.kit import agents, journal_words, person_page, personal_data
        from prevenance.kit import consents as kit

        personal_data.declare(HOLDER)
        journal_words.declare(CHOICES / "journal.yaml")
        kit.keep(consents.keep)
        person_page.add("consents", section.section, order=90)
        words = _("Records, consents and links that end or closed: whom to see again.")
        agents.add_door(agents.Door("follow_persons", "consent:ends", _("What ends soon"), words, "shield", order=80))
