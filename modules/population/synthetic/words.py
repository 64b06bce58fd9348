"""Parts of names by generation, put together at random; names of hamlets; nobody's real name is meant."""

from __future__ import annotations

#: Born before 1965.
OLD_MALE = [
    "Sutrisno", "Sukarno", "Sumarno", "Suparman", "Suwito", "Sugeng", "Sukardi", "Ngatiman", "Paiman", "Parto",
    "Sarimin", "Kasmin", "Kasno", "Karto", "Wagiman", "Ponimin", "Legiman", "Slamet", "Tukiman", "Sardi",
    "Warsito", "Marsono", "Darmo", "Sastro", "Jumadi", "Rebin", "Suroso", "Rusdi", "Sakiman", "Lasiman",
    "Kusnan", "Masrun", "Ngadimin", "Sarpin", "Tarmin",
]  # fmt: skip
OLD_FEMALE = [
    "Painem", "Sutinah", "Sumini", "Suparti", "Sukinah", "Ngatini", "Paijem", "Parinah", "Sarinem", "Kasinah",
    "Kasmirah", "Wagiyem", "Ponirah", "Legiyem", "Tukinem", "Sarwi", "Warsini", "Marsinah", "Darmi", "Lasmi",
    "Jumirah", "Rebi", "Suratmi", "Rusmini", "Sakinem", "Lasinem", "Kusnah", "Masri", "Ngadiyem", "Sarpi",
    "Tarmi", "Karsini", "Mujinah", "Sutiyem",
]  # fmt: skip
OLD_LAST = [
    "", "", "", "", "Wiryo", "Harjo", "Mulyo", "Reso",
]  # fmt: skip
#: Born 1965 to 1995.
MID_MALE = [
    "Agus", "Budi", "Eko", "Joko", "Bambang", "Heri", "Hadi", "Teguh", "Wahyu", "Yanto", "Supri", "Suyatno",
    "Mulyono", "Purwanto", "Sugiyanto", "Sulistyo", "Harno", "Wiyono", "Triyono", "Dwi", "Ari", "Edi", "Rudi",
    "Hendro", "Santoso", "Nur", "Kholis", "Muhammad", "Ahmad", "Abdul", "Zaenal", "Arifin", "Sholeh", "Mustofa",
    "Imam", "Ali",
]  # fmt: skip
MID_FEMALE = [
    "Sri", "Siti", "Endang", "Tri", "Dwi", "Nur", "Ari", "Wiwik", "Yuni", "Wahyuni", "Suryani", "Sulastri",
    "Purwanti", "Hartini", "Sutarmi", "Ratna", "Rini", "Titik", "Lestari", "Muryati", "Kartini", "Suwarni",
    "Ningsih", "Astuti", "Sumiyati", "Aminah", "Khotimah", "Zubaidah", "Fatimah", "Maryati", "Istiqomah",
    "Marfuah",
]  # fmt: skip
MID_LAST_MALE = [
    "Santoso", "Prasetyo", "Nugroho", "Wibowo", "Susanto", "Setiawan", "Hidayat", "Kurniawan", "Purnomo",
    "Utomo", "Wijaya", "Saputra", "Raharjo", "Widodo", "Cahyono", "Rohman", "Hakim", "Mubarok",
]  # fmt: skip
MID_LAST_FEMALE = [
    "Rahayu", "Lestari", "Ningsih", "Wahyuni", "Astuti", "Handayani", "Puspitasari", "Kusumawati", "Utami",
    "Hidayati", "Mulyani", "Susanti", "Fitriani", "Wulandari", "Rohmah", "Maulida",
]  # fmt: skip
#: Born since 1996.
NEW_MALE = [
    "Muhammad", "Ahmad", "Rizky", "Dimas", "Bagus", "Fajar", "Aditya", "Galih", "Rafi", "Raka", "Bayu", "Ilham",
    "Irfan", "Fauzan", "Alif", "Danu", "Bima", "Arya", "Yoga", "Reza", "Farel", "Naufal", "Azka", "Hafiz",
    "Kevin", "Dafa", "Rendra", "Satria", "Wahid", "Zidan",
]  # fmt: skip
NEW_FEMALE = [
    "Putri", "Dewi", "Ayu", "Nabila", "Aulia", "Zahra", "Salsabila", "Intan", "Anisa", "Rahma", "Citra",
    "Nadia", "Safira", "Amelia", "Kirana", "Naura", "Alya", "Keisya", "Fitri", "Laila", "Maya", "Nisa", "Vina",
    "Dinda", "Tiara", "Zaskia", "Aisyah", "Khansa", "Syifa", "Bunga",
]  # fmt: skip
NEW_LAST_MALE = [
    "Pratama", "Saputra", "Ramadhan", "Maulana", "Firmansyah", "Nugraha", "Alfarizi", "Hidayat", "Setiawan",
    "Alfarisi", "Mahendra", "Putra", "Kurnia", "Wicaksono", "Adinata", "Ardiansyah",
]  # fmt: skip
NEW_LAST_FEMALE = [
    "Ramadhani", "Maharani", "Azzahra", "Permata", "Salsabila", "Oktaviani", "Anggraini", "Khoirunnisa",
    "Safitri", "Putri", "Lestari", "Kirana", "Nuraini", "Wulandari", "Aprilia", "Maulida",
]  # fmt: skip
#: Baptismal names, of any generation.
CHRISTIAN_MALE = [
    "Yohanes", "Petrus", "Yosef", "Stefanus", "Andreas", "Paulus", "Markus", "Daniel", "Matius", "Lukas",
    "Yakobus", "Tomas",
]  # fmt: skip
CHRISTIAN_FEMALE = [
    "Maria", "Kristina", "Yuliana", "Elisabet", "Marta", "Rut", "Debora", "Veronika", "Lidia", "Ester",
    "Natalia", "Agustina",
]  # fmt: skip
CHRISTIAN_LAST_MALE = [
    "Santoso", "Prasetyo", "Nugroho", "Wibowo", "Susanto", "Setiawan", "Purnomo", "Utomo", "Widodo", "Cahyono",
    "Kristanto", "Adinata",
]  # fmt: skip
CHRISTIAN_LAST_FEMALE = [
    "Rahayu", "Lestari", "Ningsih", "Astuti", "Handayani", "Puspitasari", "Kusumawati", "Utami", "Mulyani",
    "Susanti", "Wulandari", "Permata",
]  # fmt: skip
#: Names that hamlets of many regencies bear.
HAMLETS = [
    "KRAJAN", "NGEMPLAK", "KARANGANYAR", "SENDANG", "NGLEMPUNG", "JATISARI", "BULU", "TEGALSARI", "PLOSO",
    "SAMBIREJO", "NGASEM", "KEDUNGREJO", "WONOSARI", "GEMPOL", "SIDOMULYO", "KALISARI", "PANDEAN", "RANDUSARI",
    "DUKUH", "NGRAMBAT",
]  # fmt: skip
#: Where some were born.
TOWNS = [
    "SEMARANG", "DEMAK", "BLORA", "PATI", "KUDUS", "SRAGEN", "BOYOLALI", "REMBANG", "SURAKARTA", "JEPARA",
]  # fmt: skip
#: Where people of the village go to work.
FAR_TOWNS = [
    "JAKARTA", "BEKASI", "TANGERANG", "SEMARANG", "SURABAYA", "BANDUNG", "BATAM", "KARAWANG",
]  # fmt: skip
