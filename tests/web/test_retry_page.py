"""On the page a broken answer says so and can be had again, in its own place."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from agent.line import Exchanger
from agent.model import Model
from eval.house import Running
from tests.agent.test_retry import ASKED, dies, lives
from tests.fakes import scripted_server
from tests.web.visiting import Door


@pytest.mark.slow
@pytest.mark.browser
def test_a_broken_answer_says_so_and_is_had_again_in_its_own_place(
    house: Running, documents: dict[str, str], browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    with scripted_server(lives) as server:
        model = Model(server.url, "frail", seconds=5)
        monkeypatch.setattr(house.house.resources.agent, "exchange", Exchanger(model))
        visit = Door(browser, house).enter("teacher1")
        page = visit.page
        visit.ask("精车余量单边留多少？")
        expect(page.get_by_role("button", name="重新回答")).to_have_count(1)
        server.script = dies
        visit.ask(ASKED)
        expect(page.get_by_text("模型中途断开")).to_be_visible()
        server.script = lives
        page.get_by_role("button", name="重新回答").click()
        expect(page.locator(".sy-marks").last).to_contain_text("由模型 frail 撰写")
        for _ in range(2):
            expect(page.get_by_text("模型中途断开")).to_have_count(0)
            expect(page.locator(".sy-asked")).to_have_count(2)
            expect(page.locator(".sy-answer")).to_have_count(2)
            expect(page.get_by_role("button", name="重新回答")).to_have_count(1)
            page.reload()
        model.close()
    page.context.close()
    assert visit.complained == []
