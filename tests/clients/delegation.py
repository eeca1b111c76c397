"""One run of a client that hands a task to every agent, and what the model was sent for each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from . import wire
from .sandbox import Finished
from .stub import Answer, Body, Event, Stub, strings


@dataclass(frozen=True)
class Run:
    """How a run ended, what it logged and the requests it sent; the first is the session's."""

    finished: Finished
    requests: list[Body]
    log: str = ""

    @property
    def session(self) -> Body:
        return self.requests[0]

    def of(self, agent: str) -> Body:
        """Return the first request of an agent that was handed its task."""
        return self.all_of(agent)[0]

    def all_of(self, agent: str) -> list[Body]:
        found = [body for body in self.requests if task(agent) in _opening(body)]
        assert found, f"{agent} was handed a task and never asked the model"
        return found


def task(agent: str) -> str:
    return f"Task of {agent}."


def first_then(first: Sequence[Event], later: Callable[[Body], Sequence[Event]]) -> Answer:
    """Answer the session's first request, and every later one."""

    def answer(stub: Stub, body: Body) -> Sequence[Event]:
        return first if body is stub.requests[0] else later(body)

    return answer


def anthropic_delegation(tool: str, key: str, extra: Body, agents: Iterable[str]) -> Answer:
    """Hand each agent its task by one call of `tool`, which names the agent in `key`."""
    calls = [
        {key: agent, "description": "a task", "prompt": task(agent), **extra} for agent in agents
    ]
    return first_then(wire.anthropic_calls(tool, calls), anthropic_end)


def anthropic_end(body: Body) -> Sequence[Event]:
    return wire.anthropic_text("done")


def anthropic_tools(body: Body) -> set[str]:
    return {tool["name"] for tool in body.get("tools", [])}


def anthropic_system(body: Body) -> list[str]:
    return list(strings(body["system"]))


def acting(
    first: Sequence[Event],
    calls: Mapping[str, Sequence[Event]],
    end: Callable[[Body], Sequence[Event]],
) -> Answer:
    """Answer the session with `first`, each agent's first request with its calls, and then end."""
    called: set[str] = set()

    def answer(stub: Stub, body: Body) -> Sequence[Event]:
        if body is stub.requests[0]:
            return first
        agent = next((a for a in calls if task(a) in _opening(body) and a not in called), None)
        called.update([agent] if agent else [])
        return calls[agent] if agent else end(body)

    return answer


def told_by(body: Body, tool: str) -> str:
    """Return the description of a tool that the model is offered."""
    return next(str(t["description"]) for t in body["tools"] if t["name"] == tool)


def _opening(body: Body) -> str:
    messages = body.get("messages") or body["contents"]
    return "\n".join(strings(messages[0]))
