"""The project manager: what blocks a person today, then the service, then the protocol."""
