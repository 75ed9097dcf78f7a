"""The vault: what is sealed opens only with its keys, in its place, and the key file is kept to its owner."""

from __future__ import annotations

import multiprocessing
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trust.errors import WrongKey
from trust.vault import KEY_FILE, Broken, Vault

MASTER = "ab" * 32


def vault() -> Vault:
    return Vault.open(Path("nowhere"), MASTER, create=False)


@given(plain=st.binary(max_size=200), aad=st.binary(max_size=20), owners=st.integers(1, 4))
def test_what_is_sealed_opens_again(plain: bytes, aad: bytes, owners: int) -> None:
    v = vault()
    keys = [v.new_data_key() for _ in range(owners)]
    sealed = v.seal(keys, plain, aad)
    assert v.open_sealed(keys[::-1], sealed, aad) == plain


@given(plain=st.binary(min_size=8, max_size=60), at=st.integers(0, 200))
def test_a_changed_bit_is_noticed(plain: bytes, at: int) -> None:
    v = vault()
    key = v.new_data_key()
    sealed = bytearray(v.seal([key], plain, b"here"))
    sealed[at % len(sealed)] ^= 1
    with pytest.raises(Broken):
        v.open_sealed([key], bytes(sealed), b"here")


def test_a_sealed_value_opens_nowhere_else() -> None:
    v = vault()
    key = v.new_data_key()
    with pytest.raises(Broken):
        v.open_sealed([key], v.seal([key], b"x", b"row 1"), b"row 2")


def test_one_owner_alone_cannot_open_what_several_own() -> None:
    v = vault()
    one, two = v.new_data_key(), v.new_data_key()
    sealed = v.seal([one, two], b"joint", b"")
    for keys in ([one], [two], []):
        with pytest.raises(Broken):
            v.open_sealed(keys, sealed, b"")


def test_equal_texts_do_not_look_equal() -> None:
    v = vault()
    key = v.new_data_key()
    assert v.seal([key], b"same", b"") != v.seal([key], b"same", b"")


def test_a_data_key_of_another_vault_does_not_unwrap() -> None:
    with pytest.raises(Broken):
        vault().seal([Vault.open(Path("nowhere"), "cd" * 32, create=False).new_data_key()], b"x", b"")


def test_the_key_file_is_for_its_owner_only_and_found_again(tmp_path: Path) -> None:
    made = Vault.open(tmp_path / "keys", None, create=True)
    assert stat.S_IMODE((tmp_path / "keys" / KEY_FILE).stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "keys").stat().st_mode) == 0o700
    assert Vault.open(tmp_path / "keys", None, create=False).matches(made.check_value)


def test_no_key_is_made_where_none_may_be(tmp_path: Path) -> None:
    with pytest.raises(WrongKey):
        Vault.open(tmp_path / "keys", None, create=False)
    assert not (tmp_path / "keys").exists()


@pytest.mark.parametrize("text", ["", "abc", "zz" * 32, "ab" * 31, "密" * 64])
def test_a_malformed_key_is_refused(text: str, tmp_path: Path) -> None:
    (tmp_path / KEY_FILE).write_text(text)
    with pytest.raises(WrongKey):
        Vault.open(tmp_path, None, create=True)
    with pytest.raises(WrongKey):
        Vault.open(tmp_path, text, create=True)


def test_derived_keys_differ_by_purpose_and_the_check_value_tells_no_key() -> None:
    v = vault()
    assert len({v.index_key, v.derive("a"), v.derive("b"), bytes.fromhex(v.check_value), bytes.fromhex(MASTER)}) == 5


def _open(folder: str) -> str:
    return Vault.open(Path(folder), None, create=True).check_value


@pytest.mark.slow
def test_processes_starting_together_share_one_key(tmp_path: Path) -> None:
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        assert len(set(pool.map(_open, [str(tmp_path / "keys")] * 8))) == 1
    assert [f.name for f in (tmp_path / "keys").iterdir()] == [KEY_FILE]
