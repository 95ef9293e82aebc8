"""Small neural nets, trained on a table and watched while they learn; nothing in here knows the screen.

Shape letters, the same everywhere:

    R  runs trained side by side     B  rows of the table
    T  time steps (the RNN's rows)   D  features
    H  hidden units                  K  classes
    O  outputs, a softmax's K
"""
