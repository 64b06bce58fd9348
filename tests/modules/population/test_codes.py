"""Codes are the field's: an import of another village's file reads the same meaning."""

from __future__ import annotations

import pytest
from django.utils import translation

from modules.population import codes


@pytest.mark.parametrize(
    ("choices", "count", "code", "label"),
    [
        (codes.Sex, 2, 2, "PEREMPUAN"),
        (codes.Religion, 7, 6, "KHONGHUCU"),
        (codes.Education, 10, 9, "STRATA II"),
        (codes.EducationCurrent, 18, 18, "TIDAK SEDANG SEKOLAH"),
        (codes.Occupation, 89, 85, "PERANGKAT DESA"),
        (codes.MaritalStatus, 4, 4, "CERAI MATI"),
        (codes.Shdk, 11, 8, "MERTUA"),
        (codes.Citizenship, 3, 3, "DUA KEWARGANEGARAAN"),
        (codes.BloodType, 13, 13, "TIDAK TAHU"),
        (codes.Disability, 7, 7, "TIDAK CACAT"),
        (codes.ChronicIllness, 14, 14, "TIDAK ADA/TIDAK SAKIT"),
        (codes.FamilyPlanning, 8, 99, "Lainnya"),
        (codes.Pregnancy, 2, 1, "Hamil"),
        (codes.KtpEl, 3, 3, "KIA"),
        (codes.KtpRecord, 8, 1, "BELUM WAJIB"),
        (codes.Presence, 6, 9, "TIDAK VALID"),
        (codes.Residency, 2, 2, "TIDAK TETAP"),
        (codes.HealthInsurance, 5, 99, "Asuransi Lainnya"),
        (codes.WelfareClass, 5, 1, "Keluarga Pra Sejahtera"),
        (codes.MoveKind, 4, 4, "Pindah keluar Provinsi"),
    ],
)
def test_lists_are_complete_and_labels_official(choices: type, count: int, code: int, label: str) -> None:
    with translation.override(None):
        assert len(choices) == count  # type: ignore[arg-type]
        assert str(choices(code).label) == label
