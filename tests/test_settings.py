"""Where config, data and state lie."""

import os
import sys

import pytest

from cs_cli import settings

HOMELY = {"CS_CONFIG_DIR": "", "CS_DATA_DIR": "", "CS_STATE_DIR": "", "CS_DB": ""}
HOMELY |= dict.fromkeys(("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"), "")


@pytest.mark.skipif(sys.platform != "linux", reason="the folders of a Linux desktop")
def test_without_a_word_everything_lies_where_the_platform_has_it(cs):
    assert cs("config", "path", env=HOMELY).text == f"{cs.home}/.config/cs-cli/config.toml\n"
    assert f"no portfolio at {cs.home}/.local/share/cs-cli/portfolio.db yet" in cs("accounts", env=HOMELY).talk
    assert cs("account", "add", "ACME", "--name", "Acme", env=HOMELY).code == 0
    assert (cs.home / ".local" / "share" / "cs-cli" / "portfolio.db").stat().st_mode & 0o777 == 0o600


@pytest.mark.skipif(sys.platform != "linux", reason="the folders of a Linux desktop")
def test_the_state_lies_apart(monkeypatch, tmp_path):
    for name, value in HOMELY.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("HOME", str(tmp_path))
    assert settings.state_dir() == tmp_path / ".local" / "state" / "cs-cli"


@pytest.mark.parametrize("folder", ["config", "data", "state"])
def test_a_variable_names_another_folder(monkeypatch, folder):
    monkeypatch.setenv(f"CS_{folder.upper()}_DIR", "~/elsewhere")
    assert getattr(settings, f"{folder}_dir")() == type(settings.config_dir())(os.path.expanduser("~/elsewhere"))  # noqa: PTH111


def test_the_flag_wins_over_the_variable_and_that_over_the_config(cs, enter, tmp_path):
    enter.account("ACME")
    (cs.home / "config").mkdir()
    (cs.home / "config" / "config.toml").write_text(f'database = "{tmp_path}/config.db"\n')
    assert f"{tmp_path}/config.db" in cs("accounts", env={"CS_DB": ""}).talk
    assert cs("accounts").code == 0
    assert f"{tmp_path}/flag.db" in cs("accounts", "--db", f"{tmp_path}/flag.db").talk
