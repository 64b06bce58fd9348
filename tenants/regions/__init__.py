"""Official lists of regencies with their districts and villages, and what follows from names: subdomains."""

from __future__ import annotations

import csv
import functools
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
#: Labels that are not a village's: hosts of the deployment, and names that would mislead.
RESERVED = frozenset(
    [
        "www",
        "api",
        "admin",
        "administrator",
        "app",
        "apps",
        "auth",
        "bantuan",
        "beranda",
        "blog",
        "cdn",
        "dasbor",
        "data",
        "demo",
        "dev",
        "dispermasdes",
        "dns",
        "docs",
        "email",
        "files",
        "ftp",
        "grobogan",
        "help",
        "host",
        "imap",
        "kabupaten",
        "kantor",
        "kecamatan",
        "kelola",
        "layanan",
        "login",
        "mail",
        "media",
        "monitor",
        "ns",
        "ns1",
        "ns2",
        "pemda",
        "pop",
        "ppid",
        "regency",
        "root",
        "s3",
        "secure",
        "sid",
        "sistem",
        "smtp",
        "staging",
        "static",
        "status",
        "support",
        "test",
        "uji",
        "verifikasi",
        "vpn",
        "web",
        "webmail",
    ]
)


@dataclass(frozen=True)
class DistrictEntry:
    """A kecamatan: dotted code (33.15.05) and name."""

    code: str
    name: str


@dataclass(frozen=True)
class VillageEntry:
    """A village: dotted code (33.15.05.2010), name, ``desa`` or ``kelurahan``, its district's code."""

    code: str
    name: str
    kind: str
    district_code: str


@dataclass(frozen=True)
class RegencyList:
    """One regency as the official list has it."""

    code: str
    name: str
    province_code: str
    province_name: str
    districts: tuple[DistrictEntry, ...]
    villages: tuple[VillageEntry, ...]


def dotted(code: str) -> str:
    """A regency's code with its dot: 3315 and 33.15 give 33.15.

    Raises:
        ValueError: not four digits.
    """
    plain = code.replace(".", "").strip()
    if not re.fullmatch(r"[0-9]{4}", plain):
        raise ValueError(code)
    return f"{plain[:2]}.{plain[2:]}"


@functools.cache
def load_regency(code: str) -> RegencyList:
    """The list of a regency (dots optional).

    Raises:
        ValueError: not a regency's code.
        FileNotFoundError: no list of this regency comes along.
    """
    with (HERE / f"{dotted(code)}.csv").open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    province = next(row for row in rows if row["level"] == "province")
    regency = next(row for row in rows if row["level"] == "regency")
    return RegencyList(
        code=regency["code"],
        name=regency["name"],
        province_code=province["code"],
        province_name=province["name"],
        districts=tuple(DistrictEntry(row["code"], row["name"]) for row in rows if row["level"] == "district"),
        villages=tuple(
            VillageEntry(row["code"], row["name"], row["kind"], row["parent"])
            for row in rows
            if row["level"] == "village"
        ),
    )


def slug(text: str) -> str:
    """A name as a host's label: lower case, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def slug_of(village: VillageEntry, listed: RegencyList) -> str:
    """The subdomain of a village: its name; with its district's where another village has the same, or it is reserved."""
    name = slug(village.name)
    shared = sum(slug(other.name) == name for other in listed.villages) > 1
    if not shared and name not in RESERVED:
        return name
    district = next(each.name for each in listed.districts if each.code == village.district_code)
    return f"{name}-{slug(district)}"
