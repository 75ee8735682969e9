"""Addresses of campaigns."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path
from django.utils.translation import gettext_lazy as _

from prevenance.campaigns.views import messages, shown, trials

app_name = "campaigns"

urlpatterns: list[URLPattern | URLResolver] = [
    # messages
    path(_("reassure/is-it-clear/<slug:code>/"), trials.answer, name="trial-answer"),
    path(_("reassure/messages/<slug:code>/"), shown.message, name="message-shown"),
    path(_("team/prevention-messages/"), messages.messages, name="messages"),
    path(_("team/prevention-messages/write/"), messages.write, name="message-write"),
    path(_("team/prevention-messages/take/<slug:key>/"), messages.take, name="message-take"),
    path(_("team/prevention-messages/<int:number>/"), messages.message, name="message"),
    path(_("team/prevention-messages/<int:number>/change/"), messages.change, name="message-change"),
    path(_("team/prevention-messages/<int:number>/review/"), messages.review, name="message-review"),
    path(_("team/prevention-messages/<int:number>/do/"), messages.act, name="message-act"),
    path(_("team/prevention-messages/<int:number>/compare/"), messages.compare, name="message-compare"),
    path(_("team/prevention-messages/<int:number>/trial/"), trials.trial, name="trial"),
    path(
        _("team/prevention-messages/<int:number>/translate/<slug:language>/"),
        messages.translate,
        name="message-translate",
    ),
    path(_("team/prevention-messages/trials/<slug:code>/paper/"), trials.paper, name="trial-paper"),
]
