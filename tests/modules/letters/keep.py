"""Take the pictures and words of all letters anew: ``DJANGO_SETTINGS_MODULE=balai.settings.test python -m tests.modules.letters.keep``."""

import django

if __name__ == "__main__":
    django.setup()  # before the letters' modules, whose models need it
    from tests.modules.letters.golden import keep

    keep()
