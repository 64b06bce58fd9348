"""What can be checked of the deployment without an engine: syntax, shapes, and that every variable stands in the table."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from balai.settings.environment import VARIABLES

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
KNOWN = {variable.name for variable in VARIABLES}
OF_THE_DEPLOYMENT = {"BALAI_OWNER_PASSWORD", "BALAI_APP_PASSWORD", "BALAI_IMAGE", "BALAI_VENV", "BALAI_PYTHON"}


def test_every_variable_used_stands_in_the_table() -> None:
    used: set[str] = set()
    for path in [*DEPLOY.rglob("*"), ROOT / "balai", *ROOT.glob("platform/**/*.py"), *ROOT.glob("workers/**/*.py")]:
        if path.is_file():
            used |= set(re.findall(r"\b(?:BALAI_[A-Z_]+|REDIS_URL|SENTRY_DSN)\b", path.read_text(errors="ignore")))
    settings_names = set(
        re.findall(r"^(BALAI_[A-Z_]+) =", (ROOT / "platform/balai/settings/base.py").read_text(), re.M)
    )
    internal = {name for name in used if name in settings_names} | {"BALAI_OWNER", "BALAI_DEMO_ACCOUNTS"}
    assert used - KNOWN - OF_THE_DEPLOYMENT - internal == set()


def test_the_readme_holds_the_whole_table() -> None:
    text = (ROOT / "README.md").read_text()
    for variable in VARIABLES:
        assert f"| `{variable.name}` |" in text, f"{variable.name} is missing in README.md's configuration table"


def test_compose_is_whole() -> None:
    compose = yaml.safe_load((DEPLOY / "compose" / "compose.yaml").read_text())
    services = compose["services"]
    assert {"web", "worker", "beat", "postgres", "redis", "caddy", "migrate"} <= services.keys()
    for name, service in services.items():
        assert "image" in service, name
        for dependency in service.get("depends_on", []):
            assert dependency in services
        for volume in service.get("volumes", []):
            source = volume.split(":")[0]
            assert source.startswith(".") or source in compose["volumes"], volume
            if source.startswith("."):
                assert (DEPLOY / "compose" / source).exists(), source
    assert "18" in services["postgres"]["image"]
    for name in ("web", "worker", "beat"):
        assert ".env.owner" not in services[name]["env_file"], "the owner's login is absent from web and worker"


def test_kubernetes_manifests_are_whole() -> None:
    documents = list(yaml.safe_load_all((DEPLOY / "kubernetes" / "balai.yaml").read_text()))
    kinds = {(doc["kind"], doc["metadata"]["name"]) for doc in documents}
    assert {("Deployment", "balai-web"), ("Deployment", "balai-worker"), ("Deployment", "balai-beat")} <= kinds
    for doc in documents:
        assert doc["apiVersion"]
        if doc["kind"] == "Deployment":
            labels = doc["spec"]["template"]["metadata"]["labels"]
            assert doc["spec"]["selector"]["matchLabels"].items() <= labels.items()
            text = yaml.dump(doc)
            assert "balai-owner" not in text, "the owner's login is absent from web and worker"


@pytest.mark.parametrize("path", sorted(DEPLOY.rglob("*.sh")), ids=lambda path: path.name)
def test_scripts_parse(path: Path) -> None:
    assert subprocess.run(["sh", "-n", str(path)], check=False).returncode == 0
    assert os.access(path, os.X_OK)


@pytest.mark.parametrize("path", sorted((DEPLOY / "systemd").iterdir()), ids=lambda path: path.name)
def test_units_have_their_sections(path: Path) -> None:
    text = path.read_text()
    assert "[Unit]" in text
    assert ("[Service]" in text) == path.name.endswith(".service")
    for line in text.splitlines():
        assert not line or line.startswith(("[", "#")) or "=" in line


def test_caddy_asks_before_it_issues() -> None:
    text = (DEPLOY / "caddy" / "Caddyfile").read_text()
    assert text.count("{") == text.count("}")
    assert "ask http://web:8000/tls/ask" in text
    assert "header_up X-Forwarded-For {remote_host}" in text


def _production(**changes: str) -> subprocess.CompletedProcess[str]:
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": f"{ROOT / 'platform'}{os.pathsep}{ROOT}",
        "BALAI_PRODUCTION": "1",
        "BALAI_SECRET_KEY": "kR7!pQ2zW9xL4mN8vB3cT6yH1jD5fG0sAeUiOq-ZrXwYtKlPMn",
        "BALAI_DATABASE_URL": "postgresql://balai_app:x@127.0.0.1:1/balai",
        "REDIS_URL": "redis://127.0.0.1:1/0",
        "BALAI_SCHEME": "https",
        "BALAI_BASE_DOMAIN": "sid.example.go.id",
    } | changes
    return subprocess.run(
        [sys.executable, "-m", "balai", "check", "--deploy"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_check_deploy_is_clean_in_production() -> None:
    done = _production()
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("changes", "needle"),
    [
        ({"BALAI_SECRET_KEY": ""}, "BALAI_SECRET_KEY"),
        ({"BALAI_SECRET_KEY": "short"}, "BALAI_SECRET_KEY"),
        ({"BALAI_DATABASE_URL": ""}, "BALAI_DATABASE_URL"),
        ({"BALAI_DATABASE_URL": "mysql://x"}, "BALAI_DATABASE_URL"),
        ({"REDIS_URL": ""}, "REDIS_URL"),
        ({"BALAI_SCHEME": "http"}, "BALAI_SCHEME"),
        ({"BALAI_POOL_SIZE": "many"}, "BALAI_POOL_SIZE"),
        ({"BALAI_POOL_SIZE": "2", "BALAI_WEB_THREADS": "8"}, "BALAI_WEB_THREADS"),
    ],
)
def test_a_wrong_value_stops_the_start_with_a_sentence(changes: dict[str, str], needle: str) -> None:
    done = _production(**changes)
    assert done.returncode == 1
    assert needle in done.stderr
    assert "Traceback" not in done.stderr
