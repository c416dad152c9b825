"""What is in deploy/ fits the program: options that exist, files that stand there, secrets that are read, a backup
that comes back. No container is built here (`deploy/try.sh` does, where buildah and an image to start from are)."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest
import yaml
from alembic import command
from alembic.config import Config

from brp_match.cli import main
from brp_match.errors import BrpMatchError
from brp_match.options import build_parser
from brp_match.review import audit
from brp_match.review.engine import migrate, open_engine
from brp_match.review.places import database_url, seal_key
from brp_match.settings import secret_text
from own_postgres import fresh_database

TOP = Path(__file__).resolve().parents[2]
DEPLOY = TOP / "deploy"
COMPOSE: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
CHART = DEPLOY / "helm" / "brp-match"
ADDRESS = re.compile(r"\$\{\w+(:\?[^}]*)?\}")
SECRETS = re.compile(r"BRP_MATCH_[A-Z_]+_BESTAND")


def _parsed(words: list[str]) -> None:
    build_parser().parse_args([ADDRESS.sub("https://x.example", word) for word in words])


def test_the_container_copies_what_the_wheel_needs_and_runs_as_nobody_special() -> None:
    text = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
    for line in re.findall(r"^COPY (?!--from)(.+) \S+$", text, re.MULTILINE):
        for name in line.split():
            assert (TOP / name).exists(), name
    wheel = (TOP / "pyproject.toml").read_text(encoding="utf-8")
    for folder in re.findall(r'^"(\S+)" = "brp_match/_content', wheel, re.MULTILINE):
        assert f"COPY {folder} {folder}" in text, folder
    assert text.rindex("USER 10001:10001") < text.rindex("ENTRYPOINT")


def test_the_container_by_itself_tells_how_it_wants_to_be_started(
    capsys: pytest.CaptureFixture[str],
) -> None:
    text = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
    (given,) = re.findall(r"^CMD (\[.*\])$", text, re.MULTILINE)
    assert main(yaml.safe_load(given)) == 0
    assert "--behind-proxy" in capsys.readouterr().out


def test_the_container_file_has_nothing_that_hadolint_finds() -> None:
    beside = Path(sys.executable).with_name("hadolint")
    found = str(beside) if beside.exists() else shutil.which("hadolint")
    if found is None:
        pytest.skip("hadolint is not here")
    done = subprocess.run(
        [found, "--no-color", DEPLOY / "Containerfile"], capture_output=True, text=True
    )
    assert (done.returncode, done.stdout) == (0, "")


def test_the_folder_of_tmpdir_is_made_where_a_new_volume_has_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (named,) = re.findall(r"TMPDIR=(\S+)", (DEPLOY / "Containerfile").read_text(encoding="utf-8"))
    assert named.startswith("/data/")  # a volume: /tmp is 64 MB of memory there
    folder = tmp_path / "data" / "tijdelijk"
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", None)
    assert main(["steps"]) == 0
    assert Path(tempfile.gettempdir()) == folder
    assert folder.stat().st_mode & 0o077 == 0


def test_compose_starts_the_service_with_options_that_exist_and_closes_it() -> None:
    service = COMPOSE["services"]["dienst"]
    _parsed(service["command"])
    assert (service["read_only"], service["cap_drop"]) == (True, ["ALL"])
    assert "ports" not in service
    assert COMPOSE["networks"]["binnen"]["internal"] is True
    (own,) = COMPOSE["networks"]["binnen"]["ipam"]["config"]
    assert f"--proxy={own['subnet']}" in service["command"]
    for one in COMPOSE["services"].values():
        assert set(one.get("secrets", ())) <= set(COMPOSE["secrets"])
        assert "no-new-privileges:true" in one["security_opt"]
    asked = set(re.findall(r"\$\{(\w+)", (DEPLOY / "compose.yaml").read_text(encoding="utf-8")))
    given = re.findall(
        r"^(\w+)=", (DEPLOY / "compose.env").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert asked == set(given)


def test_every_secret_by_file_is_one_that_the_program_reads() -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in (TOP / "src").rglob("*.py"))
    for path in (
        DEPLOY / "compose.yaml",
        DEPLOY / "brp-match.service",
        CHART / "templates/deployment.yaml",
    ):
        names = {
            name.removesuffix("_BESTAND")
            for name in SECRETS.findall(path.read_text(encoding="utf-8"))
        }
        assert len(names) >= 4, path.name
        for name in names:
            assert f'"{name}"' in source, name


def test_the_unit_starts_the_service_with_options_that_exist() -> None:
    text = (DEPLOY / "brp-match.service").read_text(encoding="utf-8")
    (line,) = re.findall(r"^ExecStart=\S+/brp-match (.+)$", text, re.MULTILINE)
    _parsed(line.split())


def test_the_chart_uses_only_values_that_it_has_and_options_that_exist() -> None:
    values = yaml.safe_load((CHART / "values.yaml").read_text(encoding="utf-8"))
    used = set()
    for path in (CHART / "templates").iterdir():
        text = path.read_text(encoding="utf-8")
        filled = re.sub(r"^\s*\{\{-.*\}\}$", "", text, flags=re.MULTILINE)
        for made in yaml.safe_load_all(re.sub(r"\{\{.*?\}\}", "x", filled)):
            assert {"apiVersion", "kind", "metadata", "spec"} <= set(made), path.name
        used |= set(re.findall(r"\.Values\.([\w.]+)", text))
        for name in re.findall(r"\.Values\.([\w.]+)", text):
            held: Any = values
            for part in name.split("."):
                held = held[part]
    assert {name.split(".")[0] for name in used} == set(values)
    text = (CHART / "templates/deployment.yaml").read_text(encoding="utf-8")
    options = re.findall(r"^\s+- (serve|--\S+)$", re.sub(r"\{\{.*?\}\}", "x", text), re.MULTILINE)
    _parsed([option.replace("--proxy=x", "--proxy=::1") for option in options])
    assert "readOnlyRootFilesystem: true" in text
    assert "runAsNonRoot: true" in text


def test_helm_finds_nothing_and_fills_the_chart_in() -> None:
    helm = pytest.importorskip("helm_python", reason="the library of Helm is not here")
    told = helm.lint(str(CHART))
    assert told["errors"] == []
    # 1 is information: an icon is recommended
    assert [one["error"] for one in told["messages"] if one["severity"] > 1] == []
    own = {"publicUrl": "https://signalen.stad.example", "data": {"storageClass": "snel"}}
    with helm.Chart.load(str(CHART)) as chart:
        made = chart.render(own, name="vroeg", namespace="stad")
    kinds = {one["kind"]: one for text in made.values() for one in yaml.safe_load_all(text) if one}
    assert set(kinds) == {"Deployment", "Ingress", "PersistentVolumeClaim", "Service"}
    pod = kinds["Deployment"]["spec"]["template"]["spec"]
    (container,) = pod["containers"]
    _parsed(container["args"])
    assert "--public-url=https://signalen.stad.example" in container["args"]
    (header,) = container["readinessProbe"]["httpGet"]["httpHeaders"]
    assert header == {"name": "Host", "value": "signalen.stad.example"}
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert container["securityContext"]["capabilities"] == {"drop": ["ALL"]}
    mounted = {one["name"] for one in container["volumeMounts"]}
    assert mounted == {one["name"] for one in pod["volumes"]}
    assert kinds["PersistentVolumeClaim"]["spec"]["storageClassName"] == "snel"
    assert kinds["Ingress"]["spec"]["rules"][0]["host"] == "signalen.stad.example"


def test_a_secret_comes_from_its_file_before_the_environment(tmp_path: Path) -> None:
    (tmp_path / "sleutel").write_text("uit het bestand\n", encoding="utf-8")
    both = {"X": "uit de omgeving", "X_BESTAND": str(tmp_path / "sleutel")}
    assert secret_text("X", both) == "uit het bestand"
    assert secret_text("X", {"X": " uit de omgeving "}) == "uit de omgeving"
    assert secret_text("X", {}) == ""
    with pytest.raises(BrpMatchError) as caught:
        secret_text("X", {"X_BESTAND": str(tmp_path / "weg")})
    assert [fault.code for fault in caught.value.faults] == ["GEHEIM_ONLEESBAAR"]
    assert "weg" not in str(caught.value)


def test_the_address_of_the_database_and_the_seal_may_stand_in_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "adres").write_text("postgresql+psycopg://u@h/d\n", encoding="utf-8")
    (tmp_path / "zegel").write_text("z" * 40, encoding="utf-8")
    monkeypatch.setenv("BRP_MATCH_DATABASE_URL_BESTAND", str(tmp_path / "adres"))
    monkeypatch.setenv("BRP_MATCH_AUDIT_KEY_BESTAND", str(tmp_path / "zegel"))
    assert database_url(tmp_path) == "postgresql+psycopg://u@h/d"
    assert seal_key(tmp_path) == b"z" * 40


def test_secrets_are_drawn_once_and_for_nobody_else(tmp_path: Path) -> None:
    folder = tmp_path / "geheimen"
    for _ in range(2):
        subprocess.run([DEPLOY / "secrets.sh", folder], check=True)
        first = {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}
    assert set(first) == set(COMPOSE["secrets"])
    assert first["database_wachtwoord"].strip() in first["database_adres"]
    assert all(path.stat().st_mode & 0o077 == 0 for path in folder.iterdir())
    subprocess.run([DEPLOY / "secrets.sh", folder], check=True)
    assert {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()} == first


def test_a_backup_of_a_running_service_comes_back_without_its_keys(tmp_path: Path) -> None:
    data, copy, back = tmp_path / "data", tmp_path / "kopie.tar.gz", tmp_path / "terug"
    (data / "uitkomsten" / "1").mkdir(parents=True)
    (data / "uitkomsten" / "1" / "run.json").write_text("{}", encoding="utf-8")
    (data / "audit.sleutel").write_text("geheim", encoding="utf-8")
    env = {key: value for key, value in os.environ.items() if not key.startswith("BRP_MATCH_")}
    con = sqlite3.connect(data / "brp-match.sqlite")
    con.execute("PRAGMA journal_mode=WAL")
    con.execute("CREATE TABLE zaken (n INTEGER)")
    con.execute("INSERT INTO zaken VALUES (7)")
    con.commit()  # still open: what stands in the WAL comes along
    subprocess.run([DEPLOY / "backup.sh", data, copy], check=True, env=env, capture_output=True)
    assert copy.stat().st_mode & 0o077 == 0
    subprocess.run([DEPLOY / "restore.sh", copy, back], check=True, env=env, capture_output=True)
    con.close()
    assert sorted(path.name for path in back.iterdir()) == ["brp-match.sqlite", "uitkomsten"]
    assert sqlite3.connect(back / "brp-match.sqlite").execute("SELECT n FROM zaken").fetchall() == [
        (7,)
    ]
    assert (back / "uitkomsten" / "1" / "run.json").read_text(encoding="utf-8") == "{}"
    again = subprocess.run(
        [DEPLOY / "restore.sh", copy, back], env=env, capture_output=True, text=True
    )
    assert (again.returncode, "lege map" in again.stderr) == (2, True)


@pytest.mark.postgres
def test_a_backup_of_the_first_version_comes_back_in_another_postgresql_and_along(
    tmp_path: Path, postgres_url: str
) -> None:
    data, copy, back = tmp_path / "data", tmp_path / "kopie.tar.gz", tmp_path / "terug"
    data.mkdir()
    (data / "geheim.sleutel").write_text("geheim", encoding="utf-8")
    (data / "wat").write_text("een levering", encoding="utf-8")
    clean = {key: value for key, value in os.environ.items() if not key.startswith("BRP_MATCH_")}
    with fresh_database(postgres_url) as first, fresh_database(postgres_url) as second:
        old = open_engine(first)
        config = Config()
        config.set_main_option("script_location", "brp_match.review:migrations")
        with old.begin() as con:
            config.attributes["connection"] = con
            command.upgrade(config, "0001")
            con.exec_driver_sql(
                "INSERT INTO audit (at, kind, account_id, case_id, run_id, detail) VALUES (now(), 'oud', '', '', '', '{}')"
            )
        old.dispose()
        for script, words, url in (("backup", [data, copy], first), ("restore", [copy, back], second)):  # fmt: skip
            address = url.replace("postgresql:", "postgresql+psycopg:")
            subprocess.run(
                [DEPLOY / f"{script}.sh", *words], check=True, capture_output=True,
                env=clean | {"BRP_MATCH_DATABASE_URL": address},
            )  # fmt: skip
        new = open_engine(second)
        migrate(new)
        with new.begin() as con:
            assert [entry.kind for entry in audit.read(con)] == ["oud"]
        new.dispose()
    assert [path.name for path in back.iterdir()] == ["wat"]
