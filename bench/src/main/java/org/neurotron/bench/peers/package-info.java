/**
 * The work that the harnesses time, and everyone who does it: textbook loops, scalar loops after the reformulation, the
 * library's own kernels, other libraries, C.
 */
package org.neurotron.bench.peers;
