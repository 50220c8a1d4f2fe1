from pathlib import Path

import pytest

from codeward import settings
from codeward.errors import CodewardError


@pytest.mark.parametrize(
    ("ask", "variable", "xdg"),
    [
        (settings.home, "CODEWARD_HOME", "XDG_DATA_HOME"),
        (settings.cache_dir, "CODEWARD_CACHE", "XDG_CACHE_HOME"),
    ],
)
def test_a_folder_is_what_the_environment_says(ask, variable, xdg, monkeypatch, tmp_path):
    monkeypatch.setenv(variable, str(tmp_path / "mine"))
    assert ask() == tmp_path / "mine"
    monkeypatch.delenv(variable)
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv(xdg, str(tmp_path))
    assert ask() == tmp_path / "codeward"
    monkeypatch.setenv(xdg, "relative/is/ignored")
    assert ask().is_absolute()
    assert Path.home() in ask().parents


def test_a_user_without_a_home_is_told_which_setting_helps(monkeypatch):
    def nobody(uid):
        raise KeyError(uid)

    monkeypatch.setattr("pwd.getpwuid", nobody)
    monkeypatch.setattr("sys.platform", "linux")
    for name in ("HOME", "CODEWARD_HOME", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(CodewardError, match="Set CODEWARD_HOME to a folder"):
        settings.home()
