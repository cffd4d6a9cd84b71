"""Understanding by meaning: texts in, labels and margins out. It knows nothing of lanes or letters.

A ready multilingual sentence encoder turns a text into a vector; a light head, fitted on the
labelled examples of `data/examples/`, says which label it is nearest to, and how surely.
"""
