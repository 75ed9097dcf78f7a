"""Settings, read once from the environment in an entry point and passed down. No other file reads them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SecretsSettingsSource, SettingsConfigDict


class Settings(BaseSettings):
    """`SHUANGYUAN_*` variables, and files of the same names in `SHUANGYUAN_SECRETS` (/run/secrets). Sizes in bytes,
    times in seconds.
    """

    model_config = SettingsConfigDict(env_prefix="SHUANGYUAN_", extra="ignore")

    data: Path = Path("var")
    host: str = "127.0.0.1"
    port: int = 8000
    database_url: str | None = None
    qdrant_url: str | None = None
    jobs: Literal["here", "elsewhere"] = Field(default="here", description="elsewhere: `serve.py --worker` does them")
    qdrant_api_key: str | None = None
    key: str | None = Field(default=None, description="master key, 64 hex digits; else DATA/keys/master.key")
    llm_base_url: str | None = None
    llm_model: str | None = None
    llm_api_key: str | None = None
    llm_seconds: float = Field(default=60.0, gt=0, description="for one reply of the model")
    llm_places: int = Field(default=16, gt=0, description="calls to the model at a time")
    llm_cache_salt: bool = Field(default=True, description="send vLLM's cache_salt; off for servers that refuse it")
    embedder: str | None = Field(default=None, description="a sentence-transformers name or folder")
    embedder_query_prompt: str | None = Field(default=None, description="put before a question; else the model's own")
    embedder_passage_prompt: str | None = Field(default=None, description="put before a passage; else the model's own")
    reranker: str | None = Field(default=None, description="a cross-encoder's name or folder")
    embedder_batch: int = Field(default=32, gt=0, description="texts at a time")
    embedder_device: str | None = Field(default=None, description="cpu, cuda, cuda:1 …; else the library chooses")
    otlp_url: str | None = Field(default=None, description="an OpenTelemetry collector, http://HOST:4318/v1/traces")
    secure_cookies: bool = False
    max_upload: int = 100 * 1024 * 1024
    waiting_each: int = Field(default=500, gt=0, description="uploads one person may have waiting")
    waiting: int = Field(default=5000, gt=0, description="uploads that may wait in all")
    parse_seconds: int = 120
    parse_memory: int = 2 * 1024**3
    tesseract: str = Field(default="tesseract", description="recognises text in pictures; empty: never")
    soffice: str = Field(default="soffice", description="LibreOffice, for old formats; empty: never")
    ocr_pages: int = Field(default=100, ge=0, description="pictures and scanned pages recognised in one file")
    ocr_seconds: int = Field(default=90, ge=0, description="for recognising, in one file; within parse_seconds")
    quota_person: int = Field(default=20 * 1024**3, ge=0, description="bytes one person may keep here; 0: any")
    quota_owner: int = Field(default=500 * 1024**3, ge=0, description="bytes kept for one owner; 0: any")
    session_days: int = 7
    mastery: Path | None = Field(default=None, description="parameters that `python -m eval fit-mastery --out` wrote")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 — the library names them
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """What is given, then the environment, then the files of a container's secrets."""
        folder = Path(os.environ.get("SHUANGYUAN_SECRETS", "/run/secrets"))
        secrets = (SecretsSettingsSource(settings_cls, secrets_dir=folder),) if folder.is_dir() else ()
        return (init_settings, env_settings, *secrets)

    @property
    def shared(self) -> bool:
        """Whether records and index may be used by several processes at a time."""
        return self.qdrant_url is not None and self.sql_url.startswith("postgres")

    @property
    def sql_url(self) -> str:
        return self.database_url or f"sqlite:///{self.data / 'shuangyuan.db'}"
