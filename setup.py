"""How the package is built: setup.cfg says what it holds, and this compiles the catalogues of messages first."""

from setuptools import setup
from setuptools.command.build_py import build_py


class BuildWithCatalogues(build_py):
    """Copy the package with its catalogues compiled; an editable install gets them beside their sources."""

    def run(self) -> None:
        """Compile, then build."""
        self.run_command("compile_catalog")
        super().run()


setup(cmdclass={"build_py": BuildWithCatalogues})
