"""What became of a file on the disk is noticed by its hash, named by the check, and told to the reader in words."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from records.__main__ import build
from records.originals import Lost
from records.store import Store
from tests.prepared import CHEAP
from tests.records.cast import Cast, enter
from trust.errors import Damaged, NotFound
from trust.settings import Settings
from trust.sources import Document


def file_of(cast: Cast, document: Document) -> Path:
    with cast.store.database.read() as conn:
        query = f"SELECT owner, blob FROM editions WHERE document = '{document.id}'"
        owner, name = conn.exec_driver_sql(query).one()
    return cast.store.library._shelf.blobs.path(owner, name)


@pytest.mark.parametrize("damage", ["a bit", "cut", "another's", "gone"])
def test_a_damaged_original_is_found_and_told_and_nothing_else_is(cast: Cast, damage: str) -> None:
    whole, hurt = (cast.put("teacher", "school/internal") for _ in range(2))
    other, file = file_of(cast, whole), file_of(cast, hurt)
    sealed = bytearray(file.read_bytes())
    if damage == "gone":
        file.unlink()
    else:
        sealed[-1] ^= 1
        replaced = {"a bit": bytes(sealed), "cut": bytes(sealed[:20]), "another's": other.read_bytes()}
        file.write_bytes(replaced[damage])
    assert [found for found in cast.store.originals.check() if found] == [Lost(hurt.id, 1)]
    teacher, scope = cast("teacher"), cast.scope("teacher")
    with pytest.raises(Damaged, match="原文件"):
        cast.store.library.original(teacher, scope, hurt.id)
    with pytest.raises(Damaged):
        cast.store.works.blob(hurt.id, 1)
    assert cast.store.library.original(teacher, scope, whole.id)[0].id == whole.id
    assert [p.text for p in cast.store.library.neighbours(teacher, scope, hurt.id, 0, 9)] == ["文字"]
    with pytest.raises(NotFound):
        cast.store.library.original(cast("rivalmentor"), cast.scope("rivalmentor"), hurt.id)


def test_the_command_names_them_and_says_so_by_its_status(tmp_path: Path) -> None:
    store = Store.open(Settings(data=tmp_path), passwords=CHEAP)
    cast = enter(store)
    document = cast.put("teacher", "school/internal")

    def run() -> tuple[int, str]:
        ran = CliRunner().invoke(build(), ["check-files", "--data", str(tmp_path)])
        return ran.exit_code, ran.output

    assert run() == (0, "核对了 1 个原文件，0 个有问题\n")
    file_of(cast, document).unlink()
    code, told = run()
    assert code == 1
    assert document.id in told
    store.close()
