"""A missing Chromium is a loud failure in CI, and a skip that says so elsewhere."""

from __future__ import annotations

import shutil

import pytest

from conftest import chromium_path


def test_loud_in_ci_and_a_skip_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="Chromium is missing"):
        chromium_path()
    monkeypatch.delenv("CI")
    with pytest.raises(pytest.skip.Exception, match="Chromium is missing"):
        chromium_path()
