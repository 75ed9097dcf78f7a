"""Models by hub name or folder, loaded by sentence-transformers: the optional extra `dense`.

The only file that loads it, and only where a model is configured: the default install has none. Knows no vectors.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any, Literal

from trust.errors import Fault

NAMES = {"SentenceTransformer": ("嵌入模型", "embedder"), "CrossEncoder": ("重排模型", "reranker")}


def loaded(
    kind: Literal["SentenceTransformer", "CrossEncoder"], name_or_folder: str, device: str | None = None
) -> Any:
    """The model, its own code never run. Fault in words where it cannot be had."""
    zh, en = NAMES[kind]
    try:
        library = import_module("sentence_transformers")
    except ModuleNotFoundError:
        raise Fault(
            f"配置了{zh}（SHUANGYUAN_{en.upper()}），但没有安装扩展组件 dense；请安装它，或去掉该设置",
            f"SHUANGYUAN_{en.upper()} is set but the extra `dense` is not installed: install it or remove the setting",
        ) from None
    try:
        return getattr(library, kind)(name_or_folder, trust_remote_code=False, device=device)
    except (OSError, ValueError, RuntimeError) as error:
        raise Fault(
            f"{zh}“{name_or_folder}”无法加载：请检查名称或文件夹，以及能否访问模型站点",
            f"The {en} '{name_or_folder}' could not be loaded: check the name or folder and the network",
        ) from error
