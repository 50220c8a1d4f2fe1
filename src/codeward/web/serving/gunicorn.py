"""gunicorn, started from inside the process that has loaded everything already."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from gunicorn.app.base import BaseApplication


class School(BaseApplication):  # type: ignore[misc] # untyped library
    """The WSGI application with our options; no configuration file, no command line."""

    def __init__(self, options: dict[str, Any]) -> None:
        self.options = options
        super().__init__()

    def load_config(self) -> None:
        """Set our options."""
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """The application; loaded once, before the workers are made (preload)."""
        from codeward.web.conf.wsgi import application

        return application


def options(host: str, port: int) -> dict[str, Any]:
    """How the school is served. Threads keep connections alive; workers share the book by memory map."""
    address = f"[{host.strip('[]')}]" if ":" in host else host
    return {
        "bind": f"{address}:{port}",
        "workers": settings.CODEWARD.web_workers,
        "worker_class": "gthread",
        "threads": 4,
        "preload_app": True,
        "graceful_timeout": settings.CODEWARD.graceful_seconds,
        "timeout": 60,
        "keepalive": 15,
        "loglevel": "warning",
        "proc_name": "codeward",
        "forwarded_allow_ips": "*" if settings.CODEWARD.trusted_proxies else "127.0.0.1",
        # A worker that grew is renewed now and then, not all at once.
        "max_requests": 20_000,
        "max_requests_jitter": 2_000,
    }


def run(host: str, port: int) -> None:
    """Serve until told to stop; leaves the process by SystemExit."""
    School(options(host, port)).run()
