"""Addresses of those who help. French words are in the catalogue: `equipe/connexion/`."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import gettext_lazy as _

from prevenance.people.views import account, factors, home, hosting, messages, passkeys, persons, signing, teams

app_name = "people"
urlpatterns = [
    path("", home.home, name="home"),
    path(_("roles/"), home.roles, name="roles"),
    path(_("sign-in/"), signing.sign_in, name="sign-in"),
    path(_("sign-in/sent/"), signing.link_sent, name="link-sent"),
    path(_("sign-in/code/"), signing.second_factor, name="second-factor"),
    path(_("sign-in/<str:secret>/"), signing.link, name="link"),
    path(_("sign-out/"), signing.sign_out, name="sign-out"),
    path(_("invitation/<str:secret>/"), signing.invitation, name="invitation"),
    path(_("account/"), account.account, name="account"),
    path(_("account/password/"), account.password, name="password"),
    path(_("account/close-others/"), account.close_others, name="close-others"),
    path(_("account/leave/"), account.leave, name="leave"),
    path(_("account/second-factor/"), factors.factors, name="factors"),
    path(_("account/second-factor/application/"), factors.generator, name="generator"),
    path(_("account/second-factor/application/remove/"), factors.remove_generator, name="generator-remove"),
    path(_("account/second-factor/recovery-codes/"), factors.recovery_codes, name="recovery-codes"),
    path(_("account/second-factor/passkeys/"), passkeys.add, name="passkey-add"),
    path(_("account/second-factor/passkeys/<int:number>/remove/"), passkeys.remove, name="passkey-remove"),
    path(_("organisations/"), hosting.organisations, name="organisations"),
    path(_("organisations/<int:number>/"), teams.team, name="team"),
    path(_("organisations/<int:number>/invite/"), teams.invite, name="invite"),
    path(_("invitations/<int:number>/send-again/"), teams.send_again, name="send-again"),
    path(_("invitations/<int:number>/withdraw/"), teams.revoke, name="revoke"),
    path(_("members/<int:number>/end/"), teams.end, name="end"),
    path(_("messages/"), messages.messages, name="messages"),
    path(_("messages/mark/"), messages.mark, name="messages-mark"),
    path(_("messages/letters.pdf"), messages.letters, name="letters"),
    path(_("messages/calls/"), messages.calls, name="calls"),
    path(_("mail/"), hosting.mails, name="mails"),
    path(_("mail/<int:number>/"), hosting.mail, name="mail"),
    path(_("journal/"), hosting.journal, name="journal"),
    path(_("persons/"), persons.search, name="persons"),
    path(_("persons/new/"), persons.create, name="person-new"),
    path(_("persons/<str:reference>/"), persons.person, name="person"),
    path(_("persons/<str:reference>/correct/"), persons.revise, name="person-revise"),
    path(_("persons/<str:reference>/join/<str:other>/"), persons.merge, name="person-merge"),
    path(_("persons/<str:reference>/undo/<int:number>/"), persons.undo_merge, name="person-undo"),
    path(_("persons/<str:reference>/copy/"), persons.copy, name="person-copy"),
    path(_("persons/<str:reference>/erase/"), persons.erase, name="person-erase"),
]

# For whoever received a message: at the root of the site, far from the team's pages, and short on a phone.
residents = ([path(_("stop/<str:secret>/"), messages.stop, name="stop")], "messages")
