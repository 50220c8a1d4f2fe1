"""structlog for our own events and, through the same renderer, for every library's."""

from __future__ import annotations

import logging
import logging.config
from typing import Any

import structlog

from codeward.web.conf.scrub import scrub

__all__ = ["Scrubbed", "apply", "dict_config", "one_line"]

SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


# Tracebacks have lines of their own; as JSON they are escaped too, and JSON is what a school keeps.
TRACES = ("exception", "stack", "exc_info", "exc_text")


class Scrubbed(structlog.stdlib.ProcessorFormatter):
    """The last step of every line of log: no secret of an address gets past it, traceback included."""

    def format(self, record: logging.LogRecord) -> str:
        """The line as it is written."""
        return scrub(super().format(record))


def one_line(_logger: Any, _method: str, event: dict[str, Any]) -> dict[str, Any]:
    """Escape what would begin a new line or move the cursor, so that nobody forges a line of ours (ASVS 16.4.1)."""
    for key, value in event.items():
        if isinstance(value, str) and key not in TRACES and not value.isprintable():
            event[key] = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in value)
    return event


def dict_config(log_format: str, level: str) -> dict[str, Any]:
    """Logging's configuration: one line an event on stderr, as text for people or as JSON for machines."""
    renderer: Any = (
        structlog.processors.JSONRenderer()
        if log_format == "json"
        else structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
    )
    last: list[Any] = [structlog.stdlib.ProcessorFormatter.remove_processors_meta, one_line]
    if log_format == "json":
        last.append(structlog.processors.format_exc_info)
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "one": {
                "()": Scrubbed,
                "processors": [*last, renderer],
                "foreign_pre_chain": SHARED,
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "one"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            # Django gives these two handlers of their own, which would go round the one formatter.
            "django": {"handlers": [], "propagate": True},
            # Statements with what is in them: session keys, addresses. Not even with CODEWARD_DEBUG.
            "django.db.backends": {"level": "INFO"},
            # Each request has one event of ours already (conf.middleware).
            "django.server": {"level": "WARNING", "handlers": [], "propagate": True},
            "django_tasks": {"level": "WARNING"},
            # Says at every request that waits how many do.
            "waitress.queue": {"level": "ERROR"},
            "django_tasks_db": {"level": "ERROR"},
        },
    }


def apply(config: dict[str, str]) -> None:
    """Set up structlog and the standard library's logging. Django calls it (LOGGING_CONFIG) with LOGGING."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *SHARED,
            structlog.processors.StackInfoRenderer(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    logging.config.dictConfig(dict_config(**config))
