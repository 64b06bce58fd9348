"""Who people are, what they learn and what they do."""

from __future__ import annotations

from importlib.resources import files

from django.utils.translation import gettext_lazy as _

from modules.population import codes
from modules.population.statistics import bands
from modules.population.statistics.categories.words import labels_of
from modules.population.statistics.declaration import Category, Group, Status

#: The field's 163 names; a village may write others.
ETHNICITIES = tuple(
    files("modules.population.statistics.categories").joinpath("ethnicities.txt").read_text("utf-8").upper().split("\n")[:-1]
)  # fmt: skip
_KNOWN = ", ".join("'{}'".format(name.replace("'", "''")) for name in ETHNICITIES)
_ETHNICITY = "nullif(upper(btrim(p.ethnicity)), '')"

#: Five years each, the same in every village: the pyramid, and what the regency adds up.
residents = Category(
    code="residents", title=_("Umur lima tahunan"), head=_("Umur"), group=Group.PEOPLE,
    cell=bands.band_sql(bands.five_years()), labels={band.code: band.label for band in bands.five_years()},
    finding=_("Kelompok umur terbesar: {label} tahun, {share} dari {total} {unit}"), chart="pyramid", overlap="age",
)  # fmt: skip
#: Its cells are the village's own bands (``registry.resolved``).
age_band = Category(
    code="age_band", title=_("Rentang umur"), head=_("Umur"), group=Group.PEOPLE, cell="NULL", labels={}, chart="pyramid",
    finding=_("Rentang umur terbesar: {label}, {share} dari {total} {unit}"), overlap="age",
)  # fmt: skip
age_category = Category(
    code="age_category", title=_("Kategori umur"), head=_("Kategori"), group=Group.PEOPLE,
    cell=bands.band_sql(bands.CATEGORIES), labels=bands.CATEGORY_WORDS, overlap="age", dimension="age",
    law="UU 35/2014; UU 13/1998",
)  # fmt: skip
productive_age = Category(
    code="productive_age", title=_("Usia kerja"), head=_("Kelompok"), group=Group.PEOPLE,
    cell="CASE WHEN p.years < 15 THEN '00-14' WHEN p.years < 65 THEN '15-64' WHEN p.years >= 65 THEN '65+' END",
    labels={"00-14": _("Anak (0-14 tahun)"), "15-64": _("Usia kerja (15-64 tahun)"), "65+": _("Lanjut (65 tahun ke atas)")},
    finding=_("{share} dari {total} {unit} berada pada usia kerja (15-64 tahun)"), about="15-64", overlap="age",
    dimension="age",
)  # fmt: skip
sex = Category(
    code="sex", title=_("Jenis kelamin"), head=_("Jenis kelamin"), group=Group.PEOPLE, cell="p.sex",
    labels=labels_of(codes.Sex),
)  # fmt: skip
religion = Category(
    code="religion", title=_("Agama"), head=_("Agama"), group=Group.PEOPLE, cell="p.religion",
    labels=labels_of(codes.Religion), dimension="religion",
)  # fmt: skip
ethnicity = Category(
    code="ethnicity", title=_("Suku"), head=_("Suku"), group=Group.PEOPLE, cell=_ETHNICITY,
    labels={}, by_size=True, dimension="ethnicity",
    fact_cell=f"CASE WHEN {_ETHNICITY} IN ({_KNOWN}) THEN {_ETHNICITY} WHEN {_ETHNICITY} IS NOT NULL THEN 'LAINNYA' END",
    fact_labels={name: name for name in (*ETHNICITIES, "LAINNYA")},
)  # fmt: skip
citizenship = Category(
    code="citizenship", title=_("Kewarganegaraan"), head=_("Kewarganegaraan"), group=Group.PEOPLE, cell="p.citizenship",
    labels=labels_of(codes.Citizenship), dimension="citizenship",
)  # fmt: skip
residency = Category(
    code="residency", title=_("Status penduduk"), head=_("Status"), group=Group.PEOPLE, cell="p.residency",
    labels=labels_of(codes.Residency), status=Status.ALL, who_words=_("Penduduk tetap dan tidak tetap"),
    finding=_("{share} dari {total} {unit} adalah penduduk tetap"), about="1", dimension="residency",
)  # fmt: skip
marital_status = Category(
    code="marital_status", title=_("Status perkawinan"), head=_("Status perkawinan"), group=Group.PEOPLE,
    cell="CASE p.marital_status WHEN 2 THEN CASE WHEN p.marriage_certificate <> '' THEN '2-tercatat' ELSE '2-belum' END "
    "ELSE p.marital_status::text END",
    labels={
        "1": codes.MaritalStatus.UNMARRIED.label, "2-tercatat": _("KAWIN TERCATAT"), "2-belum": _("KAWIN BELUM TERCATAT"),
        "3": codes.MaritalStatus.DIVORCED.label, "4": codes.MaritalStatus.WIDOWED.label,
    },
    note=_("Kawin tercatat: nomor buku nikah atau akta perkawinannya ditulis."), overlap="marriage", dimension="marital_status",
)  # fmt: skip
shdk = Category(
    code="shdk", title=_("Hubungan dalam keluarga"), head=_("Hubungan"), group=Group.PEOPLE, cell="p.shdk",
    labels=labels_of(codes.Shdk), note=_("Yang belum mengisi adalah penduduk tanpa KK."), dimension="shdk",
)  # fmt: skip
family_card = Category(
    code="family_card", title=_("Kepemilikan KK"), head=_("KK"), group=Group.PEOPLE,
    joins="LEFT JOIN cards ON cards.id = p.family_id",
    cell="CASE WHEN p.family_id IS NULL THEN 'none' WHEN cards.number_temporary THEN 'temporary' ELSE 'card' END",
    labels={"card": _("Memiliki KK"), "temporary": _("KK bernomor sementara"), "none": _("Tanpa KK")},
    finding=_("{share} dari {total} {unit} memiliki KK"), about="card", dimension="card",
)  # fmt: skip
education = Category(
    code="education", title=_("Pendidikan dalam KK"), head=_("Pendidikan"), group=Group.WORK, cell="p.education",
    labels=labels_of(codes.Education), dimension="education",
)  # fmt: skip
education_current = Category(
    code="education_current", title=_("Pendidikan sedang ditempuh"), head=_("Pendidikan"), group=Group.WORK,
    cell="p.education_current", labels=labels_of(codes.EducationCurrent), overlap="schooling", dimension="education",
)  # fmt: skip
school = Category(
    code="school", title=_("Anak usia sekolah"), head=_("Keadaan"), group=Group.WORK, who="p.years BETWEEN 7 AND 18",
    who_words=_("Penduduk berumur 7 sampai 18 tahun"),
    cell="CASE WHEN p.education_current IN (2, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16) THEN 'yes' "
    "WHEN p.education_current IS NOT NULL THEN 'no' END",
    labels={"yes": _("Sedang sekolah"), "no": _("Tidak sekolah")}, unit=_("anak"), overlap="schooling",
    finding=_("{share} dari {total} anak berumur 7-18 tahun sedang sekolah"), about="yes", dimension="school",
)  # fmt: skip
occupation = Category(
    code="occupation", title=_("Pekerjaan"), head=_("Pekerjaan"), group=Group.WORK, cell="p.occupation",
    labels=labels_of(codes.Occupation), by_size=True, dimension="occupation",
)  # fmt: skip
reading = Category(
    code="reading", title=_("Kemampuan membaca"), head=_("Huruf"), group=Group.WORK, cell="p.reading",
    labels=labels_of(codes.Reading), dimension="reading",
)  # fmt: skip

ALL = (
    residents, age_band, age_category, productive_age, sex, religion, ethnicity, citizenship, residency, marital_status,
    shdk, family_card, education, education_current, school, occupation, reading,
)  # fmt: skip
