"""Builds one import package out of the folders at the root of the repository."""

from setuptools import find_packages, setup

PACKAGE = "openfisca_lyon"
FOLDERS = ("parameters", "variables", "reforms", "api")
LINKS = [pattern for name in FOLDERS for pattern in (name, f"{name}.*")]

setup(
    package_dir={PACKAGE: PACKAGE} | {f"{PACKAGE}.{name}": name for name in FOLDERS},
    packages=[PACKAGE]
    + [f"{PACKAGE}.{sub}" for sub in find_packages(PACKAGE, exclude=LINKS)]
    + [f"{PACKAGE}.{name}" for name in FOLDERS]
    + [f"{PACKAGE}.{name}.{sub}" for name in FOLDERS for sub in find_packages(name)],
    package_data={
        PACKAGE: [
            "py.typed",
            "catalogue/**/*.yaml",
            "comparisons/*.yaml",
            "data/**/*",
            "reports/*.css",
            "reports/*.html",
            "reports/texts/*.yaml",
        ],
        f"{PACKAGE}.parameters": ["**/*.yaml"],
        f"{PACKAGE}.reforms": ["**/*.yaml"],
        f"{PACKAGE}.api": ["templates/**/*", "static/**/*", "texts/**/*", "pages/*.yaml"],
    },
)
