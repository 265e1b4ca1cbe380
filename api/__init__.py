"""The web door: JSON API on the rooms of ``openfisca_lyon``. It holds no rule."""

from openfisca_lyon.api.app import create_app

__all__ = ["create_app"]
