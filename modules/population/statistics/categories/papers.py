"""The papers that people have, or should have."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from modules.population import codes
from modules.population.statistics import bands
from modules.population.statistics.categories.words import (
    KIA_DUE,
    KTP_DUE,
    UNWRITTEN_NOTE,
    has_text,
    labels_of,
    yes_no,
)
from modules.population.statistics.declaration import Category, Group

ktp = Category(
    code="ktp", title=_("Kepemilikan KTP-el"), head=_("KTP-el"), group=Group.PAPERS, who=KTP_DUE,
    who_words=_("Wajib KTP: berumur 17 tahun atau lebih, atau sudah pernah kawin"),
    cell="CASE WHEN p.ktp_el = 2 THEN 'yes' WHEN p.ktp_el IS NOT NULL THEN 'no' END",
    labels=yes_no(_("Memiliki KTP-el"), _("Belum memiliki KTP-el")), overlap="ktp",
    finding=_("{share} dari {total} wajib KTP memiliki KTP-el"), about="yes", dimension="ktp", law="UU 24/2013",
)  # fmt: skip
ktp_record = Category(
    code="ktp_record", title=_("Status rekam KTP-el"), head=_("Status rekam"), group=Group.PAPERS, who=KTP_DUE,
    who_words=_("Wajib KTP: berumur 17 tahun atau lebih, atau sudah pernah kawin"), cell="p.ktp_record",
    labels=labels_of(codes.KtpRecord), overlap="ktp", dimension="record", law="UU 24/2013",
)  # fmt: skip
kia = Category(
    code="kia", title=_("Kepemilikan KIA"), head=_("KIA"), group=Group.PAPERS, who=KIA_DUE,
    who_words=_("Anak berumur di bawah 17 tahun yang belum pernah kawin"),
    cell="CASE WHEN p.ktp_el = 3 THEN 'yes' WHEN p.ktp_el IS NOT NULL THEN 'no' END",
    labels=yes_no(_("Memiliki KIA"), _("Belum memiliki KIA")), unit=_("anak"),
    finding=_("{share} dari {total} anak memiliki KIA"), about="yes", dimension="kia", law="Permendagri 2/2016",
)  # fmt: skip
birth_certificate = Category(
    code="birth_certificate", title=_("Akta kelahiran"), head=_("Akta kelahiran"), group=Group.PAPERS,
    cell=has_text("birth_certificate"), labels=yes_no(_("Memiliki akta kelahiran"), _("Belum memiliki")),
    note=UNWRITTEN_NOTE, finding=_("{share} dari {total} {unit} memiliki akta kelahiran"), about="yes",
    overlap="birth_certificate", dimension="certificate", law="UU 24/2013",
)  # fmt: skip
birth_certificate_children = Category(
    code="birth_certificate_children", title=_("Akta kelahiran anak"), head=_("Akta kelahiran"), group=Group.PAPERS,
    who="p.years < 18", who_words=_("Anak berumur di bawah 18 tahun"), unit=_("anak"),
    cell=has_text("birth_certificate"), labels=yes_no(_("Memiliki akta kelahiran"), _("Belum memiliki")),
    note=UNWRITTEN_NOTE, finding=_("{share} dari {total} anak memiliki akta kelahiran"), about="yes",
    overlap="birth_certificate", dimension="certificate", law="UU 24/2013",
)  # fmt: skip
birth_certificate_age = Category(
    code="birth_certificate_age", title=_("Pemilik akta kelahiran menurut umur"), head=_("Umur"), group=Group.PAPERS,
    who="p.birth_certificate <> ''", who_words=_("Penduduk yang nomor akta kelahirannya ditulis"),
    cell=bands.band_sql(bands.five_years()), labels={band.code: band.label for band in bands.five_years()},
    finding=_("Pemilik akta kelahiran terbanyak berumur {label} tahun: {share} dari {total} {unit}"), chart="pyramid",
    overlap="birth_certificate", dimension="age", law="UU 24/2013",
)  # fmt: skip
marriage_book = Category(
    code="marriage_book", title=_("Buku nikah atau akta perkawinan"), head=_("Buku nikah"), group=Group.PAPERS,
    who="p.marital_status = 2", who_words=_("Penduduk berstatus kawin"), cell=has_text("marriage_certificate"),
    labels=yes_no(_("Memiliki buku nikah atau akta"), _("Belum memiliki")), note=UNWRITTEN_NOTE, overlap="marriage",
    finding=_("{share} dari {total} {unit} yang kawin memiliki buku nikah atau akta perkawinan"), about="yes",
    dimension="certificate", law="UU 24/2013",
)  # fmt: skip
divorce_certificate = Category(
    code="divorce_certificate", title=_("Akta perceraian"), head=_("Akta perceraian"), group=Group.PAPERS,
    who="p.marital_status = 3", who_words=_("Penduduk berstatus cerai hidup"), cell=has_text("divorce_certificate"),
    labels=yes_no(_("Memiliki akta perceraian"), _("Belum memiliki")), note=UNWRITTEN_NOTE,
    finding=_("{share} dari {total} {unit} yang cerai hidup memiliki akta perceraian"), about="yes", overlap="marriage",
    dimension="certificate", law="UU 24/2013",
)  # fmt: skip
#: The number stands in the line of the death, which an undo takes away, or was added later by an amendment.
death_certificate = Category(
    code="death_certificate", title=_("Akta kematian"), head=_("Akta kematian"), group=Group.PAPERS, source="dead",
    who_words=_("Penduduk tetap yang tercatat meninggal, sejak data desa ini dimulai"),
    joins="LEFT JOIN LATERAL (SELECT coalesce((SELECT a.after->'details' FROM population_eventamendment a WHERE a.event_id = e.id "
    "AND a.counted_on <= p.on_day ORDER BY a.id DESC LIMIT 1), e.details) AS details "
    "FROM population_populationevent e WHERE e.resident_id = p.id "
    "AND e.kind = 'death' AND e.counted_on <= p.on_day AND NOT EXISTS (SELECT 1 FROM population_populationevent u "
    "WHERE u.target_id = e.id AND u.counted_on <= p.on_day) ORDER BY e.id DESC LIMIT 1) death ON true",
    cell="CASE WHEN coalesce(death.details->>'certificate', '') <> '' THEN 'yes' ELSE 'no' END",
    labels=yes_no(_("Memiliki akta kematian"), _("Belum memiliki")), note=UNWRITTEN_NOTE,
    finding=_("{share} dari {total} {unit} yang meninggal memiliki akta kematian"), about="yes", dimension="certificate",
    law="UU 24/2013",
)  # fmt: skip

ALL = (
    ktp, ktp_record, kia, birth_certificate, birth_certificate_children, birth_certificate_age, marriage_book,
    divorce_certificate, death_certificate,
)  # fmt: skip
