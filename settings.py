"""All settings, read once from the environment (`GREENROOM_*`) or from files of those names in a secrets folder."""

import os
from functools import cached_property
from pathlib import Path
from typing import Literal

from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).parent


class Settings(BaseSettings):
    """Frozen settings; the defaults are the embedded mode, where everything lies under `data_dir`."""

    # The folder of secrets is asked of the environment, as it has to be known before any setting is read.
    model_config = SettingsConfigDict(
        env_prefix="GREENROOM_", frozen=True, extra="ignore", secrets_dir=os.environ.get("GREENROOM_SECRETS_DIR")
    )

    mode: Literal["embedded", "production"] = "embedded"
    data_dir: Path = ROOT / "var"
    policies_dir: Path = ROOT / "policies"
    base_url: str = "http://127.0.0.1:8000"
    issuer: str = "Greenroom Demo Market"
    database_url: str = ""
    storage_url: str = ""
    s3_endpoint: str = ""
    s3_access_key: str = ""
    # What is secret is a SecretStr, which logs and tracebacks show as stars.
    s3_secret_key: SecretStr = SecretStr("")
    temporal_address: str = ""
    temporal_namespace: str = "default"
    secret_key: SecretStr = SecretStr("")
    master_keys: SecretStr = SecretStr("")
    keys_dir: Path | None = None
    smtp_url: SecretStr = SecretStr("")
    mail_from: str = "Greenroom <no-reply@localhost>"
    vies_url: str = ""
    rate_limit_storage: str = "memory://"
    trusted_proxies: str = "127.0.0.1"
    pseudo_language: bool = False
    log_format: Literal["json", "text"] = "text"
    max_cached_workflows: int = 500

    @cached_property
    def db(self) -> str:
        """SQLAlchemy URL of the application's database."""
        return self.database_url or f"sqlite:///{self.data_dir / 'greenroom.sqlite'}"

    @cached_property
    def storage(self) -> str:
        """URL of the store that holds encrypted files."""
        return self.storage_url or (self.data_dir / "files").absolute().as_uri()

    @cached_property
    def keys(self) -> Path:
        """Folder of the keys that were made on first start or given by the operator."""
        return self.keys_dir or self.data_dir / "keys"

    @property
    def embedded(self) -> bool:
        """Whether this is the one-command set-up on one machine."""
        return self.mode == "embedded"
