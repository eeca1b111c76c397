"""The blocks of a persona by their words, found below any of its sections."""

from bisect import bisect_left
from collections import defaultdict

from personac.combine import _words as words
from personac.combine._graft import is_lead
from personac.model import AnyNode, Block, Clause, Item, NodeId, Persona, Row, children


class Standing:
    def __init__(self, persona: Persona) -> None:
        self._span: dict[NodeId, tuple[int, int]] = {"": (0, 1 << 60)}
        self._by_whole: dict[str, list[tuple[int, NodeId]]] = defaultdict(list)
        self._above: dict[NodeId, NodeId] = {}
        self._below: dict[NodeId, tuple[Block, ...]] = {"": persona.body}
        self._heads: dict[NodeId, dict[str, NodeId]] = {}
        self._leads: dict[NodeId, dict[str, NodeId]] = {}
        self._read(persona)

    def _read(self, persona: Persona) -> None:
        at = 0
        begun: list[tuple[NodeId, int]] = []
        stack: list[AnyNode | None] = list(reversed(persona.body))
        while stack:
            node = stack.pop()
            if node is None:
                done, start = begun.pop()
                self._span[done] = (start, at)
            elif not isinstance(node, Clause):
                self._above[node.id] = begun[-1][0] if begun else ""
                begun.append((node.id, at))
                self._enter(node, at)
                at += 1
                stack.append(None)
                stack.extend(reversed(children(node)))

    def _enter(self, node: AnyNode, at: int) -> None:
        if not isinstance(node, Row):
            self._by_whole[words.whole(node)].append((at, node.id))
            self._below[node.id] = getattr(node, "children", ())

    def above(self, node: NodeId) -> NodeId:
        """What a node stands right below; empty for the persona."""
        return self._above.get(node, "")

    def below(self, holder: NodeId, whole: str) -> NodeId:
        """The first block with these words below a section; empty when there is none."""
        start, end = self._span.get(holder, (0, 0))
        there = self._by_whole.get(whole, [])
        found = bisect_left(there, (start, ""))
        return there[found][1] if found < len(there) and there[found][0] < end else ""

    def head(self, holder: NodeId, said: str) -> NodeId:
        """The entry right below a section that has these words and holds other entries."""
        if holder not in self._heads:
            below = self._below.get(holder, ())
            self._heads[holder] = {
                words.said(one): one.id
                for one in reversed(below)
                if isinstance(one, Item) and one.children
            }
        return self._heads[holder].get(said, "")

    def lead(self, holder: NodeId, said: str) -> NodeId:
        """The line with these words that opens a list right below a section."""
        if holder not in self._leads:
            below = self._below.get(holder, ())
            self._leads[holder] = {
                words.said(one): one.id
                for at, one in reversed(list(enumerate(below)))
                if is_lead(one) and at + 1 < len(below) and isinstance(below[at + 1], Item)
            }
        return self._leads[holder].get(said, "")
