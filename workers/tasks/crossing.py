"""Between villages: each side's own work after the other's step, keyed hashes, doubles."""

from __future__ import annotations

from balai.jobs import sending
from modules.population.crossing import catch_up, refresh_hashes
from tenants.exchange.doubles import FIND, REFRESH, find_doubles
from tenants.exchange.handovers import CATCH_UP, villages_due
from workers.fanout import fan_out, villages_at_work
from workers.task import task


@task(CATCH_UP)
def catch_up_crossings() -> int:
    """What a step of another village left to this one."""
    return catch_up()


@task("balai.dispatch_crossings", side="public")
def dispatch_crossings() -> int:
    """Every two minutes: one query finds what a lost message left behind."""
    at_work = set(villages_at_work())
    return fan_out(CATCH_UP, [name for name in villages_due() if name in at_work], seconds=10)


@task(REFRESH)
def refresh_keyed_hashes() -> int:
    """A village's digests, brought to what its register says."""
    came, went = refresh_hashes()
    return came + went


@task("balai.dispatch_hashes", side="public")
def dispatch_hashes() -> int:
    """Every night: every village's digests, within an hour."""
    return fan_out(REFRESH, villages_at_work(), seconds=3600, queue="slow")


@task(FIND, side="public")
def find(village: str) -> int:
    """One village's digests against all others'."""
    came, ended = find_doubles(village)
    return came + ended


@task("balai.dispatch_doubles", side="public")
def dispatch_doubles() -> int:
    """Every night, after the hashes: every village is compared, whatever message was lost."""
    sent = 0
    for place, schema in enumerate(villages_at_work()):
        sent += sending.send(FIND, [schema], schema="public", queue="slow", countdown=place * 2)
    return sent
