"""The response headers that keep a browser inside: what it may load, embed and remember. Pure."""

from __future__ import annotations

API_POLICY = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; sandbox"


def page_policy(nonce: str) -> str:
    """Inline scripts only with this response's nonce. Vue compiles its templates in the browser and Quasar styles
    elements inline, hence 'unsafe-eval' for scripts and 'unsafe-inline' for styles alone.
    """
    return (
        f"default-src 'self'; script-src 'self' 'nonce-{nonce}' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data:; font-src 'self'; connect-src 'self'; object-src 'none'; frame-src 'none'; "
        "frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
    )


def headers(policy: str) -> list[tuple[bytes, bytes]]:
    """As ASGI sends them."""
    pairs = {
        "content-security-policy": policy,
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        "referrer-policy": "no-referrer",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "permissions-policy": "camera=(), geolocation=(), microphone=()",
    }
    return [(name.encode(), value.encode()) for name, value in pairs.items()]
