"""Mediation: encounters, workshops, and the figures that they give."""

from __future__ import annotations

from pathlib import Path

from django.apps import AppConfig


class Mediation(AppConfig):
    name = "prevenance.mediation"
    verbose_name = "Mediation"

    def ready(self) -> None:
        # The agents' home page knows no room: each signs up its doors.
        from django.utils.translation import gettext_lazy as _

        from prevenance.kit import agents, consents, journal_words, person_page, personal_data, retention
        from prevenance.mediation.choices import kept, reminder_rules
        from prevenance.mediation.operations import handovers, reminders
        from prevenance.mediation.personal_data import APPOINTMENTS, HANDOVERS, HOLDER, PATHS, SEATS
        from prevenance.mediation.presenters import agenda, day_messages, person_sections
        from prevenance.people.presenters import stops

        journal_words.declare(Path(__file__).parent / "choices" / "journal.yaml")
        retention.declare(kept.NOTES)
        retention.declare(kept.APPOINTMENTS)
        retention.declare(kept.HANDOVERS)
        person_page.add("appointments", person_sections.appointments_of, order=10)
        person_page.add("encounters", person_sections.encounters_of, order=20)
        person_page.add("workshops", person_sections.workshops_of, order=25)
        person_page.add("paths", person_sections.paths_of, order=30)
        person_page.add("handovers", person_sections.handovers_of, order=40)
        agenda.add("workshops", person_sections.workshops_of_the_day, order=10)
        agenda.add("handovers", person_sections.handovers_of_the_day, order=30)
        agenda.add("messages", day_messages.section, order=20)
        consents.listen(consents.Listener("appointments", withdrawn=reminders.withdrawn))
        consents.listen(consents.Listener("handovers", withdrawn=handovers.withdrawn, ended=handovers.consent_ended))
        stops.say(reminder_rules.PURPOSE, "mediation/stop_reminders.html")
        personal_data.declare(HOLDER)
        personal_data.declare(APPOINTMENTS)
        personal_data.declare(HANDOVERS)
        personal_data.declare(PATHS)
        personal_data.declare(SEATS)
        mine, words = _("My day"), _("Today's appointments, those to come, who waits for a call.")
        agents.add_door(agents.Door("hold_appointments", "mediation:day", mine, words, "calendar", 5))
        quick, words = _("Note an encounter"), _("One screen, in less than a minute.")
        agents.add_door(agents.Door("note_encounters", "mediation:note", quick, words, "conversation", 10))
        words, hint = _("Workshops"), _("Announce them, keep their list, note them.")
        agents.add_door(agents.Door("hold_workshops", "mediation:workshops", words, hint, "people", 20))
        told, words = _("Figures"), _("For you and for the funder: on screen, in a file, by a link.")
        agents.add_door(agents.Door("see_figures", "mediation:figures", told, words, "paper", 30))
        words = _("Mon espace santé: people accompanied")
        hint = _("Where everyone stands, and whom to ask today.")
        agents.add_door(agents.Door("follow_persons", "mediation:paths", words, hint, "shield", 40))
        words, hint = _("Hand-overs"), _("To whom, for what, and who answered: with the person's agreement.")
        agents.add_door(agents.Door("hand_over", "mediation:handovers", words, hint, "hands", 45))
        words, hint = _("Coordination"), _("Meetings of professionals, events, partnerships, tags of the team.")
        agents.add_door(agents.Door("coordinate", "mediation:coordination", words, hint, "people", 60))
        relays, about = (
            _("Relays"),
            _("Who asks to become one, trainings, charters, and what they say to have reached."),
        )
        agents.add_door(agents.Door("supervise_relays", "mediation:relays", relays, about, "people", 50))
