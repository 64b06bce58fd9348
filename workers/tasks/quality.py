"""The register's quality: every night each village keeps its score."""

from __future__ import annotations

from balai.actor import Actor
from modules.population.services.quality import keep_score
from workers.fanout import fan_out, villages_at_work
from workers.task import task

KEEP = "balai.keep_quality"


@task("balai.dispatch_quality", side="public")
def dispatch_quality() -> int:
    """Every night, within two hours: every village counts its findings."""
    return fan_out(KEEP, villages_at_work(), seconds=2 * 3600, queue="slow")


@task(KEEP)
def keep_quality() -> str:
    """One village's score of the day."""
    return str(keep_score(actor=Actor.job("population.quality")).score)
