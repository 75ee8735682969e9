"""What the rules refuse in an answer, in the words of a page."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import get_language, gettext

from prevenance.catalogue import Catalogue
from prevenance.kit.inputs import Mistake
from prevenance.offer.presenters.wording import typeset
from prevenance.plans.presenters.wording import words
from prevenance.rules.refusals import Problem


def mistakes(problems: Iterable[Problem], catalogue: Catalogue) -> list[Mistake]:
    """One mistake for each problem: the cause and the mend, without the names that programs use."""
    return [Mistake(problem.field, "", _words(problem, catalogue)) for problem in problems]


def _words(problem: Problem, catalogue: Catalogue) -> str:
    if problem.key == "before_birth":
        return gettext("This date is before the birth date. Check the year.")
    if problem.key == "contradiction":
        others = [
            catalogue.facts[name] for name in problem.details.get("other", "").split(", ") if name in catalogue.facts
        ]
        named = ", ".join(words(fact.names) for fact in others)
        return gettext("This does not go with another answer: %(named)s. Change one of the two.") % {"named": named}
    language = get_language() or "fr"
    return typeset(f"{problem.cause(language)} {problem.mend(language)}", language)
