"""Streamed answers in the three model protocols that the clients speak."""

from __future__ import annotations

import json
from collections.abc import Sequence

from .stub import Body, Event

USAGE = {"input_tokens": 1, "output_tokens": 1, "total_tokens": 2}


def anthropic_text(text: str) -> list[Event]:
    block = ({"type": "text", "text": ""}, {"type": "text_delta", "text": text})
    return _message([block], "end_turn")


def anthropic_calls(tool: str, inputs: Sequence[Body]) -> list[Event]:
    """Call `tool` once per input, all in one turn."""
    blocks = [
        (
            {"type": "tool_use", "id": f"toolu_{number}", "name": tool, "input": {}},
            {"type": "input_json_delta", "partial_json": json.dumps(given)},
        )
        for number, given in enumerate(inputs)
    ]
    return _message(blocks, "tool_use")


def _message(blocks: Sequence[tuple[Body, Body]], stop: str) -> list[Event]:
    empty = {"id": "msg_1", "type": "message", "role": "assistant", "model": "stub"}
    unfinished: Body = {"content": [], "stop_reason": None, "stop_sequence": None, "usage": USAGE}
    events: list[Event] = [{"type": "message_start", "message": {**empty, **unfinished}}]
    for index, (block, delta) in enumerate(blocks):
        events += [
            {"type": "content_block_start", "index": index, "content_block": block},
            {"type": "content_block_delta", "index": index, "delta": delta},
            {"type": "content_block_stop", "index": index},
        ]
    ending = {"stop_reason": stop, "stop_sequence": None}
    events.append({"type": "message_delta", "delta": ending, "usage": USAGE})
    return [*events, {"type": "message_stop"}]


def responses_text(text: str) -> list[Event]:
    content = [{"type": "output_text", "text": text, "annotations": []}]
    return _response([{"type": "message", "id": "m1", "role": "assistant", "content": content}])


def responses_calls(namespace: str, tool: str, inputs: Sequence[Body]) -> list[Event]:
    """Call `tool` once per input, all in one turn."""
    return _response(
        [
            {
                "type": "function_call",
                "id": f"fc_{number}",
                "call_id": f"call_{number}",
                "namespace": namespace,
                "name": tool,
                "arguments": json.dumps(given),
            }
            for number, given in enumerate(inputs)
        ]
    )


def _response(items: Sequence[Body]) -> list[Event]:
    response = {"id": "resp_1", "object": "response", "created_at": 1, "model": "stub"}
    begun = {**response, "status": "in_progress", "output": []}
    done = {**response, "status": "completed", "output": list(items), "usage": USAGE}
    return [
        {"type": "response.created", "response": begun},
        *(
            {"type": "response.output_item.done", "output_index": index, "item": item}
            for index, item in enumerate(items)
        ),
        {"type": "response.completed", "response": done},
    ]


def chat_text(text: str) -> list[Event]:
    return _completion({"role": "assistant", "content": text}, "stop")


def chat_calls(calls: Sequence[tuple[str, Body]]) -> list[Event]:
    """Call each tool with its arguments, all in one turn."""
    made = [
        {
            "index": number,
            "id": f"call_{number}",
            "type": "function",
            "function": {"name": name, "arguments": json.dumps(given)},
        }
        for number, (name, given) in enumerate(calls)
    ]
    said = {"role": "assistant", "content": None, "tool_calls": made}
    return _completion(said, "tool_calls")


def _completion(said: Body, stop: str) -> list[Event]:
    chunk = {"id": "c1", "object": "chat.completion.chunk", "created": 1, "model": "stub-model"}
    usage = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}
    begun = [{"index": 0, "delta": said, "finish_reason": None}]
    ended = [{"index": 0, "delta": {}, "finish_reason": stop}]
    return [{**chunk, "choices": begun}, {**chunk, "choices": ended, "usage": usage}]


def gemini_text(text: str) -> list[Event]:
    return _candidate([{"text": text}])


def gemini_calls(calls: Sequence[tuple[str, Body]]) -> list[Event]:
    """Call each tool with its arguments, all in one turn."""
    return _candidate([{"functionCall": {"name": name, "args": given}} for name, given in calls])


def _candidate(parts: Sequence[Body]) -> list[Event]:
    content = {"role": "model", "parts": list(parts)}
    usage = {"promptTokenCount": 1, "candidatesTokenCount": 1, "totalTokenCount": 2}
    candidate = {"content": content, "finishReason": "STOP", "index": 0}
    return [{"candidates": [candidate], "usageMetadata": usage}]
