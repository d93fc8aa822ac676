"""``./hub audit``."""

import argparse

from hub.terminal import Trouble


def audit(arguments: argparse.Namespace) -> int:
    raise Trouble("not here yet")
