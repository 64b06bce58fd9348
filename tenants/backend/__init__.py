"""The database backend that sets schema and role in one trip."""
