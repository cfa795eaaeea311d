"""Acts on what units send."""

from cycle.services.submissions import Asked, accept, reopen, send, send_back

__all__ = ["Asked", "accept", "reopen", "send", "send_back"]
