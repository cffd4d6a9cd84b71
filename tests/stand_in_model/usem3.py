"""In place of the encoder's library, first on the path of programs that tests start for other things than meaning.

Loading the real model costs each of them two seconds. All texts get one vector here, so only their words differ.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


class USE:
    def __init__(self, threads: int) -> None:
        pass

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        return np.eye(1, 512, dtype=np.float32).repeat(len(texts), 0)
