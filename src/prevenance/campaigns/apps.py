"""Campaigns: messages, channels, relays and influencers, reminders, honest measure."""

from __future__ import annotations

from pathlib import Path

from django.apps import AppConfig


class Campaigns(AppConfig):
    name = "prevenance.campaigns"
    verbose_name = "Campaigns"

    def ready(self) -> None:
        # The agents' home page knows no room: each signs up its doors.
        from django.utils.translation import gettext_lazy as _

        from prevenance.kit import agents, journal_words

        choices = Path(__file__).parent / "choices"
        journal_words.declare(choices / "journal_messages.yaml")
        journal_words.declare(choices / "journal_campaigns.yaml")
        journal_words.declare(choices / "journal_links.yaml")
        label, hint = _("Prevention messages"), _("Write them with help, have them reviewed and tried, publish them.")
        told, about = _("Campaigns"), _("The health year, a goal, kits to print, what it costs.")
        agents.add_door(agents.Door("run_campaigns", "campaigns:campaigns", told, about, "calendar", 72))
        agents.add_door(agents.Door("write_messages", "campaigns:messages", label, hint, "conversation", 70))
        from prevenance.campaigns.choices import reminders as words
        from prevenance.campaigns.operations import reminders
        from prevenance.people.operations import outbox, outbox_by_hand
        from prevenance.people.presenters import stops

        journal_words.declare(choices / "journal_reminders.yaml")
        outbox_by_hand.on_stop(words.PURPOSE, reminders.stopped)
        outbox_by_hand.on_stop(words.ASKING, reminders.stopped)
        stops.say(words.PURPOSE, "campaigns/stop_reminders.html")
        stops.say(words.ASKING, "campaigns/stop_reminders.html")
        label, hint = _("Messages asked for: yes or no"), _("By call and by letter: note the answer that you heard.")
        agents.add_door(agents.Door("send_messages", "campaigns:reminders-waiting", label, hint, "phone", 15))
        from prevenance.campaigns.choices import mailings
        from prevenance.campaigns.operations import putting, subscriptions

        journal_words.declare(choices / "journal_mailings.yaml")
        outbox.by_record(mailings.PURPOSE, putting.moved)
        outbox_by_hand.on_stop(mailings.PURPOSE, subscriptions.stopped)
        outbox_by_hand.on_stop(mailings.ASKING, subscriptions.stopped)
        stops.say(mailings.PURPOSE, "campaigns/stop_messages.html")
        stops.say(mailings.ASKING, "campaigns/stop_messages.html")
        stops.say(mailings.TRY, "campaigns/stop_tries.html")
        label, hint = _("Note a yes to prevention messages"), _("For somebody who is here with you.")
        agents.add_door(agents.Door("send_messages", "campaigns:subscription-note", label, hint, "conversation", 62))
        from prevenance.campaigns.presenters import relay_links
        from prevenance.mediation.presenters import relay_sections

        relay_sections.add("links", relay_links.section)
        label, hint = _("Links of relays and influencers"), _("Give each a link and a kit, declare, see who came.")
        agents.add_door(agents.Door("run_campaigns", "campaigns:links", label, hint, "people", 74))
