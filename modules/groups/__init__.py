"""Groups (kelompok) and institutions (lembaga) of a village, and who has been in them."""
