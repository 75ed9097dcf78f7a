"""The vault: the master key, data keys wrapped under it, sealing (AES-256-GCM) and keys derived for other uses.

The only file that touches `cryptography`. Knows nothing of owners, people or tables: callers bring the wrapped
data keys and the associated data. Losing the master key loses everything; destroying a wrapped data key erases
what was sealed under it.
"""

from __future__ import annotations

import contextlib
import hmac
import os
import secrets
from collections.abc import Sequence
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from trust.errors import WrongKey

KEY_FILE, NEXT_FILE = "master.key", "master.key.next"
_SIZE, _NONCE = 32, 12
_WRAP, _ROOT = b"shuangyuan data key", b"shuangyuan root"


class Broken(Exception):
    """Sealed bytes do not open: changed, moved to another place, or sealed under other keys."""


class Vault:
    """Holds the master key in memory. Safe to use from several threads.

    Data keys are wrapped under the master key. What is derived (term ids, blob names, the audit's key) comes from the
    root: the first master key there was, kept wrapped under the present one, so that a new master key changes none.
    """

    def __init__(self, master: bytes, root: bytes | None = None) -> None:
        if len(master) != _SIZE:
            raise WrongKey("主密钥须为 64 位十六进制数字", "the master key must be 64 hex digits")
        self._master, self._root = master, root or master
        self._wrapper = AESGCM(_stretch(master, b"wrap"))
        self.index_key = self.derive("terms")

    @classmethod
    def open(cls, folder: Path, key_hex: str | None, create: bool) -> Vault:
        """The vault of `key_hex`, else of the key file in `folder`, made (mode 0600) only if `create`."""
        if key_hex is not None:
            return cls.of(key_hex)
        file = folder / KEY_FILE
        if create and not file.exists():
            _write_new(file, secrets.token_hex(_SIZE))
        try:
            return cls(_from_hex(file.read_text("ascii", errors="replace")))
        except FileNotFoundError:
            raise WrongKey() from None

    @classmethod
    def made(cls, folder: Path, key_hex: str | None = None) -> Vault:
        """The vault of the next master key in `folder`, put there if it is not yet: the one given, or a fresh one."""
        if key_hex is not None:
            cls.of(key_hex)  # refuse before it is kept
            (folder / NEXT_FILE).unlink(missing_ok=True)
        if not (folder / NEXT_FILE).exists():
            _write_new(folder / NEXT_FILE, key_hex or secrets.token_hex(_SIZE))
        return cls(_from_hex((folder / NEXT_FILE).read_text("ascii", errors="replace")))

    @classmethod
    def of(cls, key_hex: str) -> Vault:
        return cls(_from_hex(key_hex))

    def rooted(self, wrapped: bytes | None) -> Vault:
        """The same master key with the root that `wrapped_root` gave. Raises Broken."""
        return self if wrapped is None else Vault(self._master, _open(self._wrapper, wrapped, _ROOT))

    def wrapped_root(self, new: Vault) -> bytes:
        """This vault's root, for one with a new master key: safe to store."""
        return _seal(new._wrapper, self._root, _ROOT)

    def rewrap(self, wrapped: bytes, new: Vault) -> bytes:
        """A data key, for one with a new master key. Raises Broken."""
        return _seal(new._wrapper, _open(self._wrapper, wrapped, _WRAP), _WRAP)

    @property
    def check_value(self) -> str:
        """Kept beside the data: proves the master key without telling it."""
        return _stretch(self._master, b"check").hex()

    def matches(self, check_value: str) -> bool:
        return hmac.compare_digest(self.check_value, check_value)

    def derive(self, purpose: str) -> bytes:
        """A key for one purpose that is not sealing."""
        return _stretch(self._root, purpose.encode())

    def new_data_key(self) -> bytes:
        """A fresh random data key, wrapped: safe to store."""
        return _seal(self._wrapper, secrets.token_bytes(_SIZE), _WRAP)

    def seal(self, keys: Sequence[bytes], plain: bytes, aad: bytes) -> bytes:
        """Seal under the key(s) whose wrapped forms are given: only all of them together open it again."""
        return self.opener(keys).seal(plain, aad)

    def open_sealed(self, keys: Sequence[bytes], sealed: bytes, aad: bytes) -> bytes:
        """What was sealed under the same keys and associated data. Raises Broken."""
        return self.opener(keys).open(sealed, aad)

    def opener(self, keys: Sequence[bytes]) -> Opener:
        """The key(s) unwrapped once, for sealing or opening many values."""
        if not keys:
            raise Broken("no data key")
        unwrapped = sorted({_open(self._wrapper, key, _WRAP) for key in keys})
        joint = unwrapped[0] if len(unwrapped) == 1 else _stretch(b"".join(unwrapped), b"joint")
        return Opener(joint)


class Opener:
    """One data key, or the joint key of several owners, ready for use. Never stored."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)

    def seal(self, plain: bytes, aad: bytes) -> bytes:
        return _seal(self._cipher, plain, aad)

    def open(self, sealed: bytes, aad: bytes) -> bytes:
        return _open(self._cipher, sealed, aad)


def _seal(cipher: AESGCM, plain: bytes, aad: bytes) -> bytes:
    nonce = os.urandom(_NONCE)
    return nonce + cipher.encrypt(nonce, plain, aad)


def _open(cipher: AESGCM, sealed: bytes, aad: bytes) -> bytes:
    try:
        return cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], aad)
    except (InvalidTag, ValueError):
        raise Broken("sealed value does not open") from None


def _stretch(secret: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=_SIZE, salt=None, info=b"shuangyuan " + purpose).derive(secret)


def _from_hex(text: str) -> bytes:
    try:
        return bytes.fromhex(text.strip())
    except ValueError:
        return b""


def _write_new(file: Path, text: str) -> None:
    """Write-then-link: two processes starting at once end up with the same key, and never a half-written one."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = file.with_name(f"{file.name}.{secrets.token_hex(8)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    try:
        with contextlib.suppress(FileExistsError):
            os.link(draft, file)
    finally:
        draft.unlink()
    _sync(file.parent)


def promote(folder: Path) -> None:
    """The next master key is the master key from now on; the one before is gone."""
    (folder / NEXT_FILE).replace(folder / KEY_FILE)
    _sync(folder)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
