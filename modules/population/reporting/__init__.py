"""Reports of the register that are neither books nor statistics: Laporan Bulanan (semester, year), Log Penduduk,
kelompok rentan, and the papers of closed months. ``monthly`` and ``vulnerable`` count, ``paper`` prints, ``asking`` is what
pages, jobs and the command line call. Numbers come from ``selectors.balance`` and ``selectors.past`` alone.
"""
