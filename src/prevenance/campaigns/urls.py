"""Addresses of campaigns."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path
from django.utils.translation import gettext_lazy as _

from prevenance.campaigns.views import (
    campaigns,
    declared,
    designs,
    kits,
    link_kits,
    link_notes,
    link_pages,
    link_relays,
    links,
    mailings,
    messages,
    public_campaigns,
    reminders,
    shown,
    subscriptions,
    trials,
)

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
    # reminders asked from a plan
    path(_("my-prevention/tell-me/"), reminders.ask, name="reminder-ask"),
    path(_("my-prevention/tell-me/sent/"), reminders.put, name="reminder-put"),
    path(_("reminders/"), reminders.reminders, name="reminders"),
    path(_("reminders/<str:secret>/"), reminders.own, name="reminder-own"),
    path(_("team/reminders/"), reminders.waiting, name="reminders-waiting"),
    # messages to those who asked for them, mailings of a campaign
    path(_("news-from-here/"), subscriptions.subscribe, name="subscribe"),
    path(_("news-from-here/ask/"), subscriptions.put, name="subscribe-put"),
    path(_("news-from-here/asked/"), subscriptions.asked, name="subscribe-asked"),
    path(_("news-from-here/mine/"), subscriptions.find, name="subscription-find"),
    path(_("news-from-here/mine/<str:secret>/"), subscriptions.own, name="subscription-own"),
    path(_("team/yes-to-news/"), subscriptions.note, name="subscription-note"),
    path(_("team/campaigns/<int:number>/mailings/"), mailings.mailings, name="mailings"),
    path(_("team/mailings/<int:number>/"), mailings.mailing, name="mailing"),
    path(_("team/mailings/<int:number>/letters/"), mailings.letters, name="mailing-letters"),
    # links of relays and partners, corrections
    path("r/<slug:short>", link_pages.follow, name="short"),
    path(_("reassure/correction/<slug:code>/"), link_pages.correction, name="correction"),
    path(_("my-kit/<str:secret>/"), link_kits.kit, name="kit-of-link"),
    path(_("my-kit/<str:secret>/<slug:language>/<slug:wanted>/"), link_kits.kit_file, name="own-kit-file"),
    path(_("team/links/"), links.links, name="links"),
    path(_("team/links/partners/"), links.partners, name="partners"),
    path(_("team/links/<int:number>/"), links.link, name="link"),
    path(_("team/links/<int:number>/kit/<slug:language>/<slug:wanted>/"), link_kits.team_file, name="link-kit-file"),
    path(_("team/campaigns/<int:number>/relays/<int:message>/"), link_relays.relays, name="link-relays"),
    path(
        _("team/campaigns/<int:number>/relays/<int:message>/posters/<slug:language>/<slug:kind>/"),
        link_relays.posters,
        name="link-posters",
    ),
    path(_("team/links/<int:number>/given/"), link_notes.partnership, name="link-partnership"),
    path(_("team/links/<int:number>/post/"), link_notes.post, name="link-post"),
    path(_("team/links/<int:number>/post/<int:post>/"), link_notes.claims, name="link-claims"),
    path(_("team/links/<int:number>/seen/"), link_notes.exposure, name="link-exposure"),
    path(_("team/links/screenshot/<int:number>/"), links.screenshot, name="link-screenshot"),
    path(_("team/prevention-messages/<int:number>/stop/"), link_notes.stop, name="message-stop"),
    # campaigns
    path(_("reassure/campaigns/"), public_campaigns.campaigns, name="public-campaigns"),
    path(_("reassure/campaigns/<slug:code>/"), public_campaigns.campaign, name="public-campaign"),
    # comparisons declared before the start
    path(_("reassure/campaigns/<slug:code>/comparison/"), designs.public, name="public-comparison"),
    path(_("team/campaigns/<int:number>/comparison/"), designs.comparison, name="comparison"),
    path(_("team/campaigns/<int:number>/comparison/declare/"), designs.declare, name="comparison-declare"),
    path(_("team/campaigns/<int:number>/comparison/numbers/"), designs.counts, name="comparison-counts"),
    path(
        _("reassure/campaigns/<slug:code>/open-data/<slug:wanted>/"),
        public_campaigns.figures,
        name="public-campaign-figures",
    ),
    path(_("team/campaigns/"), campaigns.campaigns, name="campaigns"),
    path(_("team/campaigns/health-year/"), campaigns.health_year, name="health-year"),
    path(_("team/campaigns/prepare/"), campaigns.prepare, name="campaign-prepare"),
    path(_("team/campaigns/<int:number>/"), campaigns.campaign, name="campaign"),
    path(_("team/campaigns/<int:number>/change/"), campaigns.change, name="campaign-change"),
    path(_("team/campaigns/<int:number>/numbers/"), declared.numbers, name="campaign-numbers"),
    path(_("team/campaigns/<int:number>/kit/<int:message>/<slug:language>/"), kits.kit, name="kit"),
    path(
        _("team/campaigns/<int:number>/kit/<int:message>/<slug:language>/<slug:wanted>/"),
        kits.kit_file,
        name="kit-file",
    ),
]
