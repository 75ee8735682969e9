"""The writing aid on texts of every kind: all that it says of each, no more, no less. One that cries wolf is not read."""

# ruff: noqa: E501  texts as people write them

from __future__ import annotations

import time

import pytest

from prevenance.campaigns.choices import writing_aid

GOOD = """Vous avez entre 50 et 74 ans ? Vous pouvez faire un test gratuit, chez vous.
Il ne fait pas mal et prend cinq minutes. Demandez-le à votre pharmacien."""
TEXTS = [
    # well said
    ("good", GOOD, "fr", []),
    ("good in English", "Are you 65 or over? The flu vaccine is free for you. Ask your pharmacist.", "en", []),
    ("it reassures", "N'ayez pas peur : ce n'est pas dangereux, et il n'est pas trop tard. Ce n'est pas votre faute.", "fr", []),
    ("it reassures in English", "It is not dangerous, it is never too late, and it is not your fault.", "en", []),
    ("a fear that is heard", "Vous avez peur de l'examen ? C'est normal. Parlez-en à la sage-femme.", "fr", []),
    ("what is open", "La pharmacie est ouverte le samedi. Vous êtes le bienvenu. Le lieu est fermé à midi.", "fr", []),
    ("who acts is said", "Le vaccin est fait par un pharmacien. Vos réponses sont lues par deux infirmières.", "fr", []),
    ("who acts in English", "The jab is given by a nurse. You are vaccinated. The centre is closed on Sunday.", "en", []),
    ("it takes tries", "Il faut souvent plusieurs essais. Vous pouvez essayer encore une fois.", "fr", []),
    ("if you stop", "Si vous arrêtez de fumer, vous respirez mieux en quelques jours.", "fr", []),
    ("no duty", "Ce n'est pas obligatoire : vous choisissez.", "fr", []),
    ("where and when", "Venez le 24.11.2026 à 14 h 30, au 12 rue des Lilas, 02000 Laon. Tél. 03 23 00 00 00 ou +33 6 12 34 56 78.", "fr", []),
    ("prices and degrees", "La séance coûte 12,50 €. À 38,5 °C, appelez. Le plafond est de 10 339 euros par an.", "fr", []),
    ("an acronym explained once", "La caisse d'Assurance Maladie (CPAM) répond. La CPAM ouvre à 9 h. Envoyez un SMS.", "fr", []),
    ("a word explained once", "Le dépistage (un examen fait quand tout va bien) est gratuit. Ce dépistage est simple.", "fr", []),
    ("to call at once", "Si c'est urgent, appelez le 15.", "fr", []),
    ("a job", "Un conseiller numérique vous aide le mardi.", "fr", ["jargon conseiller numérique"]),
    ("veterans, boilers, drinks", "Le foyer des anciens combattants reçoit aussi les curieux. Les boissons alcooliques y sont rares.", "fr", []),
    ("English words that only look bad", "Tobacco is addictive. A fire fighter and a painkiller came in warm clothes.", "en", []),
    ("empty", "", "fr", []),
    ("only spaces and signs", " \n … — !\n", "fr", []),
    # to be mended
    (
        "blaming",
        "Vous devez faire ce test. Par votre faute, vous êtes en retard. Il faut venir. Arrêtez de remettre à demain.",
        "fr",
        ["blame Vous devez", "blame Par votre faute", "blame Il faut venir", "blame en retard", "blame Arrêtez de"],
    ),
    ("blaming in English", "You must come. It is your fault. Everyone knows that smokers are lazy.", "en",
     ["blame You must", "blame your fault", "blame Everyone knows", "blame lazy"]),
    (
        "fearful",
        "Ce cancer est un tueur silencieux. Ne laissez pas cette menace mortelle vous faire peur : c'est urgent !",
        "fr",
        ["fear tueur silencieux", "fear mortelle", "fear menace", "fear urgent", "fear faire peur"],
    ),
    ("fearful in English", "This deadly killer is a time bomb: tomorrow is too late.", "en",
     ["fear deadly", "fear killer", "fear time bomb", "fear too late"]),
    (
        "an office",
        "Les bénéficiaires sont invités à solliciter la prise en charge de leur pathologie auprès de la CPAM.",
        "fr",
        ["passive sont invités", "jargon bénéficiaires", "jargon solliciter", "jargon prise en charge", "jargon pathologie", "acronym CPAM"],
    ),
    ("a doctor", "Asymptomatic patients with hypertension are assessed prior to screening.", "en",
     ["passive are assessed", "jargon Asymptomatic", "jargon hypertension", "jargon prior to", "jargon screening"]),
    ("the same word five times", "Le dépistage. Le dépistage ! Dépistage, dépistage et dépistage.", "fr", ["jargon dépistage"]),
    ("numbers", "Chez 32 % des gens, le risque baisse de 12,7 points. Il y a 24 000 000 de comptes.", "fr",
     ["percent 32 %", "decimal 12,7", "large_number 24 000 000"]),
    ("numbers in English", "There are 20,000 volunteers, about 2.5 a street.", "en", ["large_number 20,000", "decimal 2.5"]),
    ("all capitals", "LE VACCIN EST GRATUIT POUR VOUS. VENEZ SANS RENDEZ-VOUS.", "fr",
     ["capitals LE VACCIN EST GRATUIT POUR VOUS", "capitals VENEZ SANS RENDEZ-VOUS"]),
    ("one shout in a calm text", "Le vaccin est là. NE TARDEZ PAS, venez à la PMI.", "fr", ["capitals NE TARDEZ PAS", "acronym PMI"]),
    ("HTML", "<p>Venez <b>samedi</b>&nbsp;!</p><script>alert(1)</script>", "fr", ["tag <p> <b> </b>"]),
    ("emojis", "🎉 Venez samedi 😀😀 au marché ❤️ !", "fr", ["drawing 🎉 😀 ❤️"]),
    ("Arabic in the French field", "اللقاح مجاني لكم. اسألوا الصيدلي.", "fr", ["other_language اللقاح مجاني لكم. اسألوا الصيدلي."]),
    ("English in the French field", "The flu vaccine is free for you and it is in the pharmacy of your town.", "fr",
     ["other_language The flu vaccine is free for you and it i"]),
    ("French in the English field", "Le vaccin est gratuit pour vous et pour les enfants de la commune.", "en",
     ["other_language Le vaccin est gratuit pour vous et pour "]),
]  # fmt: skip


def said(text: str, language: str) -> list[str]:
    return [f"{one.kind} {one.words}" for one in writing_aid.remarks(text, language)]


@pytest.mark.parametrize(("text", "language", "found"), [pytest.param(*one[1:], id=one[0]) for one in TEXTS])
def test_it_says_this_and_nothing_else(text: str, language: str, found: list[str]) -> None:
    assert sorted(said(text, language)) == sorted(found)


@pytest.mark.parametrize(
    ("text", "mend"),
    [
        ("L'Assurance Maladie paie 65 % du prix.", "65 euros sur 100"),
        ("C'est pris en charge à 100 %.", "en entier, ou tous"),
        ("Les visites sont en hausse de 40 %.", "Dire les deux nombres : avant, maintenant."),
        ("Il y a 40 % de visites en plus, dans 3 communes.", "4 sur 10"),
        ("Chez 40 % des gens, tout va bien.", "4 sur 10"),
    ],
)
def test_a_percentage_is_mended_by_what_it_is_of(text: str, mend: str) -> None:
    assert [one.mend for one in writing_aid.remarks(text, "fr") if one.kind == "percent"] == [mend]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("Allez sur monespacesante.fr/aide.", []),
        ("Venez lundi et/ou mardi.", ["hard_sign /"]),
        ("Venez (à pied) ; c'est mieux…", ["hard_sign (à pied)", "hard_sign ;", "hard_sign …"]),
        ("Le test est gratuit. Il est simple.", ["several_ideas Le test est gratuit. Il est simple."]),
        ("M. Fictif vous reçoit.", []),
    ],
)
def test_an_easy_line(line: str, found: list[str]) -> None:
    assert [f"{one.kind} {one.words}" for one in writing_aid.easy_remarks(line, "fr")] == found


def test_five_thousand_signs_are_read_at_once_and_told_once() -> None:
    text = ("Le dépistage est simple, et vous devez venir : 32 % des gens viennent à la CPAM. " * 62)[:5000]
    started = time.process_time()
    found = said(text, "fr")
    assert time.process_time() - started < 0.5
    assert [one.split()[0] for one in found].count("long_text") == 1
    assert len(found) == len(set(found)) <= 8


@pytest.mark.parametrize(
    "text", ["(" * 5000, "1 000 " * 900, "A" * 5000, "est " * 1250, "<a" * 2500, "« " * 2500, "0 " * 2500]
)
def test_hostile_texts_take_no_time(text: str) -> None:
    started = time.process_time()
    writing_aid.remarks(text, "fr")
    writing_aid.easy_remarks(text, "en")
    writing_aid.measured(text, "fr")
    assert time.process_time() - started < 1


def test_measures_mean_nothing_in_another_language() -> None:
    assert writing_aid.measured("اللقاح مجاني لكم.", "fr") is None
    assert writing_aid.measured("", "fr") is None
    measured = writing_aid.measured("<p>Venez <b>samedi</b>.</p>", "fr")
    assert measured and measured.words == 2
