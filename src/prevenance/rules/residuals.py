"""What is left of a rule: once what is known is used, or once doubt no longer counts as no."""

from __future__ import annotations

from collections.abc import Sequence

from prevenance.rules import evaluating, nodes
from prevenance.rules.facts import Profile
from prevenance.rules.nodes import Rule


def residual(rule: Rule, profile: Profile) -> Rule:
    """What is left of a rule once what is known is used: the same verdict for every answer still to come."""
    branches = []
    for branch in rule.branches:
        when = _left(branch.when, profile)
        if when != nodes.Constant(False):
            branches.append(nodes.Branch(when, branch.status))
        if when == nodes.ALWAYS:
            break
    return Rule(rule.id, tuple(branches))


def _left(condition: nodes.Condition, profile: Profile) -> nodes.Condition:
    match condition:
        case nodes.Not(part):
            left = _left(part, profile)
            return nodes.Constant(not left.value) if isinstance(left, nodes.Constant) else nodes.Not(left)
        case nodes.Surely(part):
            left = _left(part, profile)
            return left if isinstance(left, nodes.Constant) else nodes.Surely(left)
        case nodes.All(parts) | nodes.Any(parts):
            return _left_of_parts(condition, [_left(part, profile) for part in parts])
    value = evaluating.truth(condition, profile)
    return condition if value is None else nodes.Constant(value)


def _left_of_parts(whole: nodes.All | nodes.Any, parts: Sequence[nodes.Condition]) -> nodes.Condition:
    settling = nodes.Constant(isinstance(whole, nodes.Any))
    if settling in parts:
        return settling
    left = tuple(part for part in parts if not isinstance(part, nodes.Constant))
    if not left:
        return nodes.Constant(not settling.value)
    return left[0] if len(left) == 1 else type(whole)(left)


def loosened(rule: Rule) -> Rule:
    """The same rule where doubt stays doubt: what is read under `surely` may still change the status."""
    return Rule(rule.id, tuple(nodes.Branch(_without_surely(branch.when), branch.status) for branch in rule.branches))


def _without_surely(condition: nodes.Condition) -> nodes.Condition:
    match condition:
        case nodes.Surely(part):
            return _without_surely(part)
        case nodes.Not(part):
            return nodes.Not(_without_surely(part))
        case nodes.All(parts) | nodes.Any(parts):
            return type(condition)(tuple(map(_without_surely, parts)))
    return condition
