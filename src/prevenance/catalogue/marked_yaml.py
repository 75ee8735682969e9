"""YAML read with the line of each value: a mistake in a catalogue file is told with its line, its cause, its mend.

We read PyYAML's nodes rather than its plain values: the values forget where they stood, silently keep the last of two
equal keys, and turn `yes`, `15` or `2024-01-01` into something the author did not mean as text.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NoReturn

import yaml

_TAG = "tag:yaml.org,2002:"
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml reads some six times faster, where it is there


class ContentError(Exception):
    """A file of the catalogue which cannot be accepted. `line` counts from 1."""

    def __init__(self, file: Path, line: int, cause: str, mend: str) -> None:
        super().__init__(f"{file}, line {line}: {cause}. {mend}.")
        self.file = file
        self.line = line
        self.cause = cause
        self.mend = mend


@dataclass(frozen=True)
class Entry:
    """One value of a file, and the words that say where it stands (`mammogram › name › fr`)."""

    node: yaml.Node
    file: Path
    where: str

    @property
    def line(self) -> int:
        return int(self.node.start_mark.line) + 1

    def refuse(self, cause: str, mend: str) -> NoReturn:
        raise ContentError(self.file, self.line, f"{self.where}: {cause}" if self.where else cause, mend)

    def named(self, where: str) -> "Entry":
        return Entry(self.node, self.file, where)

    def _below(self, node: yaml.Node, name: str) -> "Entry":
        return Entry(node, self.file, f"{self.where} › {name}" if self.where else name)

    def _tag(self) -> str:
        return str(self.node.tag).removeprefix(_TAG)

    def is_null(self) -> bool:
        return self._tag() == "null"

    def is_word(self, word: str) -> bool:
        return self._tag() == "str" and self.node.value == word

    def peek(self, key: str) -> str:
        """The text of one key, before the whole block is checked: errors further down can then bear its name."""
        pairs = self.node.value if isinstance(self.node, yaml.MappingNode) else []
        found = [value for name, value in pairs if name.value == key]
        if not found:
            self.refuse(f"missing {key}", f"Begin each item with its {key}")
        return self._below(found[0], key).text()

    def mapping(self, required: Collection[str], optional: Collection[str] = ()) -> dict[str, "Entry"]:
        """The keys of a block: all the required ones, none unknown, none twice. An optional key left out is absent."""
        if not isinstance(self.node, yaml.MappingNode):
            self.refuse("a block of keys is expected here", f"Write the keys {', '.join(required)}")
        found: dict[str, Entry] = {}
        for key_node, value_node in self.node.value:
            name = str(key_node.value)
            entry = self._below(value_node, name)
            known = [*required, *optional]
            if name not in known:
                Entry(key_node, self.file, self.where).refuse(f"unknown key “{name}”", f"Use {', '.join(known)}")
            if name in found:
                Entry(key_node, self.file, self.where).refuse(f"key “{name}” written twice", "Keep only one of them")
            found[name] = entry
        missing = [name for name in required if name not in found]
        if missing:
            self.refuse(f"missing {', '.join(missing)}", "Add what is missing")
        return found

    def items(self, at_least: int = 0) -> list["Entry"]:
        if not isinstance(self.node, yaml.SequenceNode):
            self.refuse("a list is expected here", "Write one line per item, each beginning with a dash")
        if len(self.node.value) < at_least:
            self.refuse(f"at least {at_least} expected in this list", "Add what is missing")
        return [self._below(node, str(rank)) for rank, node in enumerate(self.node.value, start=1)]

    def text(self) -> str:
        if self._tag() != "str" or not str(self.node.value).strip():
            self.refuse("some text is expected here", "Write the text, between quotes if it is a number or a date")
        return str(self.node.value).strip()

    def boolean(self) -> bool:
        if self._tag() != "bool" or self.node.value not in ("true", "false"):
            self.refuse("true or false is expected here", "Write true or false")
        return bool(self.node.value == "true")

    def whole_number(self) -> int:
        if self._tag() != "int" or not str(self.node.value).isdecimal():
            self.refuse("a whole number is expected here", "Write digits, without quotes")
        return int(self.node.value)

    def day(self) -> date:
        try:
            return date.fromisoformat(str(self.node.value))
        except ValueError:
            self.refuse("a day is expected here", "Write it as 2026-11-23")

    def one_of(self, allowed: Collection[str], what: str) -> str:
        word = self.text()
        if word not in allowed:
            self.refuse(f"unknown {what} “{word}”", f"Use one of: {', '.join(allowed)}")
        return word


def read_file(file: Path) -> Entry:
    """The whole document of a file. Refuses a file which is missing, empty or not YAML."""
    try:
        node = yaml.compose(file.read_text(encoding="utf-8"), Loader=_LOADER)
    except FileNotFoundError:
        raise ContentError(file, 1, "this file does not exist", "Create it, or give the right folder") from None
    except UnicodeDecodeError:
        raise ContentError(file, 1, "this file is not written in UTF-8", "Save it again as UTF-8") from None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        cause = f"this is not valid YAML ({error.problem})"
        raise ContentError(
            file, line, cause, "Check the indentation, the quotes and the colons near this line"
        ) from None
    except yaml.YAMLError as error:
        raise ContentError(file, 1, f"this is not valid YAML ({error})", "Remove the unreadable characters") from None
    if node is None:
        raise ContentError(file, 1, "this file is empty", "Write its content, or delete it")
    return Entry(node, file, "")
