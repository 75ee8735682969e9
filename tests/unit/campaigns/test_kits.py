"""Kits: any message within its bounds holds in each format, or the format refuses it in words. Nothing is cut."""

from __future__ import annotations

import datetime as dt
import io
import re
import shutil
import subprocess
import zipfile

import pikepdf
import pytest
from django.utils import translation
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PIL import Image

from prevenance.campaigns.choices import readability
from prevenance.campaigns.choices.channels import (
    BULLETIN,
    CHANNELS,
    PAPERS,
    RADIO_MOST,
    SMS_MOST,
    SOCIAL_MOST,
    Format,
    gsm,
    sentences,
    septets,
)
from prevenance.campaigns.presenters import kit_image, kit_papers, kit_texts, kits
from prevenance.campaigns.presenters.kit_texts import DoesNotFit, Voice
from prevenance.campaigns.queries.ready import ready_messages
from prevenance.kit import paper
from prevenance.kit.territory import Colours
from tests.pdf_reading import inked_edges, laid_over

PDFTOTEXT = shutil.which("pdftotext")
WORD = st.sampled_from(["vous", "votre", "santé", "médecin", "pouvez", "l'hôpital", "gratuit", "anticonstitutionnel"])
SENTENCE = st.lists(WORD, min_size=2, max_size=30).map(lambda words: " ".join(words).capitalize() + ".")
TEXT = st.lists(SENTENCE, min_size=1, max_size=40).map(lambda told: "\n".join(told)[:2000])


def voice(**more: object) -> Voice:
    told: dict[str, object] = {
        "language": "fr",
        "direction": "ltr",
        "title": "Un carnet de santé à vous",
        "text": "C'est un carnet. Il est gratuit.\nVous décidez.",
        "easy": "C'est un carnet.\nIl est gratuit.",
        "not_said": "Ce message ne dit pas tout.",
        "speaker": "Commune de Saint-Quentin",
        "phone": "03 23 00 00 00",
        "phone_hours": "le matin",
        "link": "https://exemple.fr/etre-rassure/messages/abcdefgh/",
        "sources": (("HAS", "Un texte", "2025"),),
        "number": 3,
        "published_on": dt.date(2026, 11, 24),
        "until": dt.date(2027, 1, 31),
        "is_named": False,
        "is_fictional": False,
    }
    return Voice(**(told | more))  # type: ignore[arg-type]


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u00ad-]+", "", text)


def in_pdf(content: bytes) -> str:
    assert PDFTOTEXT
    told = subprocess.run([PDFTOTEXT, "-raw", "-", "-"], input=content, capture_output=True, check=True)
    return squeezed(told.stdout.decode())


WORST = voice(
    title=("Anticonstitutionnellement " * 5)[:120].strip(),
    text="\n".join(["Vous pouvez demander votre carnet à votre médecin, c'est gratuit et c'est à vous."] * 24),
    easy="\n".join(["Vous demandez votre carnet."] * 70),
    not_said="Ce message ne dit pas tout. " * 21,
    speaker="Communauté professionnelle territoriale de santé de la Thiérache et du Vermandois"[:80],
    sources=tuple(
        (f"Organisme numéro {at} au nom assez long pour la ligne", "Document", "2025-01-01") for at in range(6)
    ),
)


@pytest.mark.skipif(not PDFTOTEXT, reason="pdftotext is not there")
@pytest.mark.parametrize("wanted", sorted(PAPERS))
@pytest.mark.parametrize("one", [voice(), WORST], ids=["short", "longest"])
def test_a_paper_holds_every_word_that_it_announces_or_is_refused(
    one: Voice, wanted: Format, caplog: pytest.LogCaptureFixture
) -> None:
    try:
        made = kit_papers.pdf(one, wanted)
    except DoesNotFit as why:
        assert one is WORST
        assert why.words
        return
    assert not [each for each in caplog.records if each.name == "weasyprint"]  # a rule that it could not read
    with pikepdf.open(io.BytesIO(made)) as pdf:
        assert len(pdf.pages) <= PAPERS[wanted]
    assert laid_over(made) == []
    assert inked_edges(made) == []
    text = in_pdf(made)
    with translation.override("fr"):
        must = [one.title, one.stamp, one.speaker, one.phone, one.source_line, one.told[0]]
        if wanted in (Format.LEAFLET, Format.LETTER):
            must += [*one.told, one.not_said]
    for words in must:
        assert squeezed(words) in text, words


@pytest.mark.skipif(not PDFTOTEXT, reason="pdftotext is not there")
@settings(max_examples=8, deadline=None)
@given(title=SENTENCE.map(lambda words: words[:120].strip()), text=TEXT, wanted=st.sampled_from(sorted(PAPERS)))
def test_any_message_within_its_bounds_holds_on_paper_or_is_refused(title: str, text: str, wanted: Format) -> None:
    one = voice(title=title, text=text)
    try:
        made = kit_papers.pdf(one, wanted)
    except DoesNotFit as why:
        assert why.words
        return
    assert laid_over(made) == []
    assert inked_edges(made) == []
    found = in_pdf(made)
    assert squeezed(title) in found
    if wanted in (Format.LEAFLET, Format.LETTER):
        for told in one.told:
            assert squeezed(told) in found


@pytest.mark.skipif(not PDFTOTEXT, reason="pdftotext is not there")
@pytest.mark.parametrize("wanted", sorted(PAPERS))
def test_a_paper_prints_the_address_of_its_own_channel_and_its_code(
    wanted: Format, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[str] = []
    draw = paper.qr

    def noted(link: str) -> str:
        drawn.append(link)
        return draw(link)

    monkeypatch.setattr(paper, "qr", noted)
    one = voice(links={each: f"https://exemple.fr/r/{CHANNELS[each][:6]}" for each in Format})
    printed = in_pdf(kits.made(one, wanted)[f"{wanted}.pdf"])
    assert squeezed(f"exemple.fr/r/{CHANNELS[wanted][:6]}") in printed
    assert "etre-rassure" not in printed
    assert set(drawn) == {f"https://exemple.fr/r/{CHANNELS[wanted][:6]}"}


def test_the_kit_of_somebody_carries_their_address_everywhere_and_what_they_declare() -> None:
    one = voice(links=dict.fromkeys(Format, "https://exemple.fr/r/abc234"), mention="Collaboration commerciale")
    for wanted in (Format.SMS, Format.EMAIL, Format.SOCIAL, Format.BULLETIN):
        for name, content in kits.made(one, wanted).items():
            if name.endswith((".txt", ".html")):
                assert "exemple.fr/r/abc234" in content.decode(), name
                assert "etre-rassure" not in content.decode(), name
    post = kits.made(one, Format.SOCIAL)
    assert "Collaboration commerciale\nUn carnet" in post["social.txt"].decode()
    assert ">Collaboration commerciale<" in post["social.svg"].decode()
    assert len(kit_texts.social(one)) <= SOCIAL_MOST


@pytest.mark.parametrize("wanted", sorted(PAPERS))
def test_a_paper_is_tagged_and_carries_its_fonts(wanted: Format) -> None:
    made = kit_papers.pdf(voice(), wanted)
    with pikepdf.open(io.BytesIO(made)) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "fr"
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
        width, height = (float(pdf.pages[0].mediabox[at]) for at in (2, 3))
        a4 = (595.28, 841.89)
        expected = {
            Format.POSTER_A3: (a4[1], a4[0] * 2),
            Format.LEAFLET: (a4[1], a4[0]),
        }.get(wanted, a4)
        assert (width, height) == pytest.approx(expected, abs=1)
        fonts = [font for page in pdf.pages for font in page.Resources.get("/Font", {}).values()]
        assert fonts
        for font in fonts:
            assert (
                "/FontFile2" in font.DescendantFonts[0].FontDescriptor
                or "/FontFile3" in font.DescendantFonts[0].FontDescriptor
            )


@settings(max_examples=150, deadline=None)
@given(title=SENTENCE.map(lambda words: words[:120].strip()), text=TEXT, speaker=SENTENCE.map(lambda words: words[:80]))
@example(title=WORST.title, text=WORST.text, speaker=WORST.speaker)
def test_any_text_holds_within_its_bound_in_whole_sentences_or_is_refused(title: str, text: str, speaker: str) -> None:
    one = voice(title=title, text=text, speaker=speaker)
    measured = [
        (kit_texts.sms, SMS_MOST, septets),
        (kit_texts.radio, RADIO_MOST, lambda told: len(readability.words(told))),
        (kit_texts.social, SOCIAL_MOST, len),
    ]
    for make, most, measure in measured:
        try:
            told = make(one)
        except DoesNotFit as why:
            assert why.words
        else:
            assert measure(told) <= most
    try:
        lengths = kit_texts.bulletin(one)
    except DoesNotFit as why:
        assert why.words
    else:
        for name, told in lengths.items():
            assert len(told) <= BULLETIN[name]
            kept = told.split("\n")[1]
            assert " ".join(one.told).startswith(kept)
            assert kept.endswith(".") or kept == " ".join(one.told)  # the last sentence may have no full stop
    assert all(" ".join(line.split()) in kit_texts.email_text(one) for line in text.splitlines())


@given(text=TEXT)
def test_sentences_joined_give_the_text_again(text: str) -> None:
    assert " ".join(sentences(text)) == " ".join(text.split())


def test_a_text_message_names_no_care_has_a_way_to_stop_and_fits_one() -> None:
    told = kit_texts.sms(voice(title="Le dépistage du cancer du sein", is_named=True))
    assert "cancer" not in told
    assert "STOP" in told
    assert "https://exemple.fr/etre-rassure/messages/abcdefgh/" in told
    assert septets(told) <= SMS_MOST
    assert "carnet" in kit_texts.sms(voice())


def test_a_subject_of_an_e_mail_and_the_top_of_a_letter_say_nothing_of_health() -> None:
    one = voice(title="Le dépistage du cancer du sein", is_named=True)
    with translation.override("fr"):
        assert kit_texts.email_subject(one) == "Un message de\u00a0: Commune de Saint-Quentin"
        assert "<title>Un message de" in kit_texts.email_html(one)
    assert "img" not in kit_texts.email_html(one)


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("« L’hôpital » coûte 3 €…", '"L\'hopital" coute 3 €...'),
        ("ça, c’est à sœur Zoë", "ca, c'est à soeur Zoe"),
        ("Été, là-bas – où ?", "Été, là-bas - où ?"),
    ],
)
def test_a_text_is_written_with_the_signs_of_a_text_message(written: str, sent: str) -> None:
    assert gsm(written) == sent
    assert septets("€") == 2


def test_arabic_is_refused_in_a_text_message() -> None:
    with pytest.raises(DoesNotFit):
        kit_texts.sms(voice(title="عنوان", speaker="بلدية"))


def test_a_letter_without_a_phone_number_is_refused() -> None:
    with pytest.raises(DoesNotFit):
        kit_papers.pdf(voice(phone=""), Format.LETTER)


def test_the_image_is_square_and_its_words_are_in_its_other_text() -> None:
    told = ("Un carnet de santé à vous", "Commune", "exemple.fr", "Version 1", Colours())
    with Image.open(io.BytesIO(kit_image.png(*told))) as image:
        assert image.size == (1080, 1080)
    svg = kit_image.svg(*told)
    assert "Un carnet de santé" in svg
    assert "Un carnet de santé à vous" in kit_texts.social_alt(voice())
    with pytest.raises(DoesNotFit):
        kit_image.png("a" * 120, *told[1:])


def test_a_kit_is_one_file_that_says_its_version_its_last_day_and_what_was_refused() -> None:
    packed = kits.packed(voice(phone=""))
    with zipfile.ZipFile(io.BytesIO(packed)) as pack:
        names = pack.namelist()
        assert {"LISEZ-MOI.txt", "poster-a4.pdf", "sms.txt", "social.png", "bulletin-short.txt"} <= set(names)
        assert "letter.pdf" not in names
        read_me = pack.read("LISEZ-MOI.txt").decode()
        texts = [pack.read(name).decode() for name in names if name.endswith((".txt", ".html")) and "alt" not in name]
    assert "Lettre" in read_me
    for text in texts:
        assert "Version 3" in text
        assert "31 janvier 2027" in text.replace("\u00a0", " ")


@given(
    told=st.lists(st.sampled_from(["Vous toussez ?", "Voyez un médecin.", "C'est gratuit.", "Et après ?"]), max_size=9)
)
@settings(deadline=None, max_examples=40)
def test_no_question_is_left_without_its_answer(told: list[str]) -> None:
    text = " ".join(["C'est un carnet.", *told, "Fin. Voilà tout ce qu'il y a à dire ici, et rien d'autre ne suit."])
    whole = sentences(text)
    for most in (20, 40, 60, 90, 140):
        kept = sentences(" ".join(kit_texts.lead(voice(text=text), most)))
        assert kept == whole[: len(kept)] and kept
        assert kept == whole or not kept[-1].endswith("?")
    long = voice(text=f"{text} {'Une phrase de plus. ' * 40}")
    for said in (kit_texts.social(long), kit_texts.radio(long)):
        assert not said.splitlines()[1].endswith("?")


def test_a_title_is_beside_its_pictogram_which_says_nothing_aloud() -> None:
    with_one = pikepdf.open(io.BytesIO(kits.made(voice(pictogram="shield"), Format.POSTER_A4)["poster-a4.pdf"]))
    without = pikepdf.open(io.BytesIO(kits.made(voice(), Format.POSTER_A4)["poster-a4.pdf"]))

    def figures(one: pikepdf.Pdf) -> int:
        return sum(item.get("/S") == "/Figure" for item in one.objects if isinstance(item, pikepdf.Dictionary))

    def drawn(one: pikepdf.Pdf) -> int:
        return sum(len(page.Contents.read_bytes()) for page in one.pages)

    assert figures(with_one) == figures(without)
    assert with_one.pages[0].resources != without.pages[0].resources or drawn(with_one) > drawn(without) + 50


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_ready_message_holds_in_every_format(language: str) -> None:
    for key, ready in ready_messages().items():
        words = ready.draft.words[language]
        sources = tuple((one.organisation, one.document, one.date) for one in ready.draft.sources)
        one = voice(
            language=language,
            title=words.title,
            text=words.text,
            easy=words.easy,
            not_said=words.not_said,
            sources=sources,
            is_named=True,
        )
        for wanted in (Format.SMS, Format.EMAIL, Format.RADIO, Format.SOCIAL, Format.BULLETIN):
            assert kits.made(one, wanted), (key, wanted)
