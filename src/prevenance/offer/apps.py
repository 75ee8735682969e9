"""The offer signs up the readers of its importers when Django starts."""

from pathlib import Path

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Offer(AppConfig):
    name = "prevenance.offer"
    verbose_name = "Offer"

    def ready(self) -> None:
        # Operations read any source without knowing the readers, which live upstairs: they sign up here.
        from prevenance.kit import agents, journal_words
        from prevenance.offer import importers

        importers.sign_up()
        journal_words.declare(Path(__file__).with_name("choices") / "journal.yaml")
        words, hint = _("Places: what to look after"), _("Duplicates, mistakes reported, corrections, imports.")
        agents.add_door(agents.Door("review_offer", "offer:upkeep", words, hint, "place", 60))
