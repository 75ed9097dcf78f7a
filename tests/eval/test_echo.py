"""A model that repeats whatever it is shown, and what it is shown: neither differs where only something hidden does."""

from __future__ import annotations

import json
import os
import random
from collections.abc import Iterator

import pytest

from eval.house import running
from eval.worlds import World, first_difference, look, random_act
from tests.fakes import HOSTILE, ScriptedServer, scripted_server

FULL = os.environ.get("SHUANGYUAN_COUNTS") == "full"
ACTS, READERS = (20, ("student1", "staff1", "teacher1")) if FULL else (1, ("student1",))


@pytest.fixture(scope="module")
def echoed() -> Iterator[tuple[World, ScriptedServer]]:
    with (
        scripted_server(HOSTILE["echoes the prompt in form"]) as server,
        running(llm_base_url=server.url, llm_model="echo") as house,
    ):
        yield World(house), server


def seen(world: World, server: ScriptedServer, reader: str) -> tuple[str, list[str]]:
    """What the reader sees, and what the model is shown and salted with for it."""
    begun = len(server.requests)
    told = look(world.house.caller(reader), "0" * 32)
    return told, [json.dumps(r, ensure_ascii=False, sort_keys=True) for r in server.requests[begun:]]


@pytest.mark.slow
@pytest.mark.laws
@pytest.mark.timeout(1800)
def test_a_hidden_change_changes_neither_what_an_echo_tells_nor_what_it_hears(
    echoed: tuple[World, ScriptedServer],
) -> None:
    world, server = echoed
    rng, compared, heard = random.Random(7), 0, 0
    while compared < ACTS:
        act = random_act(rng)
        readers = [r for r in world.blind(act.label) if r in READERS]
        if act.act != "add" or not readers:
            continue
        before = {r: seen(world, server, r) for r in readers}
        world.carry_out(act)
        for reader in readers:
            told, prompts = seen(world, server, reader)
            assert told == before[reader][0], (act, reader, first_difference(before[reader][0], told))
            assert prompts == before[reader][1], (act, reader)
            heard += len(prompts)
        compared += 1
    assert heard > 10 * compared
