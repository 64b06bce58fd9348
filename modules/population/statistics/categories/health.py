"""Health and insurance. What points at a person's body is sensitive: never published, small cells hidden."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from modules.population import codes
from modules.population.statistics.categories.words import UNWRITTEN_NOTE, has_text, labels_of, yes_no
from modules.population.statistics.declaration import Category, Group

blood_type = Category(
    code="blood_type", title=_("Golongan darah"), head=_("Golongan darah"), group=Group.HEALTH, cell="p.blood_type",
    labels=labels_of(codes.BloodType), dimension="blood",
)  # fmt: skip
disability = Category(
    code="disability", title=_("Penyandang disabilitas"), head=_("Disabilitas"), group=Group.HEALTH, cell="p.disability",
    labels=labels_of(codes.Disability), sensitive=True, dimension="disability", law="UU 8/2016",
    finding=_("{share} dari {total} {unit} tercatat tidak menyandang disabilitas"), about="7",
)  # fmt: skip
chronic_illness = Category(
    code="chronic_illness", title=_("Sakit menahun"), head=_("Penyakit"), group=Group.HEALTH, cell="p.chronic_illness",
    labels=labels_of(codes.ChronicIllness), sensitive=True, dimension="illness",
    finding=_("{share} dari {total} {unit} tercatat tidak sakit menahun"), about="14",
)  # fmt: skip
family_planning = Category(
    code="family_planning", title=_("Akseptor KB"), head=_("Cara KB"), group=Group.HEALTH, who="p.marital_status = 2",
    who_words=_("Penduduk berstatus kawin"), cell="p.family_planning", labels=labels_of(codes.FamilyPlanning),
    sensitive=True, dimension="method", finding=_("Cara KB terbanyak: {label}, {share} dari {total} {unit} yang kawin"),
)  # fmt: skip
pregnancy = Category(
    code="pregnancy", title=_("Status kehamilan"), head=_("Status"), group=Group.HEALTH,
    who="p.sex = 2 AND (p.years BETWEEN 15 AND 49 OR p.pregnancy = 1)",
    who_words=_("Perempuan berumur 15 sampai 49 tahun, dan yang hamil di luar umur itu"), cell="p.pregnancy",
    labels=labels_of(codes.Pregnancy), sensitive=True, dimension="pregnancy",
    finding=_("{number} dari {total} perempuan usia subur tercatat hamil"), about="1",
)  # fmt: skip
health_insurance = Category(
    code="health_insurance", title=_("Asuransi kesehatan"), head=_("Asuransi"), group=Group.HEALTH,
    cell="p.health_insurance", labels=labels_of(codes.HealthInsurance), dimension="insurance",
)  # fmt: skip
employment_insurance = Category(
    code="employment_insurance", title=_("BPJS Ketenagakerjaan"), head=_("Kepesertaan"), group=Group.HEALTH,
    who="p.years >= 15", who_words=_("Penduduk berumur 15 tahun atau lebih"),
    cell=has_text("employment_insurance_number"), labels=yes_no(_("Peserta"), _("Bukan peserta")), note=UNWRITTEN_NOTE,
    finding=_("{share} dari {total} {unit} usia kerja menjadi peserta BPJS Ketenagakerjaan"), about="yes",
    dimension="member",
)  # fmt: skip

ALL = (
    blood_type, disability, chronic_illness, family_planning, pregnancy, health_insurance, employment_insurance,
)  # fmt: skip
