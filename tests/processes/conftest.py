"""What these tests need of the others."""

from tests.wall.conftest import alone

__all__ = ["alone"]
