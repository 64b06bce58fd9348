"""For the type checker: settings that need no server and no environment."""

from balai.settings.test import *  # noqa: F403
