"""Teams: inviting, accepting, leaving; what a departure closes and what it keeps; the host's pages."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import translation

from prevenance.kit import clock
from prevenance.people import operations, queries
from prevenance.people.choices import EVERYWHERE, Role
from prevenance.people.models import (
    Account,
    Entry,
    Invitation,
    Membership,
    OneTimeGenerator,
    OpenSession,
    Organisation,
    OutgoingMail,
)
from prevenance.people.models.journal import AppendOnly
from tests import agents

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> agents.Cast:
    return agents.play()


def invites(client: Client, organisation: int, capture: Any, **fields: str) -> Any:
    sent = {"email": "paul@exemple.fr", "role": "mediator", "where": "everywhere", "language": "fr", **fields}
    with capture(execute=True):
        return client.post(reverse("people:invite", args=[organisation]), sent)


def address() -> str:
    found = re.search(r"https?://localhost(/\S+)", str(mail.outbox[-1].body))
    assert found
    return found.group(1)


def test_someone_invited_becomes_a_member_and_the_link_serves_once(
    visitor: Client, cast: agents.Cast, django_capture_on_commit_callbacks: Any
) -> None:
    agents.sign_in(visitor, cast.coordinator, at=clock.now())
    assert invites(visitor, cast.ours, django_capture_on_commit_callbacks).status_code == 302
    assert mail.outbox[0].to == ["paul@exemple.fr"]
    newcomer = Client(headers={"host": "localhost", "sec-fetch-site": "same-origin"})
    page = newcomer.get(address()).content.decode()
    assert "Médiatrice ou médiateur" in page
    assert "Ne voit pas les personnes suivies ailleurs" in page
    assert newcomer.post(address(), {"display_name": ""}).status_code == 422
    assert newcomer.post(address(), {"display_name": "Paul"}).status_code == 302
    assert "Bonjour, Paul" in newcomer.get(reverse("people:home")).content.decode()
    assert newcomer.get(address()).status_code == 404
    assert newcomer.post(address(), {"display_name": "Paul"}).status_code == 404
    made = Membership.objects.get(account__email="paul@exemple.fr")
    assert (made.role, made.organisation_id, made.areas) == ("mediator", cast.ours, [EVERYWHERE])
    assert Invitation.objects.get().email == "", "an answered invitation forgets the e-mail"
    granted = Entry.objects.get(verb="granted")
    assert (granted.actor_id, granted.object_id, granted.organisation_id) == (
        cast.coordinator.pk,
        str(made.pk),
        cast.ours,
    )


def test_a_link_sent_again_replaces_the_first_and_a_withdrawn_one_opens_nothing(
    visitor: Client, cast: agents.Cast, django_capture_on_commit_callbacks: Any
) -> None:
    agents.sign_in(visitor, cast.coordinator, at=clock.now())
    invites(visitor, cast.ours, django_capture_on_commit_callbacks)
    first, number = address(), Invitation.objects.get().pk
    with django_capture_on_commit_callbacks(execute=True):
        visitor.post(reverse("people:send-again", args=[number]))
    second = address()
    assert first != second
    assert visitor.get(first).status_code == 404
    assert visitor.get(second).status_code == 200
    visitor.post(reverse("people:revoke", args=[number]))
    assert visitor.get(second).status_code == 404
    assert Invitation.objects.get().email == ""


def test_an_invitation_is_too_old_after_a_week(
    visitor: Client, cast: agents.Cast, django_capture_on_commit_callbacks: Any
) -> None:
    agents.sign_in(visitor, cast.coordinator, at=clock.now())
    invites(visitor, cast.ours, django_capture_on_commit_callbacks)
    with time_machine.travel(clock.now() + dt.timedelta(days=7), tick=False):
        assert visitor.get(address()).status_code == 404
        assert operations.tidy(at=clock.now())["invitations"] == 1
    assert Invitation.objects.get().email == ""


def test_a_coordinator_cannot_make_a_host_nor_invite_elsewhere(
    visitor: Client, cast: agents.Cast, django_capture_on_commit_callbacks: Any
) -> None:
    agents.sign_in(visitor, cast.coordinator, at=clock.now())
    assert invites(visitor, cast.ours, django_capture_on_commit_callbacks, role="host").status_code == 422
    assert invites(visitor, cast.theirs, django_capture_on_commit_callbacks).status_code == 404
    assert invites(visitor, 0, django_capture_on_commit_callbacks, role="host").status_code == 404
    assert not Invitation.objects.exists()
    me = queries.access(cast.coordinator, on=clock.today())
    with pytest.raises(operations.NotAllowed):
        operations.invite(
            by=me,
            at=clock.now(),
            email="p@exemple.fr",
            role=Role.HOST,
            organisation_id=None,
            areas={EVERYWHERE},
            language="fr",
            link=lambda secret, language: "",
        )


@pytest.mark.parametrize(
    ("areas", "status", "kept"),
    [
        ({"where": "everywhere"}, 422, None),
        ({"where": "areas", "areas": "Lille"}, 422, None),
        ({"where": "areas", "areas": "02"}, 422, None),
        ({"where": "areas", "areas": ""}, 422, None),
        ({"where": "areas", "areas": "Zzyzx-sur-Nulle-Part"}, 422, None),
        ({"where": "areas", "areas": "Laon"}, 302, ["commune:02408"]),
    ],
)
def test_a_bounded_coordinator_gives_no_more_than_they_have(
    visitor: Client,
    cast: agents.Cast,
    django_capture_on_commit_callbacks: Any,
    areas: dict[str, str],
    status: int,
    kept: list[str] | None,
) -> None:
    agents.sign_in(visitor, cast.bounded_coordinator, at=clock.now())
    answer = invites(visitor, cast.ours, django_capture_on_commit_callbacks, **areas)
    assert answer.status_code == status
    found = Invitation.objects.first()
    assert (found.areas if found else None) == kept
    if status == 422:
        assert "paul@exemple.fr" in answer.content.decode(), "nothing typed is lost"


def test_areas_are_communes_departments_and_intercommunalities(
    visitor: Client, cast: agents.Cast, django_capture_on_commit_callbacks: Any
) -> None:
    agents.sign_in(visitor, cast.coordinator, at=clock.now())
    typed = "Soissons\n59\n02408"
    invites(visitor, cast.ours, django_capture_on_commit_callbacks, where="areas", areas=typed)
    assert Invitation.objects.get().areas == ["commune:02408", "commune:02722", "department:59"]


def test_a_membership_that_ends_closes_everything_at_once_and_keeps_its_author(
    visitor: Client, cast: agents.Cast
) -> None:
    theirs = Client(headers={"host": "localhost", "sec-fetch-site": "same-origin"})
    agents.sign_in(theirs, cast.mediator, at=clock.now())
    agents.sign_in(visitor, cast.coordinator, at=clock.now())
    number = Membership.objects.get(account=cast.mediator).pk
    assert visitor.post(reverse("people:end", args=[number])).status_code == 302
    assert theirs.get(reverse("people:home")).status_code == 302
    assert not queries.access(cast.mediator, on=clock.today()).grants
    assert Membership.objects.get(pk=number).ends_on == clock.today()
    assert Entry.objects.filter(verb="ended", actor_id=cast.coordinator.pk, object_id=str(number)).count() == 1
    assert Account.objects.filter(pk=cast.mediator.pk).exists()


def test_a_site_keeps_at_least_one_host(visitor: Client, cast: agents.Cast) -> None:
    agents.sign_in(visitor, cast.host, at=clock.now())
    number = Membership.objects.get(account=cast.host).pk
    assert visitor.post(reverse("people:end", args=[number])).status_code == 422
    assert visitor.post(reverse("people:leave")).status_code == 422
    assert queries.hosts_count(on=clock.today()) == 1


def test_an_account_that_leaves_holds_nothing_of_its_owner(visitor: Client, cast: agents.Cast) -> None:
    number, email = cast.mediator.pk, "alice@exemple.fr"
    operations.change_password(account_id=number, password="quatre petits chats gris", at=clock.now())
    operations.begin_generator(account_id=number)
    OutgoingMail.objects.create(recipient=email, subject="s", body="b", made_at=clock.now())
    agents.sign_in(visitor, cast.mediator, at=clock.now())
    assert visitor.post(reverse("people:leave")).status_code == 302
    left = Account.objects.get(pk=number)
    assert (left.email, left.display_name, left.password) == (None, "", "")
    for table in (OneTimeGenerator, OpenSession):
        assert not table.objects.filter(account_id=number).exists()
    assert not OutgoingMail.objects.exists()
    assert not queries.access(number, on=clock.today()).grants
    again = agents.account("alice2")
    assert again.pk != number


def test_the_journal_is_only_added_to(cast: agents.Cast) -> None:
    operations.record(by=cast.host.pk, at=clock.now(), verb="created", kind="organisation", object_id=1)
    line = Entry.objects.latest("pk")
    line.verb = "forged"
    for forgery in (line.save, line.delete, Entry.objects.all().delete, lambda: Entry.objects.update(verb="x")):
        with pytest.raises(AppendOnly):
            forgery()
    assert Entry.objects.latest("pk").verb == "created"


def test_the_journal_of_a_coordinator_is_their_organisations_only(visitor: Client, cast: agents.Cast) -> None:
    for organisation, verb in ((cast.ours, "revised"), (cast.theirs, "merged")):
        operations.record(
            by=None, at=clock.now(), verb=verb, kind="person", object_id="secret-ref", organisation_id=organisation
        )
    agents.sign_in(visitor, cast.coordinator, at=clock.now())
    page = visitor.get(reverse("people:journal")).content.decode()
    assert "a corrigé la fiche" in page
    assert "a réuni deux fiches" not in page
    agents.sign_in(visitor, cast.host, at=clock.now())
    page = visitor.get(reverse("people:journal")).content.decode()
    assert "a corrigé la fiche" in page
    assert "a réuni deux fiches" in page
    assert "secret-ref" not in page


def test_the_journal_of_one_thing_tells_who_and_when(cast: agents.Cast) -> None:
    for by, number in ((cast.mediator.pk, 7), (cast.host.pk, 8)):
        operations.record(by=by, at=clock.now(), verb="read", kind="person", object_id=number)
    assert [(one.actor, one.verb, one.at) for one in queries.journal_of("person", 7)] == [
        ("Alice", "read", clock.now())
    ]


def test_without_a_mail_server_the_host_reads_messages_and_it_is_written(
    visitor: Client, cast: agents.Cast, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    settings.EMAIL_BACKEND = "prevenance.people.operations.mail.Outbox"
    with django_capture_on_commit_callbacks(execute=True):
        visitor.post(reverse("people:sign-in"), {"email": "alice@exemple.fr"})
    number = OutgoingMail.objects.get().pk
    agents.sign_in(visitor, cast.host, at=clock.now())
    assert "alice@exemple.fr" in visitor.get(reverse("people:mails")).content.decode()
    assert "/equipe/connexion/" in visitor.get(reverse("people:mail", args=[number])).content.decode()
    assert Entry.objects.filter(verb="read_mail", actor_id=cast.host.pk, object_id=str(number)).count() == 1
    with time_machine.travel(clock.now() + dt.timedelta(days=7, minutes=1), tick=False):
        operations.tidy(at=clock.now())
    assert not OutgoingMail.objects.exists()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    agents.sign_in(visitor, cast.host, at=clock.now())
    assert visitor.get(reverse("people:mails")).status_code == 404


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"name": "Centre fictif", "kind": "health_centre", "commune": "Laon", "siret": ""}, None),
        ({"name": "", "kind": "cpts", "commune": "Laon"}, "name"),
        ({"name": "Centre fictif", "commune": "Nulle Part"}, "commune"),
        ({"name": "Centre fictif", "commune": "Laon", "siret": "12345678901234"}, "siret"),
        ({"name": "Centre fictif", "commune": "02408", "siret": "732 829 320 00074"}, None),
    ],
)
def test_a_host_adds_an_organisation(
    visitor: Client, cast: agents.Cast, fields: dict[str, str], wrong: str | None
) -> None:
    agents.sign_in(visitor, cast.host, at=clock.now())
    before = Organisation.objects.count()
    answer = visitor.post(reverse("people:organisations"), fields)
    assert answer.status_code == (422 if wrong else 302)
    assert Organisation.objects.count() == before + (0 if wrong else 1)
    if wrong:
        assert f'href="#{wrong}"' in answer.content.decode()


def test_messages_are_in_the_language_of_who_receives_them(
    visitor: Client, cast: agents.Cast, django_capture_on_commit_callbacks: Any
) -> None:
    agents.account("emma", Role.RELAY, Organisation.objects.get(pk=cast.ours), language="en")
    with django_capture_on_commit_callbacks(execute=True):
        visitor.post(reverse("people:sign-in"), {"email": "emma@exemple.fr"})
    assert mail.outbox[0].subject == "Your sign-in link"
    assert "/en/team/sign-in/" in str(mail.outbox[0].body)
    with translation.override("en"):
        assert visitor.get(reverse("people:sign-in")).status_code == 200


def test_someone_who_lost_everything_is_reset_by_the_operator_only(cast: agents.Cast) -> None:
    operations.begin_generator(account_id=cast.mediator.pk)
    assert operations.reset_factors(email=" Alice@exemple.fr", at=clock.now())
    assert not OneTimeGenerator.objects.exists()
    assert not operations.reset_factors(email="personne@exemple.fr", at=clock.now())
