"""The MCP door with the protocol's own client: same tools, same guard, a bearer token or nothing."""

from concurrent.futures import ThreadPoolExecutor

import anyio
import httpx
import pytest

from eval.house import Running


@pytest.fixture(scope="module")
def tokens(house: Running) -> dict[str, str]:
    return {
        name: house.caller(name).post("/api/tokens", name="mcp", days=1).json()["token"]
        for name in ("student1", "admin1")
    }


def used(house: Running, token: str, query: str | None) -> tuple[list[str], object]:
    """The tools listed, and what `search` gives."""
    from mcp.client.session import ClientSession
    from mcp.client.streamable_http import streamable_http_client
    from mcp.shared._httpx_utils import create_mcp_http_client

    async def talk() -> tuple[list[str], object]:
        head = {"Authorization": f"Bearer {token}"}
        async with (
            create_mcp_http_client(headers=head) as client,
            streamable_http_client(f"{house.url}/mcp", http_client=client) as streams,
            ClientSession(streams[0], streams[1]) as session,
        ):
            await session.initialize()
            names = [t.name for t in (await session.list_tools()).tools]
            return names, await session.call_tool("search", {"query": query}) if query is not None else None

    with ThreadPoolExecutor(1) as apart:  # a browser's loop may be running in this thread
        return apart.submit(anyio.run, talk).result()


def test_a_student_finds_and_calls_the_same_tools(
    house: Running, tokens: dict[str, str], documents: dict[str, str]
) -> None:
    names, made = used(house, tokens["student1"], "粗车 主轴转速")
    assert "search" in names
    assert made.structured_content["result"]["passages"][0]["document_id"] == documents["lesson"]  # type: ignore[attr-defined]
    _, hidden = used(house, tokens["student1"], "涂层刀片 协议价")
    assert "三十七元" not in str(hidden)


def test_whoever_may_not_ask_has_no_tools(house: Running, tokens: dict[str, str]) -> None:
    names, made = used(house, tokens["admin1"], "粗车")
    assert names == []
    assert made.is_error  # type: ignore[attr-defined]


def test_without_a_token_the_door_is_shut(house: Running) -> None:
    session = dict(house.caller("student1").client.cookies)
    for head in ({}, {"Authorization": "Bearer wrong"}):
        answer = httpx.post(f"{house.url}/mcp", headers=head, cookies=session, json={}, timeout=60)
        assert answer.status_code == 401
        assert answer.headers["content-type"] == "application/problem+json"
