"""Passkeys: whatever is sent instead of a browser's answer is refused, and a challenge serves once."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from prevenance.people import operations, queries
from prevenance.people.models import OpenSession, Passkey
from prevenance.people.operations import sessions
from tests import agents

pytestmark = pytest.mark.django_db
AT = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
SITE = operations.Site("localhost", "http://localhost:8000", "Prévenance")
TEXTS = st.text(max_size=40)
PARTS = st.dictionaries(
    st.sampled_from(["clientDataJSON", "attestationObject", "authenticatorData", "signature"]), TEXTS, max_size=4
)
ANSWERS = st.one_of(
    TEXTS,
    st.recursive(st.none() | st.booleans() | TEXTS, lambda inner: st.lists(inner, max_size=3), max_leaves=5).map(
        json.dumps
    ),
    st.fixed_dictionaries({"id": TEXTS, "rawId": TEXTS, "type": st.just("public-key"), "response": PARTS}).map(
        json.dumps
    ),
)


def opened(name: str) -> tuple[int, int]:
    who = agents.account(name)
    sessions.open_session(account=who, device="", at=AT)
    return who.pk, OpenSession.objects.get(account=who).pk


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(answer=ANSWERS)
def test_anything_else_than_a_passkey_is_refused_in_words_never_by_a_crash(answer: str) -> None:
    name = f"a{agents.Account.objects.count()}"
    account_id, session_id = opened(name)
    operations.begin_adding_passkey(
        account_id=account_id, session_id=session_id, email="a@exemple.fr", name="A", site=SITE
    )
    with pytest.raises(operations.PasskeyRefused):
        operations.add_passkey(account_id=account_id, session_id=session_id, answer=answer, name="x", site=SITE, at=AT)
    assert not Passkey.objects.exists()


def test_a_challenge_that_was_not_asked_is_not_answered() -> None:
    account_id, session_id = opened("alice")
    with pytest.raises(operations.PasskeyRefused):
        operations.add_passkey(account_id=account_id, session_id=session_id, answer="{}", name="x", site=SITE, at=AT)
    operations.begin_adding_passkey(account_id=account_id, session_id=session_id, email="a", name="A", site=SITE)
    assert OpenSession.objects.get(pk=session_id).challenge
    with pytest.raises(operations.PasskeyRefused):
        operations.add_passkey(account_id=account_id, session_id=session_id, answer="{}", name="x", site=SITE, at=AT)
    assert OpenSession.objects.get(pk=session_id).challenge == "", "a challenge serves once, even to fail"


def test_an_account_without_a_passkey_is_asked_for_none() -> None:
    account_id, session_id = opened("alice")
    assert operations.begin_asking_passkey(account_id=account_id, session_id=session_id, site=SITE) is None


class SoftKey:
    """A passkey in memory, as a phone would hold one: it signs what a site asks, from the page's origin."""

    def __init__(self, *, origin: str = SITE.origin, host: str = SITE.host) -> None:
        self.private, self.origin, self.host, self.count = ec.generate_private_key(ec.SECP256R1()), origin, host, 0
        self.identifier = b"fictional-key-16"

    def _data(self, known: AttestedCredentialData | None = None) -> AuthenticatorData:
        self.count += 1
        flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV
        flags |= AuthenticatorData.FLAG.AT if known else AuthenticatorData.FLAG(0)
        return AuthenticatorData.create(hashlib.sha256(self.host.encode()).digest(), flags, self.count, known or b"")

    def _client(self, kind: CollectedClientData.TYPE, options: dict[str, Any]) -> CollectedClientData:
        return CollectedClientData.create(kind, options["publicKey"]["challenge"], self.origin)

    def _told(self, **response: bytes) -> str:
        mine = websafe_encode(self.identifier)
        parts = {name: websafe_encode(value) for name, value in response.items()}
        return json.dumps({"id": mine, "rawId": mine, "type": "public-key", "response": parts})

    def made(self, options: dict[str, Any]) -> str:
        public = ES256.from_cryptography_key(self.private.public_key())
        known = AttestedCredentialData.create(Aaguid.NONE, self.identifier, public)
        client = self._client(CollectedClientData.TYPE.CREATE, options)
        attested = AttestationObject.create("none", self._data(known), {})
        return self._told(clientDataJSON=bytes(client), attestationObject=bytes(attested))

    def used(self, options: dict[str, Any]) -> str:
        client, data = self._client(CollectedClientData.TYPE.GET, options), self._data()
        signature = self.private.sign(bytes(data) + client.hash, ec.ECDSA(hashes.SHA256()))
        return self._told(clientDataJSON=bytes(client), authenticatorData=bytes(data), signature=signature)


def with_key(name: str = "alice") -> tuple[SoftKey, int]:
    account_id, session_id = opened(name)
    key = SoftKey()
    common: dict[str, Any] = {"account_id": account_id, "session_id": session_id, "site": SITE}
    options = operations.begin_adding_passkey(**common, email=f"{name}@exemple.fr", name=name)
    codes = operations.add_passkey(**common, answer=key.made(options), name="x", at=AT)
    assert len(codes) == 10
    return key, account_id


def half(account_id: int) -> dict[str, Any]:
    account = agents.Account.objects.get(pk=account_id)
    assert not sessions.open_session(account=account, device="", at=AT).is_complete
    number = OpenSession.objects.filter(account=account, is_complete=False).latest("pk").pk
    return {"account_id": account_id, "session_id": number, "site": SITE}


def asked(common: dict[str, Any]) -> dict[str, Any]:
    options = operations.begin_asking_passkey(**common)
    assert options is not None
    return options


def test_a_passkey_completes_a_session_once() -> None:
    key, account_id = with_key()
    common = half(account_id)
    answer = key.used(asked(common))
    assert operations.give_passkey(**common, answer=answer, at=AT).is_complete
    again = half(account_id)
    asked(again)
    with pytest.raises(operations.PasskeyRefused):
        operations.give_passkey(**again, answer=answer, at=AT)


@pytest.mark.parametrize("wrong", ["origin", "host", "key", "copy", "other account"])
def test_a_passkey_of_elsewhere_is_refused(wrong: str) -> None:
    key, account_id = with_key()
    common = half(account_id)
    if wrong == "other account":
        stranger, _ = with_key_of_bob()
        answer = stranger.used(asked(common))
    else:
        if wrong == "origin":
            key.origin = "https://hameconnage.example"
        elif wrong == "host":
            key.host = "hameconnage.example"
        elif wrong == "key":
            key.private = ec.generate_private_key(ec.SECP256R1())
        else:
            Passkey.objects.update(sign_count=50)  # a copy, made before the key was last used, counts behind
        answer = key.used(asked(common))
    with pytest.raises(operations.PasskeyRefused):
        operations.give_passkey(**common, answer=answer, at=AT)
    assert not OpenSession.objects.filter(pk=common["session_id"], is_complete=True).exists()


def with_key_of_bob() -> tuple[SoftKey, int]:
    account_id, session_id = opened("bob")
    key = SoftKey()
    key.identifier = b"another-key-of16"
    common: dict[str, Any] = {"account_id": account_id, "session_id": session_id, "site": SITE}
    options = operations.begin_adding_passkey(**common, email="bob@exemple.fr", name="Bob")
    operations.add_passkey(**common, answer=key.made(options), name="x", at=AT)
    return key, account_id


def test_wrong_passkeys_in_a_row_ask_for_a_pause() -> None:
    key, account_id = with_key()
    common = half(account_id)
    for _ in range(5):
        asked(common)
        with pytest.raises(operations.PasskeyRefused):
            operations.give_passkey(**common, answer="{}", at=AT)
    with pytest.raises(operations.Paused):
        operations.give_passkey(**common, answer=key.used(asked(common)), at=AT)


def test_recovery_codes_go_with_the_last_factor() -> None:
    _, account_id = with_key()
    assert queries.factors(account_id).recovery_codes_left == 10
    operations.remove_passkey(account_id=account_id, passkey_id=Passkey.objects.get().pk, at=AT)
    assert queries.factors(account_id).recovery_codes_left == 0
    assert not queries.factors(account_id).has_second
