from offramp.protocols.models import ProtocolVersion
def in_force(reader, on):
    return ProtocolVersion.objects.filter(site_id=reader.site_id, effective_from__lte=on).order_by("-number").first()
