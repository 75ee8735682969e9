"""People: the accounts of those who help, their organisations, and the people helped."""

from __future__ import annotations

from pathlib import Path

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class People(AppConfig):
    name = "prevenance.people"
    verbose_name = "People"

    def ready(self) -> None:
        # The kit's pages for agents know no account: the gate signs up here, once the tables are known.
        from prevenance.kit import agents, consents, journal_words, personal_data, retention
        from prevenance.people.choices import kept
        from prevenance.people.forms import session_cookie
        from prevenance.people.operations.outbox import withdraw_of_person
        from prevenance.people.personal_data import MESSAGES

        agents.sign_up(session_cookie.gate)
        for kind in (kept.JOURNAL, kept.SITE_MESSAGES, kept.MESSAGES):
            retention.declare(kind)
        journal_words.declare(Path(__file__).parent / "choices" / "journal.yaml")
        personal_data.declare(MESSAGES)
        consents.listen(consents.Listener("messages", withdrawn=withdraw_of_person))
        agents.add_door(
            agents.Door(
                "follow_persons",
                "people:persons",
                _("Find a person"),
                _("Someone you follow, or someone new."),
                order=10,
            )
        )
        words, hint = _("Messages to people"), _("Those to send by hand, and those which did not reach anybody.")
        agents.add_door(agents.Door("send_messages", "people:messages", words, hint, "paper", 60))
