"""Code lists of the population register: the field's own codes, stable, as imports and forms use them.

Made once from the domain's lists and owned by the code since: no table a list a village.
"""

from __future__ import annotations

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class Sex(IntegerChoices):
    """Jenis kelamin."""

    MALE = 1, _("LAKI-LAKI")
    FEMALE = 2, _("PEREMPUAN")


class Religion(IntegerChoices):
    """Agama."""

    ISLAM = 1, _("ISLAM")
    KRISTEN = 2, _("KRISTEN")
    KATHOLIK = 3, _("KATHOLIK")
    HINDU = 4, _("HINDU")
    BUDHA = 5, _("BUDHA")
    KHONGHUCU = 6, _("KHONGHUCU")
    BELIEF = 7, _("Kepercayaan Terhadap Tuhan YME / Lainnya")


class Education(IntegerChoices):
    """Pendidikan dalam KK."""

    TIDAK_BELUM_SEKOLAH = 1, _("TIDAK / BELUM SEKOLAH")
    BELUM_TAMAT_SD_SEDERAJAT = 2, _("BELUM TAMAT SD/SEDERAJAT")
    TAMAT_SD_SEDERAJAT = 3, _("TAMAT SD / SEDERAJAT")
    SLTP_SEDERAJAT = 4, _("SLTP/SEDERAJAT")
    SLTA_SEDERAJAT = 5, _("SLTA / SEDERAJAT")
    DIPLOMA_I_II = 6, _("DIPLOMA I / II")
    AKADEMI_DIPLOMA_III_S_MUDA = 7, _("AKADEMI/ DIPLOMA III/S. MUDA")
    DIPLOMA_IV_STRATA_I = 8, _("DIPLOMA IV/ STRATA I")
    STRATA_II = 9, _("STRATA II")
    STRATA_III = 10, _("STRATA III")


class EducationCurrent(IntegerChoices):
    """Pendidikan sedang ditempuh."""

    BELUM_MASUK_TK_KELOMPOK_BERMAIN = 1, _("BELUM MASUK TK/KELOMPOK BERMAIN")
    SEDANG_TK_KELOMPOK_BERMAIN = 2, _("SEDANG TK/KELOMPOK BERMAIN")
    TIDAK_PERNAH_SEKOLAH = 3, _("TIDAK PERNAH SEKOLAH")
    SEDANG_SD_SEDERAJAT = 4, _("SEDANG SD/SEDERAJAT")
    TIDAK_TAMAT_SD_SEDERAJAT = 5, _("TIDAK TAMAT SD/SEDERAJAT")
    SEDANG_SLTP_SEDERAJAT = 6, _("SEDANG SLTP/SEDERAJAT")
    SEDANG_SLTA_SEDERAJAT = 7, _("SEDANG SLTA/SEDERAJAT")
    SEDANG_D_1_SEDERAJAT = 8, _("SEDANG D-1/SEDERAJAT")
    SEDANG_D_2_SEDERAJAT = 9, _("SEDANG D-2/SEDERAJAT")
    SEDANG_D_3_SEDERAJAT = 10, _("SEDANG D-3/SEDERAJAT")
    SEDANG_S_1_SEDERAJAT = 11, _("SEDANG S-1/SEDERAJAT")
    SEDANG_S_2_SEDERAJAT = 12, _("SEDANG S-2/SEDERAJAT")
    SEDANG_S_3_SEDERAJAT = 13, _("SEDANG S-3/SEDERAJAT")
    SEDANG_SLB_A_SEDERAJAT = 14, _("SEDANG SLB A/SEDERAJAT")
    SEDANG_SLB_B_SEDERAJAT = 15, _("SEDANG SLB B/SEDERAJAT")
    SEDANG_SLB_C_SEDERAJAT = 16, _("SEDANG SLB C/SEDERAJAT")
    TIDAK_DAPAT_MEMBACA_DAN_MENULIS_HURUF_LATIN_ARAB = 17, _("TIDAK DAPAT MEMBACA DAN MENULIS HURUF LATIN/ARAB")
    TIDAK_SEDANG_SEKOLAH = 18, _("TIDAK SEDANG SEKOLAH")


class Occupation(IntegerChoices):
    """Pekerjaan."""

    BELUM_TIDAK_BEKERJA = 1, _("BELUM/TIDAK BEKERJA")
    MENGURUS_RUMAH_TANGGA = 2, _("MENGURUS RUMAH TANGGA")
    PELAJAR_MAHASISWA = 3, _("PELAJAR/MAHASISWA")
    PENSIUNAN = 4, _("PENSIUNAN")
    PEGAWAI_NEGERI_SIPIL_PNS = 5, _("PEGAWAI NEGERI SIPIL (PNS)")
    TENTARA_NASIONAL_INDONESIA_TNI = 6, _("TENTARA NASIONAL INDONESIA (TNI)")
    KEPOLISIAN_RI_POLRI = 7, _("KEPOLISIAN RI (POLRI)")
    PERDAGANGAN = 8, _("PERDAGANGAN")
    PETANI_PEKEBUN = 9, _("PETANI/PEKEBUN")
    PETERNAK = 10, _("PETERNAK")
    NELAYAN_PERIKANAN = 11, _("NELAYAN/PERIKANAN")
    INDUSTRI = 12, _("INDUSTRI")
    KONSTRUKSI = 13, _("KONSTRUKSI")
    TRANSPORTASI = 14, _("TRANSPORTASI")
    KARYAWAN_SWASTA = 15, _("KARYAWAN SWASTA")
    KARYAWAN_BUMN = 16, _("KARYAWAN BUMN")
    KARYAWAN_BUMD = 17, _("KARYAWAN BUMD")
    KARYAWAN_HONORER = 18, _("KARYAWAN HONORER")
    BURUH_HARIAN_LEPAS = 19, _("BURUH HARIAN LEPAS")
    BURUH_TANI_PERKEBUNAN = 20, _("BURUH TANI/PERKEBUNAN")
    BURUH_NELAYAN_PERIKANAN = 21, _("BURUH NELAYAN/PERIKANAN")
    BURUH_PETERNAKAN = 22, _("BURUH PETERNAKAN")
    PEMBANTU_RUMAH_TANGGA = 23, _("PEMBANTU RUMAH TANGGA")
    TUKANG_CUKUR = 24, _("TUKANG CUKUR")
    TUKANG_LISTRIK = 25, _("TUKANG LISTRIK")
    TUKANG_BATU = 26, _("TUKANG BATU")
    TUKANG_KAYU = 27, _("TUKANG KAYU")
    TUKANG_SOL_SEPATU = 28, _("TUKANG SOL SEPATU")
    TUKANG_LAS_PANDAI_BESI = 29, _("TUKANG LAS/PANDAI BESI")
    TUKANG_JAHIT = 30, _("TUKANG JAHIT")
    TUKANG_GIGI = 31, _("TUKANG GIGI")
    PENATA_RIAS = 32, _("PENATA RIAS")
    PENATA_BUSANA = 33, _("PENATA BUSANA")
    PENATA_RAMBUT = 34, _("PENATA RAMBUT")
    MEKANIK = 35, _("MEKANIK")
    SENIMAN = 36, _("SENIMAN")
    TABIB = 37, _("TABIB")
    PARAJI = 38, _("PARAJI")
    PERANCANG_BUSANA = 39, _("PERANCANG BUSANA")
    PENTERJEMAH = 40, _("PENTERJEMAH")
    IMAM_MASJID = 41, _("IMAM MASJID")
    PENDETA = 42, _("PENDETA")
    PASTOR = 43, _("PASTOR")
    WARTAWAN = 44, _("WARTAWAN")
    USTADZ_MUBALIGH = 45, _("USTADZ/MUBALIGH")
    JURU_MASAK = 46, _("JURU MASAK")
    PROMOTOR_ACARA = 47, _("PROMOTOR ACARA")
    ANGGOTA_DPR_RI = 48, _("ANGGOTA DPR-RI")
    ANGGOTA_DPD = 49, _("ANGGOTA DPD")
    ANGGOTA_BPK = 50, _("ANGGOTA BPK")
    PRESIDEN = 51, _("PRESIDEN")
    WAKIL_PRESIDEN = 52, _("WAKIL PRESIDEN")
    ANGGOTA_MAHKAMAH_KONSTITUSI = 53, _("ANGGOTA MAHKAMAH KONSTITUSI")
    ANGGOTA_KABINET_KEMENTERIAN = 54, _("ANGGOTA KABINET KEMENTERIAN")
    DUTA_BESAR = 55, _("DUTA BESAR")
    GUBERNUR = 56, _("GUBERNUR")
    WAKIL_GUBERNUR = 57, _("WAKIL GUBERNUR")
    BUPATI = 58, _("BUPATI")
    WAKIL_BUPATI = 59, _("WAKIL BUPATI")
    WALIKOTA = 60, _("WALIKOTA")
    WAKIL_WALIKOTA = 61, _("WAKIL WALIKOTA")
    ANGGOTA_DPRD_PROVINSI = 62, _("ANGGOTA DPRD PROVINSI")
    ANGGOTA_DPRD_KABUPATEN_KOTA = 63, _("ANGGOTA DPRD KABUPATEN/KOTA")
    DOSEN = 64, _("DOSEN")
    GURU = 65, _("GURU")
    PILOT = 66, _("PILOT")
    PENGACARA = 67, _("PENGACARA")
    NOTARIS = 68, _("NOTARIS")
    ARSITEK = 69, _("ARSITEK")
    AKUNTAN = 70, _("AKUNTAN")
    KONSULTAN = 71, _("KONSULTAN")
    DOKTER = 72, _("DOKTER")
    BIDAN = 73, _("BIDAN")
    PERAWAT = 74, _("PERAWAT")
    APOTEKER = 75, _("APOTEKER")
    PSIKIATER_PSIKOLOG = 76, _("PSIKIATER/PSIKOLOG")
    PENYIAR_TELEVISI = 77, _("PENYIAR TELEVISI")
    PENYIAR_RADIO = 78, _("PENYIAR RADIO")
    PELAUT = 79, _("PELAUT")
    PENELITI = 80, _("PENELITI")
    SOPIR = 81, _("SOPIR")
    PIALANG = 82, _("PIALANG")
    PARANORMAL = 83, _("PARANORMAL")
    PEDAGANG = 84, _("PEDAGANG")
    PERANGKAT_DESA = 85, _("PERANGKAT DESA")
    KEPALA_DESA = 86, _("KEPALA DESA")
    BIARAWATI = 87, _("BIARAWATI")
    WIRASWASTA = 88, _("WIRASWASTA")
    LAINNYA = 89, _("LAINNYA")


class MaritalStatus(IntegerChoices):
    """Status perkawinan."""

    UNMARRIED = 1, _("BELUM KAWIN")
    MARRIED = 2, _("KAWIN")
    DIVORCED = 3, _("CERAI HIDUP")
    WIDOWED = 4, _("CERAI MATI")


class Shdk(IntegerChoices):
    """Hubungan dalam keluarga (SHDK)."""

    HEAD = 1, _("KEPALA KELUARGA")
    HUSBAND = 2, _("SUAMI")
    WIFE = 3, _("ISTRI")
    CHILD = 4, _("ANAK")
    CHILD_IN_LAW = 5, _("MENANTU")
    GRANDCHILD = 6, _("CUCU")
    PARENT = 7, _("ORANGTUA")
    PARENT_IN_LAW = 8, _("MERTUA")
    RELATIVE = 9, _("FAMILI LAIN")
    SERVANT = 10, _("PEMBANTU")
    OTHER = 11, _("LAINNYA")


class Citizenship(IntegerChoices):
    """Kewarganegaraan."""

    WNI = 1, _("WNI")
    WNA = 2, _("WNA")
    DUAL = 3, _("DUA KEWARGANEGARAAN")


class BloodType(IntegerChoices):
    """Golongan darah."""

    A = 1, _("A")
    B = 2, _("B")
    AB = 3, _("AB")
    O = 4, _("O")  # noqa: E741 - the blood group
    A_PLUS = 5, _("A+")
    A_MINUS = 6, _("A-")
    B_PLUS = 7, _("B+")
    B_MINUS = 8, _("B-")
    AB_PLUS = 9, _("AB+")
    AB_MINUS = 10, _("AB-")
    O_PLUS = 11, _("O+")
    O_MINUS = 12, _("O-")
    UNKNOWN = 13, _("TIDAK TAHU")


class Disability(IntegerChoices):
    """Cacat."""

    CACAT_FISIK = 1, _("CACAT FISIK")
    CACAT_NETRA_BUTA = 2, _("CACAT NETRA/BUTA")
    CACAT_RUNGU_WICARA = 3, _("CACAT RUNGU/WICARA")
    CACAT_MENTAL_JIWA = 4, _("CACAT MENTAL/JIWA")
    CACAT_FISIK_DAN_MENTAL = 5, _("CACAT FISIK DAN MENTAL")
    CACAT_LAINNYA = 6, _("CACAT LAINNYA")
    TIDAK_CACAT = 7, _("TIDAK CACAT")


class ChronicIllness(IntegerChoices):
    """Sakit menahun."""

    JANTUNG = 1, _("JANTUNG")
    LEVER = 2, _("LEVER")
    PARU_PARU = 3, _("PARU-PARU")
    KANKER = 4, _("KANKER")
    STROKE = 5, _("STROKE")
    DIABETES_MELITUS = 6, _("DIABETES MELITUS")
    GINJAL = 7, _("GINJAL")
    MALARIA = 8, _("MALARIA")
    LEPRA_KUSTA = 9, _("LEPRA/KUSTA")
    HIV_AIDS = 10, _("HIV/AIDS")
    GILA_STRESS = 11, _("GILA/STRESS")
    TBC = 12, _("TBC")
    ASTHMA = 13, _("ASTHMA")
    TIDAK_ADA_TIDAK_SAKIT = 14, _("TIDAK ADA/TIDAK SAKIT")


class FamilyPlanning(IntegerChoices):
    """Cara KB."""

    PIL = 1, _("Pil")
    IUD = 2, _("IUD")
    SUNTIK = 3, _("Suntik")
    KONDOM = 4, _("Kondom")
    SUSUK_KB = 5, _("Susuk KB")
    STERILISASI_WANITA = 6, _("Sterilisasi Wanita")
    STERILISASI_PRIA = 7, _("Sterilisasi Pria")
    LAINNYA = 99, _("Lainnya")


class Pregnancy(IntegerChoices):
    """Status kehamilan."""

    PREGNANT = 1, _("Hamil")
    NOT_PREGNANT = 2, _("Tidak Hamil")


class KtpEl(IntegerChoices):
    """Kepemilikan KTP-el."""

    NONE = 1, _("BELUM")
    KTP_EL = 2, _("KTP-EL")
    KIA = 3, _("KIA")


class KtpRecord(IntegerChoices):
    """Status rekam KTP-el."""

    BELUM_WAJIB = 1, _("BELUM WAJIB")
    BELUM_REKAM = 2, _("BELUM REKAM")
    SUDAH_REKAM = 3, _("SUDAH REKAM")
    CARD_PRINTED = 4, _("CARD PRINTED")
    PRINT_READY_RECORD = 5, _("PRINT READY RECORD")
    CARD_SHIPPED = 6, _("CARD SHIPPED")
    SENT_FOR_CARD_PRINTING = 7, _("SENT FOR CARD PRINTING")
    CARD_ISSUED = 8, _("CARD ISSUED")


class Presence(IntegerChoices):
    """Status dasar."""

    PRESENT = 1, _("HIDUP")
    DEAD = 2, _("MATI")
    MOVED = 3, _("PINDAH")
    MISSING = 4, _("HILANG")
    LEFT = 6, _("PERGI")
    INVALID = 9, _("TIDAK VALID")


class Residency(IntegerChoices):
    """Status penduduk."""

    PERMANENT = 1, _("TETAP")
    TEMPORARY = 2, _("TIDAK TETAP")


class HealthInsurance(IntegerChoices):
    """Asuransi kesehatan."""

    TIDAK_BELUM_PUNYA = 1, _("Tidak/Belum Punya")
    BPJS_PENERIMA_BANTUAN_IURAN = 2, _("BPJS Penerima Bantuan Iuran")
    BPJS_NON_PENERIMA_BANTUAN_IURAN = 3, _("BPJS Non Penerima Bantuan Iuran")
    BPJS_BANTUAN_DAERAH = 4, _("BPJS Bantuan Daerah")
    ASURANSI_LAINNYA = 99, _("Asuransi Lainnya")


class WelfareClass(IntegerChoices):
    """Kelas sosial keluarga."""

    KELUARGA_PRA_SEJAHTERA = 1, _("Keluarga Pra Sejahtera")
    KELUARGA_SEJAHTERA_I = 2, _("Keluarga Sejahtera I")
    KELUARGA_SEJAHTERA_II = 3, _("Keluarga Sejahtera II")
    KELUARGA_SEJAHTERA_III = 4, _("Keluarga Sejahtera III")
    KELUARGA_SEJAHTERA_III_PLUS = 5, _("Keluarga Sejahtera III Plus")


class BirthPlaceKind(IntegerChoices):
    """Tempat dilahirkan."""

    RS_RB = 1, _("RS/RB")
    PUSKESMAS = 2, _("Puskesmas")
    POLINDES = 3, _("Polindes")
    RUMAH = 4, _("Rumah")
    LAINNYA = 5, _("Lainnya")


class BirthKind(IntegerChoices):
    """Jenis kelahiran."""

    TUNGGAL = 1, _("Tunggal")
    KEMBAR_2 = 2, _("Kembar 2")
    KEMBAR_3 = 3, _("Kembar 3")
    KEMBAR_4 = 4, _("Kembar 4")


class BirthHelper(IntegerChoices):
    """Penolong kelahiran."""

    DOKTER = 1, _("Dokter")
    BIDAN_PERAWAT = 2, _("Bidan Perawat")
    DUKUN = 3, _("Dukun")
    LAINNYA = 4, _("Lainnya")


class DeathCause(IntegerChoices):
    """Sebab kematian."""

    SAKIT_BIASA_TUA = 1, _("Sakit biasa / tua")
    WABAH_PENYAKIT = 2, _("Wabah Penyakit")
    KECELAKAAN = 3, _("Kecelakaan")
    KRIMINALITAS = 4, _("Kriminalitas")
    BUNUH_DIRI = 5, _("Bunuh Diri")
    LAINNYA = 6, _("Lainnya")


class DeathWitness(IntegerChoices):
    """Yang menerangkan kematian."""

    DOKTER = 1, _("Dokter")
    TENAGA_KESEHATAN = 2, _("Tenaga Kesehatan")
    KEPOLISIAN = 3, _("Kepolisian")
    LAINNYA = 4, _("Lainnya")


class MoveKind(IntegerChoices):
    """Klasifikasi pindah."""

    OUT_OF_VILLAGE = 1, _("Pindah keluar Desa/Kelurahan")
    OUT_OF_DISTRICT = 2, _("Pindah keluar Kecamatan")
    OUT_OF_REGENCY = 3, _("Pindah keluar Kabupaten/Kota")
    OUT_OF_PROVINCE = 4, _("Pindah keluar Provinsi")


class Reading(IntegerChoices):
    """bahasa: letters that a person can read."""

    LATIN = 1, _("LATIN")
    LOCAL = 2, _("DAERAH")
    ARABIC = 3, _("ARAB")
    ARABIC_LATIN = 4, _("ARAB DAN LATIN")
    ARABIC_LOCAL = 5, _("ARAB DAN DAERAH")
    ALL = 6, _("ARAB, LATIN DAN DAERAH")


class PaperKind(TextChoices):
    """Papers that people hand in: the requirement types of letters, and what a village scans besides."""

    KTP = "ktp", _("KTP-el")
    KK = "kk", _("Kartu Keluarga")
    BIRTH = "akta_lahir", _("Akta kelahiran")
    MARRIAGE = "akta_kawin", _("Buku nikah / akta perkawinan")
    DIVORCE = "akta_cerai", _("Akta perceraian")
    DEATH = "akta_mati", _("Akta kematian")
    DIPLOMA = "ijazah", _("Ijazah terakhir")
    PASSPORT = "paspor", _("Paspor")
    KITAS = "kitas", _("KITAS/KITAP")
    RT_LETTER = "pengantar_rt", _("Surat pengantar RT/RW")
    TAX = "pbb", _("Bukti lunas PBB")
    MISSING = "lapor_hilang", _("Laporan kehilangan orang")
    OTHER = "lainnya", _("Lainnya")
