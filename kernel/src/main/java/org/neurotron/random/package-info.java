/**
 * Reproducible random streams and the samplers of the input distributions.
 */
package org.neurotron.random;
