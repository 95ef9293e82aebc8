"""How XLA compiles the body of a loop: into one kernel, or into one for each operation."""

import tensorflow as tf

MOST_PRODUCTS = 2**14  # of numbers, in a product of matrices that is part of a loop's one kernel


def own_kernels(step: tf.Tensor, *, n_products: int) -> tf.Tensor:
    """The number of a loop's step as it is; where its body multiplies large matrices, XLA gives each operation of that
    body a kernel of its own.

    A loop whose body touches little becomes one kernel, in which a product of matrices is a plain loop: the fastest for
    small nets, but up to fifteen times slower than the product's own kernel from some `MOST_PRODUCTS` on. XLA does not
    do this to a loop that contains a sort, so a branch that never runs contains one.
    """
    if n_products <= MOST_PRODUCTS:
        return step
    return tf.cond(step < 0, lambda: tf.sort(tf.stack([step, step + 1]))[0], lambda: step)
