/**
 * Finite data: reading them (NPY), splitting, shuffling, scaling and poisoning them, training on them by mini-batches,
 * measuring the fit, and fitted models in files.
 *
 * @since 0.1
 */
package org.neurotron.data;
