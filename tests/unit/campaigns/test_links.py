"""Links of one's own, what is given for them, visits as sums, the stop of a message."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from prevenance.campaigns.choices.links import LOST, Claim, Partnership, band
from prevenance.campaigns.choices.messages import MessageState
from prevenance.campaigns.forms import links as forms
from prevenance.campaigns.models import Campaign, CampaignMessage, CorrectionNotice, Link, Message, Partner, VisitCount
from prevenance.campaigns.operations import corrections, links, posts, visits
from prevenance.campaigns.queries import corrections as correction_queries
from prevenance.campaigns.queries import links as queries
from prevenance.campaigns.queries.links import Agreed
from prevenance.counting.visit_rules import shipped
from prevenance.people.models import Entry
from prevenance.people.models import Message as Outgoing
from tests.unit.campaigns.link_cast import AT, ON, Scene

pytestmark = pytest.mark.django_db
FIREFOX = {
    "User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0",
    "Accept": "text/html,application/xhtml+xml",
    "Accept-Language": "fr",
    "Sec-Fetch-Mode": "navigate",
    "Sec-Fetch-Dest": "document",
}
LONG = dt.timedelta(seconds=shipped().ahead + shipped().late + 60)


@pytest.fixture
def scene() -> Scene:
    return Scene()


@pytest.fixture(autouse=True)
def memory() -> Iterator[None]:
    visits.begin_again()
    yield
    visits.begin_again()


def see(link: int, at: dt.datetime, who: str = "a", method: str = "GET", **headers: str) -> None:
    told = FIREFOX | {name.replace("_", "-"): value for name, value in headers.items()}
    visits.see(told, at=at, link=link, visitor=who, method=method, secure=True)


def test_a_link_is_made_once_for_each_and_only_by_those_of_the_campaign(scene: Scene) -> None:
    partner, operation = scene.partner(), uuid.uuid4()
    made = [
        links.make(
            by=scene.agent,
            at=AT,
            operation=number,
            campaign=scene.campaign,
            message=scene.message,
            partner=partner,
        )
        for number in (operation, operation, uuid.uuid4())
    ]
    assert len(set(made)) == 1
    with pytest.raises(links.NotThere):
        links.make(
            by=scene.stranger,
            at=AT,
            operation=uuid.uuid4(),
            campaign=scene.campaign,
            message=scene.message,
            partner=partner,
        )
    assert queries.link(scene.stranger, made[0]) is None
    relayed = scene.link(relay=scene.relay())
    assert relayed.pk != made[0] and "Zohrabelle" not in relayed.short


def test_a_partner_who_leaves_is_reached_no_more(scene: Scene) -> None:
    row = scene.link()
    secret = links.give_kit(by=scene.agent, at=AT, number=row.pk)
    assert queries.owned(secret) is not None and queries.owned("") is None
    known = queries.partners(scene.agent)[0]
    assert known.contact == "zoe@exemple.fr"
    assert b"zoe" not in bytes(Partner.objects.get(pk=known.id).contact or b"")
    assert links.rotate_keys() == 0
    links.let_go(by=scene.agent, at=AT, number=known.id)
    gone = Partner.objects.get(pk=known.id)
    assert gone.contact is None and gone.name == "La chaîne fictive"  # declared on a page: it stays
    assert queries.owned(secret) is None and queries.followed(row.short) is not None
    alone = scene.partner(name="Une autre")
    links.let_go(by=scene.agent, at=AT, number=alone)
    assert Partner.objects.get(pk=alone).name == ""


def test_an_e_mail_ends_a_year_after_the_last_campaign_with_the_secret_of_the_kit(scene: Scene) -> None:
    row, idle = scene.link(), scene.partner(name="Sans lien")
    secret = scene.kit(row.pk)
    assert Campaign.objects.get().ends_on == ON + dt.timedelta(days=30)
    assert {one.contact_until for one in queries.partners(scene.agent)} == {
        ON + dt.timedelta(days=30 + 365),
        ON + dt.timedelta(days=365),
    }
    year = AT + dt.timedelta(days=365)
    assert links.tidy(at=year) == {"contacts": 0, "secrets": 0}
    assert links.tidy(at=year + dt.timedelta(days=1)) == {"contacts": 1, "secrets": 0}
    assert Partner.objects.get(pk=idle).contact is None
    assert links.tidy(at=year + dt.timedelta(days=30)) == {"contacts": 0, "secrets": 0}
    assert queries.owned(secret) is not None
    assert links.tidy(at=year + dt.timedelta(days=31)) == {"contacts": 1, "secrets": 1}
    assert queries.owned(secret) is None and queries.followed(row.short) is not None
    known = {one.name: one for one in queries.partners(scene.agent)}
    assert known["La chaîne fictive"].contact == "" and known["La chaîne fictive"].contact_until is None


def test_another_campaign_keeps_the_e_mail(scene: Scene) -> None:
    partner = scene.partner()
    scene.link(partner=partner)
    later = Campaign.objects.get()
    later.pk, later.code, later.operation = None, "autre234", uuid.uuid4()
    later.ends_on = ON + dt.timedelta(days=400)
    later.save()
    Link.objects.create(
        operation=uuid.uuid4(),
        short="bbbbbb",
        campaign=later,
        message_id=scene.message,
        partner_id=partner,
        made_at=AT,
    )
    assert links.tidy(at=AT + dt.timedelta(days=764))["contacts"] == 0
    assert links.tidy(at=AT + dt.timedelta(days=766))["contacts"] == 1


def test_a_partnership_is_whole_or_refused(scene: Scene) -> None:
    row, operation = scene.link(), uuid.uuid4()
    paid = Agreed(Partnership.PAID, 25_000, "", "Une mairie", ON)
    for _ in range(2):
        links.agree(by=scene.agent, at=AT, operation=operation, number=row.pk, agreed=paid)
    assert row.partnerships.count() == 1
    with pytest.raises(links.NotWhole):
        bad = Agreed(Partnership.GIFT, 1_000, "un livre", "", ON)
        links.agree(by=scene.agent, at=AT, operation=uuid.uuid4(), number=row.pk, agreed=bad)
    found = queries.link(scene.agent, row.pk)
    assert found is not None and found.agreed == paid


def test_a_long_screenshot_leaves_its_fingerprint_only(scene: Scene) -> None:
    row = scene.link()
    png = b"\x89PNG\r\n\x1a\n"
    for size, is_kept in ((10, True), (500_000, False)):
        draft = posts.Draft(
            address="https://exemple.fr/p", posted_on=ON, text="Oui", shows_mention=False, file=png + bytes(size)
        )
        number = posts.keep(by=scene.agent, at=AT, operation=uuid.uuid4(), number=row.pk, draft=draft)
        assert (queries.post_file(scene.agent, number) is not None) is is_kept
        assert queries.post_file(scene.stranger, number) is None
        posts.check(
            by=scene.agent,
            at=AT,
            operation=uuid.uuid4(),
            number=row.pk,
            post=number,
            words="Il dit cela",
            verdict=Claim.DOES_NOT,
        )
    found = queries.link(scene.agent, row.pk)
    assert found is not None and [len(one.file_digest) for one in found.posts] == [64, 64]
    assert found.posts[0].claims == (("Il dit cela", Claim.DOES_NOT, 1),)


def test_one_person_a_robot_and_a_second_tap(scene: Scene) -> None:
    row = scene.link().pk
    see(row, AT)
    see(row, AT + dt.timedelta(seconds=20))
    see(row, AT, who="b", User_Agent="Googlebot/2.1")
    assert queries.visits([row]).waiting == 3
    visits.settle(at=AT + LONG)
    found = queries.visits([row])
    assert (found.people, found.of("repeat"), found.of("crawler"), found.waiting, found.total) == (1, 1, 1, 0, 3)


EVENT = st.tuples(
    st.integers(0, 1),
    st.integers(0, 7_200),
    st.sampled_from("abc"),
    st.sampled_from(["GET", "HEAD"]),
    st.sampled_from(["", "prefetch"]),
    st.sampled_from([FIREFOX["User-Agent"], "curl/8", "WhatsApp/2.23", ""]),
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(EVENT, max_size=25), st.integers(0, 25))
def test_whatever_comes_and_whenever_the_server_stops_the_sum_is_the_requests(
    scene: Scene, events: list[tuple[int, int, str, str, str, str]], stops_after: int
) -> None:
    VisitCount.objects.all().delete()
    visits.begin_again()
    rows = [scene.link(partner=partner).pk for partner in (scene.partner(name="A"), scene.partner(name="B"))]
    for index, (which, seconds, who, method, purpose, agent) in enumerate(events):
        if index == stops_after:
            visits.begin_again()
        at = AT + dt.timedelta(seconds=seconds)
        see(rows[which], at, who=who, method=method, Sec_Purpose=purpose, User_Agent=agent)
        assert queries.visits(rows).total == index + 1
    later = AT + dt.timedelta(days=3)
    visits.settle(at=later)
    visits.sweep(at=later)
    found = queries.visits(rows)
    assert (found.total, found.waiting) == (len(events), 0)
    assert all(label == "unknown" for (label, rule) in found.by_rule if rule == LOST)


def test_what_a_restart_forgot_is_said_to_be_unknown(scene: Scene) -> None:
    row = scene.link().pk
    see(row, AT)
    visits.begin_again()
    assert visits.sweep(at=AT + dt.timedelta(hours=2)) == 0
    assert visits.sweep(at=AT + dt.timedelta(days=3)) == 1
    assert queries.visits([row]).by_rule == {("unknown", LOST): 1}


def test_a_row_of_visits_says_nothing_of_who_nor_of_the_minute(scene: Scene) -> None:
    see(scene.link().pk, AT, who="secret-of-the-day")
    (row,) = VisitCount.objects.values()
    assert set(row) == {"id", "link_id", "day", "band", "label", "rule", "many"}
    assert row["band"] == band(12) and "secret" not in str(row)


def stop(scene: Scene, operation: uuid.UUID) -> int:
    return corrections.stop(
        by=scene.agent,
        at=AT,
        operation=operation,
        number=scene.message,
        told={"fr": "Le texte était faux."},
        address=lambda short, language: f"https://exemple.fr/r/{short}",
        stop_link=lambda secret, language: f"https://exemple.fr/stop/{secret}",
    )


def test_one_press_stops_everywhere_and_tells_everybody_once(scene: Scene) -> None:
    by_mail, by_sms = scene.link(), scene.link(relay=scene.relay())
    to_call = scene.link(partner=scene.partner(name="Sans adresse", contact=""))
    links.close(by=scene.agent, at=AT, number=by_mail.pk)  # what was said was said
    operation = uuid.uuid4()
    assert stop(scene, operation) == stop(scene, operation)
    assert Message.objects.get(pk=scene.message).state == MessageState.WITHDRAWN
    told = {one.link_id: one.channel for one in CorrectionNotice.objects.all()}
    assert told == {by_mail.pk: "email", by_sms.pk: "sms", to_call.pk: ""}
    assert sorted(Outgoing.objects.values_list("channel", flat=True)) == ["email", "sms"]
    found = correction_queries.of_message(scene.message, with_notices=True)
    assert found is not None and found.silent == 3
    assert corrections.mark_read(at=AT, link=by_mail.pk) == 1
    notice = CorrectionNotice.objects.get(link=to_call)
    corrections.note_read(by=scene.agent, at=AT, number=notice.pk)
    with pytest.raises(links.NotThere):
        corrections.note_read(by=scene.stranger, at=AT, number=notice.pk)
    found = correction_queries.of_message(scene.message, with_notices=True)
    assert found is not None and found.silent == 1


def test_a_stranger_stops_nothing(scene: Scene) -> None:
    with pytest.raises(links.NotThere):
        corrections.stop(
            by=scene.stranger,
            at=AT,
            operation=uuid.uuid4(),
            number=scene.message,
            told={"fr": "Faux"},
            address=lambda short, language: short,
            stop_link=lambda secret, language: secret,
        )
    assert Message.objects.get(pk=scene.message).state == MessageState.PUBLISHED


@pytest.mark.parametrize(
    ("typed", "cents"),
    [("250", 25_000), ("99,9", 9_990), ("1 200,50 €", 120_050), ("", None), ("-3", None), ("1,234", None)],
)
def test_amounts_as_people_write_them(typed: str, cents: int | None) -> None:
    assert forms.cents(typed) == cents


@pytest.mark.parametrize(
    "typed", ["javascript:alert(1)", "exemple.fr", "https://a@exemple.fr", "https://", "http://[x"]
)
def test_an_address_that_leads_nowhere_or_deceives_is_refused(typed: str) -> None:
    assert forms.web(typed) == ""


def test_the_page_of_a_message_reads_only_the_links_of_which_something_is_said(scene: Scene) -> None:
    silent, said = scene.link(), scene.link(relay=scene.relay())
    links.agree(
        by=scene.agent,
        at=AT,
        operation=uuid.uuid4(),
        number=said.pk,
        agreed=Agreed(Partnership.UNPAID, None, "", "", None),
    )
    assert [one.id for one in queries.declared_of(scene.message)] == [said.pk]
    assert queries.many_of(scene.message) == 2 and not queries.link(scene.agent, silent.pk).agreed  # type: ignore[union-attr]


def test_a_link_given_again_after_it_was_closed_is_open_and_the_journal_says_so(scene: Scene) -> None:
    row = scene.link(relay=scene.relay())
    links.close(by=scene.agent, at=AT, number=row.pk)
    before = Entry.objects.filter(verb="link_opened_again").count()
    told = {"by": scene.agent, "at": AT, "campaign": scene.campaign, "relays": [row.relay_id]}
    links.make_for_relays(operation=uuid.uuid4(), message=scene.message, **told)  # type: ignore[arg-type]
    assert Link.objects.get(pk=row.pk).closed_at is None
    assert Entry.objects.filter(verb="link_opened_again").count() == before + 1


def test_an_operation_sent_for_another_message_is_another_link_and_no_error(scene: Scene) -> None:
    relay, operation = scene.relay(), uuid.uuid4()
    other = Message.objects.create(
        code="autre23", operation=uuid.uuid4(), organisation_id=scene.cast.ours, made_at=AT, is_fictional=True
    )
    CampaignMessage.objects.create(campaign_id=scene.campaign, message=other, added_at=AT)
    for message in (scene.message, other.pk):
        links.make_for_relays(
            by=scene.agent, at=AT, operation=operation, campaign=scene.campaign, message=message, relays=[relay]
        )
    assert set(Link.objects.filter(relay_id=relay).values_list("message_id", flat=True)) == {scene.message, other.pk}
