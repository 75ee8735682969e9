"""Fields of a form, with their words and their mistakes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from prevenance.kit.controls import Choice
from prevenance.kit.inputs import Mistake


@dataclass(frozen=True, slots=True)
class Field:
    """One thing to type. `kind`: the input's type, `textarea`, `radios` or `select`."""

    name: str
    label: str
    kind: str = "text"
    hint: str = ""
    value: str = ""
    errors: tuple[str, ...] = ()
    autocomplete: str = "off"
    mode: str = ""
    longest: int = 200
    choices: tuple[Choice, ...] = ()

    @property
    def describedby(self) -> str:
        """The ids of the hint and of the mistake."""
        return " ".join([f"{self.name}-error"] * bool(self.errors) + [f"{self.name}-hint"] * bool(self.hint))


class Form:
    """Builds fields with what was typed and what was wrong. A password is never shown again."""

    def __init__(self, typed: Mapping[str, str] | None = None, mistakes: Sequence[Mistake] = ()) -> None:
        self.typed, self.mistakes = typed or {}, mistakes

    def field(self, name: str, label: str, kind: str = "text", *, value: str = "", **more: object) -> Field:
        """One field; `value`: at first."""
        shown = "" if kind == "password" else str(self.typed.get(name, value))
        errors = tuple(one.words for one in self.mistakes if one.fact == name)
        return Field(name, label, kind, value=shown, errors=errors, **more)  # type: ignore[arg-type]

    def choice(
        self,
        name: str,
        label: str,
        options: Sequence[tuple[str, str, str]],
        *,
        kind: str = "radios",
        value: str = "",
        hint: str = "",
    ) -> Field:
        """One among (value, words, hint)."""
        chosen = str(self.typed.get(name, value))
        offered = tuple(Choice(key, words, more, key == chosen) for key, words, more in options)
        return self.field(name, label, kind, value=value, choices=offered, hint=hint)

    @property
    def errors(self) -> list[tuple[str, str]]:
        """For the summary of mistakes."""
        return [(one.goal, one.words) for one in self.mistakes]
