"""The settings of the API: environment variables, checked once at start. ``docs/operator.md`` lists them."""

import os
import re
from collections.abc import Mapping
from typing import Annotated, Any, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
)

from openfisca_lyon.api.passwords import PATTERN

PREFIX = "OPENFISCA_LYON_"


class SettingsError(ValueError):
    """An environment variable cannot be understood; the message names it, never its value."""


def _origin(text: str) -> str:
    """Accept an origin as browsers send it: scheme, host and port, nothing after."""
    scheme, mark, host = text.partition("://")
    if scheme not in {"http", "https"} or not mark or not host or set(host) & set("/?# *"):
        raise ValueError("origin")
    return text


def _contact(text: str) -> str:
    """Accept a mail address or a page where people can write."""
    if text and not re.fullmatch(r"mailto:[^\s@?&<>\"]+@[^\s@?&<>\"]+|https://[^\s<>\"]+", text):
        raise ValueError("contact")
    return text


def _listed(value: Any) -> Any:
    return [one.strip() for one in value.split(",") if one.strip()] if isinstance(value, str) else value


def _account(text: str) -> str:
    """Accept a name and the hash of a password, as ``openfisca-lyon staff-account`` writes them."""
    name, _, known = text.partition(":")
    if not 0 < len(name) <= 60 or not PATTERN.fullmatch(known):
        raise ValueError("account")
    return text


def _provider(text: str) -> str:
    """Accept the address of a provider: HTTPS, or this machine."""
    local = ("http://127.0.0.1", "http://localhost", "http://[::1]")
    if text and not text.startswith(("https://", *local)):
        raise ValueError("provider")
    return text


T = TypeVar("T")
Listed = Annotated[tuple[T, ...], BeforeValidator(_listed)]
"""Several values, separated by commas."""
Origin = Annotated[str, AfterValidator(_origin)]
Account = Annotated[str, AfterValidator(_account)]
Contact = Annotated[str, AfterValidator(_contact)]
Provider = Annotated[str, AfterValidator(_provider)]
Pair = Annotated[str, Field(pattern=r"^\w[\w:/.-]*=.+$")]


class Settings(BaseModel):
    """What an operator may change. Each field is the variable ``OPENFISCA_LYON_<FIELD>``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    max_body: int = Field(
        1024 * 1024,
        ge=1024,
        le=64 * 1024 * 1024,
        description="Taille maximale d'une demande, en octets ; au-delà, 413",
    )
    max_situations: int = Field(
        100, ge=1, le=10_000, description="Nombre maximal de situations dans une demande"
    )
    stream_above: int = Field(
        20, ge=0, description="Au-delà de ce nombre de situations, la réponse est en NDJSON, une par ligne"
    )
    request_seconds: float = Field(
        60, gt=0, le=3600, description="Temps d'un calcul, attente comprise ; au-delà, 503"
    )
    computations: int = Field(
        2, ge=1, le=64, description="Calculs menés en même temps ; les autres attendent leur tour"
    )
    cache_seconds: int = Field(
        300, ge=0, le=86_400, description="Durée de cache de ce qui ne dépend de personne, en secondes"
    )
    cors: Listed[Origin] = Field(
        (), description="Origines admises par CORS, séparées par des virgules (`https://portail.example.org`)"
    )
    cors_compatible: bool = Field(
        False, description="Ouvrir à toute origine les routes compatibles avec OpenFisca"
    )
    proxies: int = Field(
        0,
        ge=0,
        le=5,
        description="Nombre de mandataires de confiance qui écrivent les en-têtes X-Forwarded-*",
    )

    rate: int = Field(
        0,
        ge=0,
        le=100_000,
        description="Calculs par minute et par adresse, dans chaque processus ; au-delà, 429 ; 0 : sans limite",
    )
    workers: int = Field(
        1, ge=1, le=64, description="Processus, un par cœur de calcul ; les règles y sont partagées"
    )
    threads: int = Field(8, ge=1, le=256, description="Demandes tenues en même temps par processus")
    grace_seconds: float = Field(
        90, ge=0, le=3600, description="À l'arrêt, temps laissé aux demandes commencées"
    )
    warm: bool = Field(True, description="Calculer un foyer au démarrage : la première demande n'attend rien")
    metrics: bool = Field(True, description="Servir `/metrics` (Prometheus), sans rien de personnel")

    publisher: str = Field(
        "", max_length=120, description="Organisme qui tient ce site et répond de ses données"
    )
    contact: Contact = Field("", description="Où écrire au sujet du site : `mailto:…` ou `https://…`")
    population: str = Field(
        "",
        description="Fichier Parquet de la population à offrir dans l'atelier ; vide : l'extrait livré, seul",
    )
    runs: int = Field(
        8,
        ge=1,
        le=100,
        description="Calculs sur la population demandés à la fois ; un seul avance, au-delà, 429",
    )
    run_seconds: float = Field(
        1800, gt=0, le=86_400, description="Temps d'un calcul sur la population ; au-delà, il est arrêté"
    )
    run_minutes_kept: float = Field(
        60, gt=0, le=10_080, description="Durée de garde d'un résultat, en minutes ; il est ensuite effacé"
    )
    law_minutes_kept: float = Field(
        15,
        ge=0,
        le=10_080,
        description="Durée de garde en mémoire des règles en vigueur calculées sur la population, après le dernier calcul, en minutes ; 0 : refaites à chaque calcul",
    )
    runs_folder: str = Field(
        "",
        description="Dossier privé des calculs, commun aux processus ; vide : un dossier temporaire, effacé à l'arrêt",
    )

    visit_key: SecretStr = Field(
        SecretStr(""),
        description="Clé qui scelle les visites des pages ; vide : tirée au démarrage, un redémarrage les oublie",
    )

    database: SecretStr = Field(
        SecretStr(""),
        description="Base des codes de passage, adresse SQLAlchemy (`postgresql+psycopg://…`) ; vide : une base SQLite qui part avec le service",
    )
    handover_keys: SecretStr = Field(
        SecretStr(""),
        description="Clés des codes de passage, séparées par des virgules : la première scelle, toutes ouvrent ; vide : la clé des visites",
    )
    handover_minutes: int = Field(10, ge=1, le=60, description="Durée d'un code de passage, en minutes")
    staff_accounts: Listed[Account] = Field(
        (),
        description="Comptes locaux des agents, écrits par `openfisca-lyon staff-account`, séparés par des virgules",
    )
    staff_minutes: int = Field(
        60, ge=5, le=600, description="Une session d'agent finit après ce temps sans rien faire, en minutes"
    )
    oidc_url: Provider = Field(
        "", description="Adresse du fournisseur OpenID Connect des agents (ProConnect, Keycloak…)"
    )
    oidc_client_id: str = Field("", description="Identifiant de ce service chez le fournisseur")
    oidc_client_secret: SecretStr = Field(
        SecretStr(""), description="Secret de ce service chez le fournisseur"
    )
    oidc_scopes: str = Field("openid email", description="Portées demandées au fournisseur")
    oidc_name: str = Field("ProConnect", description="Nom du fournisseur, sur le bouton")
    oidc_domains: Listed[str] = Field(
        (), description="Domaines des adresses admises, séparés par des virgules ; `*` : tous"
    )
    oidc_claims: Listed[Pair] = Field(
        (),
        validate_default=True,
        description="Attributs exigés, `nom=valeur` séparés par des virgules ; deux valeurs d'un même nom : l'une ou l'autre",
    )

    @field_validator("oidc_claims")
    @classmethod
    def _restricted(cls, claims: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        """Refuse a provider without client, or that would let in everyone it knows unless that is said."""
        given = info.data
        if given.get("oidc_url") and not (
            given.get("oidc_client_id") and (given.get("oidc_domains") or claims)
        ):
            raise ValueError("oidc")
        return claims

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> "Settings":
        """Read the settings.

        Raises:
            SettingsError: a variable cannot be understood.
        """
        given = os.environ if environment is None else environment
        found = {
            name: given[variable_of(name)] for name in cls.model_fields if given.get(variable_of(name), "")
        }
        try:
            return cls.model_validate(found)
        except ValidationError as error:
            names = sorted({variable_of(str(one["loc"][0])) for one in error.errors(include_input=False)})
            raise SettingsError(f"Réglage à corriger : {', '.join(names)} (docs/operator.md).") from None


def variable_of(field: str) -> str:
    """Return the environment variable of a setting.

    >>> variable_of("max_body")
    'OPENFISCA_LYON_MAX_BODY'
    """
    return f"{PREFIX}{field.upper()}"
