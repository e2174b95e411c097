"""Verified TLS, the only kind there is here: the machine's certificates and those of delivery.ca_file."""

import ssl
from pathlib import Path

from cs_cli.delivery.failure import TRY_AGAIN, UNAVAILABLE, NotSentError, misconfigured


def verified(ca_file: Path | None) -> ssl.SSLContext:
    """A context that checks certificate and host name. Raises NotSentError where `ca_file` cannot be used."""
    context = ssl.create_default_context()
    if ca_file is not None:
        try:
            context.load_verify_locations(ca_file)
        except OSError as error:
            why = "it holds no certificate" if isinstance(error, ssl.SSLError) else error.strerror
            raise misconfigured(
                f"delivery.ca_file {ca_file} cannot be used: {why}", "cs config set delivery.ca_file FILE"
            ) from None
    return context


def refused(host: str, error: ssl.SSLError) -> NotSentError:
    """What went wrong with the TLS of `host`, before anything was sent."""
    if isinstance(error, ssl.SSLCertVerificationError):
        why = f"its certificate is not to be trusted ({error.verify_message.rstrip('.')})"
        return NotSentError(UNAVAILABLE, f"nothing was sent to {host}: {why}")
    if isinstance(error, (ssl.SSLEOFError, ssl.SSLZeroReturnError)):
        return NotSentError(TRY_AGAIN, f"nothing was sent to {host}: it broke off before TLS began")
    why = (error.reason or "no handshake").replace("_", " ").lower()
    return NotSentError(UNAVAILABLE, f"nothing was sent to {host}: it speaks no TLS that can be verified ({why})")
