"""What gunicorn itself has to say, in the one format of standard error."""

from typing import Any

from gunicorn.glogging import Logger

from offramp.kernel.lines import Line


class InOneFormat(Logger):
    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(Line())
