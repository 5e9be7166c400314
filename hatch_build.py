"""The wheel's dependencies are the plain names of requirements/base.in: one list, with its reasons, in one place."""

from pathlib import Path

from hatchling.metadata.plugin.interface import MetadataHookInterface


class BaseIn(MetadataHookInterface):
    def update(self, metadata):
        lines = (Path(self.root) / "requirements" / "base.in").read_text().splitlines()
        names = [line.partition("#")[0].strip() for line in lines]
        metadata["dependencies"] = [name for name in names if name]
