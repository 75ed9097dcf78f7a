"""A process document and some published exercises for the tests of practice."""

from __future__ import annotations

from collections.abc import Sequence

from eval.house import Running
from learning.author import write
from learning.sourced import Source
from records.bankrows import PUBLISHED

SHAFT = (
    "光轴作业指导书\n一、加工步骤\n1. 检查气源压力 0.5 MPa 以上，压力不足不得开机。\n"
    "2. 三爪卡盘装夹工件，夹紧力 12±1 kN。\n"
    "3. 粗车外圆，主轴转速 820 r/min，进给量 0.25 mm/r。\n4. 切屑缠绕时，必须停机用铁钩清理。\n"
    "5. 主轴停稳后测量外圆直径，记录在首件卡上。\n"
    "二、切削参数\n工步: 粗车外圆；主轴转速: 820 r/min；刀具: 外圆车刀\n"
    "工步: 精车外圆；主轴转速: 1320 r/min；刀具: 尖刀\n"
    "工步: 切断；主轴转速: 460 r/min；刀具: 切断刀\n工步: 倒角；主轴转速: 700 r/min；刀具: 成形刀\n"
)


def put(house: Running, who: str, label: str, title: str, text: str = SHAFT, library: str = "training") -> str:
    """The document's id once it is ready."""
    caller = house.caller(who)
    sent = caller.upload(
        text, owner=label.partition("/")[0], label=label, name=f"{title}.txt", title=title, library=library
    )  # fmt: skip
    found: str = sent.raise_for_status().json()["id"]
    assert caller.settled(found)["state"] == "ready"
    return found


def publish(house: Running, document: str, who: str = "teacher1", count: int = 8) -> list[str]:
    """Ids of exercises made of the document, brought in and published by this teacher."""
    store = house.house.resources.store
    teacher = store.people.principal(house.people[who])
    scope = store.labels.scope(teacher)
    source = Source(store.library.whole(teacher, scope, document))
    made = store.bank.accept(teacher, scope, write(source, count).accepted)
    for one in made.taken.values():
        store.bank.move(teacher, store.labels.scope(teacher), one.id, one.version, PUBLISHED)
    return [one.id for one in made.taken.values()]


def key(house: Running, item: str, who: str = "teacher1") -> Sequence[str]:
    """The right answer, as a reviewer sees it."""
    store = house.house.resources.store
    teacher = store.people.principal(house.people[who])
    return store.bank.get(teacher, store.labels.scope(teacher), item).item.key
