"""Forms of marriage for the KUA (N-1 to N-6), and the two statements that go with them: SPS and SWN."""

from __future__ import annotations

from balai.documents.blocks import doc, heading, identity, paragraph, signature, space
from modules.letters.types.attachments.declaration import Attachment

_LAW = "Keputusan Dirjen Bimas Islam 473/2020"
_LABELS = {
    "nama": "Nama", "nik": "NIK", "jenis_kelamin": "Jenis kelamin", "ttl": "Tempat dan tanggal lahir", "warga_negara": "Kewarganegaraan",
    "agama": "Agama", "pekerjaan": "Pekerjaan", "pendidikan_kk": "Pendidikan terakhir", "alamat": "Alamat",
}  # fmt: skip
_USUAL = ("nama", "nik", "ttl", "warga_negara", "agama", "pekerjaan", "alamat")


def _who(
    suffix: str = "", *, bin_field: str = "", bin_label: str = "Bin", names: tuple[str, ...] = _USUAL
) -> dict[str, object]:
    end = f"_{suffix}" if suffix else ""
    rows = [(_LABELS[name], f"{{{name}{end}|upper}}" if name == "nama" else f"{{{name}{end}}}") for name in names]
    if bin_field:
        rows.insert(1, (bin_label, f"{{{bin_field}|upper}}"))
    return identity(*rows, numbered=True)


def _title(code: str, text: str) -> list[dict[str, object]]:
    return [
        paragraph(f"Model {code}", align="right"),
        paragraph("KANTOR DESA/KELURAHAN : {nama_desa|upper}\nKECAMATAN : {nama_kecamatan|upper}\nKABUPATEN : {nama_kabupaten|upper}", indent=False),
        heading(f"**{text}**", level=1),
    ]  # fmt: skip


_HUSBAND = ("nama", "nik", "jenis_kelamin", "ttl", "warga_negara", "agama", "pekerjaan", "pendidikan_kk", "alamat")

N_1 = Attachment(
    "N-1", "Surat Pengantar Nikah", _LAW, size=10.5,
    body=doc(
        _title("N1", "PENGANTAR NIKAH"),
        paragraph("Nomor : {nomor_surat}", align="center"),
        paragraph("Yang bertanda tangan di bawah ini menjelaskan dengan sesungguhnya bahwa:", indent=False),
        _who(names=_HUSBAND),
        identity(("Bin/binti", "{form_bin_pria|upper}"), ("Status perkawinan laki-laki", "{form_status_kawin_pria}"), ("Beristri ke", "{form_istrike}")),
        paragraph("adalah benar anak dari perkawinan seorang pria:", indent=False, keep=True),
        _who("dapp", bin_field="form_bin_ayah_pria_dapp"),
        paragraph("dengan seorang wanita:", indent=False, keep=True),
        _who("dipp", bin_field="form_binti_ibu_pria_dipp", bin_label="Binti"),
        paragraph("Demikian surat pengantar ini dibuat dengan mengingat sumpah jabatan dan untuk dipergunakan sebagaimana mestinya.", indent=False),
        signature(("head", "right")),
    ),
)  # fmt: skip

N_2 = Attachment(
    "N-2", "Permohonan Kehendak Nikah", _LAW, size=10.5,
    body=doc(
        _title("N2", "PERMOHONAN KEHENDAK NIKAH"),
        paragraph("Perihal: Permohonan kehendak nikah", indent=False),
        paragraph("Kepada\nYth. Kepala KUA Kecamatan {nama_kecamatan}\ndi tempat", indent=False),
        paragraph("Dengan hormat, kami mengajukan permohonan kehendak nikah untuk atas nama calon suami **{nama|upper}** dengan calon istri **{nama_dcpw|upper}** pada:"),
        identity(
            ("Hari, tanggal", "{form_hari_nikah_dpn}, {form_tanggal_nikah_dpn|long_date}"), ("Jam", "{form_jam_nikah_dpn}"), ("Bertempat di", "{form_tempat_nikah_dpn}"),
        ),
        paragraph("Bersama ini kami sampaikan surat-surat yang diperlukan untuk diperiksa:", indent=False),
        identity(
            ("1.", "Surat pengantar nikah dari desa/kelurahan"), ("2.", "Persetujuan calon mempelai"), ("3.", "Fotokopi KTP-el"), ("4.", "Fotokopi akta kelahiran"),
            ("5.", "Fotokopi Kartu Keluarga"), ("6.", "Pasfoto 2 x 3 dan 4 x 6 berlatar biru"), label_width=15,
        ),
        paragraph("Demikian permohonan ini kami sampaikan, kiranya dapat diperiksa, dihadiri, dan dicatat sesuai dengan ketentuan peraturan perundang-undangan."),
        signature(("free", "left", "Diterima tanggal ............\nKepala KUA/Penghulu,"), ("holder", "right", "Pemohon,")),
    ),
)  # fmt: skip

N_4 = Attachment(
    "N-4", "Persetujuan Calon Pengantin", _LAW, size=10.5,
    body=doc(
        [paragraph("Model N4", align="right"), heading("**PERSETUJUAN CALON PENGANTIN**", level=1)],
        paragraph("Yang bertanda tangan di bawah ini:", indent=False),
        paragraph("**A. Calon suami**", indent=False, keep=True), _who(bin_field="form_bin_pria"),
        paragraph("**B. Calon istri**", indent=False, keep=True), _who("dcpw", bin_field="form_binti_wanita_dcpw", bin_label="Binti"),
        paragraph("menyatakan dengan sesungguhnya bahwa atas dasar sukarela, dengan kesadaran sendiri, tanpa ada paksaan dari siapa pun, setuju untuk melangsungkan pernikahan. Demikian surat persetujuan ini dibuat untuk dipergunakan sebagaimana mestinya."),
        signature(("holder", "left", "Calon suami,"), ("dcpw", "right", "Calon istri,")),
    ),
)  # fmt: skip

N_5 = Attachment(
    "N-5", "Surat Izin Orang Tua", _LAW, size=10.5,
    body=doc(
        [paragraph("Model N5", align="right"), heading("**SURAT IZIN ORANG TUA**", level=1)],
        paragraph("Yang bertanda tangan di bawah ini:", indent=False),
        paragraph("**A. Ayah**", indent=False, keep=True), _who("dapp", bin_field="form_bin_ayah_pria_dapp"),
        paragraph("**B. Ibu**", indent=False, keep=True), _who("dipp", bin_field="form_binti_ibu_pria_dipp", bin_label="Binti"),
        paragraph("adalah ayah dan ibu kandung/wali/pengampu dari:", indent=False, keep=True), _who(bin_field="form_bin_pria"),
        paragraph("memberikan izin kepada anak kami untuk melakukan pernikahan dengan:", indent=False, keep=True), _who("dcpw", bin_field="form_binti_wanita_dcpw", bin_label="Binti"),
        paragraph("Demikian surat izin ini dibuat dengan kesadaran tanpa ada paksaan dari siapa pun dan untuk dipergunakan seperlunya."),
        signature(("dapp", "left", "Ayah/wali/pengampu,"), ("dipp", "right", "Ibu/wali/pengampu,")),
    ),
)  # fmt: skip

N_6 = Attachment(
    "N-6", "Surat Keterangan Kematian Suami atau Istri", _LAW, size=10.5,
    body=doc(
        _title("N6", "SURAT KETERANGAN KEMATIAN SUAMI/ISTRI"),
        paragraph("Nomor : {nomor_surat}", align="center"),
        paragraph("Yang bertanda tangan di bawah ini menerangkan dengan sesungguhnya bahwa:", indent=False),
        paragraph("**A. Yang meninggal**", indent=False, keep=True), _who("dst", bin_field="form_bin_suami_terdahulu_dst"),
        identity(("Meninggal pada tanggal", "{form_tanggal_meninggal_suami_terdahulu_dst|long_date}"), ("Di", "{form_tempat_meninggal_suami_terdahulu_dst}")),
        paragraph("**B. adalah suami/istri dari**", indent=False, keep=True), _who("dcpw", bin_field="form_binti_wanita_dcpw", bin_label="Binti"),
        paragraph("Demikian surat keterangan ini dibuat dengan mengingat sumpah jabatan dan untuk dipergunakan seperlunya."),
        signature(("head", "right")),
    ),
)  # fmt: skip

SPS = Attachment(
    "SPS", "Surat Pernyataan Status", "Kebiasaan KUA", size=11,
    body=doc(
        [heading("**SURAT PERNYATAAN STATUS**", level=1)],
        paragraph("Yang bertanda tangan di bawah ini:", indent=False), _who(bin_field="form_bin_pria"),
        paragraph("menyatakan dengan sebenarnya bahwa status saya sampai saat ini adalah **{form_status_kawin_pria}**. Apabila pernyataan ini tidak benar, saya bersedia dituntut sesuai dengan ketentuan peraturan perundang-undangan."),
        paragraph("Surat pernyataan ini dibuat untuk melengkapi persyaratan pernikahan dengan {nama_dcpw|upper}."),
        space(2),
        signature(("holder", "right", "Yang menyatakan, (meterai)"), ("head", "center", "Mengetahui,")),
    ),
)  # fmt: skip

SWN = Attachment(
    "SWN", "Surat Keterangan Wali Nikah", "Kebiasaan KUA", size=11,
    body=doc(
        [heading("**SURAT KETERANGAN WALI NIKAH**", level=1), paragraph("Nomor : {nomor_surat}", align="center")],
        paragraph("Yang bertanda tangan di bawah ini menerangkan dengan sesungguhnya bahwa:", indent=False),
        _who("dwn", bin_field="form_bin_wali_nikah_dwn"),
        identity(("Hubungan wali", "{form_hubungan_dengan_wali_dwn}")),
        paragraph("adalah benar wali nikah dari:", indent=False, keep=True), _who("dcpw", bin_field="form_binti_wanita_dcpw", bin_label="Binti"),
        paragraph("yang akan menikah dengan:", indent=False, keep=True), _who(bin_field="form_bin_pria"),
        paragraph("Demikian surat keterangan ini dibuat dengan sebenarnya."),
        signature(("dwn", "left", "Wali nikah,"), ("head", "right")),
    ),
)  # fmt: skip

FORMS = (N_1, N_2, N_4, N_5, N_6, SPS, SWN)
