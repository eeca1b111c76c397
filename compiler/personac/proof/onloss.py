"""What a project says about losses: fail, warn or accept, by target, persona and clause."""

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from fnmatch import fnmatchcase

from msgspec import Struct

from personac.api import Loss, LossKind
from personac.model import Effect, NodeId, Persona, ToolGrant, clauses
from personac.proof.values import FAILED, Proof, Status, Verdict


class Action(StrEnum):
    FAIL = "fail"
    WARN = "warn"
    ACCEPT = "accept"


class LossRule(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What becomes of the losses that it matches; what is left out matches everything."""

    action: Action
    reason: str = ""
    """Why that is right; required for ``warn`` and ``accept``."""
    target: str = ""
    persona: str = ""
    clause: str = ""
    """The id of a clause, or a pattern of ids with ``*``."""


class OnLoss(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The first rule that matches counts, then ``default``.  Without either, a prohibition that
    is lost fails and every other declared loss is a notice.
    """

    default: Action | None = None
    reason: str = ""
    rules: tuple[LossRule, ...] = ()


class Ruling(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the settings make of one loss; without an ``action`` it is a notice."""

    target: str
    node: NodeId
    what: str
    detail: str
    action: Action | None = None
    reason: str = ""
    prohibition: bool = False
    unavailable: bool = False
    """The client has no such tool for its agents, so that a grant of it is dropped, or nothing
    says that it is denied.
    """


def rulings(
    persona: Persona, proof: Proof, losses: Sequence[Loss], settings: OnLoss
) -> tuple[Ruling, ...]:
    """A ruling for every loss: those of clauses first, then those of the tools and the header.

    What is missing without having been declared is a loss only if a rule names its clause.
    """
    return (
        *_of_clauses(proof, settings),
        *_of_nodes(persona, proof, losses, settings),
    )


def _of_clauses(proof: Proof, settings: OnLoss) -> Iterator[Ruling]:
    for verdict in proof.verdicts:
        if verdict.status is Status.LOST or verdict.status in FAILED:
            ruling = _of_clause(proof, verdict, settings)
            if verdict.status is Status.LOST or ruling.action is Action.ACCEPT:
                yield ruling


def _of_clause(proof: Proof, verdict: Verdict, settings: OnLoss) -> Ruling:
    declared = verdict.status is Status.LOST
    rule = _rule(settings, proof, verdict.node, named=not declared)
    action, reason = rule or _default(settings, binding=declared)
    if action is None and verdict.prohibition:
        action = Action.FAIL
    return Ruling(
        target=proof.target,
        node=verdict.node,
        what=f"the {verdict.kind} `{verdict.words}`",
        detail=verdict.reason or verdict.why or "it is not there",
        action=action,
        reason=reason,
        prohibition=verdict.prohibition,
    )


def _of_nodes(
    persona: Persona, proof: Proof, losses: Sequence[Loss], settings: OnLoss
) -> Iterator[Ruling]:
    said = {verdict.node.partition("#")[0] for verdict in proof.verdicts}
    grants = _grants(persona)
    for loss in losses:
        if loss.node in said or loss.node.partition("#")[0] in said:
            continue
        grant = grants.get(loss.node)
        silent = loss.node in proof.unsaid and grant is not None and grant.effect is Effect.DENY
        rule = _rule(settings, proof, loss.node, binding=grant is not None)
        action, reason = rule or _default(settings, binding=grant is not None)
        yield Ruling(
            target=proof.target,
            node=loss.node,
            what=f"the limit of the tool `{grant.name}`" if grant else f"`{loss.node}`",
            detail=loss.detail,
            action=Action.FAIL if action is None and silent else action,
            reason=reason,
            prohibition=silent,
            unavailable=silent or (grant is not None and loss.kind is LossKind.WITHHELD),
        )


def _grants(persona: Persona) -> Mapping[NodeId, ToolGrant]:
    found = (clause for _, clause in clauses(persona))
    return {clause.id: clause for clause in found if isinstance(clause, ToolGrant)}


def _rule(
    settings: OnLoss, proof: Proof, node: NodeId, *, named: bool = False, binding: bool = True
) -> tuple[Action | None, str] | None:
    """What the first rule that matches says; with ``named``, or for what does not bind, only
    a rule that names clauses counts.
    """
    for rule in settings.rules:
        if (named or not binding) and not rule.clause:
            continue
        if (
            rule.target in ("", proof.target)
            and rule.persona in ("", proof.persona)
            and (not rule.clause or fnmatchcase(node, rule.clause))
        ):
            return rule.action, rule.reason
    return None


def _default(settings: OnLoss, *, binding: bool) -> tuple[Action | None, str]:
    return (settings.default, settings.reason) if binding else (None, "")
