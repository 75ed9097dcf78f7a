"""HTML and Markdown: headings, list numbers, tables, formulas and code as they stand."""

from __future__ import annotations

from ingest.markup import read_html, read_markdown
from ingest.parsed import Parsed

MARKDOWN = """---
label: school/internal
---
# 切削用量

粗车时取低值，公式 $v_c = \\frac{\\pi D n}{1000}$ 与 *强调*。
步骤如下：
1. 查表
2. 计算 $a_p * f$
   - 记下结果

$$
n = \\frac{1000 v_c}{\\pi D}
$$

| 材料 | 转速 |
|---|---|
| 45 钢 | 800 |

```python
x = 1  # $不是公式$
```
"""


def told(parsed: Parsed) -> list[tuple[str, str]]:
    return [(b.kind, b.text) for b in parsed.blocks]


def test_markdown_keeps_steps_formulas_tables_and_code_and_drops_front_matter() -> None:
    assert told(read_markdown(MARKDOWN.encode())) == [
        ("heading", "切削用量"),
        ("paragraph", "粗车时取低值，公式 $v_c = \\frac{\\pi D n}{1000}$ 与 强调。 步骤如下："),
        ("step", "1. 查表"),
        ("step", "2. 计算 $a_p * f$"),
        ("step", "记下结果"),
        ("formula", "$$\nn = \\frac{1000 v_c}{\\pi D}\n$$"),
        ("row", "材料: 45 钢；转速: 800"),
        ("code", "x = 1  # $不是公式$"),
    ]


def test_html_numbers_its_lists_resolves_spans_and_drops_what_is_not_text() -> None:
    page = """<html><head><title>t</title><style>p{}</style></head><body><nav>首页</nav><script>x()</script>
    <h1>装夹</h1><p>第一行<br>第二行</p><ol start="3"><li>找正</li><li><p>夹紧</p></li></ol><ul><li>垫片</li></ul>
    <table><caption>表 1</caption><tr><th>工序</th><th>转速</th></tr><tr><td rowspan="2">车</td><td>800</td></tr>
    <tr><td>1000</td></tr></table><h2>测量</h2><p>用千分尺&nbsp;测量。</p></body></html>"""
    parsed = read_html(page.encode())
    assert told(parsed) == [
        ("heading", "装夹"), ("paragraph", "第一行"), ("paragraph", "第二行"), ("step", "3. 找正"), ("step", "4. 夹紧"),
        ("step", "垫片"), ("paragraph", "表 1"), ("row", "工序: 车；转速: 800"), ("row", "工序: 车；转速: 1000"),
        ("heading", "测量"), ("paragraph", "用千分尺 测量。"),
    ]  # fmt: skip
    assert [b.level for b in parsed.blocks if b.kind == "heading"] == [1, 2]


def test_html_in_gbk_by_its_meta() -> None:
    page = '<html><head><meta charset="gb2312"></head><body><p>主轴转速镕</p></body></html>'.encode("gbk")
    assert told(read_html(page)) == [("paragraph", "主轴转速镕")]


def test_marks_of_our_own_in_a_hostile_page_do_no_harm() -> None:
    assert told(read_html("<p>\ue0037\ue002 文\ue000字</p>".encode()))[0][0] == "paragraph"
    assert told(read_markdown("文字 \ue0015\ue002 结尾".encode())) == [("paragraph", "文字 5 结尾")]


def test_an_empty_page_has_no_blocks() -> None:
    assert read_html(b"  ").blocks == ()
    assert read_html(b"<html><body><script>x</script></body></html>").blocks == ()
