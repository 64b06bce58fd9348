"""A file of templates: read, shown, used, taken back. One transaction each; nothing is used that was not shown."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Mapping
from typing import Any, BinaryIO

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from balai import audit, jobs
from balai.actor import Actor, require
from balai.db import atomic
from balai.errors import Conflict, NotFound
from balai.files.models import StoredFile
from balai.files.services import open_file, store
from modules.letters.convert.exchange import read_items
from modules.letters.convert.reading import MAX_BYTES, Parsed, parse_file
from modules.letters.errors import LetterError
from modules.letters.layers.changing import texts_naming
from modules.letters.layers.effective import below, digest, forget, value_of
from modules.letters.layers.ledger import tell_regency
from modules.letters.models.templates import (
    Aspect,
    ImportState,
    OwnType,
    TemplateImport,
    TextAlias,
    TypeChange,
    TypeOverride,
)

#: ``progress(done, total, words)``.
Progress = Callable[[int, int, str], None]
_OWN_KEY = re.compile(r"^desa_[0-9a-f]{8}$")
#: What may be done with a template: a kind of its own, a change of the shipped kind of its name, nothing.
ACTIONS = ("own", "override", "skip")


@atomic()
def start_import(*, actor: Actor, upload: BinaryIO, name: str) -> TemplateImport:
    """Keep an uploaded file and ask for its reading as a job: 42 letters take two seconds.

    Raises:
        NotAllowed: the actor lacks ``letters.templates``.
        ImportRefused: the file itself cannot be taken.
        FileRefused: the disk is full.
    """
    require(actor, "letters.templates")
    content = upload.read(MAX_BYTES + 1)
    parsed = parse_file(content)
    stored = store(
        actor=actor, content=content, name=name, kind="letters.templates", accept=["json"], max_bytes=MAX_BYTES,
        permission="letters.templates",
    )  # fmt: skip
    run = _created(actor, parsed, name)
    job = jobs.enqueue(
        "letters.read_templates", actor=actor, title=_("Membaca templat dari {name}").format(name=run.name), about=run,
        args={"run_id": str(run.pk)}, key=f"letters.read_templates:{run.pk}",
    )  # fmt: skip
    run.file_id, run.job_id = stored.pk, job.pk
    run.save(update_fields=["file_id", "job_id"])
    return run


def read_stored(run_id: str, *, progress: Progress) -> TemplateImport:
    """The job's part: convert a kept file. A second run finds it done.

    Raises:
        NotFound: the import or its file is gone.
    """
    run = TemplateImport.objects.get(pk=run_id)
    if run.state != ImportState.READING:
        return run
    stored = StoredFile.objects.filter(pk=run.file_id).first() if run.file_id else None
    if stored is None:
        raise NotFound(_("Berkas impor ini tidak ada lagi. Unggah sekali lagi."))
    with open_file(stored) as handle:
        parsed = parse_file(handle.read())
    return _read(run, parsed, progress)


def read_import(*, actor: Actor, content: bytes, name: str, progress: Progress | None = None) -> TemplateImport:
    """Read a file at once and keep what it would make; nothing of the village's letters changes yet.

    Raises:
        NotAllowed: the actor lacks ``letters.templates``.
        ImportRefused: the file itself cannot be taken.
    """
    require(actor, "letters.templates")
    parsed = parse_file(content)
    return _read(_created(actor, parsed, name), parsed, progress)


def _created(actor: Actor, parsed: Parsed, name: str) -> TemplateImport:
    run = TemplateImport.objects.create(
        name=" ".join(name.split())[:200] or "templat.json", source=parsed.source, origin=parsed.origin,
        created_by=actor.name[:150],
    )  # fmt: skip
    audit.record(actor, "letters.templates_read", run=str(run.pk), templates=len(parsed.templates))
    return run


def _read(run: TemplateImport, parsed: Parsed, progress: Progress | None) -> TemplateImport:
    items, aliases = read_items(parsed, progress)
    run.items, run.aliases, run.state = [each.as_dict() for each in items], aliases, ImportState.PREVIEW
    run.save(update_fields=["items", "aliases", "state"])
    return run


def default_choice(item: Mapping[str, Any], *, as_override: bool = False) -> str:
    """What is done with a template where nobody chose."""
    if item["action"] == "failed" or (item["action"] == "same" and not (as_override and item["match"])):
        return "skip"
    if item["action"] in ("template", "same"):
        return "override" if as_override and item["match"] else "own"
    return str(item["action"])


@atomic()
def apply_import(
    *, actor: Actor, run: TemplateImport, choices: Mapping[int, str] | None = None, as_override: bool = False
) -> TemplateImport:
    """Use a file that was read: ``choices`` by the template's place, else :func:`default_choice`.

    Raises:
        NotAllowed; Conflict: it was used or taken back already; LetterError: a choice that there is not.
    """
    require(actor, "letters.templates")
    run = TemplateImport.objects.select_for_update().get(pk=run.pk)
    if run.state != ImportState.PREVIEW:
        raise Conflict(_("Impor ini sudah dipakai atau diurungkan."))
    work = _Applying(actor)
    used: set[str] = set()
    for index, item in enumerate(run.items):
        choice = (choices or {}).get(index) or default_choice(item, as_override=as_override)
        if (
            choice not in ACTIONS
            or (choice == "override" and not item["match"])
            or (choice == "own" and not item["definition"])
        ):
            raise LetterError(_("Pilihan untuk {name} tidak ada.").format(name=item["name"]), field="choice")
        item["choice"] = choice
        if choice == "own":
            item["key"] = work.own(item)
        elif choice == "override":
            work.override(item["match"], item["aspects"])
        if choice != "skip":
            used |= set(item["aliases"])
    for name in sorted(used & set(run.aliases)):
        work.alias(name, run.aliases[name])
    run.undo, run.state, run.applied_at = work.undo, ImportState.APPLIED, timezone.now()
    run.save(update_fields=["items", "undo", "state", "applied_at"])
    work.finish("letters.templates_imported", run)
    return run


@atomic()
def undo_import(*, actor: Actor, run: TemplateImport) -> dict[str, int]:
    """Take a used file back, newest act first; what somebody has changed since then stays as it is now.

    Returns ``{"reverted", "skipped"}``. Letters made meanwhile stay: they print as they were frozen.

    Raises:
        NotAllowed; Conflict: it is not in use.
    """
    require(actor, "letters.templates")
    run = TemplateImport.objects.select_for_update().get(pk=run.pk)
    if run.state != ImportState.APPLIED:
        raise Conflict(_("Impor ini tidak sedang dipakai."))
    work = _Applying(actor)
    acts = run.undo[::-1]
    waiting = [act for act in acts if act["what"] == "alias"]
    skipped = sum(0 if work.revert(act) else 1 for act in acts if act["what"] != "alias")
    # Snippets last: a text that is gone needs them no longer, and a snippet that is gone not the one that it named.
    while waiting:
        left = [act for act in waiting if not work.revert(act)]
        if len(left) == len(waiting):
            break
        waiting = left
    skipped += len(waiting)
    run.state, run.undone_at = ImportState.UNDONE, timezone.now()
    run.save(update_fields=["state", "undone_at"])
    work.finish("letters.templates_import_undone", run)
    return {"reverted": len(acts) - skipped, "skipped": skipped}


class _Applying:
    """Writes of one import, and what undoes each."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        self.below, self.fixed = below()
        self.undo: list[dict[str, Any]] = []
        self.changes: list[TypeChange] = []

    def changed(self, key: str, aspect: str, before: Any, after: Any) -> None:
        self.changes.append(
            TypeChange(type_key=key, aspect=aspect, before=before, after=after, by=self.actor.name[:150])
        )

    def own(self, item: Mapping[str, Any]) -> str:
        """A kind of the village's own: new, or the one of the same key as the file has it."""
        definition, wanted = item["definition"], str(item["own_key"])
        row = OwnType.objects.select_for_update().filter(key=wanted).first() if wanted else None
        if row is None:
            key = wanted if _OWN_KEY.match(wanted) else f"desa_{secrets.token_hex(4)}"
            OwnType.objects.create(key=key, definition=definition, created_by=self.actor.name[:150])
            self.undo.append({"what": "own", "key": key, "before": None, "after": digest(definition), "void": False})
            self.changed(key, "created", None, {"name": definition["name"], "imported": True})
            return key
        self.undo.append(
            {
                "what": "own",
                "key": row.key,
                "before": row.definition,
                "after": digest(definition),
                "void": bool(row.void_at),
            }
        )
        self.changed(row.key, "definition", row.definition, definition)
        row.definition, row.void_at, row.updated_at = definition, None, timezone.now()
        row.save(update_fields=["definition", "void_at", "updated_at"])
        return row.key

    def override(self, key: str, aspects: Mapping[str, Any]) -> None:
        """Aspects of a shipped kind; what the regency fixed stays."""
        for aspect, value in aspects.items():
            if aspect in self.fixed.get(key, ()):
                continue
            theirs = value_of(self.below[key], aspect)
            row = TypeOverride.objects.select_for_update().filter(type_key=key, aspect=aspect).first()
            before = row.value if row else theirs
            if before == value:
                continue
            self.undo.append(
                {"what": "aspect", "key": key, "aspect": aspect, "had": row is not None, "before": row.value if row else None,
                 "base": row.base if row else "", "after": digest(value)}
            )  # fmt: skip
            self.put(key, aspect, None if value == theirs else value, digest(theirs), unset=value == theirs)
            self.changed(key, aspect, before, value)

    def put(self, key: str, aspect: str, value: Any, base: str, *, unset: bool = False) -> None:
        """One aspect's row, or none."""
        if unset:
            TypeOverride.objects.filter(type_key=key, aspect=aspect).delete()
            return
        TypeOverride.objects.update_or_create(
            type_key=key, aspect=aspect,
            defaults={"value": value, "base": base, "updated_by": self.actor.name[:150], "updated_at": timezone.now()},
        )  # fmt: skip

    def alias(self, name: str, content: Any) -> None:
        """A snippet that a text names; the village's own of that name is not touched."""
        if TextAlias.objects.filter(name=name).exists():
            return
        TextAlias.objects.create(name=name, content=content, updated_by=self.actor.name[:150])
        self.undo.append({"what": "alias", "key": name, "after": digest(content)})
        self.changed(name, "alias", None, content)

    def revert(self, act: Mapping[str, Any]) -> bool:
        """Undo one act; False where somebody has changed it since."""
        key = act["key"]
        if act["what"] == "own":
            row = OwnType.objects.select_for_update().filter(key=key).first()
            if row is None or row.void_at is not None or digest(row.definition) != act["after"]:
                return False
            if act["before"] is None:
                row.void_at = timezone.now()
                self.changed(key, "removed", None, None)
            else:
                self.changed(key, "definition", row.definition, act["before"])
                row.definition, row.updated_at = act["before"], timezone.now()
                row.void_at = timezone.now() if act["void"] else None
            row.save(update_fields=["definition", "void_at", "updated_at"])
            return True
        if act["what"] == "alias":
            alias = TextAlias.objects.filter(name=key).first()
            if alias is None or digest(alias.content) != act["after"] or texts_naming(key):
                return False
            alias.delete()
            self.changed(key, "alias", alias.content, None)
            return True
        found = TypeOverride.objects.select_for_update().filter(type_key=key, aspect=act["aspect"]).first()
        theirs = value_of(self.below[key], act["aspect"]) if key in self.below else None
        present = found.value if found else theirs
        if digest(present) != act["after"]:
            return False
        self.put(key, act["aspect"], act["before"], act["base"], unset=not act["had"])
        self.changed(key, act["aspect"], present, act["before"] if act["had"] else theirs)
        return True

    def finish(self, what: str, run: TemplateImport) -> None:
        """History, audit, and everybody reads anew."""
        TypeChange.objects.bulk_create(self.changes)
        tell_regency({each.type_key for each in self.changes if each.aspect in Aspect.values})
        audit.record(self.actor, what, run=str(run.pk), changes=len(self.changes))
        schema = str(connection.schema_name)  # type: ignore[attr-defined]
        forget(schema)
        transaction.on_commit(lambda: forget(schema), robust=True)
