/**
 * Families of sensing matrices and the network f_{q,w} over them (Definitions 1 and 2).
 *
 * <p>All families share one way of working. The sensing matrices are kept as a few r × n <i>blocks</i>. A filter w is
 * projected once per step, u = (blocks)ᵀw; the blocks' preactivations of a mini-batch are z = u·Xᵀ; the gates combine
 * them. The gradient goes the same way back. So a step costs O(blocks · n · (r + b)) and no family ever computes A_i x
 * by itself. Selections, whose blocks are nearly all zeros, keep only the columns around their ones and cost
 * O(k · r · b).
 *
 * @since 0.1
 */
package org.neurotron.network;
