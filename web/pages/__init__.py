"""The NiceGUI pages: sign-in, ask, library. They call what the API calls and hold no rules of their own.

Nothing is kept in the framework's storage: no storage secret is set, so it writes no file and sets no cookie.
"""

from web.pages.mounted import mount

__all__ = ["mount"]
