"""A process that lives and does nothing: python -m tests.infra.hanging."""

import signal

if __name__ == "__main__":
    signal.pause()
