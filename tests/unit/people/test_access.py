"""What an account may do: the table of rights, held over organisations, areas and days."""

from __future__ import annotations

import datetime as dt

import pytest

from prevenance.people import choices, queries
from prevenance.people.choices import EVERYWHERE, Reach, Role
from prevenance.people.models import Account, Membership, Organisation
from prevenance.people.queries import Access, Grant

ON = dt.date(2026, 11, 23)
AT = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
LAON, SOISSONS, LILLE = "02408", "02722", "59350"


def of(role: Role, *areas: str, organisation: int | None = 1) -> Access:
    return Access(7, "Fictive", (Grant(role, None if role is Role.HOST else organisation, frozenset(areas)),))


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("action", choices.actions(), ids=lambda one: one.key)
def test_a_right_reaches_as_far_as_the_table_says(role: Role, action: choices.Action) -> None:
    everywhere = of(role, EVERYWHERE)
    reach = action.reaches[role]
    assert everywhere.may(action.key, organisation=1, commune=LAON) is (reach is not Reach.NO)
    assert everywhere.may(action.key, organisation=2, commune=LAON) is (reach is Reach.SITE)
    assert everywhere.may(action.key) is (reach is Reach.SITE)
    bounded = of(role, f"commune:{LAON}")
    assert bounded.may(action.key, organisation=1, commune=LAON) is (reach is not Reach.NO)
    assert bounded.may(action.key, organisation=1, commune=LILLE) is (reach is Reach.SITE)
    assert bounded.may(action.key, organisation=1) is (
        reach is Reach.SITE or (reach is Reach.ORGANISATION and not action.is_located)
    )


def test_nobody_may_do_anything() -> None:
    for one in choices.actions():
        assert not queries.NOBODY.may(one.key, organisation=1, commune=LAON)
        assert not queries.NOBODY.may_somewhere(one.key)


def test_an_action_without_a_line_in_the_table_is_a_mistake_of_ours() -> None:
    with pytest.raises(KeyError):
        of(Role.HOST, EVERYWHERE).may("fly", organisation=1)


def test_the_host_sees_no_person() -> None:
    host = of(Role.HOST, EVERYWHERE)
    for action in ("follow_persons", "merge_persons", "erase_persons", "note_encounters", "hold_appointments"):
        assert not host.may(action, organisation=1, commune=LAON)


@pytest.mark.parametrize(
    ("areas", "commune", "expected"),
    [
        ({"commune:02408"}, LAON, True),
        ({"commune:02408"}, SOISSONS, False),
        ({"department:02"}, SOISSONS, True),
        ({"department:02"}, LILLE, False),
        ({"department:02", "commune:59350"}, LILLE, True),
        ({EVERYWHERE}, "00000", True),
        ({"department:02"}, "00000", False),
        (set(), LAON, False),
    ],
)
def test_a_commune_is_within_its_areas(areas: set[str], commune: str, expected: bool) -> None:
    assert queries.is_within(commune, areas) is expected


def test_rights_of_two_memberships_add_up_without_mixing() -> None:
    both = Access(
        7,
        "",
        (
            Grant(Role.COORDINATOR, 1, frozenset({EVERYWHERE})),
            Grant(Role.RELAY, 2, frozenset({EVERYWHERE})),
        ),
    )
    assert both.may("invite", organisation=1)
    assert not both.may("invite", organisation=2)
    assert both.organisations("note_encounters") == {1, 2}
    assert both.organisations("follow_persons") == {1}
    assert both.areas("note_encounters", organisation=2) == {EVERYWHERE}


@pytest.mark.django_db
def test_a_membership_counts_from_its_first_day_until_the_day_it_ends() -> None:
    account = Account.objects.create(email="a@exemple.fr", created_at=AT)
    organisation = Organisation.objects.create(name="Fictive", kind="cpts", commune_code=LAON, created_at=AT)
    Membership.objects.create(
        account=account,
        organisation=organisation,
        role="mediator",
        areas=[EVERYWHERE],
        starts_on=ON,
        ends_on=ON + dt.timedelta(2),
    )
    days = [ON + dt.timedelta(n) for n in (-1, 0, 1, 2)]
    found = [queries.access(account, on=day).may("see_team", organisation=organisation.pk) for day in days]
    assert found == [False, True, True, False]


@pytest.mark.django_db
def test_someone_who_left_may_nothing() -> None:
    account = Account.objects.create(email=None, created_at=AT, left_at=AT)
    Membership.objects.create(account=account, role="host", areas=[EVERYWHERE], starts_on=ON)
    assert queries.access(account, on=ON) == queries.NOBODY
    assert queries.access(999, on=ON) == queries.NOBODY
    assert queries.access(None, on=ON) == queries.NOBODY


def test_every_role_and_action_is_described_in_both_languages() -> None:
    for one in choices.roles():
        for words in (one.name, one.about, one.sees, one.never):
            assert words.fr
            assert words.en
            assert words.fr != words.en
    assert {one.role for one in choices.roles()} == set(Role)
    assert all(one.words.fr and one.words.en for one in choices.actions())


def test_nobody_grants_a_role_above_their_own() -> None:
    assert choices.role_words(Role.MEDIATOR).grants == ()
    assert choices.role_words(Role.RELAY).grants == ()
    assert Role.HOST not in choices.role_words(Role.COORDINATOR).grants
