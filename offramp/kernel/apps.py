"""Wakes the checks that stop an unsafe start."""

from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "offramp.kernel"

    def ready(self) -> None:
        from offramp.kernel import checks  # noqa: F401  (registers itself)
