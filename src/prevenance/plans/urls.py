"""Addresses of Ma prévention. Pages with answers are reached by POST only: no address ever holds one."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import gettext_lazy as _

from prevenance.plans.views import places, questions, search, taking

app_name = "plans"
urlpatterns = [
    path(_("my-prevention/"), questions.start, name="start"),
    path(_("my-prevention/again/"), questions.start, {"lost": True}, name="start-again"),
    path(_("my-prevention/questions/"), questions.question, name="question"),
    path(_("my-prevention/plan/"), questions.plan, name="plan"),
    path(_("my-prevention/signs/"), questions.signs, name="signs"),
    path(_("my-prevention/advice/"), questions.advice, name="advice"),
    path(_("my-prevention/near-me/"), places.near, name="near"),
    path(_("my-prevention/on-paper/"), taking.paper_plan, name="paper"),
    path(_("my-prevention/take-along/"), taking.take, name="take"),
    path(_("my-prevention/calendar/"), taking.calendar_file, name="calendar"),
    path(_("my-prevention/summary/"), taking.summary, name="summary"),
    path(_("resume/"), taking.resume, name="resume"),
    path(_("find-a-place/"), search.search, name="search"),
    path(_("help-near-me/"), places.help_near, name="help-near"),
]
