"""Forms of marriage for the KUA (N-1 to N-6), and the two statements that go with them: SPS and SWN.

The models are those of Keputusan Dirjen Bimas Islam 473/2020. It was made under PMA 20/2019, which PMA 30/2024 replaced: whether
the models have changed since was not verified (docs/panduan/surat-formulir.md says so to the office).
"""

from __future__ import annotations

from typing import Any

from balai.documents.blocks import condition, doc, heading, identity, items, page_break, paragraph, signature, space
from modules.letters.types.attachments.declaration import Attachment

Node = dict[str, Any]

_LAW = "Keputusan Dirjen Bimas Islam 473/2020"
_LABELS = {
    "nama": "Nama", "nik": "NIK", "jenis_kelamin": "Jenis kelamin", "ttl": "Tempat dan tanggal lahir", "warga_negara": "Kewarganegaraan",
    "agama": "Agama", "pekerjaan": "Pekerjaan", "pendidikan_kk": "Pendidikan terakhir", "alamat": "Alamat",
}  # fmt: skip
_USUAL = ("nama", "nik", "ttl", "warga_negara", "agama", "pekerjaan", "alamat")
_FULL = ("nama", "nik", "jenis_kelamin", "ttl", "warga_negara", "agama", "pekerjaan", "pendidikan_kk", "alamat")
#: Sex of who died, where there is a former spouse.
_WIFE_DIED = "jenis_kelamin_dst=Perempuan"


def _who(
    suffix: str = "", *, bin_field: str = "", bin_label: str = "Bin", names: tuple[str, ...] = _USUAL,
    more: tuple[tuple[str, str], ...] = (),
) -> Node:  # fmt: skip
    end = f"_{suffix}" if suffix else ""
    rows = [(_LABELS[name], f"{{{name}{end}|upper}}" if name == "nama" else f"{{{name}{end}}}") for name in names]
    if bin_field:
        rows.insert(1, (bin_label, f"{{{bin_field}|upper}}"))
    return identity(*rows, *more, numbered=True)


def _title(code: str, text: str) -> list[Node]:
    return [
        paragraph(f"Model {code}", align="right"),
        paragraph("KANTOR {sebutan_desa|upper} {nama_desa|upper}\n{sebutan_kecamatan|upper} {nama_kecamatan|upper}\n{nama_kabupaten|upper}", indent=False),
        heading(f"**{text}**", level=1),
    ]  # fmt: skip


def _introduction(who: Node | list[Node], father: Node, mother: Node) -> list[Node]:
    """One N-1: of the groom or of the bride."""
    return [
        *_title("N1", "PENGANTAR NIKAH"),
        paragraph("Nomor : {nomor_surat}", align="center"),
        paragraph("Yang bertanda tangan di bawah ini menjelaskan dengan sesungguhnya bahwa:", indent=False),
        *(who if isinstance(who, list) else [who]),
        paragraph("adalah benar anak dari perkawinan seorang pria:", indent=False, keep=True),
        father,
        paragraph("dengan seorang wanita:", indent=False, keep=True),
        mother,
        paragraph("Demikian surat pengantar ini dibuat dengan mengingat sumpah jabatan dan untuk dipergunakan sebagaimana mestinya.", indent=False),
        signature(("head", "right")),
    ]  # fmt: skip


N_1 = Attachment(
    "N-1", "Surat Pengantar Nikah", _LAW, size=10.5,
    body=doc(
        _introduction(
            [
                _who(names=_FULL, bin_field="form_bin_pria", more=(("Status perkawinan", "{form_status_kawin_pria}"),)),
                condition("form_istrike", identity(("Beristri ke", "{form_istrike}"))),
            ],
            _who("dapp", bin_field="form_bin_ayah_pria_dapp"), _who("dipp", bin_field="form_binti_ibu_pria_dipp", bin_label="Binti"),
        ),
        # Each village introduces its own people: a bride who lives elsewhere brings the N-1 of her own.
        condition(
            "pend_desa_dcpw",
            page_break(),
            _introduction(
                _who("dcpw", names=_FULL, bin_field="form_binti_wanita_dcpw", bin_label="Binti", more=(("Status perkawinan", "{form_status_kawin_wanita_dcpw}"),)),
                _who("dapw", bin_field="form_bin_ayah_wanita_dapw"), _who("dibpw", bin_field="form_binti_ibu_wanita_dibpw", bin_label="Binti"),
            ),
        ),
    ),
)  # fmt: skip

N_2 = Attachment(
    "N-2", "Permohonan Kehendak Nikah", _LAW, size=10.5,
    body=doc(
        [paragraph("Model N2", align="right"), heading("**PERMOHONAN KEHENDAK NIKAH**", level=1)],
        paragraph("{nama_desa}, {tgl_surat|long_date}", align="right"),
        paragraph("Perihal: Permohonan kehendak nikah", indent=False),
        paragraph("Kepada\nYth. Kepala KUA {sebutan_kecamatan} {nama_kecamatan}\ndi tempat", indent=False),
        paragraph("Dengan hormat, kami mengajukan permohonan kehendak nikah untuk atas nama calon suami **{nama|upper}** dengan calon istri **{nama_dcpw|upper}** pada:"),
        identity(
            ("Hari, tanggal", "{form_hari_nikah_dpn}, {form_tanggal_nikah_dpn|long_date}"), ("Jam", "{form_jam_nikah_dpn}"), ("Bertempat di", "{form_tempat_nikah_dpn}"),
        ),
        paragraph("Bersama ini kami sampaikan surat-surat yang diperlukan untuk diperiksa:", indent=False, keep=True),
        items(
            "Surat pengantar nikah dari desa/kelurahan", "Persetujuan calon pengantin", "Fotokopi KTP-el", "Fotokopi akta kelahiran",
            "Fotokopi Kartu Keluarga", "Pasfoto 2 x 3 dan 4 x 6 berlatar biru", "........................................",
        ),
        paragraph("Demikian permohonan ini kami sampaikan, kiranya dapat diperiksa, dihadiri, dan dicatat sesuai dengan ketentuan peraturan perundang-undangan."),
        paragraph("Diterima tanggal ..............................", indent=False),
        signature(("free", "left", "Kepala KUA/Penghulu,"), ("holder", "right", "Pemohon,")),
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
        paragraph("{nama_desa}, {tgl_surat|long_date}", align="right"),
        signature(("holder", "left", "Calon suami,"), ("dcpw", "right", "Calon istri,")),
    ),
)  # fmt: skip


def _leave(father: Node, mother: Node, child: Node, other: Node, signers: Node) -> list[Node]:
    """One N-5: the parents of the groom, or of the bride."""
    return [
        paragraph("Model N5", align="right"), heading("**SURAT IZIN ORANG TUA**", level=1),
        paragraph("Yang bertanda tangan di bawah ini:", indent=False),
        paragraph("**A. Ayah**", indent=False, keep=True), father,
        paragraph("**B. Ibu**", indent=False, keep=True), mother,
        paragraph("adalah ayah dan ibu kandung/wali/pengampu dari:", indent=False, keep=True), child,
        paragraph("memberikan izin kepada anak kami untuk melakukan pernikahan dengan:", indent=False, keep=True), other,
        paragraph("Demikian surat izin ini dibuat dengan kesadaran tanpa ada paksaan dari siapa pun dan untuk dipergunakan seperlunya."),
        paragraph("{nama_desa}, {tgl_surat|long_date}", align="right"),
        signers,
    ]  # fmt: skip


_GROOM = _who(bin_field="form_bin_pria")
_BRIDE = _who("dcpw", bin_field="form_binti_wanita_dcpw", bin_label="Binti")

N_5 = Attachment(
    "N-5", "Surat Izin Orang Tua", _LAW, size=10.5,
    body=doc(
        _leave(
            _who("dapp", bin_field="form_bin_ayah_pria_dapp"), _who("dipp", bin_field="form_binti_ibu_pria_dipp", bin_label="Binti"),
            _GROOM, _BRIDE, signature(("dapp", "left", "Ayah/wali/pengampu,"), ("dipp", "right", "Ibu/wali/pengampu,")),
        ),
        condition(
            "pend_desa_dcpw",
            page_break(),
            _leave(
                _who("dapw", bin_field="form_bin_ayah_wanita_dapw"), _who("dibpw", bin_field="form_binti_ibu_wanita_dibpw", bin_label="Binti"),
                _BRIDE, _GROOM, signature(("dapw", "left", "Ayah/wali/pengampu,"), ("dibpw", "right", "Ibu/wali/pengampu,")),
            ),
        ),
    ),
)  # fmt: skip


def _death(title: str, bin_label: str, link: str, survivor: Node) -> list[Node]:
    return [
        *_title("N6", title),
        paragraph("Nomor : {nomor_surat}", align="center"),
        paragraph("Yang bertanda tangan di bawah ini menerangkan dengan sesungguhnya bahwa:", indent=False),
        paragraph("**A. Yang meninggal**", indent=False, keep=True), _who("dst", bin_field="form_bin_suami_terdahulu_dst", bin_label=bin_label),
        identity(("Meninggal pada tanggal", "{form_tanggal_meninggal_suami_terdahulu_dst|long_date}"), ("Di", "{form_tempat_meninggal_suami_terdahulu_dst}")),
        paragraph(f"**B. {link}**", indent=False, keep=True), survivor,
        paragraph("Demikian surat keterangan ini dibuat dengan mengingat sumpah jabatan dan untuk dipergunakan seperlunya."),
        signature(("head", "right")),
    ]  # fmt: skip


#: A widow's husband or a widower's wife: whoever the former spouse was decides whose paper it is.
N_6 = Attachment(
    "N-6", "Surat Keterangan Kematian Suami atau Istri", _LAW, size=10.5, by_default=False,
    body=doc(
        condition(_WIFE_DIED, _death("SURAT KETERANGAN KEMATIAN ISTRI", "Binti", "adalah istri dari", _GROOM)),
        condition(_WIFE_DIED, _death("SURAT KETERANGAN KEMATIAN SUAMI", "Bin", "adalah suami dari", _BRIDE), negate=True),
    ),
)  # fmt: skip


def _status(who: Node, status: str, other: str, signer: str) -> list[Node]:
    return [
        heading("**SURAT PERNYATAAN STATUS**", level=1),
        paragraph("Yang bertanda tangan di bawah ini:", indent=False), who,
        paragraph(f"menyatakan dengan sebenarnya bahwa status saya sampai saat ini adalah **{{{status}}}**. Apabila pernyataan ini tidak benar, saya bersedia dituntut sesuai dengan ketentuan peraturan perundang-undangan."),
        paragraph(f"Surat pernyataan ini dibuat untuk melengkapi persyaratan pernikahan dengan **{{{other}|upper}}**."),
        space(2),
        signature((signer, "right", "Yang menyatakan, (meterai)"), ("head", "center", "Mengetahui,")),
    ]  # fmt: skip


SPS = Attachment(
    "SPS", "Surat Pernyataan Status", "Kebiasaan KUA", size=11,
    body=doc(
        _status(_GROOM, "form_status_kawin_pria", "nama_dcpw", "holder"),
        condition("pend_desa_dcpw", page_break(), _status(_BRIDE, "form_status_kawin_wanita_dcpw", "nama", "dcpw")),
    ),
)  # fmt: skip

SWN = Attachment(
    "SWN", "Surat Keterangan Wali Nikah", "Kebiasaan KUA", size=11,
    body=doc(
        [heading("**SURAT KETERANGAN WALI NIKAH**", level=1), paragraph("Nomor : {nomor_surat}", align="center")],
        paragraph("Yang bertanda tangan di bawah ini menerangkan dengan sesungguhnya bahwa:", indent=False),
        _who("dwn", bin_field="form_bin_wali_nikah_dwn"),
        identity(("Hubungan wali", "{form_hubungan_dengan_wali_dwn}")),
        paragraph("adalah benar wali nikah dari:", indent=False, keep=True), _BRIDE,
        paragraph("yang akan menikah dengan:", indent=False, keep=True), _GROOM,
        paragraph("Demikian surat keterangan ini dibuat dengan sebenarnya."),
        signature(("dwn", "left", "Wali nikah,"), ("head", "right")),
    ),
)  # fmt: skip

FORMS = (N_1, N_2, N_4, N_5, N_6, SPS, SWN)
