"""A new master key: every data key is wrapped anew in one commit; from then on the old master key opens nothing.

What the data keys sealed is not touched, so it takes seconds whatever there is. Killed before the commit the old key
holds, after it the new one, and the next start finishes the rest (unlocking.py). No other process may run meanwhile:
it would hold the old key. Backups made before need the old key. Knows nothing of who may ask for it.
"""

from __future__ import annotations

from sqlalchemy import Connection, select, update

from records import adminacts
from records.audit import SYSTEM
from records.schema import data_keys, key_checks
from records.store import Store
from records.unlocking import KEYS
from trust.errors import BadInput, WrongKey
from trust.settings import Settings
from trust.vault import KEY_FILE, Vault, promote


def rotate(store: Store, settings: Settings, new_hex: str | None = None) -> int:
    """How many data keys were wrapped anew. Where the master key is a file, the new one is made unless given, and
    takes its place; a key from the environment is followed by a given one, which the caller then keeps. `store` is of
    no use any more: open another.
    """
    folder = settings.data / KEYS
    filed = settings.key is None
    if not filed and new_hex is None:
        raise BadInput("主密钥来自环境变量：请用 --new-key-file 给出新密钥", "Give the new key in a file")
    new = Vault.made(folder, new_hex) if filed else Vault.of(new_hex or "")
    if new.check_value == store.vault.check_value:
        raise BadInput("新密钥与现在的相同", "The new key is the present one")
    with store.database.write() as conn:
        count = _rewrap(conn, store.vault, new)
        store.audit.append(conn, SYSTEM, adminacts.MasterKeyChanged(count))
    if filed and (folder / KEY_FILE).exists():
        promote(folder)
    store.database.wipe_keys()
    return count


def _rewrap(conn: Connection, old: Vault, new: Vault) -> int:
    """Under the check's row lock, so that two at once do not mix."""
    value = conn.execute(select(key_checks.c.value).with_for_update()).scalar_one()
    if not old.matches(value):
        raise WrongKey()
    rows = conn.execute(select(data_keys.c.holder, data_keys.c.wrapped)).all()
    for holder, wrapped in rows:
        mine = data_keys.c.holder == holder
        conn.execute(update(data_keys).where(mine).values(wrapped=old.rewrap(wrapped, new)))
    conn.execute(update(key_checks).values(value=new.check_value, root=old.wrapped_root(new)))
    return len(rows)
