"""Verbs that letters add to the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from balai.actor import Actor
from balai.commands import Verb
from balai.db import today
from balai.documents import render_letter
from modules.government.selectors import signers
from modules.letters.answers import checked_answers
from modules.letters.convert import MAX_BYTES, ImportRefused, apply_import, exchange_file, opensid_file, read_import
from modules.letters.errors import LetterError
from modules.letters.merging import Draft, preview_data
from modules.letters.merging.letter import with_crest
from modules.letters.parties import fits_applicant
from modules.letters.reading import record_preview
from modules.letters.services.printing import TEMPLATE
from modules.letters.types import LetterType, letter_type, letter_types
from modules.population.selectors import resident_by_nik
from tenants.context import current_village, village_context
from tenants.services import village_of


def _living(reference: str) -> Any:
    found = village_of(reference)
    if not found.exists:
        raise LetterError(
            f"{found.title} does not live yet; 'balai village add --code {found.code}' brings it to life."
        )
    return found


def described(kind: LetterType) -> dict[str, Any]:
    """A kind of letter as ``letters types --json`` prints it."""
    return {
        "code": kind.key,
        "number": kind.number,
        "name": str(kind.name),
        "title": str(kind.title),
        "classification": kind.code,
        "parties": [
            {
                "key": group.key, "title": group.title, "kind": group.kind, "sex": group.sex,
                "presence": list(group.presence), "shdk": list(group.shdk), "family_of": group.family_of or None,
                "required": group.required,
            }
            for group in kind.groups
        ],
        "fields": [
            {
                "name": field.name, "label": str(field.label), "kind": field.kind, "required": field.required,
                "options": list(field.options), "merge": field.merge,
                "shown_when": {"field": field.shown_when[0], "values": list(field.shown_when[1])} if field.shown_when else None,
            }
            for field in kind.fields
        ],
        "requirements": [{"key": each.key, "title": str(each.title)} for each in kind.requirements],
        "validity": {"count": kind.validity.count, "unit": kind.validity.unit, "printed": kind.validity.printed}
        if kind.validity
        else None,
        "self_service": kind.self_service,
        "needs_district": kind.needs_district,
        "attachments": list(kind.attachments),
        "layers": dict(kind.layers),
    }  # fmt: skip


class Types(Verb):
    """Every kind of letter."""

    help = "list every kind of letter as the village has it"

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--village", required=True, help="subdomain, code or key")

    def run(self, actor: Actor, **options: Any) -> tuple[dict[str, Any], list[str]]:
        village = _living(options["village"])
        with village_context(village.schema_name):
            found = [described(kind) for kind in letter_types()]
        lines = [
            f"{each['code']:<22} {each['classification']:<12} {each['name']}"
            + (f" ({len(each['parties']) - 1} more parties)" if len(each["parties"]) > 1 else "")
            for each in found
        ]
        return {"types": found}, [*lines, f"{len(found)} kinds of letters."]


class Preview(Verb):
    """The PDF that the editor previews."""

    help = "print a kind of letter for a resident as its preview shows it"

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("type", help="code of a kind, see 'balai letters types'")
        parser.add_argument("--village", required=True, help="subdomain, code or key")
        parser.add_argument("--nik", required=True, help="NIK of the applicant")
        parser.add_argument(
            "--field", action="append", default=[], metavar="NAME=VALUE", help="an answer; may be given several times"
        )
        parser.add_argument(
            "--party", action="append", default=[], metavar="GROUP=NIK", help="a resident who takes part"
        )
        parser.add_argument("-o", "--output", type=Path, required=True, metavar="FILE.pdf")

    def run(self, actor: Actor, **options: Any) -> tuple[dict[str, Any], list[str]]:
        village = _living(options["village"])
        with village_context(village.schema_name):
            kind = letter_type(options["type"])
            person = resident_by_nik(options["nik"])
            if person is None:
                raise LetterError(f"Nobody in {village.title} has the NIK given; check its sixteen digits.")
            if not fits_applicant(kind, person):
                raise LetterError(
                    f"'{kind.name}' cannot be made out for this resident (status, sex or place in the family)."
                )
            answers = checked_answers(kind, _pairs(options["field"], "--field"))
            parties: dict[str, dict[str, Any]] = {}
            for group, nik in _pairs(options["party"], "--party").items():
                found = resident_by_nik(nik)
                if found is None or group not in {each.key for each in kind.parties}:
                    raise LetterError(f"--party {group}: no such party, or nobody here has this NIK.")
                parties[group] = {"resident": str(found.pk)}
            draft = Draft(kind, person, answers, parties)
            record_preview(actor, draft)
            data, problems = preview_data(
                draft, signer=next(iter(signers(today())), None),
                village=current_village(), on=today(),
            )  # fmt: skip
            pdf = render_letter(with_crest(data), TEMPLATE)
        options["output"].write_bytes(pdf)
        result = {
            "type": kind.key, "file": options["output"].name, "bytes": len(pdf),
            "issues": [each.as_dict() for each in problems],
        }  # fmt: skip
        return result, [
            f"{kind.name}: {len(pdf)} bytes in {options['output'].name}.",
            *(each.message for each in problems),
        ]


class Import(Verb):
    """Templates of OpenSID, or of another village."""

    help = "take templates: OpenSID's export, or a file that 'balai letters export' wrote"

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--village", required=True, help="subdomain, code or key")
        parser.add_argument(
            "--as-override", action="store_true",
            help="change the shipped kind of the same name instead of making a kind of the village's own",
        )  # fmt: skip
        parser.add_argument("--dry-run", action="store_true", help="only say what would come of it")

    def run(self, actor: Actor, **options: Any) -> tuple[dict[str, Any], list[str]]:
        path: Path = options["file"]
        try:
            if path.stat().st_size > MAX_BYTES:
                raise ImportRefused(
                    f"{path.name} is larger than {MAX_BYTES // 1024 // 1024} MB; export fewer templates at once."
                )
            content = path.read_bytes()
        except OSError as error:
            raise ImportRefused(f"{path.name} cannot be read: {error.strerror}.") from None
        village = _living(options["village"])
        with village_context(village.schema_name):
            run = read_import(actor=actor, content=content, name=path.name)
            items, issues = run.items, run.issues
            if not options["dry_run"] and run.converted:
                as_override = options["as_override"]
                run = apply_import(actor=actor, run=run, as_override=as_override)
                if as_override:
                    issues = issues + [
                        each
                        for item in run.items
                        if item.get("choice") == "override"
                        for each in item["override_issues"]
                    ]
            kinds = [
                {"name": item["name"], "code": item.get("key") or item["match"] or item["own_key"], "done": item.get("choice", item["action"])}
                for item in run.items
            ]  # fmt: skip
            converted = run.converted
        self.exit_code = 0 if converted == len(items) else 1
        result = {
            "templates": len(items), "converted": converted, "applied": not options["dry_run"] and bool(converted),
            "import": str(run.pk), "kinds": kinds, "issues": issues,
        }  # fmt: skip
        lines = [f"{each['template']}, {each['place']}: {each['message']}" for each in issues]
        return result, [*lines, f"{converted} of {len(items)} templates converted, {len(issues)} things to look at."]


class Export(Verb):
    """The village's templates as a file."""

    help = "write the village's templates, to be imported by another village or by OpenSID"

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--village", required=True, help="subdomain, code or key")
        parser.add_argument("-o", "--output", type=Path, required=True, metavar="FILE.json")
        parser.add_argument(
            "--type", action="append", default=[], metavar="CODE", help="only this kind; may be given several times"
        )
        parser.add_argument("--changed", action="store_true", help="only kinds that the village has made or changed")
        parser.add_argument(
            "--format", choices=("opensid", "balai"), default="opensid",
            help="opensid: OpenSID reads the texts, Balai everything; balai: the shorter file between villages",
        )  # fmt: skip

    def run(self, actor: Actor, **options: Any) -> tuple[dict[str, Any], list[str]]:
        village = _living(options["village"])
        with village_context(village.schema_name):
            for key in options["type"]:
                letter_type(key)
            made: Any
            if options["format"] == "balai":
                made = exchange_file(options["type"], changed_only=options["changed"])
                count = len(made["kinds"])
            else:
                made = opensid_file(options["type"], changed_only=options["changed"])
                count = len(made)
        text = json.dumps(made, ensure_ascii=False, indent=2, sort_keys=False) + "\n"
        try:
            options["output"].write_text(text, encoding="utf-8")
        except OSError as error:
            raise LetterError(f"{options['output'].name} cannot be written: {error.strerror}.") from None
        result = {
            "templates": count,
            "file": options["output"].name,
            "format": options["format"],
            "bytes": len(text.encode()),
        }
        return result, [f"{count} templates in {options['output'].name}."]


def _pairs(given: list[str], option: str) -> dict[str, str]:
    found = {}
    for each in given:
        name, equal, value = each.partition("=")
        if not equal or not name.strip():
            raise LetterError(f"{option} {each}: write NAME=VALUE.")
        found[name.strip()] = value.strip()
    return found
