"""Prestation de compensation du handicap (articles L. 245-1 à L. 245-14 du CASF), un fichier par élément."""
