"""Who claims the RSA, by the rates of the Drees that the margins hold: the only documented take-up.

Rates are by tenure. A household claims when the number drawn for it when the population was made
(``alea_recours``) is under the rate of those who do: the same households at each run.
"""

import numpy as np
from numpy.typing import NDArray

from openfisca_lyon.populations.margins import margins
from openfisca_lyon.populations.population import TENURES, Population

RATES = {
    TENURES[0]: "rsa_owners",
    TENURES[1]: "rsa_hlm_tenants",
    TENURES[2]: "rsa_private_tenants",
    TENURES[3]: "rsa_private_tenants",
    TENURES[
        4
    ]: "rsa_owners",  # lodged for free: no rate is published, that of people who pay no rent is taken
}


def unclaimed(tenures: NDArray[np.int64], drawn: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Tell which households leave the RSA unclaimed.

    Args:
        tenures: for each, its rank in ``TENURES``.
        drawn: for each, its ``alea_recours``.
    """
    published = margins()["take_up"].categories
    rates = np.array([published[RATES[name]] / 100 for name in TENURES])
    return np.asarray(drawn >= 1 - rates[tenures])


def claims_rsa(population: Population) -> NDArray[np.bool_]:
    """Tell for each family whether it claims the RSA."""
    homes, people = population.menages, population.individus
    codes = homes["statut_occupation_logement"].cat.set_categories(list(TENURES)).cat.codes
    left = unclaimed(codes.to_numpy().astype(np.int64), homes["alea_recours"].to_numpy())
    home = people.loc[~people["famille"].duplicated(), "menage"].to_numpy()
    return np.asarray(~left[home])
