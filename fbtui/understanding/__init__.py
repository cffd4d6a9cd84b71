"""Understanding by meaning: texts in, labels and margins out. It knows nothing of lanes or letters.

A ready multilingual sentence encoder turns a text into a vector; a light head, fitted on the
labelled examples of `data/examples/`, says which label it is nearest to, and how surely.
"""

import os

# Before the first import of numpy, which reads it once. The matrices are small: more threads would
# only take the cores from the agents.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
