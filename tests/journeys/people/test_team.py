"""The first host opens the site to an organisation, invites, protects the account; on a phone, without script too."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import Any

import pyotp
import pytest

pytestmark = pytest.mark.journey


def first_host(site: Any, email: str, language: str = "fr") -> str:
    """The path of the link that the operator's command prints."""
    environment = {**os.environ, "PREVENANCE_DATA": str(site.data), "PREVENANCE_SITE_URL": site.url}
    command = [sys.executable, "-m", "prevenance.site.commands", "people", "host", email, "--lang", language]
    told = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert told.returncode == 0, told.stderr[-1500:]
    return told.stdout.strip().removeprefix(site.url)


def opened(window: Any, *, script: bool) -> Any:
    visitor = window(width=360, script=script)
    visitor.has_script = script
    return visitor


def looks_at(visitor: Any) -> None:
    """axe is a script itself: it looks at the windows where scripts run, and would wait for ever in the others."""
    if getattr(visitor, "has_script", True):
        visitor.is_accessible()


def goes(visitor: Any, name: str, *, role: str = "button") -> None:
    """Presses, waits for the page, and looks at it."""
    with visitor.page.expect_navigation():
        visitor.page.get_by_role(role, name=name, exact=True).first.click()
    looks_at(visitor)


WORDS = {
    "fr": {
        "accept": "Accepter",
        "name": "Votre nom, tel que le liront vos collègues",
        "organisations": "Tous les organismes",
        "organisation": "Nom de l’organisme",
        "commune": "Sa commune",
        "add": "Ajouter",
        "invite": "Inviter quelqu’un",
        "email": "Adresse électronique de la personne que vous invitez",
        "coordinator": "Coordinatrice ou coordinateur",
        "send": "Envoyer l’invitation",
        "home": "Accueil de l’équipe",
        "mails": "Messages gardés sur le site",
        "out": "Se déconnecter",
    },
    "en": {
        "accept": "Accept",
        "name": "Your name, as your colleagues will read it",
        "organisations": "All the organisations",
        "organisation": "Name of the organisation",
        "commune": "Its commune",
        "add": "Add",
        "invite": "Invite someone",
        "email": "E-mail of the person that you invite",
        "coordinator": "Coordinator",
        "send": "Send the invitation",
        "home": "Home of the team",
        "mails": "Messages kept on the site",
        "out": "Sign out",
    },
}


@pytest.mark.parametrize(("language", "script"), [("fr", False), ("en", True)])
def test_a_host_opens_the_site_to_an_organisation_on_a_phone(
    window: Any, site: Any, language: str, script: bool
) -> None:
    say = WORDS[language]
    visitor = opened(window, script=script)
    visitor.opens(first_host(site, f"host-{language}@exemple.fr", language))
    looks_at(visitor)
    visitor.page.get_by_label(say["name"]).fill("Hélène")
    goes(visitor, say["accept"])
    goes(visitor, say["organisations"], role="link")
    goes(visitor, say["add"])  # nothing typed: mistakes in words
    assert visitor.page.locator("#errors").is_visible()
    visitor.page.get_by_label(say["organisation"]).fill("Association fictive de la Journée")
    visitor.page.get_by_label(say["commune"], exact=True).fill("Laon")
    goes(visitor, say["add"])
    goes(visitor, say["invite"], role="link")
    visitor.page.get_by_label(say["email"]).fill(f"carla-{language}@exemple.fr")
    visitor.page.get_by_role("radio", name=re.compile(say["coordinator"])).first.check()
    goes(visitor, say["send"])
    assert f"carla-{language}@exemple.fr" in visitor.page.locator("main").inner_text()
    goes(visitor, say["home"], role="link")
    goes(visitor, say["mails"], role="link")
    with visitor.page.expect_navigation():
        visitor.page.get_by_role("link", name=re.compile(f"carla-{language}")).first.click()
    looks_at(visitor)
    invitation = visitor.page.locator("main a[href*='invitation/']").first.get_attribute("href")
    goes(visitor, say["out"])
    newcomer = opened(window, script=script)
    newcomer.opens(str(invitation).removeprefix(site.url))
    newcomer.page.get_by_label(say["name"]).fill("Carla")
    goes(newcomer, say["accept"])
    assert "Carla" in newcomer.title()
    said = [one for one in visitor.complaints + newcomer.complaints if "422" not in one]
    assert said == [], "a form to correct is the only complaint of the browser"


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_page_of_an_account_is_accessible_on_a_phone(window: Any, site: Any, language: str) -> None:
    visitor = window(width=360)
    visitor.opens(first_host(site, f"account-{language}@exemple.fr", language))
    visitor.page.get_by_label(WORDS[language]["name"]).fill("Zoé")
    goes(visitor, WORDS[language]["accept"])
    root = "/equipe/" if language == "fr" else "/en/team/"
    fr = ("roles/", "compte/", "compte/mot-de-passe/", "compte/deuxieme-etape/", "journal/", "courrier/",
          "compte/deuxieme-etape/application/", "compte/deuxieme-etape/cles-d-acces/", "compte/partir/",
          "organismes/0/", "organismes/0/inviter/")  # fmt: skip
    en = ("roles/", "account/", "account/password/", "account/second-factor/", "journal/", "mail/",
          "account/second-factor/application/", "account/second-factor/passkeys/", "account/leave/",
          "organisations/0/", "organisations/0/invite/")  # fmt: skip
    for path in fr if language == "fr" else en:
        visitor.opens(root + path)
        visitor.is_accessible()
    for path in ("connexion/", "connexion/envoye/", "connexion/inconnu/"):
        visitor.opens("/equipe/" + path)
        visitor.is_accessible()
    assert [one for one in visitor.complaints if "404" not in one] == []


def test_an_application_then_its_code_open_the_account_without_script(window: Any, site: Any) -> None:
    visitor = opened(window, script=False)
    visitor.opens(first_host(site, "application@exemple.fr"))
    visitor.page.get_by_label("Votre nom, tel que le liront vos collègues").fill("Ada")
    goes(visitor, "Accepter")
    visitor.opens("/equipe/compte/deuxieme-etape/application/")
    secret = visitor.page.locator("strong.code").inner_text().replace(" ", "")
    visitor.page.get_by_label("Les 6 chiffres qu’elle montre").fill(pyotp.TOTP(secret).now())
    goes(visitor, "Vérifier le code")
    codes = visitor.page.locator(".codes strong").all_inner_texts()
    assert len(codes) == 10
    visitor.opens("/equipe/compte/mot-de-passe/")
    visitor.page.get_by_label("Nouveau mot de passe").fill("quatre petits chats gris")
    goes(visitor, "Enregistrer")
    goes(visitor, "Se déconnecter")
    visitor.page.get_by_label("Votre adresse électronique de travail").fill("application@exemple.fr")
    visitor.page.get_by_label("Votre mot de passe, si vous en avez choisi un").fill("quatre petits chats gris")
    goes(visitor, "Se connecter")
    visitor.page.get_by_label("Votre code").fill("000000")
    goes(visitor, "Continuer")
    assert visitor.page.locator("#errors").is_visible()
    visitor.page.get_by_label("Votre code").fill(codes[0])
    goes(visitor, "Continuer")
    assert visitor.title() == "Bonjour, Ada"


def test_a_passkey_is_added_then_opens_the_account(window: Any, site: Any) -> None:
    visitor = window(width=360)
    protocol = visitor.page.context.new_cdp_session(visitor.page)
    protocol.send("WebAuthn.enable")
    protocol.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": False,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    visitor.opens(first_host(site, "passkey@exemple.fr"))
    visitor.page.get_by_label("Votre nom, tel que le liront vos collègues").fill("Ève")
    goes(visitor, "Accepter")
    visitor.opens("/equipe/compte/deuxieme-etape/cles-d-acces/")
    visitor.page.get_by_label("Son nom").fill("Téléphone fictif")
    goes(visitor, "Ajouter une clé d’accès")
    assert len(visitor.page.locator(".codes strong").all_inner_texts()) == 10
    visitor.opens("/equipe/compte/deuxieme-etape/")
    assert "Téléphone fictif" in visitor.page.locator("main").inner_text()
    visitor.opens("/equipe/compte/mot-de-passe/")
    visitor.page.get_by_label("Nouveau mot de passe").fill("quatre petits chats gris")
    goes(visitor, "Enregistrer")
    goes(visitor, "Se déconnecter")
    visitor.page.get_by_label("Votre adresse électronique de travail").fill("passkey@exemple.fr")
    visitor.page.get_by_label("Votre mot de passe, si vous en avez choisi un").fill("quatre petits chats gris")
    goes(visitor, "Se connecter")
    goes(visitor, "Utiliser ma clé d’accès")
    assert visitor.title() == "Bonjour, Ève"
    assert visitor.complaints == []
