"""The composer room: reply and e-mail side by side, saved as they are typed."""

from screens.composer.review import Review
from screens.composer.room import ComposerScreen

__all__ = ["ComposerScreen", "Review"]
