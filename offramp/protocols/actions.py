from offramp.protocols.models import ProtocolVersion
def adopt(*, text, effective_from, by, at, **more):
    return ProtocolVersion.objects.create(site_id=by.site_id, number=1, effective_from=effective_from, text=text)
