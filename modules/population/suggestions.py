"""What is offered while typing free text: the field's own lists, spellings as people know them. Nothing else is refused."""

from __future__ import annotations

#: List ``suku``.
ETHNICITIES = (
    "Aceh", "Alas", "Alor", "Ambon", "Ampana", "Anak Dalam", "Aneuk Jamee", "Angkola", "Arab: Orang Hadhrami", "Aru",
    "Asmat", "Baduy", "Bajau", "Balantak", "Bali", "Banggai", "Banjar", "Banten", "Bare'e", "Batak", "Batak Karo",
    "Batin", "Bawean", "Bentong", "Berau", "Besemah", "Betawi", "Bima", "Bolang Mongondow", "Bonai", "Boti", "Bugis",
    "Bulungan", "Bungku", "Buol", "Buru", "Buton", "Cham", "Cirebon", "Dairi", "Damal", "Dampeles", "Dani", "Daya",
    "Dayak", "Dompu", "Dondo", "Dongga", "Donggo", "Duri", "Eropa", "Flores", "Gayo", "Gorontalo", "Gumai", "India",
    "Jambi", "Jawa", "Jepang", "Kaili", "Kampar", "Kaur", "Kayu Agung", "Kei", "Kerinci", "Kluet", "Komering",
    "Konjo Pegunungan", "Konjo Pesisir", "Korea", "Koto", "Krui", "Kubu", "Kulawi", "Kutai", "Lamaholot", "Lampung",
    "Laut", "Lematang", "Lembak", "Lintang", "Lom", "Lore", "Lubu", "Madura", "Makassar", "Mamasa", "Manda",
    "Mandailing", "Mekongga", "Melayu", "Mentawai", "Minahasa", "Minangkabau", "Mongondow", "Mori", "Moro",
    "Moronene", "Muko-Muko", "Muna", "Muyu", "Ngada", "Nias", "Ocu", "Ogan", "Osing", "Padoe", "Pakistani", "Pakpak",
    "Palembang", "Pamona", "Papua", "Pasir", "Pattae", "Peranakan", "Pesisi", "Ponosakan", "Pubian", "Rawa", "Rejang",
    "Rohingya", "Rongga", "Rote", "Sabu", "Saluan", "Sambas", "Samin", "Sangi", "Sasak", "Sekak Bangka", "Sekayu",
    "Semendo", "Serawai", "Sigulai", "Simalungun", "Simeulue", "Suluk", "Sumba", "Sumbawa", "Sunda", "Sungkai",
    "Talang Mamak", "Talau", "Tamiang", "Tengger", "Ternate", "Tidore", "Tidung", "Timor", "Tionghoa", "Toba", "Tojo",
    "Tolaki", "Toli Toli", "Tomini", "Toraja", "Ulu", "Una-una", "Wolio",
)  # fmt: skip
#: Why a NIK may differ from what stands beside it.
NIK_REASONS = (
    "Sesuai KTP-el dan KK asli", "Lahir di daerah lain", "NIK terbit sebelum tanggal lahir diperbaiki",
    "Jenis kelamin di NIK keliru sejak terbit",
)  # fmt: skip
#: Where people die.
PLACES_OF_DEATH = ("Rumah", "Rumah sakit", "Puskesmas", "Dalam perjalanan", "Tempat kerja")
