"""Addresses of mediation: pages for all, relays' pages, and those of agents below the team's address."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import gettext_lazy as _

from prevenance.mediation.views import (
    coordination,
    encounters,
    feeds,
    figures,
    handover_links,
    handovers,
    lessons,
    paths,
    relay_team,
    relays,
    workshop_day,
    workshop_seats,
    workshops,
)

app_name = "mediation"
urlpatterns = [
    # Mon espace santé, practice, relays
    path(_("accompany/mon-espace-sante/"), paths.step_by_step, name="step-by-step"),
    path(_("accompany/practice/"), lessons.begin, {"name": lessons.PRACTICE}, name="practice"),
    path(_("accompany/practice/<slug:key>/"), lessons.lesson, {"name": lessons.PRACTICE}, name="practice-lesson"),
    path(_("accompany/become-a-relay/"), relays.apply, name="relay-apply"),
    path(_("accompany/become-a-relay/thanks/"), relays.applied, name="relay-applied"),
    path(_("relays/course/"), lessons.begin, {"name": lessons.COURSE}, name="course"),
    path(_("relays/course/<slug:key>/"), lessons.lesson, {"name": lessons.COURSE}, name="course-lesson"),
    path(_("relays/<slug:code>/"), relays.cards, name="relay-cards"),
    path(_("my-page-as-a-relay/<str:secret>/"), relays.own, name="relay-own"),
    path(_("team/mon-espace-sante/"), paths.paths, name="paths"),
    path(_("team/mon-espace-sante/<int:number>/"), paths.path, name="path"),
    path(_("team/relays/"), relay_team.relays, name="relays"),
    path(_("team/relays/<int:number>/"), relay_team.relay, name="relay"),
    path(_("team/relays/trainings/<int:number>/"), relay_team.training, name="training"),
    # workshops
    path(_("workshops/"), workshop_seats.near, name="workshops-near"),
    path(_("workshops/my-seat/"), workshop_seats.seat, name="workshop-seat"),
    path(_("workshops/<int:number>/"), workshop_seats.one_open, name="workshop-open"),
    path(_("workshops/<int:number>/calendar.ics"), workshop_seats.calendar, name="workshop-calendar"),
    path(_("team/workshops/"), workshops.workshops, name="workshops"),
    path(_("team/workshops/announce/"), workshops.announce, name="workshop-announce"),
    path(_("team/workshops/<int:number>/"), workshops.workshop, name="workshop"),
    path(_("team/workshops/<int:number>/change/"), workshops.change, name="workshop-change"),
    path(_("team/workshops/<int:number>/person/"), workshop_day.person, name="workshop-person"),
    path(_("team/workshops/<int:number>/sheet-to-sign/"), workshop_day.paper, name="workshop-paper"),
    path(_("team/workshops/<int:number>/who-came/"), workshop_day.who_came, name="workshop-came"),
    path(_("team/workshops/<int:number>/note/"), workshop_day.note, name="workshop-note"),
    # encounters
    path(_("team/encounters/"), encounters.encounters, name="encounters"),
    path(_("team/encounters/note/"), encounters.note, name="note"),
    path(_("team/encounters/<int:number>/"), encounters.encounter, name="encounter"),
    path(_("team/encounters/<int:number>/change/"), encounters.change, name="encounter-change"),
    path(_("team/encounters/<int:number>/remove/"), encounters.remove, name="encounter-remove"),
    path(_("team/encounters/<int:number>/undo/"), encounters.undo, name="encounter-undo"),
    # hand-overs
    path(_("team/hand-overs/"), handovers.handovers, name="handovers"),
    path(_("team/hand-overs/new/"), handovers.new, name="handover-new"),
    path(_("team/hand-overs/<uuid:number>/"), handovers.handover, name="handover"),
    path(_("team/hand-overs/<uuid:number>/link/"), handovers.link, name="handover-new-link"),
    path(_("team/hand-overs/<uuid:number>/withdraw/"), handovers.withdraw, name="handover-withdraw"),
    path(_("hand-over/<str:secret>/"), handover_links.received, name="handover-link"),
    path(_("team/encounters/<int:number>/prevention/"), encounters.signpost, name="encounter-signpost"),
    # coordination, tags
    path(_("team/coordination/"), coordination.activities, name="coordination"),
    path(_("team/coordination/note/<slug:kind>/"), coordination.note, name="coordination-note"),
    path(_("team/coordination/<int:number>/"), coordination.activity, name="coordination-one"),
    path(_("team/coordination/<int:number>/change/"), coordination.change, name="coordination-change"),
    path(_("team/coordination/<int:number>/remove/"), coordination.remove, name="coordination-remove"),
    path(_("team/coordination/coordination.<str:kind>"), coordination.file, name="coordination-file"),
    path(_("team/tags/"), coordination.tags, name="tags"),
    # figures
    path(_("team/figures/"), figures.figures, name="figures"),
    path(_("team/figures/share/"), figures.share, name="figures-share"),
    path(_("team/figures/links/<int:number>/withdraw/"), figures.revoke, name="share-revoke"),
    path(_("team/figures/figures.<str:kind>"), figures.file, name="figures-file"),
    path(_("team/figures/encounters.<str:kind>"), figures.acts, name="acts-file"),
    path(_("team/figures/departments.<str:kind>"), figures.departments, name="departments-file"),
    path(_("figures/<str:secret>/"), figures.shared, name="shared-figures"),
    # calendars of agents
    path(_("team/calendar/"), feeds.feed_page, name="feed"),
    path(_("calendar/<str:secret>.ics"), feeds.feed_file, name="feed-file"),
]
