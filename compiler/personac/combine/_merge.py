"""Several sources of one persona as one."""

from collections.abc import Sequence
from typing import NamedTuple

from personac.api import Document
from personac.combine import _access as access
from personac.combine import _findings as say_so
from personac.combine import _header as headers
from personac.combine import _places as places
from personac.combine._adopt import Also, all_adopted, held_by, noted
from personac.combine._disagree import Decided, clashes, decide
from personac.combine._facts import settled_facts
from personac.combine._leave_out import without
from personac.combine._prove import Loss, losses
from personac.combine._weave import weave
from personac.combine.say import DIALECTS, Say, Settle, binds, is_about, names, rank
from personac.diagnostics import Diagnostic, Label, Locator, Outcome, Severity
from personac.model import Effect, Field, NodeId, Persona, ToolGrant, clauses, evolve, nodes
from personac.source import Span

_ROUNDS = 6
PERMISSION = "permission"


def merge(documents: Sequence[Document], say: Say) -> Outcome[Document]:
    """One persona of all its sources; a single source is returned as it is.

    There is no value when the project has to decide something: each such finding is an error.
    """
    ordered = _ordered(_distinct(documents), say)
    if len(ordered) == 1:
        return Outcome(ordered[0])
    return _Merging(ordered, say).outcome()


def _distinct(documents: Sequence[Document]) -> list[Document]:
    """Without those that are in another one already."""
    kept: list[Document] = []
    for one in sorted(documents, key=lambda d: -len(d.sources)):
        if not any(held_by(one, other) for other in kept):
            kept.append(one)
    return kept


def _ordered(documents: Sequence[Document], say: Say) -> list[Document]:
    """First those that the project puts first, then by dialect, then by path."""

    def place(document: Document) -> tuple[int, int, str]:
        origin = places.origin(document, document.persona.id)
        known = document.dialect in DIALECTS
        dialect = DIALECTS.index(document.dialect) if known else len(DIALECTS)
        return rank(say.priority, origin), dialect, origin.path

    return sorted(documents, key=place)


class _Left(NamedTuple):
    """Words of a source that go in favour of another one."""

    document: int
    node: NodeId
    words: str
    kept: NodeId


class _Merging:
    def __init__(self, documents: Sequence[Document], say: Say) -> None:
        self.say = say
        self.persona = documents[0].persona.id
        self.documents = all_adopted(documents)
        self.owner = {
            node.id: at for at, d in enumerate(self.documents) for node in nodes(d.persona)
        }
        self.findings: list[Diagnostic] = []
        self.left: list[_Left] = []
        self.decided: list[headers.At] = []
        self.permitted: set[NodeId] = set()
        self.used: set[Settle] = set()

    def outcome(self) -> Outcome[Document]:
        self.settle_statements()
        self.settle_facts()
        gone = frozenset(one.node for one in self.left)
        header = headers.combined(self.documents, self.persona, self.say, gone)
        self.findings += header.findings
        self.decided = [one for one, _ in header.overruled]
        self.used |= set(header.used)
        merged = self.proven(self.limited(header), header)
        self.findings += self.unused()
        decided = tuple(n for n, rule in enumerate(self.say.settle) if rule in self.used)
        whole = None if merged is None or self.failed else evolve(merged, decided=decided)
        return Outcome(whole, tuple(self.findings))

    @property
    def failed(self) -> bool:
        return any(one.severity is Severity.ERROR for one in self.findings)

    # ------------------------------------------------------------------ what disagrees

    def settle_statements(self) -> None:
        for clash in clashes(self.documents):
            decided = decide(clash, self.documents, self.persona, self.say)
            if isinstance(decided, Decided):
                self.used.add(decided.rule)
                out = decided.out.one
                self.left.append(
                    _Left(
                        decided.out.document, out.node.id, out.clause.text, decided.kept.one.node.id
                    )
                )
            elif not any(d.labels == decided.labels for d in self.findings):
                self.findings.append(decided)

    def settle_facts(self) -> None:
        facts = settled_facts(self.documents, self.persona, self.say)
        self.findings += facts.findings
        self.used |= set(facts.used)
        for (at, out), (_, kept) in facts.out:
            self.left.append(_Left(at, out.node, "", kept.node))

    # ------------------------------------------------------------------ what it may use

    def limited(self, header: headers.Header) -> list[Document]:
        """The documents with no more tools and resources than each that lists them allows."""
        limits = [self.limits(at) for at in range(len(self.documents))]
        found: list[Document] = []
        for at, one in enumerate(self.documents):
            fields = header.fields if at == 0 else ()
            persona, lost = access.narrowed(evolve(one.persona, header=fields), limits)
            found.append(evolve(one, persona=persona))
            by_source: dict[int, list[access.Narrowed]] = {}
            for entry in map(self.placed, lost):
                by_source.setdefault(self.owner.get(entry.node, 0), []).append(entry)
            header_left = persona if at == 0 else None
            self.findings += [self.narrowed(some, header_left) for some in by_source.values()]
        return found

    def placed(self, lost: access.Narrowed) -> access.Narrowed:
        """What the joined list loses, in the list of the source that grants it."""
        lists = (n for d in self.documents for n in d.persona.header if isinstance(n, Field))
        where = [one.id for one in lists if access.lists(one, lost.words)]
        joined = any(lost.node == n.id for d in self.documents for n in d.persona.header)
        return lost._replace(node=where[0]) if joined and where else lost

    def limits(self, at: int) -> access.Powers:
        powers = access.powers_of(self.documents[at].persona)
        return powers._replace(tools=None) if self.lists_other_tools(at) else powers

    def lists_other_tools(self, at: int) -> bool:
        """Whether the project says that the list of another source is right."""
        return any(one.document == at and one.field.kind in access.LISTS for one in self.decided)

    def narrowed(self, lost: Sequence[access.Narrowed], header: Persona | None) -> Diagnostic:
        held = self.holder(lost[0].node)
        words = say_so.cut(", ".join(dict.fromkeys(one.words for one in lost)))
        where = places.line(held, lost[0].node, lost[0].words, self.documents)
        none = header is not None and not _grants(header)
        message = (
            f"no tool is granted by all sources; {where} grants {words}"
            if none
            else f"{where} grants what other sources do not, left out: {words}"
        )
        take = places.short(held, lost[0].node, self.documents)
        return say_so.finding(
            "MRG004",
            Severity.ERROR if none else Severity.WARNING,
            message,
            "give the sources one list, or say which is right: "
            + say_so.settle(self.persona, "tools", take),
            places.label(held, lost[0].node, lost[0].words),
            *self.other_list(lost[0].node),
        )

    def other_list(self, node: NodeId) -> list[Label]:
        """A list of tools of another source, for a second label."""
        for at, document in enumerate(self.documents):
            for holder, clause in clauses(document.persona):
                if isinstance(clause, ToolGrant) and at != self.owner.get(node):
                    return [places.label(document, holder.id, text="grants fewer")]
        return []

    def holder(self, node: NodeId) -> Document:
        return self.documents[self.owner.get(node, 0)]

    # ------------------------------------------------------------------ the proof

    def proven(self, bodies: list[Document], header: headers.Header) -> Document | None:
        """The merged document, once each source is shown to hold in it."""
        keep: frozenset[NodeId] = frozenset()
        found: list[tuple[int, Loss]] = []
        for _ in range(_ROUNDS):
            shorter = [without(d, self.out(at)) for at, d in enumerate(bodies)]
            merged = self.woven(shorter, header, keep)
            found = [
                (at, one) for at, d in enumerate(shorter) for one in self.losses(at, d, merged)
            ]
            if not found:
                return merged
            decided = [self.permission(at, one) for at, one in found if one.permits]
            again = frozenset(loss.old for _, loss in found if loss.old) - keep
            if not again and not any(decided):
                break
            keep |= again
        known = [(at, one) for at, one in found if not one.permits]
        self.findings += [self.unproven(at, one) for at, one in known[:3]]
        return None

    def out(self, at: int) -> list[tuple[NodeId, str]]:
        return [(one.node, one.words) for one in self.left if one.document == at]

    def woven(
        self, bodies: Sequence[Document], header: headers.Header, keep: frozenset[NodeId]
    ) -> Document:
        merged = bodies[0]
        for other in bodies[1:]:
            merged = weave(merged, other, keep=keep).document
        return self.recorded(merged, header)

    def losses(self, at: int, body: Document, merged: Document) -> list[Loss]:
        gone = {one.field.id for one in self.decided if one.document == at}
        header = (f for f in self.documents[at].persona.header if f.id not in gone)
        source = evolve(body, persona=evolve(body.persona, header=tuple(header)))
        found = losses(source, merged, tools=not self.lists_other_tools(at))
        return [one for one in found if not (one.permits and one.new in self.permitted)]

    def permission(self, at: int, loss: Loss) -> bool:
        """Whether the project says who is right about what only one source permits."""
        by = self.owner[loss.new]
        with_it = places.origin(self.documents[by], loss.new)
        without_it = places.origin(self.documents[at], self.documents[at].persona.id)
        for rule in self.say.settle:
            about = rule.what == PERMISSION or is_about(rule, loss.words)
            if not about or not binds(rule, self.persona):
                continue
            if names(rule.take, with_it):
                self.permitted.add(loss.new)
            elif names(rule.take, without_it):
                self.left.append(_Left(by, loss.new, loss.words, self.persona))
            else:
                continue
            self.used.add(rule)
            return True
        self.report_permission(at, by, loss)
        return False

    def report_permission(self, at: int, by: int, loss: Loss) -> None:
        document = self.documents[by]
        found = say_so.finding(
            "MRG007",
            Severity.ERROR,
            f"{places.line(document, loss.new, loss.words, self.documents)} permits or lifts what "
            f'{places.name(self.documents[at])} does not: "{say_so.cut(loss.words)}"',
            "say whether it holds: "
            + say_so.settle(
                self.persona,
                say_so.telling(loss.words),
                places.short(document, loss.new, self.documents),
            ),
            places.label(document, loss.new, loss.words),
            places.label(self.documents[at], self.documents[at].persona.id, text="does not say so"),
        )
        if not any(one.labels[0] == found.labels[0] for one in self.findings):
            self.findings.append(found)

    def unproven(self, at: int, loss: Loss) -> Diagnostic:
        document = self.documents[at] if loss.old else self.holder(loss.new)
        node = loss.old or loss.new
        return say_so.finding(
            "MRG009",
            Severity.ERROR,
            f"{places.line(document, node, loss.words)} would not hold: {loss.message}",
            "word the statement alike in all sources, or leave one source out",
            places.label(document, node, loss.words),
        )

    # ------------------------------------------------------------------ where it stood

    def recorded(self, merged: Document, header: headers.Header) -> Document:
        """``merged`` with the places of all that was folded or decided."""
        also, overruled = {**merged.also}, {**merged.overruled}
        for pairs, table in ((header.folded, also), (header.overruled, overruled)):
            for one, best in pairs:
                self.record(table, merged, best.field.id, one.field.id, "")
        there = {node.id for node in nodes(merged.persona)}
        for left in self.left:
            self.record(
                overruled, merged, self.standing(left.kept, there, also), left.node, left.words
            )
        origins = {node: at for node, at in merged.origins.items() if node in there}
        return evolve(merged, also=also, overruled=overruled, origins=origins)

    def record(self, table: Also, merged: Document, into: NodeId, node: NodeId, words: str) -> None:
        document = self.holder(node)
        at = places.exactly(document, node, words)
        noted(table, merged.origins, into, (*((at,) if at else ()), *document.also.get(node, ())))

    def standing(self, kept: NodeId, there: set[NodeId], also: Also) -> NodeId:
        """The node that says it now: itself, or the one that it was folded into."""
        if kept in there:
            return kept
        place = places.written(self.holder(kept), kept)
        return next((node for node, ats in also.items() if place in ats), self.persona)

    def unused(self) -> list[Diagnostic]:
        """The decisions that name this persona and decide nothing of it."""
        at = Label(Locator(path=self.documents[0].sources[0].path, span=Span(0, 0)))
        return [
            say_so.unused(rule, self.idle(rule), say_so.CORRECT, at)
            for rule in self.say.settle
            if rule.persona == self.persona and rule not in self.used
        ]

    def idle(self, rule: Settle) -> str:
        sources = [places.origin(d, d.persona.id) for d in self.documents]
        if any(names(rule.take, one) for one in sources):
            return "decides nothing"
        there = ", ".join(one.sources[0].path.rpartition("/")[2] for one in self.documents)
        return f"takes from none of its sources: {say_so.cut(there)}"


def _grants(persona: Persona) -> bool:
    return any(
        isinstance(c, ToolGrant) and c.effect is not Effect.DENY
        for field in persona.header
        if isinstance(field, Field)
        for c in field.clauses
    )
