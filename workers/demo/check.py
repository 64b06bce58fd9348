"""``balai demo --check``: the main journey on a throw-away copy, each step checked in the database and in the PDF.

Every step goes the way people go (command line and web pages); what came of it is then read as the owner.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import psycopg

from balai.embedded.services import free_port
from workers.demo.browser import Browser, Page
from workers.demo.command import ROOT, Demo, say

CODE, SUBDOMAIN, RESIDENTS = "33.15.05.2010", "geyer", 600
PASSWORD = "Sandi-langkah-7"


class StepFailed(AssertionError):
    """A step's outcome is not as it must be."""


def expect(condition: object, what: str) -> None:
    """One checked outcome.

    Raises:
        StepFailed: it does not hold.
    """
    if not condition:
        raise StepFailed(what)


class Walk:
    """The journey: what the steps share."""

    def __init__(self, demo: Demo, folder: Path) -> None:
        self.demo = demo
        self.folder = folder
        self.port = demo.port
        self.domain = demo.environment["BALAI_BASE_DOMAIN"]
        self.found: dict[str, Any] = {}
        self.officer, self.head, self.citizen, self.analyst = (Browser(self.port) for _n in range(4))

    def balai(self, *words: str, expected: int = 0) -> dict[str, Any]:
        """Run the command line on the copy; returns --json's object."""
        done = subprocess.run(
            [sys.executable, "-m", "balai", *words, "--json"],
            cwd=ROOT,
            env={key: value for key, value in self.demo.environment.items() if key != "BALAI_AS_OWNER"},
            capture_output=True,
            text=True,
            check=False,
        )
        expect(
            done.returncode == expected, f"'{' '.join(words)}' ended {done.returncode}: {done.stderr.strip()[-400:]}"
        )
        found: dict[str, Any] = json.loads(done.stdout or "{}")
        return found

    def sql(self, query: str, *values: Any, schema: str = "") -> list[tuple[Any, ...]]:
        """Read as the owner, in the village's schema."""
        with psycopg.connect(self.demo.environment["BALAI_OWNER_URL"]) as connection:
            connection.execute(f'SET search_path = "{schema or self.found["schema"]}", public')
            return connection.execute(query, values).fetchall()

    def village(self, path: str) -> str:
        """An address on the village's host."""
        return f"http://{SUBDOMAIN}.{self.domain}:{self.port}{path}"

    def regency(self, path: str) -> str:
        """An address on the regency's host."""
        return f"http://{self.domain}:{self.port}{path}"

    def until(self, check: Callable[[], Any], seconds: float, what: str) -> Any:
        """Wait for something that workers do."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            found = check()
            if found:
                return found
            time.sleep(0.2)
        raise StepFailed(f"{what} within {seconds:.0f} s")

    def page(self, browser: Browser, url: str, needle: str = "", status: int = 200) -> Page:
        """A page that must answer so and hold this."""
        page = browser.open(url)
        expect(page.status == status, f"{url} answers {status} (it answered {page.status})")
        expect(not needle or needle in page.text, f"{url} shows '{needle}'")
        return page

    # -- the steps ----------------------------------------------------------------------------------------------------

    def onboard(self) -> str:
        """The regency's list, one village from planned to live, the second run unchanged, wrong input refused."""
        made = self.balai("village", "add", "--code", CODE, "--subdomain", SUBDOMAIN)
        expect(made["changed"] and made["state"] == "live", "the village lives")
        self.found |= {"schema": made["schema"], "invitation": made["invitation"], "key": made["key"]}
        expect(
            not self.balai("village", "add", "--code", CODE, "--subdomain", SUBDOMAIN)["changed"],
            "a second run changes nothing",
        )
        refused = self.balai("village", "add", "--code", "33.15.99.2099", expected=2)
        expect("official list" in refused["message"], "a wrong code is one sentence")
        counts = self.sql(
            "SELECT count(*) FILTER (WHERE state = 'planned'), count(*) FILTER (WHERE state = 'live') FROM tenants_village"
        )
        expect(counts == [(279, 1)], "279 villages are planned, one lives")
        roles = self.sql("SELECT rolcanlogin FROM pg_roles WHERE rolname LIKE %s", f"r_%_{made['schema']}")
        expect(roles == [(False,)], "the village has a role that cannot sign in")
        return "279 planned, 1 live; second run changed nothing"

    def load(self) -> str:
        """An OpenSID workbook: looked at, refused as a whole, applied, and once more without change."""
        from modules.population.opensid import export_rows
        from modules.population.synthetic import generate

        rows = generate(seed=7, residents=RESIDENTS, village_code=CODE.replace(".", ""))
        good, bad = self.folder / "penduduk.xlsx", self.folder / "salah.xlsx"
        export_rows(rows, str(good))
        export_rows([*rows[:5], rows[0]], str(bad))
        refused = self.balai("village", "load", SUBDOMAIN, str(bad), expected=2)
        expect(refused["refused"] == 1 and refused["applied"] == 0, "one row refused, nothing applied")
        looked = self.balai("village", "load", SUBDOMAIN, str(good), "--dry-run")
        expect(looked["new"] == RESIDENTS and looked["applied"] == 0, "a dry run only looks")
        done = self.balai("village", "load", SUBDOMAIN, str(good))
        expect(done["applied"] == RESIDENTS and done["refused"] == 0, "every row applied")
        again = self.balai("village", "load", SUBDOMAIN, str(good))
        expect(again["unchanged"] == RESIDENTS and again["changed"] == 0, "the same file again changes nothing")
        expect(
            self.sql("SELECT count(*) FROM population_resident") == [(RESIDENTS,)], "residents stand in the register"
        )
        expect(
            self.sql("SELECT count(*) FROM population_populationevent WHERE kind = 'initial'") == [(RESIDENTS,)],
            "the ledger has a line for each",
        )
        expect(not self.balai("population", "verify", SUBDOMAIN)["mismatches"], "ledger and register agree")
        self.found["citizen"] = self.sql(
            "SELECT id, nik, name FROM population_resident WHERE shdk = 1 AND marital_status = 2 ORDER BY nik LIMIT 1"
        )[0]
        return f"{RESIDENTS} residents, again unchanged"

    def look(self) -> str:
        """The first officer's invitation (looking does not use it up), sign-in, list, person, family, tree."""
        link = self.found["invitation"]
        for _visit in range(2):
            self.page(Browser(self.port), link, "Selamat datang")
        page = self.officer.submit(self.officer.open(link), {"username": "sekretaris", "password": PASSWORD})
        expect(page.status == 200 and page.url.endswith("/kantor/"), "the invitation opens the office")
        self.page(Browser(self.port), link, status=404)
        key, nik, name = self.found["citizen"]
        self.page(self.officer, self.village(f"/kantor/penduduk/?q={nik[:10]}"), name)
        self.page(self.officer, self.village(f"/kantor/penduduk/{key}/"), "Data awal")
        self.page(self.officer, self.village("/kantor/wilayah/"), "Dusun")
        reads = self.sql(
            "SELECT count(*) FROM audit_entry WHERE action = 'population.resident_read' AND about_id = %s", str(key)
        )
        expect(reads == [(1,)], "the reading stands in the audit")
        return "invitation used once, pages open, reading audited"

    def identity(self) -> str:
        """Kop and officials; a head who may approve."""
        page = self.officer.open(self.village("/kantor/pemerintahan/identitas/"))
        self.officer.submit(page, {"address": "Jalan Raya Geyer Nomor 1", "postal_code": "58172"}, containing="address")
        for post, position, name, an in (
            ("kades", "Kepala Desa", "SUTARNO HADI", ""),
            ("sekdes", "Sekretaris Desa", "RINI ASTUTI", "on"),
        ):
            form = self.officer.open(self.village("/kantor/pemerintahan/pejabat/baru/"))
            values = {"name": name, "post": post, "position": position, "since": "02-01-2023", "nipd": "2010001"}
            page = self.officer.submit(form, values | ({"signs_an": an} if an else {}), containing="position")
            expect(page.status == 200 and page.url.endswith("/kantor/pemerintahan/"), f"{position} is in office")
        made = self.balai("user", "add", "--village", SUBDOMAIN, "--name", "Kepala Desa", "--role", "kepala_desa")
        page = self.head.submit(self.head.open(made["invitation"]), {"username": "kades", "password": PASSWORD})
        expect(page.status == 200, "the head has an account")
        expect(
            self.sql("SELECT count(*) FROM government_official WHERE until IS NULL") == [(2,)],
            "two officials in office",
        )
        return "identity, two officials, the head signed in"

    def request(self) -> str:
        """PIN from the officer, first sign-in with a forced change, own data, a letter asked for."""
        key, nik, name = self.found["citizen"]
        listed = self.officer.open(self.village(f"/kantor/layanan-mandiri/?q={nik}"))
        slip = self.officer.submit(listed, {}, containing=f"{key}/pin")
        pin = re.search(r"\b(\d{6})\b", re.sub(r"<span>\d{4}</span>", "", slip.text.partition("PIN")[2]))
        expect(pin is not None, "the slip shows a PIN")
        assert pin is not None
        wrong = Browser(self.port)
        page = wrong.submit(wrong.open(self.village("/layanan/masuk/")), {"nik": nik, "pin": "000001"})
        unknown = wrong.submit(
            wrong.open(self.village("/layanan/masuk/")), {"nik": "3315059999999999", "pin": "000001"}
        )
        sentence = "NIK atau PIN salah"
        expect(sentence in page.text and sentence in unknown.text, "a wrong PIN and an unknown NIK get the same answer")
        page = self.citizen.submit(
            self.citizen.open(self.village("/layanan/masuk/")), {"nik": nik, "pin": pin.group(1)}
        )
        expect("ganti-pin" in page.url, "the first sign-in asks for a PIN of one's own")
        self.citizen.submit(page, self._new_pin(page, pin.group(1)))
        self.page(self.citizen, self.village("/layanan/data-saya/"), name)
        form = self.page(self.citizen, self.village("/layanan/minta/domisili/"))
        page = self.citizen.submit(form, {"keperluan": "Mendaftar sekolah anak"}, containing="keperluan")
        expect("Periksa sebelum dikirim" in page.text, "everything is shown once more before it is sent")
        page = self.citizen.submit(page, {"step": "send"}, containing="keperluan")
        expect(page.status == 200 and "/layanan/surat/" in page.url, f"the request is sent ({page.status} {page.url})")
        rows = self.sql("SELECT id, state, resident_id FROM letters_letter")
        expect(len(rows) == 1 and rows[0][1] == "submitted" and rows[0][2] == key, "the letter waits to be checked")
        self.found["letter"] = rows[0][0]
        return "same answer for unknown NIK, forced change, request sent"

    @staticmethod
    def _new_pin(page: Page, old: str) -> dict[str, str]:
        names = set(page.forms()[-1][1]) | {name for _action, fields in page.forms() for name in fields}
        values = {"old": old, "new": "740295", "again": "740295", "new_again": "740295", "repeat": "740295"}
        return {name: value for name, value in values.items() if name in names}

    def approve(self) -> str:
        """Officer checks, head approves; number, date, signer, text and token are frozen."""
        letter = self.found["letter"]
        page = self.page(self.officer, self.village(f"/kantor/surat/{letter}/"))
        page = self.officer.submit(page, {}, containing="periksa")
        for _step in range(2):
            if self.sql("SELECT state FROM letters_letter")[0][0] == "signing":
                break
            page = self.officer.submit(
                self.officer.open(self.village(f"/kantor/surat/{letter}/periksa/")),
                {},
                containing="csrfmiddlewaretoken",
            )
        expect(self.sql("SELECT state FROM letters_letter") == [("signing",)], "the letter waits for the signature")
        page = self.page(self.head, self.village(f"/kantor/surat/{letter}/"))
        official = str(self.sql("SELECT id FROM government_official WHERE post = 'kades'")[0][0])
        self.head.submit(page, {"official": official}, containing="setujui")
        row = self.sql("SELECT state, number, serial, year, token, signer->>'name', letter_date FROM letters_letter")[0]
        expect(row[0] == "ready" and row[2] == 1 and row[3] == date.today().year, "approved with number 1 of this year")
        expect(len(row[4]) == 20 and row[5] == "SUTARNO HADI", "token and signer are frozen")
        self.found |= {"number": row[1], "token": row[4]}
        try:
            self.sql("UPDATE letters_letter SET number = 'X'")
        except psycopg.Error:
            pass
        else:
            raise StepFailed("the database refuses to change an issued letter")
        return f"number {row[1]}, frozen by the database"

    def render(self) -> str:
        """A worker makes the PDF of exactly what was frozen; the citizen downloads it."""
        from balai.documents.reading import pdf_size_mm, pdf_text

        file_id = self.until(
            lambda: self.sql("SELECT pdf_file_id FROM letters_letter")[0][0], 20, "the worker renders the letter"
        )
        answer = self.citizen.open(self.village(f"/layanan/berkas/{file_id}/"))
        expect(answer.status == 200 and answer.body.startswith(b"%PDF"), "the citizen downloads the PDF")
        text = pdf_text(answer.body)
        flat = " ".join(text.split())
        for needle in (
            self.found["citizen"][2],
            self.found["number"],
            "SUTARNO HADI",
            "Mendaftar sekolah anak",
            "KECAMATAN GEYER",
        ):
            expect(needle in flat, f"the PDF says '{needle}'")
        width, height = pdf_size_mm(answer.body)
        expect(abs(width - 215) < 1 and abs(height - 330) < 1, f"the paper is F4 ({width:.0f} x {height:.0f} mm)")
        expect(
            self.sql("SELECT count(*) FROM files_storedfile WHERE kind LIKE 'letters.%%' AND key <> ''") == [(1,)],
            "one PDF",
        )
        return f"{len(answer.body) // 1024} KB, F4, text as frozen"

    def verify(self) -> str:
        """The QR's page: state, number, masked name; a made-up token tells nothing."""
        stranger = Browser(self.port)
        page = stranger.open(self.regency(f"/v/{self.found['key']}-{self.found['token']}"))
        expect(page.status == 200 and SUBDOMAIN in page.url, "the regency's host sends on to the village")
        expect(
            self.found["number"] in page.text and "disetujui" in page.text.lower(), "number and 'disetujui' are shown"
        )
        expect(
            self.found["citizen"][2] not in page.text and self.found["citizen"][1] not in page.text,
            "the name is masked",
        )
        made_up = stranger.open(self.village(f"/v/{self.found['key']}-{'0' * 20}"))
        expect(made_up.status == 404 and "tidak ditemukan" in made_up.text.lower(), "a made-up token is not found")
        return "valid, masked; made-up token says nothing"

    def _fact(self, indicator: str) -> int:
        """The sum of an indicator in the newest open month."""
        query = (
            "SELECT coalesce(sum(value), 0)::int FROM indicators_fact WHERE indicator = %s "
            "AND period = (SELECT max(period) FROM indicators_fact)"
        )
        return int(self.sql(query, indicator)[0][0])

    def sees(self) -> str:
        """Facts at the regency within ten seconds; recomputing finds no drift; no name there."""
        made = self.balai("user", "add", "--name", "Analis", "--role", "regency")
        page = self.analyst.submit(self.analyst.open(made["invitation"]), {"username": "analis", "password": PASSWORD})
        expect(page.status == 200 and "/dasbor/" in page.url, "the analyst is at the dashboard")
        started = time.monotonic()
        self.until(
            lambda: self._fact("letters.by_type") == 1
            and self._fact("population.residents") == RESIDENTS,
            10,
            "the facts arrive",
        )  # fmt: skip
        waited = time.monotonic() - started
        page = self.page(self.analyst, self.regency("/dasbor/kecamatan/331505/"), f"{RESIDENTS}")
        expect(self.found["citizen"][2] not in page.text, "no name leaves the village")
        page = self.page(self.analyst, self.regency("/dasbor/unduh/religion.csv"))
        expect("Islam" in page.text, "the table downloads as CSV")
        rebuilt = self.balai("facts", "rebuild")
        expect(rebuilt["drift"] == [], "recomputing finds no drift")
        return f"facts after {waited:.1f} s, no drift"


STEPS = (
    ("Onboard", "onboard"),
    ("Import", "load"),
    ("Look", "look"),
    ("Identity", "identity"),
    ("Request", "request"),
    ("Approve", "approve"),
    ("Render", "render"),
    ("Verify", "verify"),
    ("Regency", "sees"),
)


def check(*, as_json: bool = False) -> int:
    """Walk all steps; one line a step with its time. Returns 0 when every outcome was as it must be."""
    outcomes: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory(prefix="balai-check-") as folder:
        # PostgreSQL may run as nobody: it must be able to reach its folder.
        Path(folder).chmod(0o755)
        demo = Demo(Path(folder) / "data", port=free_port(), villages=0, quick=True)
        with demo.started(quietly=True):
            walk = Walk(demo, Path(folder))
            for title, name in STEPS:
                started = time.perf_counter()
                try:
                    words, good = getattr(walk, name)(), True
                except StepFailed as error:
                    words, good = str(error), False
                except Exception:
                    words, good = traceback.format_exc(limit=4), False
                seconds = time.perf_counter() - started
                outcomes.append({"step": title, "ok": good, "seconds": round(seconds, 2), "words": words})
                if not as_json:
                    say(f"{'ok  ' if good else 'FAIL'} {title:<9} {seconds:6.2f} s  {words}")
                if not good:
                    log = (demo.data / "log" / "worker.log").read_text(errors="replace")[-600:]
                    sys.stderr.write(f"worker.log ends:\n{log}\n")
                    break
    done = all(each["ok"] for each in outcomes) and len(outcomes) == len(STEPS)
    if as_json:
        sys.stdout.write(json.dumps({"ok": done, "steps": outcomes}, ensure_ascii=False) + "\n")
    else:
        say(f"{sum(each['ok'] for each in outcomes)} of {len(STEPS)} steps ok.")
    return 0 if done else 1
