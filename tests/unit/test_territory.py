"""Communes and the postcodes by which people say where they live."""

from openfisca_lyon.situations.territory import codes_by_postcode, communes, name_by_code


def test_every_commune_and_arrondissement_has_its_postcodes() -> None:
    today = [one for one in communes() if one["nature"] in {"commune", "arrondissement municipal"}]
    assert len(today) == 58 + 9
    for one in today:
        assert one["codes_postaux"], one["nom"]
        assert all(len(code) == 5 and code.startswith("69") for code in one["codes_postaux"])


def test_a_postcode_gives_the_places_that_it_serves() -> None:
    names = {code: [name_by_code()[one] for one in found] for code, found in codes_by_postcode().items()}
    assert names["69100"] == ["Villeurbanne"]
    assert names["69008"] == ["Lyon 8e Arrondissement"]
    assert len(names["69250"]) > 1
