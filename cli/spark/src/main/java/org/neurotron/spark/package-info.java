/**
 * Sweeps whose runs Spark computes. The driver is the command line of {@code neurotron} with another engine behind
 * {@code sweep} and {@code resume}; the executors compute runs and send back what is kept of them.
 */
package org.neurotron.spark;
