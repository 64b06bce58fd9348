"""What can be wrong with messages. Errors carry data; sentences are made here."""

from __future__ import annotations

from django.utils.translation import gettext as _

from balai.errors import Conflict, Refused


class MessageError(Refused):
    """Base of this module's errors; ``field`` says where."""

    code = "message_refused"


class NothingWritten(MessageError):
    """A message without a word (``field``)."""

    code = "message_empty"

    def message(self) -> str:
        return _("Pesan belum diisi. Tulis apa yang ingin Anda sampaikan.")


class TooLong(MessageError):
    """More signs than ``limit``."""

    code = "message_too_long"

    def message(self) -> str:
        return _("Pesan terlalu panjang. Paling banyak {limit} huruf.").format(limit=self.data.get("limit", ""))


class TooManyToday(MessageError):
    """The citizen has written ``limit`` messages within a day."""

    code = "message_too_many"
    status = 429

    def message(self) -> str:
        return _(
            "Anda sudah mengirim {limit} pesan dalam sehari. Kirim lagi besok, atau datanglah ke kantor desa bila mendesak."
        ).format(limit=self.data.get("limit", ""))


class MessagesClosed(MessageError):
    """The village takes no messages from citizens at present."""

    code = "message_door_closed"

    def message(self) -> str:
        return _("Desa ini sedang tidak menerima pesan. Datanglah ke kantor desa pada jam kerja.")


class ThreadClosed(Conflict):
    """The conversation is closed; the act needs an open one."""

    code = "thread_closed"

    def message(self) -> str:
        return _("Percakapan ini sudah ditutup. Buka lagi dahulu, lalu tulis jawabannya.")


class NotAssignable(MessageError):
    """The account may not answer messages, or is closed."""

    code = "thread_not_assignable"

    def message(self) -> str:
        return _("Petugas ini tidak dapat menjawab pesan. Pilih petugas lain.")


class TooManyCodes(MessageError):
    """Codes were asked for too often."""

    code = "code_too_many"
    status = 429

    def message(self) -> str:
        return _("Kode sudah diminta beberapa kali. Tunggu satu jam, lalu coba lagi.")


class WrongCode(MessageError):
    """The code does not fit, or there is none that could; ``left``: tries left."""

    code = "code_wrong"

    def message(self) -> str:
        left = int(self.data.get("left", 0))
        if left <= 0:
            return _("Kode ini tidak berlaku lagi. Minta kode baru.")
        return _("Kode salah. Anda masih dapat mencoba {left} kali.").format(left=left)
