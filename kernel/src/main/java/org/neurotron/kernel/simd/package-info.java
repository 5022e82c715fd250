/**
 * The Vector API implementation of the kernel; the only package that names {@code jdk.incubator.vector}.
 *
 * <p>{@link org.neurotron.kernel.simd.SimdKernel} is written once and loaded once for each vector width.
 */
package org.neurotron.kernel.simd;
