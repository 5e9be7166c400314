from typing import ClassVar
from functools import lru_cache
from django.db import models
from offramp.kernel.models import AppendOnly, Row
from offramp.protocols import document

@lru_cache(maxsize=64)
def _load(text): return document.load(text)

class ProtocolVersion(AppendOnly, Row):
    site = models.ForeignKey("directory.Site", on_delete=models.PROTECT)
    number = models.PositiveIntegerField()
    effective_from = models.DateField()
    text = models.TextField()
    @property
    def protocol(self): return _load(self.text)
    class Privacy:
        T = ("id","site","number","effective_from","text")
