"""What can be wrong with a letter. Errors carry data; sentences are made here."""

from __future__ import annotations

from django.utils.translation import gettext as _

from balai.errors import Conflict, Refused


class LetterError(Refused):
    """Base of this module's errors."""

    code = "letter_refused"


class UnknownType(LetterError):
    """``key`` names no kind of letter."""

    code = "letter_type_unknown"

    def message(self) -> str:
        return _("Jenis surat ini tidak ada. Pilih jenis surat dari daftar.")


class AnswersRefused(LetterError):
    """``errors`` maps a field of the letter's form to its sentences; ``field`` is the first of them."""

    code = "letter_answers_refused"

    def message(self) -> str:
        errors: dict[str, list[str]] = self.data.get("errors", {})
        return " ".join(sentence for sentences in errors.values() for sentence in sentences)


class ApplicantNotHere(LetterError):
    """The resident is dead, gone, missing or void."""

    code = "letter_applicant_not_here"

    def message(self) -> str:
        return _("Pemohon tidak tercatat sebagai penduduk yang hidup dan tinggal di desa ini. Periksa status dasarnya.")


class WrongState(Conflict):
    """The letter is ``state``; the act needs another."""

    code = "letter_wrong_state"

    def message(self) -> str:
        return _(
            "Surat ini sekarang berstatus {state}, sehingga tindakan ini tidak dapat dilakukan. Muat ulang halamannya untuk "
            "melihat langkah berikutnya."
        ).format(state=self.data.get("label", self.data.get("state", "")))


class MessageMissing(LetterError):
    """Returning, refusing and withdrawing need a reason that the applicant can read."""

    code = "letter_message_missing"

    def message(self) -> str:
        return _("Alasan belum diisi. Tulis apa yang perlu diketahui pemohon.")


class PartiesRefused(LetterError):
    """Somebody who takes part is missing or does not fit; ``errors`` says who, by group."""

    code = "parties_refused"

    def message(self) -> str:
        first = next(iter(self.data.get("errors", {}).values()), [""])
        return str(first[0])


class AttachmentRefused(LetterError):
    """An attachment's file does not exist here or belongs to somebody else."""

    code = "letter_attachment_refused"

    def message(self) -> str:
        return _("Lampiran tidak ditemukan. Unggah lagi berkasnya.")


class FormatRefused(LetterError):
    """A number format without ``[nomor_surat]`` or with an unknown tag (``tag``)."""

    code = "letter_format_refused"

    def message(self) -> str:
        if self.data.get("tag"):
            return _("Kode {tag} tidak dikenal. Yang ada: {known}.").format(
                tag=self.data["tag"], known=self.data.get("known", "")
            )
        return _("Format nomor harus memuat [nomor_surat], misalnya [kode_surat]/[nomor_surat]/[tahun].")


class SignerNotAllowed(LetterError):
    """The official may not sign on that day, or nobody may."""

    code = "letter_signer_not_allowed"

    def message(self) -> str:
        return _("Pejabat ini tidak dapat menandatangani surat pada hari ini. Pilih pejabat lain.")


class NotNumbered(Conflict):
    """A letter without a number has no PDF."""

    code = "letter_not_numbered"

    def message(self) -> str:
        return _("Surat ini belum disetujui, jadi belum dapat dicetak. Tunggu sampai bernomor.")


class NumberTaken(Conflict):
    """The number stands on another letter (``serial``, ``year``): the counter and the letters disagree."""

    code = "letter_number_taken"

    def message(self) -> str:
        return _("Nomor {serial} tahun {year} sudah dipakai surat lain. Coba setujui sekali lagi.").format(
            serial=self.data.get("serial", ""), year=self.data.get("year", "")
        )


class BatchRefused(LetterError):
    """The batch cannot be made like this; the sentence says why."""

    code = "letter_batch_refused"


class BatchWrongState(WrongState):
    """The batch is ``state``; the act needs another."""

    code = "letter_batch_wrong_state"

    def message(self) -> str:
        return _(
            "Surat massal ini sekarang berstatus {state}, sehingga tindakan ini tidak dapat dilakukan. Muat ulang halamannya "
            "untuk melihat langkah berikutnya."
        ).format(state=self.data.get("label", self.data.get("state", "")))


class BatchBusy(Conflict):
    """A job is at the batch already."""

    code = "letter_batch_busy"

    def message(self) -> str:
        return _("Surat massal ini sedang dikerjakan. Tunggu sampai selesai.")


class NoNumberYet(LetterError):
    """A back-dated number stands behind an earlier one, and there is none in that year on or before that day."""

    code = "letter_no_number_yet"

    def message(self) -> str:
        return _(
            "Belum ada surat bernomor pada tahun itu sampai tanggal tersebut, sehingga tidak ada nomor untuk disisipi. "
            "Pilih tanggal yang lebih baru."
        )


class ReservationGone(Conflict):
    """The number that was kept has been used or made void in the meantime, or belongs to another row of numbers."""

    code = "letter_reservation_gone"

    def message(self) -> str:
        return _("Nomor yang dicadangkan itu tidak dapat dipakai untuk surat ini. Pilih nomor lain.")


class AlreadyIssued(WrongState):
    """The same approval again, or two at once: the letter has its number (``number``, ``by``)."""

    def message(self) -> str:
        return _("Surat ini sudah disetujui oleh {by} dengan nomor {number}. Tidak ada nomor kedua.").format(
            by=self.data.get("by") or _("petugas lain"), number=self.data.get("number", "")
        )


class HeadAway(SignerNotAllowed):
    """The head is recorded as away until ``until``; ``delegate`` acts."""

    code = "letter_head_away"

    def message(self) -> str:
        return _(
            "Kepala Desa tercatat berhalangan sampai {until}; yang bertindak {delegate}. Bila Kepala Desa sudah kembali, "
            "akhiri dahulu catatan itu."
        ).format(until=self.data.get("until", ""), delegate=self.data.get("delegate", ""))


class AbsenceRefused(LetterError):
    """An absence that cannot be recorded; the sentence says why, ``field`` where."""

    code = "letter_absence_refused"


class NotYours(LetterError):
    """A concept of another officer."""

    code = "letter_not_yours"
    status = 404

    def message(self) -> str:
        return _("Konsep ini tidak ada, atau bukan milik Anda.")


class ReceiptRefused(LetterError):
    """Who took the letter is not said; the sentence says what is missing."""

    code = "letter_receipt_refused"


class ReplacementRefused(LetterError):
    """No letter that counts has this number, or it is the very letter."""

    code = "letter_replacement_refused"

    def message(self) -> str:
        return _(
            "Tidak ada surat lain yang berlaku dengan nomor itu. Tulis nomornya persis seperti pada surat penggantinya."
        )


class ArchiveRefused(LetterError):
    """What was asked of the archive cannot be done; the sentence says why."""

    code = "letter_archive_refused"
