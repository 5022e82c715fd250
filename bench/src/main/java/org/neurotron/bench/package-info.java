/**
 * JMH harnesses: how fast the kernel is, and against what.
 */
package org.neurotron.bench;
