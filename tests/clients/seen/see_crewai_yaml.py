"""What a crew of CrewAI makes of its agents and tasks in YAML."""

import os
from pathlib import Path
from types import FunctionType

from _shared import tell_all

os.environ |= {"CREWAI_DISABLE_TELEMETRY": "true", "OPENAI_API_KEY": "none"}
REQUEST = "Do it {twice}."


def see(path: Path) -> list[dict[str, object]]:
    import yaml

    names = [*yaml.safe_load(path.read_text("utf-8"))]
    crew = _crew(path, names)
    return [_seen(name, crew) for name in names]


def _crew(path: Path, names: list[str]) -> object:
    """A class of a crew as its guide has it: a method for each agent and for each task."""
    from crewai import Agent, Task
    from crewai.project import CrewBase, agent, task

    def for_agent(name: str) -> FunctionType:
        return _named(name, lambda self: Agent(config=self.agents_config[name]))

    def for_task(name: str) -> FunctionType:
        return _named(name, lambda self: Task(config=self.tasks_config[name]))

    methods = {name: agent(for_agent(name)) for name in names}
    methods |= {f"{name}_task": task(for_task(f"{name}_task")) for name in names}
    tasks = str(path.with_name("tasks.yaml"))
    members = {"agents_config": str(path), "tasks_config": tasks, "__module__": __name__}
    return CrewBase(type("Made", (), members | methods))()


def _named(name: str, function: FunctionType) -> FunctionType:
    if not name.isidentifier():
        raise ValueError(f"`{name}` is no name of a method")
    function.__name__ = name
    return function


def _seen(name: str, crew: object) -> dict[str, object]:
    agent, task = getattr(crew, name)(), getattr(crew, f"{name}_task")()
    agent.interpolate_inputs({"request": REQUEST})
    task.interpolate_inputs_and_add_conversation_history({"request": REQUEST})
    if task.agent.role != agent.role or task.description != REQUEST or not task.expected_output:
        raise ValueError(f"its task is {task}")
    if agent.tools:
        raise ValueError("it has tools")
    return {"name": name, "goal": agent.goal, "prompt": agent.backstory}


tell_all(see)
