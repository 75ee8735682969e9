"""Every table is as its model says: no migration is missing, whatever the order of a set."""

import os
import subprocess
import sys

import pytest


@pytest.mark.parametrize("seed", ["0", "1", "2"])
def test_no_migration_is_missing(seed: str) -> None:
    environment = {**os.environ, "PYTHONHASHSEED": seed, "DJANGO_SETTINGS_MODULE": "prevenance.site.settings"}
    command = [sys.executable, "-m", "django", "makemigrations", "--check", "--dry-run"]
    told = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert told.returncode == 0, told.stdout + told.stderr
