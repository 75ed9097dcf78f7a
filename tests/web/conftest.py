"""One running house for all tests of the faces: the real parts over real HTTP, with the sample school's people.

The documents are put in through the upload call, and waited for as a person would.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from eval import browsing
from eval.house import Caller, Running, running
from serve import House
from tests.web.standing import Standing
from tests.web.visiting import Door
from web.app import build

MOST = 8 * 1024**2
DOCUMENTS = {
    "safety": ("teacher1", "school/public", "course", "实训安全须知",
               "进入车间须穿戴劳动防护用品。机床运转时严禁测量工件。主轴停稳后方可更换刀具。急停按钮位于操作面板右下角。"),
    "lesson": ("teacher1", "school/internal|course:cnc1", "course", "粗车教学要点",
               "粗车外圆时主轴转速取800 r/min，进给量取0.25 mm/r，背吃刀量不超过2 mm。精车余量单边留0.3 mm。"),
    "card": ("mentor1", "yuchuan/internal|course:cnc1", "enterprise", "传动轴工序卡",
             "传动轴精车转速1200 r/min，表面粗糙度Ra1.6，轴颈公差为0.02 mm以内。每十件抽检一件并记录。"),
    "secret": ("mentor1", "yuchuan/confidential", "enterprise", "涂层刀具采购协议",
               "涂层刀片的年度协议价为每片三十七元，供货方每季度返利百分之四，价格不得向校方披露。"),
    "yoghurt": ("mentor2", "hemu/internal", "enterprise", "酸奶发酵作业",
                "酸奶发酵温度为43 ℃，发酵时间5小时，终点pH为4.5。冷却到10 ℃以下后转入冷藏库后熟。"),
}  # fmt: skip


def with_pages(house: House) -> House:
    return dataclasses.replace(house, app=build(house.resources, pages=True))


@pytest.fixture(scope="session", autouse=True)
def patience() -> None:
    """A busy machine draws a page late; what never comes is missed all the same."""
    expect.set_options(timeout=60_000)


@pytest.fixture(scope="package")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running(tmp_path_factory.mktemp("web") / "data", with_pages, max_upload=MOST) as started:
        yield started


@pytest.fixture(scope="package")
def documents(house: Running) -> dict[str, str]:
    """Ids of the documents every test may count on, all ready."""
    ids = {}
    for key, (uploader, label, library, title, text) in DOCUMENTS.items():
        owner = label.partition("/")[0]
        answer = house.caller(uploader).upload(
            text, owner=owner, label=label, name=f"{title}.txt", title=title, library=library
        )
        ids[key] = answer.raise_for_status().json()["id"]
    for key, document in ids.items():
        row = house.caller(DOCUMENTS[key][0]).settled(document)
        assert row["state"] == "ready", row
    return ids


@pytest.fixture(scope="module", autouse=True)
def tidy(house: Running, documents: dict[str, str]) -> Iterator[None]:
    """Each file of tests leaves the house as it found it: its documents deleted, and whatever else it, or a call
    made up from the OpenAPI, put into the house.
    """
    standing = Standing(house.house.resources.store.database)
    yield
    for steward in ("steward1", "steward2", "steward3"):
        caller, cursor = house.caller(steward), None
        while True:
            page = caller.get("/api/documents", cursor=cursor).raise_for_status().json()
            for one in page["items"]:
                if one["id"] not in documents.values():
                    caller.client.delete(f"/api/documents/{one['id']}")
            if (cursor := page["next"]) is None:
                break
    standing.restore()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with browsing.browser() as opened:
        yield opened


@pytest.fixture
def door(browser: Browser, house: Running) -> Iterator[Door]:
    opened = Door(browser, house)
    yield opened
    opened.close()


@pytest.fixture
def student(house: Running) -> Caller:
    return house.caller("student1")


@pytest.fixture
def mentor(house: Running) -> Caller:
    return house.caller("mentor1")


@pytest.fixture
def teacher(house: Running) -> Caller:
    return house.caller("teacher1")
