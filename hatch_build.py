"""The wheel's dependencies are the plain names of requirements/*.in: each list, with its reasons, in one place."""

from pathlib import Path

from hatchling.metadata.plugin.interface import MetadataHookInterface


class BaseIn(MetadataHookInterface):
    def update(self, metadata):
        metadata["dependencies"] = self.names_in("base.in")
        metadata["optional-dependencies"] = {"evaluation": self.names_in("evaluation.in")}

    def names_in(self, file):
        lines = (Path(self.root) / "requirements" / file).read_text().splitlines()
        names = [line.partition("#")[0].strip() for line in lines]
        return [name for name in names if name]
