"""`python -m records people …`: owners, people, roles, grants, courses, projects. The system itself acts."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

import typer

from records.cli.opening import Data, opened, person
from records.store import utc_now
from trust.roles import Role

Days = Annotated[int | None, typer.Option(help="有效天数，默认不限")]


def list_owners(data: Data = None) -> None:
    """列出所有者"""
    with opened(data) as store:
        for owner in store.people.owners():
            typer.echo(f"{owner.id}\t{owner.kind}\t{owner.name}")


def add_owner(owner: str, name: str, kind: str, data: Data = None) -> None:
    """添加所有者（kind：school 或 enterprise）；没有数据目录则新建"""
    with opened(data, create=True) as store:
        store.people.add_owner(owner, name, kind)


def list_people(data: Data = None) -> None:
    """列出人员"""
    with opened(data) as store:
        for one in store.people.listed():
            roles = ",".join(f"{role}@{owner}" for owner, role in one.roles)
            typer.echo("\t".join((one.username, one.name, one.home, roles, "停用" if one.disabled else "")))


def add(
    username: str,
    name: str,
    home: str,
    role: Annotated[Role | None, typer.Option(help="在所属单位的角色")] = None,
    data: Data = None,
) -> None:
    """添加人员，显示一次性的初始密码"""
    with opened(data) as store:
        person_id, password = store.people.add_person(username, name, home)
        if role is not None:
            store.people.add_membership(person_id, home, role)
        typer.echo(password)


def role(
    username: str, owner: str, role: Role, remove: Annotated[bool, typer.Option("--remove")] = False, data: Data = None
) -> None:
    """给予或（--remove）收回角色"""
    with opened(data) as store:
        change = store.people.remove_membership if remove else store.people.add_membership
        change(person(store, username), owner, role)


def grant(username: str, owner: str, level: int, days: Days = None, data: Data = None) -> None:
    """授予某所有者 1 至 level 级的阅读权"""
    with opened(data) as store:
        until = None if days is None else utc_now() + timedelta(days=days)
        store.people.grant(person(store, username), owner, level, until)


def revoke(username: str, owner: str, data: Data = None) -> None:
    """收回授权"""
    with opened(data) as store:
        store.people.revoke(person(store, username), owner)


def add_course(course: str, owner: str, title: str, data: Data = None) -> None:
    """添加课程"""
    with opened(data) as store:
        store.people.add_course(course, owner, title)


def enrol(username: str, course: str, part: str, days: Days = None, data: Data = None) -> None:
    """加入课程（learner、teacher、mentor、opened）"""
    with opened(data) as store:
        until = None if days is None else utc_now() + timedelta(days=days)
        store.people.enrol(person(store, username), course, part, until)


def unenrol(username: str, course: str, data: Data = None) -> None:
    """退出课程"""
    with opened(data) as store:
        store.people.unenrol(person(store, username), course)


def add_project(
    project: str, owner: str, title: str, course: Annotated[str | None, typer.Option()] = None, data: Data = None
) -> None:
    """添加项目"""
    with opened(data) as store:
        store.people.add_project(project, owner, title, course)


def assign(username: str, project: str, data: Data = None) -> None:
    """加入项目"""
    with opened(data) as store:
        store.people.assign(person(store, username), project)


def unassign(username: str, project: str, data: Data = None) -> None:
    """退出项目"""
    with opened(data) as store:
        store.people.unassign(person(store, username), project)


def consent(
    student: str, mentor: str, withdraw: Annotated[bool, typer.Option("--withdraw")] = False, data: Data = None
) -> None:
    """登记（或 --withdraw 撤回）学生对企业导师的同意"""
    with opened(data) as store:
        act = store.people.withdraw_consent if withdraw else store.people.consent
        act(person(store, student), person(store, mentor))


def password(username: str, data: Data = None) -> None:
    """重设密码，从标准输入读取；已有会话全部结束"""
    given = typer.prompt("新密码", hide_input=True)
    with opened(data) as store:
        store.people.set_password(person(store, username), given)


def rename(username: str, name: str, data: Data = None) -> None:
    """更正姓名"""
    with opened(data) as store:
        store.people.rename(person(store, username), name)


def disable(username: str, data: Data = None) -> None:
    """停用账号"""
    with opened(data) as store:
        store.people.disable(person(store, username))


def build() -> typer.Typer:
    app = typer.Typer(help="所有者、人员、角色、授权、课程", no_args_is_help=True)
    app.command("owners")(list_owners)
    app.command("list")(list_people)
    for act in (
        add_owner,
        add,
        role,
        grant,
        revoke,
        add_course,
        enrol,
        unenrol,
        add_project,
        assign,
        unassign,
        consent,
        password,
        rename,
        disable,
    ):
        app.command()(act)
    return app
