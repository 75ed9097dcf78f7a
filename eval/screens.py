"""Pictures of every page: light, dark, and on a phone. `make screenshots` puts them into docs/screens/.

Starts the sample school in a folder of its own unless one runs already (`--url` and its `--data`). Each picture has few
colours, so that all of them are small.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import httpx
import typer

from eval import browsing
from eval.browsing import Light
from eval.pagelist import PAGES, Listed

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

MOST_BYTES, COLOURS, SHRUNK = 60_000, (128, 64, 32, 16), 0.8
VIEWS: tuple[tuple[str, Light, int, int], ...] = (
    ("light", "light", 1280, 800), ("dark", "dark", 1280, 800), ("phone", "light", 390, 844),
)  # fmt: skip
ASKED = "粗车外圆的主轴转速取多少？"
LONGEST_START = 1800.0


@contextmanager
def school(url: str | None, data: Path | None, port: int) -> Iterator[tuple[str, Path]]:
    """The address of a sample school that is ready, and its data folder."""
    if url is not None and data is not None:
        yield url, data
        return
    with tempfile.TemporaryDirectory(prefix="shuangyuan-") as folder:
        order = [sys.executable, "serve.py", "--demo", "--port", str(port), "--data", folder]
        process = subprocess.Popen(order, stdout=subprocess.DEVNULL)  # noqa: S603 - our own program
        try:
            at = f"http://127.0.0.1:{port}"
            _ready(at, process)
            yield at, Path(folder)
        finally:
            process.terminate()
            process.wait()


def _ready(url: str, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + LONGEST_START
    while time.monotonic() < end and process.poll() is None:
        try:
            if httpx.get(f"{url}/readyz", timeout=10).status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(1)
    raise TimeoutError("the sample school did not become ready")


def signed_in(url: str, data: Path, who: str) -> httpx.Client:
    """A sample account's own client, with its session and CSRF token."""
    rows = {row["username"]: row for row in json.loads((data / "demo-accounts.json").read_text("utf-8"))}
    client = httpx.Client(base_url=url, timeout=120)
    given = {"username": who, "password": rows[who]["password"]}
    answer = client.post("/api/sessions", json=given).raise_for_status()
    client.headers["X-CSRF-Token"] = answer.json()["csrf_token"]
    return client


def sessions(url: str, data: Path) -> dict[str, str]:
    """The session cookie of each account that is first on a page."""
    firsts = sorted({who for page in PAGES for who in page.who[:1]})
    return {who: signed_in(url, data, who).cookies["shuangyuan_session"] for who in firsts}


def take(browser: Browser, url: str, cookies: dict[str, str], page: Listed, view: str) -> bytes:
    """One PNG of one page, the introduction put away."""
    _, light, width, height = next(v for v in VIEWS if v[0] == view)
    cookie = cookies[page.who[0]] if page.who else None
    visit = browsing.visit(browser, url, cookie, light=light, width=width, height=height)
    try:
        visit.page.goto(browsing.address(url, page.path, cookie))
        browsing.settled(visit.page, page.stands)
        _dismiss(visit.page)
        if page.name in USED:
            USED[page.name](visit.page)
            visit.page.wait_for_load_state("networkidle")
        return visit.page.screenshot()
    finally:
        visit.close()


def _dismiss(page: Page) -> None:
    page.wait_for_timeout(1500)
    button = page.get_by_role("button", name="不再显示")
    if button.is_visible():
        button.click()
        page.wait_for_selector(".sy-tour", state="hidden")


def _ask(page: Page) -> None:
    page.get_by_role("textbox", name="提问").fill(ASKED)
    page.get_by_role("textbox", name="提问").press("Enter")
    page.wait_for_selector(".sy-offered")
    page.wait_for_timeout(500)  # it scrolls to the end
    page.locator(".sy-asked").last.evaluate("it => { it.style.scrollMarginTop = '72px'; it.scrollIntoView(true); }")


def _search(page: Page) -> None:
    for box, words in zip(page.locator(".sy-trying-box input").all(), (ASKED, "粗车 转速"), strict=True):
        box.fill(words)
    page.get_by_role("button", name="检索", exact=True).click()
    page.wait_for_selector(".sy-trying-one")


def _wish(box: str, words: str, button: str, made: str) -> Callable[[Page], None]:
    """Fill one box, press one button, and look at what was made."""

    def use(page: Page) -> None:
        page.get_by_role("textbox", name=box, exact=True).fill(words)
        page.get_by_role("button", name=button, exact=True).click()
        page.wait_for_timeout(500)
        page.wait_for_selector(".sy-progress", state="hidden")
        page.locator(made).first.wait_for()
        page.wait_for_timeout(500)

    return use


USED: dict[str, Callable[[Page], None]] = {
    "ask": _ask,
    "search": _search,
    "workbench": _wish("或写明产品、工序、项目", "传动轴数控车削", "分解成工单", ".sy-recent-set"),
    "lessons": _wish("课题", "传动轴精车", "编写教案", ".sy-recent-set"),
    "studio": _wish("主题", "传动轴精车的切削参数", "出题", ".sy-recent-set"),
    "matrix": _wish("岗位、赛项或证书", "数控车工", "开始对照", ".sy-recent-set"),
}
"""Pages that show nothing until they are used, and how."""


def small(png: bytes) -> bytes:
    """Within MOST_BYTES: fewer colours first, then a smaller picture."""
    from PIL import Image

    picture = Image.open(BytesIO(png)).convert("RGB")
    while True:
        for colours in COLOURS:
            out = BytesIO()
            picture.quantize(colours, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
            if out.tell() <= MOST_BYTES:
                return out.getvalue()
        size = (round(picture.width * SHRUNK), round(picture.height * SHRUNK))
        picture = picture.resize(size, Image.Resampling.LANCZOS)


def screens(
    out: Path = Path("docs/screens"),
    url: Annotated[str | None, typer.Option(help="a sample school that runs already")] = None,
    data: Annotated[Path | None, typer.Option(help="its data folder")] = None,
    only: Annotated[str | None, typer.Option(help="pages whose name begins so")] = None,
    port: int = 8790,
) -> None:
    """Pictures of every page, light, dark and on a phone."""
    out.mkdir(parents=True, exist_ok=True)
    with school(url, data, port) as (at, folder), browsing.browser() as browser:
        cookies = sessions(at, folder)
        for page in PAGES:
            for view, *_ in VIEWS:
                if only is None or page.name.startswith(only):
                    file = out / f"{page.name}-{view}.png"
                    file.write_bytes(small(take(browser, at, cookies, page, view)))
                    typer.echo(f"{file} {file.stat().st_size}")


def register(app: typer.Typer) -> None:
    app.command()(screens)
