"""The forms of a hand-over, ready for their pages: what was typed, what is ticked, what was wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext

from prevenance.formats import phones
from prevenance.kit.controls import Choice, Control
from prevenance.kit.inputs import Mistake, one
from prevenance.mediation.choices import handover_words as words
from prevenance.mediation.choices.handover_states import State
from prevenance.mediation.presenters import encounters, handovers
from prevenance.mediation.queries.encounters import Noted
from prevenance.mediation.queries.handover_drafts import Around, Posted
from prevenance.mediation.queries.handover_figures import HandoverFigures
from prevenance.offer.queries import Place
from prevenance.people.presenters.fields import Field, Form
from prevenance.people.queries.persons import Followed
from prevenance.territories import queries as territories

CARRIED = ("organisation", "purpose", "place", "name", "near", "email", "phone")


@dataclass(frozen=True, slots=True)
class About:
    """What a hand-over begins from. `teams`: id → (name, code of the commune) of the organisations it may be for."""

    teams: Mapping[int, tuple[str, str]]
    person: Followed | None = None
    encounter: Noted | None = None

    @property
    def commune(self) -> str:
        """Of the encounter, else of the person; "" when nobody knows."""
        held = self.encounter.draft.commune if self.encounter else ""
        return held or (self.person.commune if self.person else "")

    @property
    def around(self) -> Around:
        """What the form needs."""
        return Around({key: code for key, (_, code) in self.teams.items()}, self.commune)

    @property
    def who(self) -> str:
        """For the agent only."""
        return encounters.name(self.person) if self.person else ""


@dataclass(frozen=True, slots=True)
class Page:
    """One step. `hidden`: what the other steps need, carried by the page itself."""

    hidden: tuple[tuple[str, str], ...]
    controls: tuple[Control, ...] = ()
    fields: tuple[Field, ...] = ()
    more: tuple[Field, ...] = ()
    is_more_open: bool = False
    items: tuple[tuple[Choice, Field], ...] = ()
    error: str = ""
    purpose: Field | None = None


def whom(posted: Posted, about: About, places: Sequence[Place], mistakes: Sequence[Mistake]) -> Page:
    """The first step."""
    form = Form({key: one(posted, key) for key in posted}, mistakes)
    here = territories.commune(about.commune or next((code for _, code in about.teams.values()), ""))
    fields = [
        form.field("name", gettext("To whom? A place, or a professional"), longest=words.NAME_MOST),
        form.field("near", gettext("Near which commune?"), value=here.name if here else "", longest=words.NAME_MOST),
    ]
    chosen, controls = one(posted, "place"), []
    if len(about.teams) > 1:
        teams = [(str(key), name, "") for key, (name, _) in about.teams.items()]
        controls.append(_radios("organisation", gettext("For which organisation?"), teams, posted, mistakes))
    if places:
        found = [(each.id, each.name, ", ".join(filter(None, (each.address, each.commune_name)))) for each in places]
        none = gettext("None of these: I wrote the name myself")
        shown = [Choice(key, name, more, key == chosen) for key, name, more in found]
        shown.append(Choice("", none, "", not chosen))
        controls.append(Control("radios", "place", gettext("Which place?"), choices=tuple(shown), alone=False))
    offered = [("", gettext("Choose"), ""), *((key, str(name), "") for key, name in words.purposes().items())]
    hint = gettext("Only what it is for, never why.")
    purpose = form.choice("purpose", gettext("What for?"), offered, kind="select", hint=hint)
    more = (
        form.field(
            "email",
            gettext("Receiver's e-mail, to send the link"),
            "email",
            hint=gettext("Or nothing: the link can be printed, or shown as a square code."),
            longest=254,
        ),
        form.field(
            "phone",
            gettext("Your phone, for the receiver"),
            hint=gettext("If you wish to be called about it."),
            mode="tel",
            longest=30,
        ),
    )
    is_open = any(field.value or field.errors for field in more)
    begun = tuple(_hidden(posted, ("operation", "person", "encounter")))
    return Page(begun, tuple(controls), tuple(fields), more, is_open, purpose=purpose)


def what(posted: Posted, about: About, purpose: str, mistakes: Sequence[Mistake]) -> Page:
    """The second step: ticked at first is what the purpose needs, nothing else."""
    is_again = one(posted, "step") != "whom"
    ticked = set(posted.get("share", ())) if is_again else set(words.needs(purpose))
    known = _known(about)
    typed = {
        f"value-{key}": one(posted, f"value-{key}") or ("" if key in ticked and is_again else known[key])
        for key in known
    }
    form, items = Form(typed, mistakes), []
    for number, (key, name) in enumerate(words.items().items(), 1):
        choice = Choice(key, str(name), "", key in ticked, f"share-{number}")
        most = words.NEED_MOST if key == "need" else words.NAME_MOST
        hint = gettext("In one sentence, without naming an illness nor a treatment.") if key == "need" else ""
        label = gettext("Written as: %(item)s") % {"item": name}
        kind, mode = ("textarea", "") if key == "need" else ("text", "tel" if key == "phone" else "")
        items.append((choice, form.field(f"value-{key}", label, kind, hint=hint, longest=most, mode=mode)))
    error = next((each.words for each in mistakes if each.fact == "share"), "")
    carried = ("operation", "person", "encounter", *CARRIED)
    return Page(tuple(_hidden(posted, carried)), items=tuple(items), error=error)


def agree(posted: Posted, mistakes: Sequence[Mistake]) -> Page:
    """The third step: only what is ticked is carried."""
    hidden = list(_hidden(posted, ("operation", "person", "encounter", *CARRIED)))
    for key in words.items():
        if key in posted.get("share", ()):
            hidden += [("share", key), (f"value-{key}", one(posted, f"value-{key}"))]
    options = [(key, name, "") for key, name in handovers.agreements().items()]
    agreed = _radios("agreed", gettext("How did the person say yes?"), options, posted, mistakes)
    return Page(tuple(hidden), (agreed,))


@dataclass(frozen=True, slots=True)
class Reply:
    """A receiver's answer: which one, then what each asks."""

    answer: Control
    accepted: tuple[Control, ...]
    reason: Control
    elsewhere: Field
    call: Field
    words: Field


def reply(posted: Posted, mistakes: Sequence[Mistake]) -> Reply:
    """Empty at first."""
    form = Form({key: one(posted, key) for key in posted}, mistakes)

    def options(given: Mapping[str, object]) -> list[tuple[str, str, str]]:
        return [(key, str(name), "") for key, name in given.items()]

    # What each answer asks appears with it, without script: `waits` of a control, `opens` of a choice.
    answer = _radios("answer", gettext("Your answer"), options(words.answers()), posted, mistakes)
    return Reply(
        replace(answer, choices=tuple(replace(each, opens=(n,)) for n, each in enumerate(answer.choices, 1))),
        (
            _radios("how", gettext("How will you be in touch?"), options(words.hows()), posted, mistakes, waits=1),
            _radios("when", gettext("When?"), options(words.whens()), posted, mistakes, waits=1),
        ),
        _radios("reason", gettext("Why not?"), options(words.refusals()), posted, mistakes, waits=2),
        form.field("elsewhere", gettext("Whom else could we ask?"), longest=words.WORDS_MOST),
        form.field("call", gettext("The number to call you on"), mode="tel", longest=30),
        form.field(
            "words",
            gettext("A word for the team, if you wish"),
            hint=gettext("Nothing on the person's health."),
            longest=words.WORDS_MOST,
        ),
    )


def outcomes(chosen: str, mistakes: Sequence[Mistake]) -> Control:
    """What came of it."""
    options = [(key, str(name), "") for key, name in words.outcomes().items()]
    return _radios("outcome", gettext("What came of it?"), options, {"outcome": [chosen]}, mistakes)


def lists(counts: Mapping[str, int]) -> list[tuple[str, str, int]]:
    """(key, words, how many)."""
    names = {"waiting": gettext("Waiting"), "answered": gettext("Answered"), "ended": gettext("Ended")}
    return [(key, names[key], many) for key, many in counts.items()]


def year(name: str, one: HandoverFigures) -> tuple[str, list[str]]:
    """(organisation, sentences), each number with what it is counted over."""
    answers = {
        State.ACCEPTED: gettext("yes: %(many)s"),
        State.REFUSED: gettext("no: %(many)s"),
        State.TO_CALL: gettext("to call: %(many)s"),
        State.SILENT: gettext("without an answer: %(many)s"),
    }
    outcomes = {
        "received": gettext("person received: %(many)s"),
        "contacted": gettext("person contacted: %(many)s"),
        "lost": gettext("nothing came of it: %(many)s"),
    }
    said = ", ".join(label % {"many": one.answers[key.value]} for key, label in answers.items())
    came = ", ".join(label % {"many": one.outcomes[key]} for key, label in outcomes.items())
    return name, [
        gettext("Made: %(made)s, of which %(waiting)s wait for an answer.")
        % {"made": one.made, "waiting": one.waiting},
        gettext("Of %(ended)s that ended: %(answers)s.") % {"ended": one.ended, "answers": said},
        gettext("And then: %(outcomes)s, not noted: %(missing)s.")
        % {"outcomes": came, "missing": one.outcomes_missing},
    ]


def _known(about: About) -> dict[str, str]:
    found = dict.fromkeys(words.items(), "")
    if about.person:
        identity, where = about.person.identity, territories.commune(about.person.commune)
        found["first_name"] = identity.given_name
        found["phone"] = phones.national(identity.phone) if identity.phone else ""
        found["commune"] = where.name if where else ""
    return found


def _hidden(posted: Posted, names: Sequence[str]) -> Iterator[tuple[str, str]]:
    for name in names:
        if value := one(posted, name):
            yield name, value


def _radios(
    name: str,
    legend: str,
    options: Sequence[tuple[str, str, str]],
    posted: Posted,
    mistakes: Sequence[Mistake],
    *,
    waits: int = 0,
) -> Control:
    chosen = one(posted, name)
    choices = tuple(Choice(key, label, more, key == chosen) for key, label, more in options)
    error = next((each.words for each in mistakes if each.fact == name), "")
    return Control("radios", name, legend, choices=choices, error=error, alone=False, waits=waits)
