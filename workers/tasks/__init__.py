"""One thin file a kind of work; every file here is imported by :mod:`workers.app`.

Handlers of a module's jobs stand in a file of the module's name (``workers/tasks/population.py``)::

    from balai.jobs import Job, handler

    @handler("population.apply_import", queue="slow")
    def apply_import(job: Job, *, run: str) -> dict | None:
        ...
"""
