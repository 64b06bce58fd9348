"""Schema and role in one trip, made sure of at every cursor; an error there is an error, never the previous village.

Under the app login a cursor first runs ``SET ROLE "r_<token>_<schema>"; SET search_path = ...``, unless the server has told
that they stand (see :meth:`DatabaseWrapper._stands`). Under the owner's (commands that need DDL) only the search_path is
set. The village cannot change inside a transaction.
"""

from __future__ import annotations

import contextlib
import re
import threading
from collections.abc import Iterator
from typing import Any

import psycopg
from django.db import utils
from django.db.transaction import TransactionManagementError
from django_tenants.postgresql_backend import base as upstream
from django_tenants.utils import get_public_schema_name, quote_schema_name
from psycopg.pq import TransactionStatus

_SCHEMA = re.compile(r"^(public|t_[a-z0-9_]{1,40})$")
_TOKEN_QUERY = """
    SELECT r.rolname FROM pg_catalog.pg_namespace n, aclexplode(n.nspacl) a JOIN pg_catalog.pg_roles r ON r.oid = a.grantee
    WHERE n.nspname = 'public' AND a.privilege_type = 'USAGE' AND r.rolname ~ '^r_[a-z0-9]+_regency$'
"""
_tokens: dict[tuple[str, str, str], str] = {}
_tokens_lock = threading.Lock()


class VillageChangedInTransaction(TransactionManagementError):
    """Deferred checks run at commit under whatever search_path stands then; so the village may not change before."""


def _reset(connection: psycopg.Connection[Any]) -> None:
    """What the pool does to a connection that comes back: no role, no village."""
    if connection.info.transaction_status != TransactionStatus.IDLE:
        connection.rollback()
    if not connection.autocommit:
        connection.autocommit = True
    connection.execute("RESET ROLE; RESET search_path")


class DatabaseWrapper(upstream.DatabaseWrapper):
    """django-tenants' wrapper with roles, and without its swallowed errors."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._may_switch = False
        self._setting_search_path = False
        #: What the server tells for each search_path that was set here.
        self._told: dict[str, bytes] = {}
        super().__init__(*args, **kwargs)

    @property
    def pool(self) -> Any:
        """Django's native pool, with a reset of role and search_path on return."""
        options = self.settings_dict["OPTIONS"].get("pool")
        if isinstance(options, dict):
            options.setdefault("reset", _reset)
        return super().pool

    @property
    def is_owner(self) -> bool:
        """Whether this process connects as the owner."""
        return bool(self.settings_dict.get("BALAI_OWNER"))

    def set_tenant(self, tenant: Any, include_public: bool = True) -> None:
        """Choose the village for the cursors to come.

        Raises:
            VillageChangedInTransaction: inside an ``atomic`` block (those that the test runner opened excepted).
        """
        if (
            getattr(self, "in_atomic_block", False)
            and tenant.schema_name != self.schema_name
            and not self._may_switch
            and any(not block._from_testcase for block in self.atomic_blocks)
        ):
            raise VillageChangedInTransaction(
                f"The village cannot change from {self.schema_name} to {tenant.schema_name} inside a transaction."
            )
        super().set_tenant(tenant, include_public)

    @contextlib.contextmanager
    def switching_allowed(self) -> Iterator[None]:
        """Provisioning alone: the owner makes a village and its first rows in one transaction."""
        if not self.is_owner:
            raise VillageChangedInTransaction("Only the owner provisions.")
        self._may_switch = True
        try:
            yield
        finally:
            self._may_switch = False

    def token(self) -> str:
        """The deployment's token: which roles of the cluster are this database's.

        Found in the catalogue (the role that may use schema public), so that it travels with the database alone.

        Raises:
            OperationalError: the database was never set up.
        """
        settings = self.settings_dict
        where = (str(settings["HOST"]), str(settings["PORT"]), str(settings["NAME"]))
        found = _tokens.get(where)
        if found is None:
            with _tokens_lock:
                rows = self.connection.execute(_TOKEN_QUERY).fetchall()
                if not rows:
                    raise utils.OperationalError(
                        "This database is not set up for Balai: run 'balai fleet migrate' with the owner's login."
                    )
                found = _tokens[where] = rows[0][0][len("r_") : -len("_regency")]
        return found

    def role_of(self, schema: str) -> str:
        """The role under which a schema's work runs."""
        return f"r_{self.token()}_{'regency' if schema == get_public_schema_name() else schema}"

    def _get_cursor_search_paths(self) -> list[str]:
        # Set here and not by PG_EXTRA_SEARCH_PATHS, which django-tenants checks with a query at every start.
        return [*super()._get_cursor_search_paths(), "extensions"]

    def _stands(self, path: str) -> bool:
        """Whether this connection's session has the search_path, and so the role that was set with it.

        From version 18 on PostgreSQL tells the search_path with the answer that changes it, a rollback's and a reset's
        too. Role and search_path change together alone (here and in :func:`_reset`, in one message each), so the one
        vouches for the other. Servers before 18 tell nothing: there every cursor sets both.
        """
        told = self._told.get(path)
        return told is not None and self.connection.pgconn.parameter_status(b"search_path") == told

    def _handle_search_path(self, cursor: Any = None) -> None:
        if self._setting_search_path:
            return
        schema = self.schema_name or ""
        if not _SCHEMA.match(schema):
            raise utils.OperationalError(f"No village is set, or its schema is not ours: {schema!r}.")
        if self.connection.info.transaction_status == TransactionStatus.INERROR:
            # The next statement fails anyway until the rollback; a SET would only hide the first error.
            return
        path = ",".join(quote_schema_name(part) for part in self._get_cursor_search_paths())
        if self._stands(path):
            return
        statement = f"SET search_path = {path}"
        self._setting_search_path = True
        try:
            with self.wrap_database_errors:
                if not self.is_owner:
                    statement = f'SET ROLE "{self.role_of(schema)}"; {statement}'
                self.connection.execute(statement)
        finally:
            self._setting_search_path = False
        told = self.connection.pgconn.parameter_status(b"search_path")
        if told is not None:
            self._told[path] = told
        self.search_path_set_schemas = path
