"""The production topology, as far as it can be checked without a Docker engine."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from settings import Settings
from tests.test_layers import MAY_IMPORT

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docker-compose.yml").read_text()
COMPOSE: dict[str, Any] = yaml.safe_load(TEXT)
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
JOBS = {name for name, service in SERVICES.items() if service["restart"] == "on-failure:5"}
SECRET = re.compile(r"PASSWORD|PWD|SECRET|MASTER_KEYS|ACCESS_KEY")
ALWAYS_ON = {"postgres", "temporal", "s3", "mail", "mail-ui", "web", "worker", "pdf"}
each_service = pytest.mark.parametrize("name", SERVICES)


def test_the_topology_has_all_its_parts() -> None:
    assert set(SERVICES) - JOBS == ALWAYS_ON
    assert {"temporal-schema", "temporal-namespace", "s3-bucket", "migrate"} == JOBS


def test_no_secret_has_a_default() -> None:
    for service in SERVICES.values():
        for name, value in service.get("environment", {}).items():
            if SECRET.search(name):
                assert re.fullmatch(r"\$\{(\w+):\?set \1 in \.env\}", value), f"{name} has a default"
    address = SERVICES["web"]["environment"]["GREENROOM_DATABASE_URL"]
    assert "${GREENROOM_DB_PASSWORD:?" in address


def test_only_the_web_is_published_and_only_on_loopback() -> None:
    published = {name: service["ports"] for name, service in SERVICES.items() if "ports" in service}
    assert published.keys() == {"web", "mail-ui"}
    assert SERVICES["mail-ui"]["profiles"] == ["mail-ui"]
    assert all(port.startswith("127.0.0.1:") for ports in published.values() for port in ports)
    assert COMPOSE["networks"]["inside"]["internal"] is True


@pytest.mark.parametrize("name", sorted(ALWAYS_ON))
def test_what_runs_for_long_is_restarted_and_has_a_health_check(name: str) -> None:
    assert SERVICES[name]["restart"] == "unless-stopped"
    assert SERVICES[name]["healthcheck"]["test"][0] == "CMD"
    assert SERVICES[name]["healthcheck"]["retries"] >= 3


@each_service
def test_every_image_is_pinned_and_every_container_confined(name: str) -> None:
    service = SERVICES[name]
    built = service["image"].startswith("greenroom:")
    assert built or re.search(r":v?\d+(\.\d+)+(-\w+)?$", service["image"])
    assert service["read_only"] is True
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["deploy"]["resources"]["limits"].keys() == {"cpus", "memory"}


@each_service
def test_a_service_waits_for_health_or_completion_of_what_it_needs(name: str) -> None:
    for needed, how in SERVICES[name].get("depends_on", {}).items():
        wanted = "service_completed_successfully" if needed in JOBS else "service_healthy"
        assert how == {"condition": wanted}


def test_temporal_gets_its_shards_and_settings_at_its_first_start() -> None:
    temporal = SERVICES["temporal"]
    assert "auto-setup" not in TEXT
    assert temporal["environment"]["NUM_HISTORY_SHARDS"] == "512"
    source, target, _ = temporal["volumes"][0].split(":")
    assert temporal["environment"]["DYNAMIC_CONFIG_FILE_PATH"] == target
    assert yaml.safe_load((ROOT / source).read_text())["limit.maxIDLength"] == [{"value": 255}]


def test_the_server_and_its_tools_have_one_version() -> None:
    versions = {s["image"].split(":")[1] for s in SERVICES.values() if s["image"].startswith("temporalio/")}
    assert len(versions) == 1
    assert tuple(map(int, versions.pop().split("."))) >= (1, 30)


def test_workers_get_time_to_finish() -> None:
    assert SERVICES["worker"]["stop_grace_period"] == SERVICES["pdf"]["stop_grace_period"] == "45s"


def test_every_variable_the_application_gets_is_a_setting() -> None:
    known = {f"GREENROOM_{field.upper()}" for field in Settings.model_fields}
    assert SERVICES["web"]["environment"].keys() <= known


def test_every_variable_the_file_asks_for_is_explained_in_the_example() -> None:
    asked = set(re.findall(r"\$\{(\w+)", TEXT)) - {"GREENROOM_VERSION"}
    explained = set(re.findall(r"^(\w+)=", (ROOT / "deploy/env.example").read_text(), re.MULTILINE))
    assert asked == explained


@each_service
def test_every_file_that_is_mounted_exists(name: str) -> None:
    for volume in SERVICES[name].get("volumes", []):
        source = volume.split(":")[0]
        assert (ROOT / source).is_file() if source.startswith("./") else source in COMPOSE["volumes"]


def test_the_image_runs_without_root_from_hashed_requirements_and_has_the_same_packages_as_setup() -> None:
    dockerfile = (ROOT / "Dockerfile").read_text()
    assert "--require-hashes" in dockerfile
    assert re.search(r"^USER 10001$", dockerfile, re.MULTILINE)
    listed = re.search(r'run_packages="([^"]+)"', (ROOT / "ops/setup.sh").read_text())
    assert listed
    assert all(package in dockerfile for package in listed[1].split())


def test_the_image_holds_every_layer_and_what_the_layers_read() -> None:
    taken = {line.lstrip("!") for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    assert {*MAY_IMPORT, "ops", "policies", "templates"} - {"settings"} <= taken
    assert {name for name in taken if not (ROOT / name).exists()} == set()
