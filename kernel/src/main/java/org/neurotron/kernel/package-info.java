/**
 * The operations over flat double arrays that everything else is made of, in two implementations with the same bits.
 *
 * <p>{@link org.neurotron.kernel.Kernel} states what each operation computes, down to the order of its roundings;
 * {@link org.neurotron.kernel.Kernels} chooses the implementation for this machine.
 *
 * @since 0.1
 */
package org.neurotron.kernel;
