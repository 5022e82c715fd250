/**
 * Reproducible random streams and the samplers of the input distributions.
 *
 * @since 0.1
 */
package org.neurotron.random;
