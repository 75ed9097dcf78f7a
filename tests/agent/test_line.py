"""The line to the model: fair places, a breaker, a turn's own seconds, and a salt that tells nothing."""

from __future__ import annotations

import threading
import time
from contextlib import ExitStack

import httpx
import pytest

from agent.bounded import Bounded
from agent.breaker import Breaker
from agent.chat import Malformed, ModelDown, Said
from agent.draft import Draft
from agent.line import Exchanger, Line
from agent.model import Model
from agent.turnstile import Turnstile
from tests.fakes import ScriptedChat, drips, scripted_server
from trust.principal import Scope

HELLO = (Said("user", "你好"),)
GOOD = Draft(answered=False, sentences=[])


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def line(chat: ScriptedChat, clock: Clock | None = None) -> tuple[Line, Exchanger]:
    at = Exchanger(chat, places=1, seconds=10, clock=clock or Clock())
    return at.line(Scope("ann", {"l1": 1})), at


def test_after_failures_in_a_row_nobody_calls_until_one_tries_again() -> None:
    clock = Clock()
    breaker = Breaker(clock, failures=3, pause=20)
    for _ in range(3):
        assert breaker.admits()
        breaker.failed()
    assert not breaker.admits()
    clock.now = 21
    assert breaker.admits()
    assert not breaker.admits()
    breaker.worked()
    assert breaker.admits()
    assert breaker.admits()


def test_a_success_between_failures_keeps_it_closed() -> None:
    breaker = Breaker(Clock(), failures=2)
    for _ in range(5):
        breaker.failed()
        assert breaker.admits()
        breaker.worked()


def test_whoever_asks_much_waits_behind_whoever_asks_little() -> None:
    turnstile, served = Turnstile(1), list[str]()

    def ask(name: str) -> None:
        with turnstile.place(name[0], 10) as got:
            assert got
            served.append(name)

    threads = [threading.Thread(target=ask, args=(name,)) for name in ("a1", "a2", "a3", "b1", "c1")]
    with turnstile.place("z", 0) as got:
        assert got
        for n, thread in enumerate(threads, 1):
            thread.start()
            while turnstile.waiting < n:
                time.sleep(0.001)
    for thread in threads:
        thread.join()
    assert served == ["a1", "b1", "c1", "a2", "a3"]
    assert turnstile.waiting == 0


def test_who_waits_too_long_gets_no_place_and_takes_none_away() -> None:
    turnstile = Turnstile(1)
    with turnstile.place("a", 0):
        with turnstile.place("b", 0.01) as got:
            assert not got
        assert turnstile.waiting == 0
    with turnstile.place("b", 0) as got:
        assert got


def test_a_hundred_people_and_four_places_end_with_four_free() -> None:
    turnstile, here, most = Turnstile(4), [0], [0]
    lock = threading.Lock()

    def ask(n: int) -> None:
        with turnstile.place(f"p{n % 7}", 0.05 if n % 3 else 10) as got:
            if got:
                with lock:
                    here[0] += 1
                    most[0] = max(most[0], here[0])
                time.sleep(0.001)
                with lock:
                    here[0] -= 1

    threads = [threading.Thread(target=ask, args=(n,)) for n in range(100)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most[0] <= 4
    with ExitStack() as held:
        assert all(held.enter_context(turnstile.place("x", 0)) for _ in range(4))
        assert not held.enter_context(turnstile.place("y", 0))


def test_a_turn_that_met_silence_does_not_ask_again() -> None:
    chat = ScriptedChat(drafts=[GOOD], calls=[ModelDown()])
    mine, _ = line(chat)
    with pytest.raises(ModelDown):
        mine.choose(HELLO, ())
    with pytest.raises(ModelDown):
        mine.compose(HELLO, Draft)
    assert len(chat.heard) == 1


def test_a_turn_s_seconds_are_bounded_and_another_turn_has_its_own() -> None:
    clock, chat = Clock(), ScriptedChat(drafts=[GOOD, GOOD])
    mine, at = line(chat, clock)
    clock.now = 11
    with pytest.raises(ModelDown):
        mine.compose(HELLO, Draft)
    assert at.line(Scope("ann", {})).compose(HELLO, Draft) == GOOD


def test_a_malformed_reply_is_no_silence() -> None:
    chat = ScriptedChat(drafts=["no JSON", "no JSON", "no JSON", "no JSON", GOOD])
    mine, _ = line(chat)
    for _ in range(4):
        with pytest.raises(Malformed):
            mine.compose(HELLO, Draft)
    assert mine.compose(HELLO, Draft) == GOOD


def test_the_salt_is_one_for_a_person_and_their_rights_and_tells_nothing_of_them() -> None:
    chat = ScriptedChat(drafts=[GOOD] * 5)
    at = Exchanger(chat)
    rights = [("ann", {"l1": 1, "l2": 4}), ("ann", {"l2": 9, "l1": 2}), ("bob", {"l1": 1, "l2": 4}), ("ann", {"l1": 1})]
    for person, ids in rights:
        at.line(Scope(person, ids)).compose(HELLO, Draft)
    Exchanger(chat).line(Scope("ann", {"l1": 1})).compose(HELLO, Draft)
    same, again, another, fewer, elsewhere = chat.salts
    assert same == again
    assert len({same, another, fewer, elsewhere}) == 4
    assert "l1" not in same
    assert "ann" not in same


def test_a_request_that_is_refused_for_what_is_in_it_stops_nobody_else() -> None:
    with scripted_server(lambda _: 400) as server:
        model = Model(server.url, "strict", seconds=2)
        at = Exchanger(model)
        for _ in range(5):
            with pytest.raises(ModelDown):
                at.line(Scope("ann", {"l1": 1})).compose(HELLO, Draft)
        assert len(server.requests) == 5
        assert at.breaker.admits()
        model.close()


def test_an_answer_that_drips_or_never_ends_is_cut() -> None:
    with scripted_server(lambda _: drips(b" ", every=0.02)) as server:
        for bound in (Bounded(httpx.HTTPTransport(), seconds=0.2), Bounded(httpx.HTTPTransport(), 60, most=10)):
            with httpx.Client(transport=bound, timeout=60) as client, pytest.raises(httpx.ReadTimeout):
                client.post(server.url, json={})


def test_a_packed_answer_is_refused() -> None:
    def packed(_: object) -> httpx.Response:
        return httpx.Response(200, headers={"Content-Encoding": "gzip"}, content=b"")

    bound = Bounded(httpx.MockTransport(packed), 5)
    with httpx.Client(transport=bound) as client, pytest.raises(httpx.DecodingError):
        client.get("http://127.0.0.1/")
