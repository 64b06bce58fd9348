"""The base of every task: it runs in the village that the message names, or not at all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from celery import shared_task
from django_tenants.utils import get_public_schema_name
from tenant_schemas_celery.app import get_schema_name_from_task
from tenant_schemas_celery.task import TenantTask

from balai.jobs.schema import current_schema

Function = TypeVar("Function", bound=Callable[..., Any])


def task(name: str, *, side: str = "village", acks_late: bool = True, bind: bool = False) -> Callable[[Function], Any]:
    """Declare a task: its stable name, the side it belongs to, and whether a killed worker's message comes back."""
    options: dict[str, Any] = {"name": name, "side": side, "acks_late": acks_late, "bind": bind}
    return cast("Callable[[Function], Any]", shared_task(**options))


class WrongSide(RuntimeError):
    """A task ran, or was about to run, on a side that is not its own."""


class VillageTask(TenantTask):
    """A task of a village. ``side`` is ``"village"`` (refused on public), ``"public"`` or ``"both"``.

    A message without a schema would run on public; one whose village no longer exists would, too, because a failed
    switch is only logged. Both are refused here, before the first line of the task.
    """

    abstract = True
    side = "village"

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Carry out the task if the connection stands where the message says and the task may."""
        public = get_public_schema_name()
        wanted = get_schema_name_from_task(self, kwargs) or public
        actual = current_schema()
        if actual != wanted:
            raise WrongSide(f"{self.name}: the message is for {wanted}, the connection stands on {actual}")
        if self.side != "both" and (actual == public) != (self.side == "public"):
            raise WrongSide(f"{self.name}: a task of the {self.side} side was sent to {actual}")
        return super().__call__(*args, **kwargs)
